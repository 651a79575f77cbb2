import assert from 'node:assert/strict';
import { test } from 'node:test';
import { operations } from '@entente/contracts';
import { newId, Problem } from '@entente/kernel';
import { testDatabase } from '@entente/testkit';
import type { Context } from '../../platform/context.ts';
import { systemContext } from '../../platform/system-actor.ts';
import { createPartnersModule } from './index.ts';

const store = await testDatabase();
const now = new Date('2026-03-01T09:00:00Z');
const fields = { status: 'active' as const, regions: ['EMEA'], countries: ['France'], industries: ['Retail'] };
const none = { ifVersion: null };
const create = (context: Context, name: string) =>
  partners.routes['partners.create'](context, { params: undefined, query: undefined, body: { ...fields, name, types: ['si', 'reseller'] } }, none);
const get = (context: Context, id: string) => partners.routes['partners.get'](context, { params: { id }, query: undefined, body: undefined }, none);
const update = (context: Context, id: string, version: number, body: object) =>
  partners.routes['partners.update'](context, { params: { id }, query: undefined, body }, { ifVersion: version });
const refusedAs = (code: string) => (error: unknown) => error instanceof Problem && error.code === code;

async function workspace(): Promise<Context> {
  const id = newId();
  await store.admin.query('insert into workspace (id, slug, name) values ($1, $2, $2)', [id, `w-${id}`]);
  return systemContext(id, 'Test', now);
}
let number = 0;
async function deal(context: Context, partnerId: string, stage: string, more: { account?: string; until?: string; product?: string } = {}): Promise<string> {
  const id = newId();
  const status = stage === 'won' || stage === 'lost' ? stage : 'open';
  await store.admin.query(
    "insert into deal (tenant_id, id, number, name, account_id, stage, status, currency, closed_on, last_activity_at, created_at, updated_at) values ($1, $2, $3, 'D', $4, $5, $6, 'EUR', $7, now(), now(), now())",
    [context.tenantId, id, (number += 1), more.account ?? null, stage, status, status === 'open' ? null : '2026-02-01'],
  );
  for (const role of ['resell', 'service'])
    await store.admin.query(
      "insert into deal_participant (tenant_id, id, deal_id, partner_id, role, since, until, added_by) values ($1, $2, $3, $4, $5, '2026-01-01', $6, 'T')",
      [context.tenantId, newId(), id, partnerId, role, more.until ?? null],
    );
  if (more.product)
    await store.admin.query(
      "insert into deal_line (tenant_id, id, deal_id, position, product_id, description, quantity, unit_price_minor, amount_minor) values ($1, $2, $3, 1, $4, 'L', 1, 1, 1)",
      [context.tenantId, newId(), id, more.product],
    );
  return id;
}

const partners = createPartnersModule({
  database: store.db,
  normaliseDomain: (text) => ({ ok: true, domain: text.toLowerCase() }),
  tiesOfPartner: async () => [],
});
const ours = await workspace();
const theirs = await workspace();

test('a partner lives: created with its routes, able to do things, with people, changed', async () => {
  const partner = operations['partners.create'].output.parse(await create(ours, ' North  Star '));
  assert.equal(partner.name, 'North Star');
  const { rows } = await store.admin.query('select routes from partner where id = $1', [partner.id]);
  assert.deepEqual(rows[0]?.routes, ['resale', 'referral', 'cosell']);
  const skilled = await partners.routes['partners.setCompetency'](
    ours,
    { params: { id: partner.id }, query: undefined, body: { skill: 'Kubernetes', certifiedPeople: 3 } },
    none,
  );
  const again = await partners.routes['partners.setCompetency'](
    ours,
    { params: { id: partner.id }, query: undefined, body: { skill: 'kubernetes', certifiedPeople: 5 } },
    none,
  );
  assert.deepEqual([again.competencies.length, again.competencies[0]?.id, again.competencies[0]?.certifiedPeople], [1, skilled.competencies[0]?.id, 5]);
  const person = { params: { id: partner.id }, query: undefined, body: { name: 'Ann', email: 'ann@north.example' } };
  assert.equal((await partners.routes['partners.addContact'](ours, person, none)).contacts.length, 1);
  await assert.rejects(partners.routes['partners.addContact'](ours, person, none), refusedAs('conflict'));
  const changed = await update(ours, partner.id, 4, { types: ['referral'], tier: 'Gold' });
  assert.deepEqual([changed.version, changed.tier], [5, 'Gold']);
  await assert.rejects(update(ours, partner.id, 4, { tier: 'Silver' }), refusedAs('version_stale'));
  await assert.rejects(get(theirs, partner.id), refusedAs('not_found'));
  await assert.rejects(update(theirs, partner.id, 5, { tier: 'x' }), refusedAs('not_found'));
});

