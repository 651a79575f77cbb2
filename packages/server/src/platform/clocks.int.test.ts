import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newId } from '@entente/kernel';
import { testDatabase } from '@entente/testkit';
import { clearClocks, fireClocks, setClocks, type ClockHandlers } from './clocks.ts';

const { db, admin } = await testDatabase();
const tenants = [newId(), newId()] as const;
for (const [index, id] of tenants.entries()) await admin.query('insert into workspace (id, slug, name) values ($1, $2, $2)', [id, `w${index}`]);
const noon = new Date('2026-11-23T12:00:00Z');
const later = (minutes: number): Date => new Date(noon.getTime() + minutes * 60_000);
const noErrors = (error: unknown): void => assert.fail(String(error));

test('clocks fire when due, once, oldest first, for every tenant; moved and cleared ones do not', async () => {
  const [a, b] = tenants;
  const [first, second, moved, cleared] = [newId(), newId(), newId(), newId()];
  await db.inTenant(a, async (tx) => {
    await setClocks(tx, a, [
      { kind: 'remind', recordId: second, dueAt: later(-1) },
      { kind: 'remind', recordId: moved, dueAt: later(-3) },
      { kind: 'remind', recordId: cleared, dueAt: later(-3) },
    ]);
    await setClocks(tx, a, [{ kind: 'remind', recordId: moved, dueAt: later(5) }]);
    await clearClocks(tx, a, cleared, ['remind']);
  });
  await db.inTenant(b, (tx) => setClocks(tx, b, [{ kind: 'remind', recordId: first, dueAt: later(-2) }]));
  const seen: string[] = [];
  const handlers: ClockHandlers = { remind: async (_, fired) => void seen.push(fired.recordId) };
  const round = (minutes: number) => fireClocks({ database: db, handlers, now: () => later(minutes), onError: noErrors });
  assert.deepEqual(await Promise.all([round(0), round(0)]).then(([one, two]) => one + two), 2);
  assert.deepEqual([...seen].sort(), [first, second].sort());
  assert.equal(await round(1), 0);
  assert.equal(await round(5), 1);
  assert.equal(seen.at(-1), moved);
});

test('a clock whose work fails leaves no trace of the work, is kept, and holds up no other', async () => {
  const [a] = tenants;
  const [bad, good] = [newId(), newId()];
  await db.inTenant(a, (tx) =>
    setClocks(tx, a, [
      { kind: 'work', recordId: bad, dueAt: later(10) },
      { kind: 'work', recordId: good, dueAt: later(11) },
    ]),
  );
  let broken = true;
  const errors: unknown[] = [];
  const handlers: ClockHandlers = {
    work: async (tx, { tenantId, recordId }) => {
      await tx
        .updateTable('workspace')
        .set({ name: `seen ${recordId}` })
        .where('id', '=', tenantId)
        .execute();
      if (recordId === bad && broken) throw new Error('no luck');
    },
  };
  const round = (minutes: number) => fireClocks({ database: db, handlers, now: () => later(minutes), onError: (error) => void errors.push(error) });
  assert.equal(await round(12), 1);
  assert.equal(errors.length, 1);
  const { rows } = await admin.query('select name from workspace where id = $1', [a]);
  assert.equal(rows[0]?.name, `seen ${good}`);
  assert.equal(await round(12), 0, 'not tried again at once');
  broken = false;
  assert.equal(await round(13), 1);
});

test('firing gives way to whoever holds the record, so that neither is refused, and happens afterwards', async () => {
  const [a] = tenants;
  const record = newId();
  await db.inTenant(a, (tx) => setClocks(tx, a, [{ kind: 'held', recordId: record, dueAt: later(20) }]));
  let done = 0;
  const handlers: ClockHandlers = {
    held: async (tx, { tenantId }) => {
      await tx.selectFrom('workspace').select('id').where('id', '=', tenantId).forUpdate().execute();
      done += 1;
    },
  };
  const round = () => fireClocks({ database: db, handlers, now: () => later(21), onError: noErrors });
  let firing: Promise<number> | undefined;
  await db.inTenant(a, async (tx) => {
    await tx.selectFrom('workspace').select('id').where('id', '=', a).forUpdate().execute();
    firing = round();
    await new Promise((resolve) => setTimeout(resolve, 100));
    await setClocks(tx, a, [{ kind: 'held', recordId: record, dueAt: later(20) }]);
  });
  await firing;
  if (done === 0) await round();
  assert.equal(done, 1);
});
