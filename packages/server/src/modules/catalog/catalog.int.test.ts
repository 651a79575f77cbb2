import assert from 'node:assert/strict';
import { test } from 'node:test';
import { operations } from '@entente/contracts';
import { newId, Problem } from '@entente/kernel';
import { testDatabase } from '@entente/testkit';
import type { Context } from '../../platform/context.ts';
import { systemContext } from '../../platform/system-actor.ts';
import { createCatalogModule } from './index.ts';

const store = await testDatabase();
const none = { ifVersion: null };
const list = async (context: Context) =>
  operations['products.list'].output.parse(await catalog.routes['products.list'](context, { params: undefined, query: undefined, body: undefined }, none))
    .items;

async function workspace(): Promise<Context> {
  const id = newId();
  await store.admin.query('insert into workspace (id, slug, name) values ($1, $2, $2)', [id, `w-${id}`]);
  return systemContext(id, 'Test', new Date('2026-03-01T09:00:00Z'));
}
const catalog = createCatalogModule({ database: store.db });
const ours = await workspace();
const theirs = await workspace();

test('a product is created once, and only its workspace sees it', async () => {
  const input = { params: undefined, query: undefined, body: { name: 'GTX Pro', listPriceMinor: 4821, currency: 'USD' } };
  const product = operations['products.save'].output.parse(await catalog.routes['products.save'](ours, input, none));
  assert.equal(product.listPriceMinor, 4821);
  await assert.rejects(
    catalog.routes['products.save'](ours, { ...input, body: { name: 'gtx pro' } }, none),
    (error) => error instanceof Problem && error.code === 'conflict',
  );
  assert.deepEqual(
    (await list(ours)).map((row) => row.name),
    ['GTX Pro'],
  );
  assert.deepEqual(await list(theirs), []);
});

test('many at once: stale rows are refused, the before image brings back, unused rows go', async () => {
  await store.db.inTenant(theirs.tenantId, async (tx) => {
    const [row] = await catalog.bulkInsert(tx, theirs, [{ name: 'MG Special', externalId: 's-1' }]);
    assert.ok(row);
    const { updated } = await catalog.bulkUpdate(tx, theirs, [{ id: row.id, version: 1, changes: { family: 'MG' } }]);
    assert.deepEqual(
      (await catalog.bulkUpdate(tx, theirs, [{ id: row.id, version: 1, changes: { family: 'X' } }])).refused.map((refusal) => refusal.code),
      ['changed'],
    );
    await catalog.bulkUpdate(tx, theirs, [{ id: row.id, version: 2, changes: updated[0]?.before ?? {} }]);
    const found = await catalog.findByKeys(tx, theirs.tenantId, { externalIds: ['s-1'], names: ['MG special'] });
    assert.deepEqual([found.byExternalId.get('s-1')?.[0]?.fields.family, found.byName.get('MG special')?.[0]?.version], [null, 3]);
    assert.deepEqual((await catalog.bulkRemove(tx, theirs, [{ id: row.id, version: 3 }])).removed, [row.id]);
  });
});