test('the record counts a deal once, leaves out deals the partner had left, and is shrunk', async () => {
  const context = await workspace();
  const { id } = await create(context, 'Counted');
  const [account, product] = [newId(), newId()];
  await store.admin.query("insert into account (tenant_id, id, name, industry, created_at, updated_at) values ($1, $2, 'A', 'Retail', now(), now())", [
    context.tenantId,
    account,
  ]);
  await store.admin.query("insert into product (tenant_id, id, name, created_at, updated_at) values ($1, $2, 'P', now(), now())", [context.tenantId, product]);
  await deal(context, id, 'won', { account, product });
  await deal(context, id, 'won');
  await deal(context, id, 'lost', { until: '2026-01-15' });
  await deal(context, id, 'qualified');
  await deal(context, id, 'prospect', { until: '2026-02-15' });
  const detail = operations['partners.get'].output.parse(await get(context, id));
  assert.deepEqual([detail.record.wins, detail.record.losses, detail.capacityUsed, detail.openDeals, detail.wonDeals], [2, 0, 1, 1, 2]);
  assert.equal(detail.record.baseWinRate, 3 / 5);
  assert.equal(detail.record.shrunkWinRate, (2 + 6) / 12);
  await store.db.inTenant(context.tenantId, async (tx) => {
    const [facts] = await partners.facts(tx, context.tenantId);
    assert.deepEqual(
      [facts?.record, facts?.capacityUsed],
      [{ wins: 2, losses: 0, byIndustry: { Retail: { wins: 1, losses: 0 } }, byProduct: { [product]: { wins: 1, losses: 0 } } }, 1],
    );
    assert.deepEqual(await partners.factsOf(tx, context.tenantId, [id]), [facts]);
    assert.deepEqual(await partners.factsOf(tx, context.tenantId, [newId()]), []);
  });
  const first = operations['partners.deals'].output.parse(
    await partners.routes['partners.deals'](context, { params: { id }, query: { limit: 3 }, body: undefined }, none),
  );
  const second = await partners.routes['partners.deals'](
    context,
    { params: { id }, query: { limit: 3, cursor: first.nextCursor ?? '' }, body: undefined },
    none,
  );
  assert.equal(new Set([...first.items, ...second.items].map((row) => row.id)).size, 5);
});

test('many at once: with competencies and people, found by keys, and removed unless in use', async () => {
  const context = await workspace();
  await store.db.inTenant(context.tenantId, async (tx) => {
    const rows = await partners.bulkInsert(tx, context, [
      {
        name: 'One',
        types: ['isv'],
        domain: 'one.example',
        externalId: 'p-1',
        competencies: [{ skill: 'Data' }],
        contacts: [{ name: 'Ann', email: 'Ann@one.example' }],
      },
      { name: 'Two', types: ['msp'] },
    ]);
    const found = await partners.findByKeys(tx, context.tenantId, {
      externalIds: ['p-1'],
      domains: ['one.example'],
      emails: ['ANN@one.example'],
      names: ['two'],
    });
    assert.deepEqual(
      [found.byExternalId.get('p-1')?.[0]?.id, found.byDomain.size, found.byEmail.get('ANN@one.example')?.[0]?.id, found.byName.get('two')?.[0]?.id],
      [rows[0]?.id, 1, rows[0]?.id, rows[1]?.id],
    );
    const result = await partners.bulkUpdate(
      tx,
      context,
      rows.map(({ id, version }, index) => ({ id, version, changes: index === 0 ? { types: [] } : { tier: 'Gold' } })),
    );
    assert.deepEqual([result.refused.map((row) => row.code), result.updated.map((row) => row.before.tier)], [['invalid'], [null]]);
  });
  const { rows } = await store.admin.query('select id, version from partner where tenant_id = $1 order by name', [context.tenantId]);
  await deal(context, rows[1]?.id, 'won');
  const removal = await store.db.inTenant(context.tenantId, (tx) => partners.bulkRemove(tx, context, rows));
  assert.deepEqual([removal.removed, removal.refused.map((row) => row.sentence)], [[rows[0]?.id], ['It takes part in deals.']]);
});

