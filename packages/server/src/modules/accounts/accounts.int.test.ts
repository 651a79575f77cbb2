import assert from 'node:assert/strict';
import { test } from 'node:test';
import { operations } from '@entente/contracts';
import { newId, Problem } from '@entente/kernel';
import { testDatabase } from '@entente/testkit';
import type { Context } from '../../platform/context.ts';
import { systemContext } from '../../platform/system-actor.ts';
import { createAccountsModule } from './index.ts';

const store = await testDatabase();
const now = new Date('2026-03-01T09:00:00Z');
const create = (context: Context, body: { name: string; domains?: string[]; parentId?: string }) =>
  accounts.routes['accounts.create'](context, { params: undefined, query: undefined, body: { domains: [], ...body } }, { ifVersion: null });
const update = (context: Context, id: string, version: number, body: object) =>
  accounts.routes['accounts.update'](context, { params: { id }, query: undefined, body }, { ifVersion: version });
const get = (context: Context, id: string) =>
  accounts.routes['accounts.get'](context, { params: { id }, query: undefined, body: undefined }, { ifVersion: null });
const refusedAs = (code: string) => (error: unknown) => error instanceof Problem && error.code === code;

async function workspace(): Promise<Context> {
  const id = newId();
  await store.admin.query('insert into workspace (id, slug, name) values ($1, $2, $2)', [id, `w-${id}`]);
  return systemContext(id, 'Test', now);
}

const accounts = createAccountsModule({ database: store.db, renamed: async () => undefined });
const ours = await workspace();
const theirs = await workspace();

test('an account lives: created, read with its family and people, changed, and every change is recorded', async () => {
  const parent = await create(ours, { name: ' Acme  Group ', domains: ['https://www.acme.com/'] });
  assert.deepEqual([parent.name, parent.domains, parent.version], ['Acme Group', ['acme.com'], 1]);
  const child = await create(ours, { name: 'Acme France', parentId: parent.id });
  assert.equal(child.parentName, 'Acme Group');
  const contact = await accounts.routes['contacts.create'](
    ours,
    { params: { id: child.id }, query: undefined, body: { name: 'Jane', email: 'jane@acme.com' } },
    { ifVersion: null },
  );
  operations['contacts.create'].output.parse(contact);
  const changed = await update(ours, child.id, 1, { industry: 'Retail', domains: ['acme.fr'] });
  assert.deepEqual([changed.version, changed.industry, changed.domains], [2, 'Retail', ['acme.fr']]);
  const detail = operations['accounts.get'].output.parse(await get(ours, parent.id));
  assert.deepEqual(detail.children, [{ id: child.id, name: 'Acme France' }]);
  assert.equal(operations['accounts.get'].output.parse(await get(ours, child.id)).contacts.length, 1);
  const { rows } = await store.admin.query('select operation, before, after from audit_entry where record_id = $1 order by id', [child.id]);
  assert.deepEqual(
    rows.map((row) => row.operation),
    ['accounts.create', 'accounts.update'],
  );
  const events = await store.admin.query('select type from outbox_event where record_id = $1 order by seq', [child.id]);
  assert.deepEqual(
    events.rows.map((row) => row.type),
    ['account.created', 'account.updated'],
  );
});

test('a stale version changes nothing', async () => {
  const account = await create(ours, { name: 'Stale' });
  await update(ours, account.id, 1, { country: 'France' });
  await assert.rejects(update(ours, account.id, 1, { country: 'Spain' }), refusedAs('version_stale'));
  assert.equal((await get(ours, account.id)).country, 'France');
});

test('a family does not go round in a circle, also when two people close it together', async () => {
  const top = await create(ours, { name: 'Top' });
  const low = await create(ours, { name: 'Low', parentId: top.id });
  await assert.rejects(update(ours, top.id, 1, { parentId: low.id }), refusedAs('invalid_input'));
  await assert.rejects(update(ours, top.id, 1, { parentId: top.id }), refusedAs('invalid_input'));
  const [one, two] = [await create(ours, { name: 'One' }), await create(ours, { name: 'Two' })];
  const results = await Promise.allSettled([update(ours, one.id, 1, { parentId: two.id }), update(ours, two.id, 1, { parentId: one.id })]);
  assert.deepEqual(results.map((result) => result.status).sort(), ['fulfilled', 'rejected']);
});

test('another workspace neither sees nor changes it, nor takes it as a parent', async () => {
  const account = await create(ours, { name: 'Private' });
  await assert.rejects(get(theirs, account.id), refusedAs('not_found'));
  await assert.rejects(update(theirs, account.id, 1, { name: 'Mine' }), refusedAs('not_found'));
  await assert.rejects(create(theirs, { name: 'Child', parentId: account.id }), refusedAs('invalid_input'));
  const list = await accounts.routes['accounts.list'](theirs, { params: undefined, query: { q: 'private', limit: 50 }, body: undefined }, { ifVersion: null });
  assert.deepEqual(list.items, []);
});

test('pages follow one another without gaps', async () => {
  const context = await workspace();
  await store.db.inTenant(context.tenantId, (tx) =>
    accounts.bulkInsert(
      tx,
      context,
      Array.from({ length: 25 }, (_, index) => ({ name: `Name ${index % 7}` })),
    ),
  );
  const seen = new Set<string>();
  let cursor: string | undefined;
  for (let page = 0; page < 5; page += 1) {
    const { items, nextCursor } = operations['accounts.list'].output.parse(
      await accounts.routes['accounts.list'](
        context,
        { params: undefined, query: { limit: 10, ...(cursor ? { cursor } : {}) }, body: undefined },
        { ifVersion: null },
      ),
    );
    for (const { id } of items) seen.add(id);
    if (nextCursor === null) break;
    cursor = nextCursor;
  }
  assert.equal(seen.size, 25);
});

