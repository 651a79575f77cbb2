import assert from 'node:assert/strict';
import { test } from 'node:test';
import { operations } from '@entente/contracts';
import { newId } from '@entente/kernel';
import { testDatabase } from '@entente/testkit';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { systemContext } from '../../platform/system-actor.ts';
import { normaliseDomain } from '@entente/account-matching';
import { createAccountsModule } from '../accounts/index.ts';
import { createDealsModule, dealProjection } from '../deals/index.ts';
import { createPartnersModule } from '../partners/index.ts';
import { createSearchModule } from './index.ts';

const store = await testDatabase();
const find = async (context: Context, q: string) =>
  operations['search.all'].output.parse(
    await createSearchModule({ database: store.db }).routes['search.all'](context, { params: undefined, query: { q }, body: undefined }, { ifVersion: null }),
  ).items;

async function workspace(): Promise<Context> {
  const id = newId();
  await store.admin.query('insert into workspace (id, slug, name) values ($1, $2, $2)', [id, `w-${id}`]);
  return systemContext(id, 'Test', new Date('2026-03-01T09:00:00Z'));
}

const accounts = createAccountsModule({ database: store.db, renamed: (tx, tenantId, renamed) => dealProjection.refreshAccountNames(tx, tenantId, renamed) });
const partners = createPartnersModule({ database: store.db, normaliseDomain, tiesOfPartner: accounts.tiesOfPartner });
const deals = createDealsModule({
  database: store.db,
  ports: { actsOfDeal: () => Promise.resolve([]), workFigures: () => Promise.reject(new Error('not asked for here')) },
});
const within = <T>(context: Context, work: (tx: Tx) => Promise<T>): Promise<T> => store.db.inTenant(context.tenantId, work);
const titles = async (context: Context, q: string): Promise<string[]> => (await find(context, q)).map((hit) => `${hit.type} ${hit.title}`);

const ours = await workspace();
const theirs = await workspace();
const names = ['Northwind', 'The North Face', 'A_B 100%', 'Société Générale', 'الشركة السُّعودية', "O'Neil"];
const [northwind] = await within(ours, (tx) =>
  accounts.bulkInsert(
    tx,
    ours,
    names.map((name) => ({ name })),
  ),
);
assert.ok(northwind);
await within(ours, (tx) => partners.bulkInsert(tx, ours, [{ name: 'North Star', types: ['si'] }]));
const [deal] = await within(ours, (tx) =>
  deals.bulkInsert(tx, ours, [{ name: 'Northwind renewal', stage: 'prospect', currency: 'EUR', accountId: northwind.id }]),
);
assert.ok(deal);

test('names that begin so come before names with a word that does', async () => {
  assert.deepEqual(await titles(ours, ' NORTH '), ['deal Northwind renewal', 'account Northwind', 'partner North Star', 'account The North Face']);
});
test('every word counts, in any order', async () => {
  assert.deepEqual(await titles(ours, 'fac the'), ['account The North Face']);
  assert.deepEqual(await titles(ours, 'north nowhere'), []);
});
test('a deal is found by its number and by its account', async () => {
  assert.deepEqual(await titles(ours, `#${deal.number}`), ['deal Northwind renewal']);
});
test('signs mean nothing, accents and vowel points as little', async () => {
  assert.deepEqual(await titles(ours, '%'), []);
  assert.deepEqual(await titles(ours, 'a_b'), ['account A_B 100%']);
  assert.deepEqual(await titles(ours, 'generale'), ['account Société Générale']);
  assert.deepEqual(await titles(ours, 'السعود'), ['account الشركة السُّعودية']);
  assert.deepEqual(await titles(ours, 'oneil'), ["account O'Neil"]);
});
test('another workspace finds nothing, and a role without accounts finds none', async () => {
  assert.deepEqual(await find(theirs, 'north'), []);
  const words = await within(theirs, (tx) => tx.selectFrom('search_word').selectAll().execute());
  assert.deepEqual(words, []);
  const narrow: Context = { ...ours, actor: { ...ours.actor, scopes: new Set(['deals:read']) } };
  assert.deepEqual(await titles(narrow, 'north'), ['deal Northwind renewal']);
});
test('a new name is found and the old one is not, in the account and in its deals', async () => {
  await within(ours, (tx) => accounts.bulkUpdate(tx, ours, [{ id: northwind.id, changes: { name: 'Südwind' } }]));
  assert.deepEqual(await titles(ours, 'sudw'), ['account Südwind', 'deal Northwind renewal']);
  assert.deepEqual(await titles(ours, 'northw'), ['deal Northwind renewal']);
  await within(ours, (tx) => deals.bulkUpdate(tx, ours, [{ id: deal.id, set: { name: 'Renewal' } }]));
  assert.deepEqual(await titles(ours, 'northw'), []);
});
test('what is removed leaves no word behind', async () => {
  const context = await workspace();
  await within(context, async (tx) => {
    const made = await accounts.bulkInsert(tx, context, [{ name: 'Short lived' }]);
    const sold = await deals.bulkInsert(tx, context, [{ name: 'Short deal', stage: 'prospect', currency: 'EUR' }]);
    const joined = await partners.bulkInsert(tx, context, [{ name: 'Short partner', types: ['si'] }]);
    await accounts.bulkRemove(tx, context, made);
    await deals.bulkRemove(
      tx,
      context,
      sold.map(({ id }) => ({ id, expectedVersion: 1 })),
    );
    await partners.bulkRemove(tx, context, joined);
    assert.deepEqual(await tx.selectFrom('search_word').selectAll().execute(), []);
  });
});
test('of more records than are compared, those with all the words are found', async () => {
  const context = await workspace();
  await within(context, (tx) =>
    accounts.bulkInsert(tx, context, [...Array.from({ length: 500 }, (_, at) => ({ name: `Common Company ${at}` })), { name: 'Zebra Common Company' }]),
  );
  assert.deepEqual((await titles(context, 'common')).length, 8);
  assert.deepEqual(await titles(context, 'company zeb'), ['account Zebra Common Company']);
  assert.deepEqual(await titles(context, 'comm comp z'), ['account Zebra Common Company']);
});