test('filters narrow the list', async () => {
  const context = await workspace();
  await create(context, 'Alpha');
  await create(context, 'Beta');
  const list = async (query: object) =>
    operations['partners.list'].output
      .parse(await partners.routes['partners.list'](context, { params: undefined, query: { limit: 50, ...query }, body: undefined }, none))
      .items.map((row) => row.name);
  assert.deepEqual(await list({ type: 'si', status: 'active', region: 'EMEA', q: 'alp' }), ['Alpha']);
  assert.deepEqual(await list({ type: 'isv' }), []);
});

test('conflicts and competing products are said by people, and are part of what is known when a partner is chosen', async () => {
  const context = await workspace();
  const { id } = await create(context, 'Rival');
  const [account, first, second] = [newId(), newId(), newId()];
  await store.admin.query("insert into account (tenant_id, id, name, created_at, updated_at) values ($1, $2, 'Acme', now(), now())", [
    context.tenantId,
    account,
  ]);
  for (const product of [first, second])
    await store.admin.query('insert into product (tenant_id, id, name, created_at, updated_at) values ($1, $2, $3, now(), now())', [
      context.tenantId,
      product,
      product,
    ]);
  const params = { id };
  const compete = (productIds: string[], as = context) =>
    partners.routes['partners.setCompetingProducts'](as, { params, query: undefined, body: { productIds } }, none);
  const open = () =>
    partners.routes['partners.openConflict'](context, { params, query: undefined, body: { accountId: account, reason: 'Sells its own' } }, none);
  const facts = async () => (await store.db.inTenant(context.tenantId, (tx) => partners.factsOf(tx, context.tenantId, [id])))[0];
  assert.equal((await compete([first, second])).competingProducts.length, 2);
  assert.deepEqual(
    (await compete([second])).competingProducts.map((product) => product.productId),
    [second],
  );
  const opened = operations['partners.openConflict'].output.parse(await open());
  assert.deepEqual([opened.accounts[0]?.accountName, opened.accounts[0]?.reason], ['Acme', 'Sells its own']);
  assert.deepEqual([(await facts())?.conflictAccountIds, (await facts())?.competitorOfProductIds], [[account], [second]]);
  await assert.rejects(open(), refusedAs('conflict'));
  await assert.rejects(compete([newId()]), refusedAs('invalid_input'));
  await assert.rejects(compete([second], theirs), refusedAs('not_found'));
  const close = { params: { id, childId: opened.accounts[0]?.id ?? '' }, query: undefined, body: undefined };
  assert.deepEqual((await partners.routes['partners.closeConflict'](context, close, none)).accounts, []);
  await partners.routes['partners.closeConflict'](context, close, none);
  assert.deepEqual((await facts())?.conflictAccountIds, []);
  assert.equal((await open()).accounts.length, 1, 'a conflict that was over may come back');
  const { rows } = await store.admin.query("select count(*)::int as n from outbox_event where record_id = $1 and type = 'partner.updated'", [id]);
  assert.equal(rows[0]?.n, 5);
});

test('response hours are measured with their number of cases; measuring again changes nothing, and what is too old is forgotten', async () => {
  const context = await workspace();
  const fast = await create(context, 'Fast');
  const silent = await create(context, 'Silent');
  const times = [2, 4, 30].map((hours) => ({ partnerId: fast.id, hours }));
  assert.equal(await partners.measureResponses(async () => times, context), 1);
  const known = async (id: string) => (await store.db.inTenant(context.tenantId, (tx) => partners.factsOf(tx, context.tenantId, [id])))[0];
  assert.deepEqual([(await known(fast.id))?.medianResponseHours, (await known(fast.id))?.responseSamples], [4, 3]);
  assert.deepEqual([(await known(silent.id))?.medianResponseHours, (await known(silent.id))?.responseSamples], [null, 0]);
  assert.equal(await partners.measureResponses(async () => times, context), 0);
  assert.equal((await get(context, fast.id)).version, 1, 'nobody’s edit goes stale by it');
  assert.equal(await partners.measureResponses(async () => [], context), 1);
  assert.equal((await known(fast.id))?.medianResponseHours, null);
});