test('many at once: found by keys, changed with a before image, brought back, and removed unless in use', async () => {
  const context = await workspace();
  await store.db.inTenant(context.tenantId, async (tx) => {
    const [first, second] = await accounts.bulkInsert(tx, context, [{ name: 'Globex', externalId: 'g-1', domains: ['globex.com'] }, { name: 'Initech' }]);
    assert.ok(first && second);
    const found = await accounts.findByKeys(tx, context.tenantId, { externalIds: ['g-1', 'none'], domains: ['WWW.globex.com'], names: [' initech '] });
    assert.deepEqual(
      [found.byExternalId.get('g-1')?.[0]?.id, found.byDomain.get('WWW.globex.com')?.[0]?.id, found.byName.get(' initech ')?.[0]?.id, found.byExternalId.size],
      [first.id, first.id, second.id, 1],
    );
    const { updated } = await accounts.bulkUpdate(tx, context, [{ id: first.id, version: 1, changes: { name: 'Globex Corp', parentId: second.id } }]);
    const image = updated[0];
    assert.deepEqual([image?.version, image?.before.name, image?.before.domains], [2, 'Globex', ['globex.com']]);
    assert.deepEqual(
      (await accounts.bulkRemove(tx, context, [{ id: second.id, version: 1 }])).refused.map((row) => row.code),
      ['in_use'],
    );
    await accounts.bulkUpdate(tx, context, [{ id: first.id, version: 2, changes: image?.before ?? {} }]);
    await accounts.contacts.bulkInsert(tx, context, [{ accountId: second.id, name: 'Bill' }]);
    const result = await accounts.bulkRemove(tx, context, [
      { id: first.id, version: 3 },
      { id: second.id, version: 1 },
      { id: newId(), version: 1 },
    ]);
    assert.deepEqual([result.removed, result.refused.map((row) => row.code)], [[first.id], ['in_use', 'missing']]);
  });
});

test('usage is stored once for a month, replaced when it differs, and compared over months that are over', async () => {
  const account = await create(ours, { name: 'Metered' });
  const product = newId();
  await store.admin.query("insert into product (tenant_id, id, name, created_at, updated_at) values ($1, $2, 'Platform', now(), now())", [
    ours.tenantId,
    product,
  ]);
  const report = (context: Context, facts: { period: string; quantity: number; accountId?: string; productId?: string }[]) =>
    accounts.routes['usage.report'](
      context,
      {
        params: undefined,
        query: undefined,
        body: { facts: facts.map((fact) => ({ accountId: account.id, productId: product, metric: 'active_users', ...fact })) },
      },
      { ifVersion: null },
    );
  const figures = [
    { period: '2026-01', quantity: 200 },
    { period: '2026-02', quantity: 150.5 },
  ];
  assert.deepEqual(await report(ours, figures), { stored: 2, unchanged: 0 });
  assert.deepEqual(await report(ours, figures), { stored: 0, unchanged: 2 });
  assert.deepEqual(await report(ours, [{ period: '2026-02', quantity: 150 }]), { stored: 1, unchanged: 0 });
  const events = await store.admin.query("select payload from outbox_event where record_id = $1 and type = 'usage.reported' order by seq", [account.id]);
  assert.equal(events.rows.length, 2, 'figures that were known are no event');
  const audit = await store.admin.query("select before, after from audit_entry where record_id = $1 and operation = 'usage.report' order by id desc limit 1", [
    account.id,
  ]);
  assert.deepEqual([audit.rows[0]?.before[0]?.quantity, audit.rows[0]?.after[0]?.quantity], [150.5, 150]);
  const list = operations['usage.list'].output.parse(
    await accounts.routes['usage.list'](ours, { params: { id: account.id }, query: undefined, body: undefined }, { ifVersion: null }),
  );
  assert.deepEqual(
    list.items.map((item) => [item.period, item.quantity, item.changePercent]),
    [
      ['2026-02', 150, -25],
      ['2026-01', 200, null],
    ],
  );
  const moves = await store.db.inTenant(ours.tenantId, (tx) => accounts.usageMoves(tx, ours.tenantId, now));
  assert.deepEqual(moves, [{ accountId: account.id, productId: product, metric: 'active_users', period: '2026-02', percent: -25 }]);
  await Promise.all(
    Array.from({ length: 8 }, (_, at) =>
      report(
        ours,
        [...figures].sort(() => (at % 2 === 0 ? 1 : -1)),
      ),
    ),
  );
  await assert.rejects(report(ours, [...figures, ...figures]), refusedAs('invalid_input'));
  await assert.rejects(report(ours, [{ period: '2026-01', quantity: 1, productId: newId() }]), refusedAs('invalid_input'));
  await assert.rejects(report(theirs, figures), refusedAs('invalid_input'));
  const seen = await store.db.inTenant(theirs.tenantId, (tx) => tx.selectFrom('usage_fact').selectAll().execute());
  assert.deepEqual(seen, [], 'row-level security hides it without any condition of ours');
});
