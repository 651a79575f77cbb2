import { Problem } from '@entente/kernel';
import { testDatabase } from '@entente/testkit';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createWorkspace, listWorkspaces } from './index.ts';

const { db } = await testDatabase();
const now = new Date('2026-06-01T00:00:00Z');

test('a workspace is made once for each short name', async () => {
  const made = await db.inSystem((tx) => createWorkspace(tx, { slug: 'northwind', name: ' Northwind ', baseCurrency: 'USD', now }));
  assert.deepEqual(await db.inSystem(listWorkspaces), [made]);
  assert.deepEqual([made.name, made.baseCurrency, made.sample, made.createdAt], ['Northwind', 'USD', false, now.toISOString()]);
  await assert.rejects(
    db.inSystem((tx) => createWorkspace(tx, { slug: 'northwind', name: 'Again', now })),
    (error) => error instanceof Problem && error.reason === 'slug_taken',
  );
  for (const slug of ['', 'North', '-a', 'a_b', 'a'.repeat(64)])
    await assert.rejects(
      db.inSystem((tx) => createWorkspace(tx, { slug, name: 'X', now })),
      Problem,
    );
});
