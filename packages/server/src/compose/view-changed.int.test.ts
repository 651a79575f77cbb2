import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startSync } from './sync.fixture.ts';
import { seeded } from './seeded.fixture.ts';

const f = await startSync(seeded(11));
await f.start();

type Told = { record_type: string; record_id: string; deal_id: string; payload: { connection: string; status: string; sentence: string | null; by: string } };
const told = async (tenantId: string): Promise<Told[]> =>
  (
    await f.test.admin.query<Told>(
      "select record_type, record_id, deal_id, payload from outbox_event where tenant_id = $1 and type = 'view.changed' order by seq",
      [tenantId],
    )
  ).rows;

test('what changes on a view of a deal is told once, and a look that finds nothing tells nothing', async () => {
  const { context, connectionId } = await f.begin();
  await f.settle(context, connectionId);
  const id = f.outside().add({ Name: 'Acme', NextStep: 'Call', Amount: 1000, Region: 'EMEA', Stage: 'New' });
  f.clock.at += 120_000;
  await f.settle(context, connectionId);
  const { rows } = await f.test.admin.query<{ id: string; deal_id: string }>("select id, deal_id from outside_view where tenant_id = $1 and kind = 'deal'", [
    context.tenantId,
  ]);
  const [view] = rows;
  assert.ok(view);
  const before = (await told(context.tenantId)).length;

  f.clock.at += 60_000;
  f.outside().edit(id, { Amount: 2000 });
  await f.settle(context, connectionId);
  const after = (await told(context.tenantId)).slice(before);
  assert.deepEqual(
    after.map((event) => [event.record_type, event.record_id, event.deal_id, event.payload.status]),
    [['view', view.id, view.deal_id, 'same']],
  );
  assert.match(after[0]?.payload.by ?? '', /^Sync: /);

  f.clock.at += 120_000;
  await f.settle(context, connectionId);
  f.clock.at += 120_000;
  await f.settle(context, connectionId);
  assert.equal((await told(context.tenantId)).length, before + after.length, 'quiet');

  f.outside().state.locked = { fields: 'all', sentence: 'It is under review.', until: null };
  await f.test.db.inTenant(context.tenantId, (tx) => f.modules.deals.bulkUpdate(tx, f.context(context), [{ id: view.deal_id, set: { nextStep: 'Meet' } }]));
  await f.settle(context, connectionId);
  const locked = (await told(context.tenantId)).slice(before + after.length);
  assert.deepEqual([locked.at(-1)?.payload.status, locked.at(-1)?.payload.sentence], ['locked', 'It is under review.']);

  const { rows: audited } = await f.test.admin.query("select 1 from audit_entry where tenant_id = $1 and operation = 'views.change'", [context.tenantId]);
  assert.equal(audited.length, 0);
  assert.deepEqual(f.errors, []);
});
