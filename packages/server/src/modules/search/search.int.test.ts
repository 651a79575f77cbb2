import assert from 'node:assert/strict';
import { test } from 'node:test';
import { operations } from '@entente/contracts';
import { newId } from '@entente/kernel';
import { testDatabase } from '@entente/testkit';
import type { Context } from '../../platform/context.ts';
import { systemContext } from '../../platform/system-actor.ts';
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

const ours = await workspace();
const theirs = await workspace();
for (const name of ['Northwind', 'The North Face', 'A_B 100%'])
  await store.admin.query('insert into account (tenant_id, id, name, created_at, updated_at) values ($1, $2, $3, now(), now())', [
    ours.tenantId,
    newId(),
    name,
  ]);
await store.admin.query(
  "insert into partner (tenant_id, id, name, status, types, created_at, updated_at) values ($1, $2, 'North Star', 'active', '{si}', now(), now())",
  [ours.tenantId, newId()],
);
await store.admin.query(
  "insert into deal (tenant_id, id, number, name, stage, status, currency, last_activity_at, created_at, updated_at) values ($1, $2, 1042, 'Northwind renewal', 'prospect', 'open', 'EUR', now(), now(), now())",
  [ours.tenantId, newId()],
);

test('names that begin so come before names that hold it', async () => {
  assert.deepEqual(
    (await find(ours, ' NORTH ')).map((hit) => `${hit.type} ${hit.title}`),
    ['deal Northwind renewal', 'account Northwind', 'partner North Star', 'account The North Face'],
  );
});
test('a deal is found by its number', async () => {
  assert.deepEqual(
    (await find(ours, '#1042')).map((hit) => hit.title),
    ['Northwind renewal'],
  );
});
test('signs of patterns mean themselves', async () => {
  assert.deepEqual((await find(ours, '%')).length, 0);
  assert.deepEqual(
    (await find(ours, 'a_b')).map((hit) => hit.title),
    ['A_B 100%'],
  );
});
test('another workspace finds nothing, and a role without accounts finds none', async () => {
  assert.deepEqual(await find(theirs, 'north'), []);
  const narrow: Context = { ...ours, actor: { ...ours.actor, scopes: new Set(['deals:read']) } };
  assert.deepEqual(
    (await find(narrow, 'north')).map((hit) => hit.type),
    ['deal'],
  );
});
