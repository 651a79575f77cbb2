import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { reopenConflict, resolveConflict } from '../modules/sync/conflicts.ts';
import { connectionMessages } from '../modules/sync/health.ts';
import { stageDecidedBy } from './decided-by.ts';
import { settledIn } from './settled-in.ts';
import { startSync } from './sync.fixture.ts';
import { calm } from './outside-system.fixture.ts';
import { seeded } from './seeded.fixture.ts';

const chance = seeded(7);
const f = await startSync(chance);
await f.start();

type DealRow = { id: string; name: string; next_step: string | null; amount_minor: string | null; stage: string; region: string | null };
const deals = async (tenantId: string): Promise<DealRow[]> =>
  (await f.test.admin.query<DealRow>('select id, name, next_step, amount_minor, stage, region from deal where tenant_id = $1 order by number', [tenantId]))
    .rows;
const one = async (tenantId: string): Promise<DealRow> => {
  const [row] = await deals(tenantId);
  assert.ok(row);
  return row;
};
const views = async (tenantId: string) =>
  (
    await f.test.admin.query<{ id: string; status: string; sentence: string | null; outside_id: string; queued: object }>(
      'select id, status, sentence, outside_id, queued from outside_view where tenant_id = $1 order by id',
      [tenantId],
    )
  ).rows;
const update = (context: Parameters<typeof f.context>[0], id: string, set: Parameters<typeof f.modules.deals.bulkUpdate>[2][number]['set']) =>
  f.test.db.inTenant(context.tenantId, (tx) => f.modules.deals.bulkUpdate(tx, f.context(context), [{ id, set }]));

test('a record over there becomes a deal, and changes travel both ways by who decides each field', async () => {
  const { context, connectionId } = await f.begin();
  await f.settle(context, connectionId);
  const id = f.outside().add({ Name: 'Acme', NextStep: 'Call', Amount: 1000, Region: 'EMEA', Stage: 'Open' });
  await f.settle(context, connectionId);
  f.clock.at += 120_000;
  await f.settle(context, connectionId);
  const deal = await one(context.tenantId);
  assert.deepEqual([deal.name, deal.next_step, Number(deal.amount_minor), deal.region, deal.stage], ['Acme', 'Call', 1000, 'EMEA', 'prospect']);

  f.clock.at += 60_000;
  await update(context, deal.id, { name: 'Acme Europe', nextStep: 'Meet', amountMinor: 5, region: 'NA' });
  await f.settle(context, connectionId);
  const there = f.outside().records.get(id)?.values;
  assert.deepEqual([there?.['Name'], there?.['NextStep'], there?.['Amount'], there?.['Region']], ['Acme Europe', 'Meet', 1000, 'EMEA']);
  const back = await one(context.tenantId);
  assert.deepEqual([Number(back.amount_minor), back.region], [1000, 'NA'], 'theirs is set back; what was proposed waits for a person');
  const { rows: conflicts } = await f.test.admin.query<{ field: string; reason: string }>(
    "select field, reason from view_conflict where tenant_id = $1 and status = 'open'",
    [context.tenantId],
  );
  assert.deepEqual(conflicts, [{ field: 'region', reason: 'we_propose' }]);
  assert.deepEqual(
    (await views(context.tenantId)).map((view) => view.status),
    ['conflict'],
  );

  const writes = f.outside().state.writes;
  await f.settle(context, connectionId);
  f.clock.at += 120_000;
  await f.settle(context, connectionId);
  assert.equal(f.outside().state.writes, writes, 'quiet');
  assert.deepEqual(f.errors, []);
});

test('a currency that another system decides is fixed here, and says by whom', async () => {
  const { context, connectionId } = await f.begin();
  await f.settle(context, connectionId);
  f.outside().add({ Name: 'Fixed', NextStep: '', Amount: 7, Region: 'EMEA', Stage: 'Open' });
  await f.settle(context, connectionId);
  f.clock.at += 120_000;
  await f.settle(context, connectionId);
  const deal = await one(context.tenantId);
  const asked = () => f.test.db.reading(context.tenantId, (tx) => settledIn(tx, context.tenantId, deal.id));
  assert.equal(await asked(), null);
  const stage = () => f.test.db.reading(context.tenantId, (tx) => stageDecidedBy(tx, context.tenantId, deal.id));
  await f.test.admin.query("update field_mapping set authority = 'theirs' where tenant_id = $1 and field = 'stage'", [context.tenantId]);
  assert.notEqual(await stage(), null);
  await f.test.admin.query("update field_mapping set authority = 'newest' where tenant_id = $1 and field = 'stage'", [context.tenantId]);
  assert.equal(await stage(), null);
  await f.test.admin.query(
    `insert into field_mapping (tenant_id, id, object_id, field, outside_field, authority, position)
     select tenant_id, gen_random_uuid(), id, 'currency', 'Currency', 'theirs', 99 from connection_object where tenant_id = $1 and connection_id = $2 and kind = 'deal'`,
    [context.tenantId, connectionId],
  );
  assert.match((await asked()) ?? '', /decides the currency of this deal\. Change it there\.$/);
  await f.test.admin.query("update field_mapping set authority = 'ours' where tenant_id = $1 and field = 'currency'", [context.tenantId]);
  assert.equal(await asked(), null);
});

test('what we would write waits while they lock it, is shown, and goes out merged anew', async () => {
  const { context, connectionId } = await f.begin();
  await f.settle(context, connectionId);
  const id = f.outside().add({ Name: 'Acme', NextStep: 'Call', Amount: 1000, Region: 'EMEA', Stage: 'New' });
  f.clock.at += 120_000;
  await f.settle(context, connectionId);
  f.outside().state.locked = { fields: 'all', sentence: 'It is under review.', until: null };
  const deal = await one(context.tenantId);
  await update(context, deal.id, { nextStep: 'Meet' });
  await f.settle(context, connectionId);
  const [view] = await views(context.tenantId);
  assert.deepEqual([view?.status, view?.sentence, view?.queued], ['locked', 'It is under review.', { next_step: 'Meet' }]);
  assert.equal(f.outside().records.get(id)?.values['NextStep'], 'Call');
  f.outside().edit(id, { Amount: 2000 });
  f.outside().state.locked = null;
  f.clock.at += 120_000;
  await f.settle(context, connectionId);
  assert.equal(f.outside().records.get(id)?.values['NextStep'], 'Meet');
  assert.equal(Number((await one(context.tenantId)).amount_minor), 2000);
  assert.deepEqual(
    (await views(context.tenantId)).map((each) => [each.status, each.queued]),
    [['same', {}]],
  );
});

test('what was queued while they had it does not go out as the answer they wait for; it goes along with the answer', async () => {
  const { context, connectionId } = await f.begin();
  await f.settle(context, connectionId);
  const id = f.outside().add({ Name: 'Acme', NextStep: 'Call', Amount: 1000, Region: 'EMEA', Stage: 'New' });
  f.clock.at += 120_000;
  await f.settle(context, connectionId);
  const deal = await one(context.tenantId);
  f.outside().state.locked = { fields: 'all', sentence: 'It is under review.', until: null };
  f.outside().state.review = { key: 'waiting', label: 'Submitted', stage: null, sentence: null };
  await update(context, deal.id, { nextStep: 'Meet' });
  await f.settle(context, connectionId);
  assert.deepEqual((await views(context.tenantId))[0]?.queued, { next_step: 'Meet' });

  f.outside().state.locked = null;
  f.outside().state.review = { key: 'needs_work', label: 'Action required', stage: null, sentence: 'Name the budget.' };
  f.outside().edit(id, { Amount: 1100 });
  const writes = f.outside().state.writes;
  for (let turn = 0; turn < 2; turn += 1) {
    f.clock.at += 120_000;
    await f.settle(context, connectionId);
    const [held] = await views(context.tenantId);
    assert.deepEqual(
      [held?.status, held?.queued, held?.sentence],
      ['locked', { next_step: 'Meet' }, 'Test system waits for an answer. What was changed before goes out along with it.'],
    );
  }
  assert.equal(f.outside().state.writes, writes, 'any write would be taken for the answer');
  assert.equal(f.outside().records.get(id)?.values['NextStep'], 'Call');

  await update(context, deal.id, { name: 'Acme, with its budget' });
  await f.settle(context, connectionId);
  const there = f.outside().records.get(id)?.values;
  assert.deepEqual([there?.['Name'], there?.['NextStep'], f.outside().state.writes], ['Acme, with its budget', 'Meet', writes + 1]);
  assert.deepEqual(
    (await views(context.tenantId)).map((each) => [each.status, each.queued]),
    [['same', {}]],
  );
  assert.deepEqual(f.errors, []);
});

test('what was queued and is changed once more is the answer', async () => {
  const { context, connectionId } = await f.begin();
  await f.settle(context, connectionId);
  const id = f.outside().add({ Name: 'Acme', NextStep: 'Call', Amount: 1000, Region: 'EMEA', Stage: 'New' });
  f.clock.at += 120_000;
  await f.settle(context, connectionId);
  const deal = await one(context.tenantId);
  f.outside().state.locked = { fields: 'all', sentence: 'It is under review.', until: null };
  await update(context, deal.id, { nextStep: 'Meet' });
  await f.settle(context, connectionId);
  f.outside().state.locked = null;
  f.outside().state.review = { key: 'needs_work', label: 'Action required', stage: null, sentence: 'Say more of the next step.' };
  await update(context, deal.id, { nextStep: 'Meet the buyer on Monday' });
  await f.settle(context, connectionId);
  assert.equal(f.outside().records.get(id)?.values['NextStep'], 'Meet the buyer on Monday');
});

test('a decision that was taken back and made again is carried out, though the first one’s time is over before the second’s', async () => {
  const { context, connectionId } = await f.begin();
  await f.settle(context, connectionId);
  const id = f.outside().add({ Name: 'Acme', NextStep: 'Call', Amount: 1, Region: 'EMEA', Stage: 'New' });
  f.clock.at += 120_000;
  await f.settle(context, connectionId);
  f.outside().edit(id, { Region: 'NA' });
  f.clock.at += 120_000;
  await f.settle(context, connectionId);
  const { rows } = await f.test.admin.query<{ id: string }>("select id from view_conflict where tenant_id = $1 and status = 'open'", [context.tenantId]);
  const conflictId = rows[0]?.id ?? '';
  const decide = () => f.test.db.inTenant(context.tenantId, (tx) => resolveConflict(tx, f.context(context), conflictId, { with: 'theirs' }, null));
  await decide();
  f.clock.at += 3_000;
  await f.test.db.inTenant(context.tenantId, (tx) => reopenConflict(tx, f.context(context), conflictId));
  await decide();
  f.clock.at += 2_500;
  await f.settle(context, connectionId);
  assert.equal((await one(context.tenantId)).region, 'NA');
  assert.deepEqual(f.errors, []);
});

test('a picklist value nobody has translated, a refused write, a deletion and a merge each end in a sentence and lose nothing', async () => {
  const { context, connectionId } = await f.begin();
  await f.settle(context, connectionId);
  const first = f.outside().add({ Name: 'Acme', NextStep: 'Call', Amount: 1, Region: null, Stage: 'New' });
  const second = f.outside().add({ Name: 'Bolt', NextStep: 'Call', Amount: 2, Region: null, Stage: 'New' });
  f.clock.at += 120_000;
  await f.settle(context, connectionId);
  f.outside().edit(first, { Stage: 'Renamed by an admin' });
  f.clock.at += 120_000;
  await f.settle(context, connectionId);
  const { rows } = await f.test.admin.query<{ reason: string; theirs: string }>(
    "select reason, theirs from view_conflict where tenant_id = $1 and status = 'open'",
    [context.tenantId],
  );
  assert.deepEqual(rows, [{ reason: 'untranslated', theirs: 'Renamed by an admin' }]);

  f.outside().edit(second, { Name: 'refuse me' });
  f.clock.at += 120_000;
  await f.settle(context, connectionId);
  const bolt = (await deals(context.tenantId)).find((deal) => deal.name === 'refuse me');
  assert.ok(bolt);
  await update(context, bolt.id, { nextStep: 'Write' });
  await f.settle(context, connectionId);
  const { rows: failures } = await f.test.admin.query<{ sentence: string; request: object; status: string }>(
    'select sentence, request, status from sync_failure where tenant_id = $1',
    [context.tenantId],
  );
  assert.deepEqual(failures, [{ sentence: 'Name: this name is not allowed.', request: { NextStep: 'Write' }, status: 'open' }]);
  f.outside().edit(second, { Name: 'Bolt' });
  f.clock.at += 120_000;
  await f.settle(context, connectionId);
  assert.equal(f.outside().records.get(second)?.values['NextStep'], 'Write');
  const { rows: passed } = await f.test.admin.query<{ status: string }>('select status from sync_failure where tenant_id = $1', [context.tenantId]);
  assert.deepEqual(passed, [{ status: 'passed' }]);

  const third = f.outside().add({ Name: 'Acme again', NextStep: null, Amount: 9, Region: null, Stage: 'New' });
  f.outside().end(first, { reason: 'merged', into: third });
  f.clock.at += 120_000;
  await f.settle(context, connectionId);
  f.outside().end(second, { reason: 'deleted', into: null });
  f.clock.at += 120_000;
  await f.settle(context, connectionId);
  const ends = await views(context.tenantId);
  assert.ok(ends.some((view) => view.status === 'gone' && (view.sentence ?? '').includes('was deleted')));
  assert.equal((await deals(context.tenantId)).length >= 2, true, 'ours stay');
  assert.deepEqual(f.errors, []);
});

test('a revoked key stops the connection with one request to a person, and loses nothing', async () => {
  const { context, connectionId } = await f.begin();
  await f.settle(context, connectionId);
  const id = f.outside().add({ Name: 'Acme', NextStep: 'Call', Amount: 1000, Region: 'EMEA', Stage: 'New' });
  f.clock.at += 120_000;
  await f.settle(context, connectionId);
  f.outside().state.auth = false;
  await update(context, (await one(context.tenantId)).id, { nextStep: 'Meet' });
  await f.settle(context, connectionId);
  const { rows } = await f.test.admin.query<{ status: string; status_sentence: string }>('select status, status_sentence from connection where id = $1', [
    connectionId,
  ]);
  assert.deepEqual(rows, [{ status: 'stopped', status_sentence: 'The key was revoked over there. Put in a new one.' }]);
  assert.equal(f.asks.at(-1), 'Test system does not let us in any more');
  f.outside().state.auth = true;
  await f.test.admin.query("update connection set status = 'active' where id = $1", [connectionId]);
  await f.settle(context, connectionId);
  assert.equal(f.outside().records.get(id)?.values['NextStep'], 'Meet');
});

test('messages are verified and kept once, and replaying all of them changes nothing', async () => {
  const { context, connectionId } = await f.begin();
  await f.settle(context, connectionId);
  const id = f.outside().add({ Name: 'Acme', NextStep: 'Call', Amount: 1, Region: null, Stage: 'New' });
  const connection = (await f.sync().systems.byId(context.tenantId, connectionId)).connection;
  const secret = f.sync().systems.eventSecretOf(connection);
  const send = (key: string, signedBy = secret) =>
    f.sync().receive(context.tenantId, connectionId, {
      method: 'POST',
      url: '/',
      headers: { 'x-secret': signedBy },
      body: Buffer.from(JSON.stringify({ id: key, record: id })),
    });
  await assert.rejects(send('m1', 'somebody else'), /signature/);
  for (const key of ['m1', 'm1', 'm2', 'm1']) await send(key);
  const outcomes = async () =>
    (await f.test.db.reading(context.tenantId, (tx) => connectionMessages(tx, f.context(context), connectionId, { limit: 10 }))).items.map(
      (each) => each.outcome,
    );
  assert.deepEqual(await outcomes(), [null, null]);
  await f.settle(context, connectionId);
  assert.deepEqual(await outcomes(), ['Handled', 'Handled']);
  assert.equal((await deals(context.tenantId)).length, 1);
  const { rows } = await f.test.admin.query<{ dedupe_key: string; times: number }>('select dedupe_key, times from sync_inbox where tenant_id = $1 order by 1', [
    context.tenantId,
  ]);
  assert.deepEqual(rows, [
    { dedupe_key: 'm1', times: 3 },
    { dedupe_key: 'm2', times: 1 },
  ]);
  const before = await f.test.admin.query('select * from deal where tenant_id = $1', [context.tenantId]);
  for (const key of ['m2', 'm1']) await send(key);
  await f.settle(context, connectionId);
  assert.deepEqual((await f.test.admin.query('select * from deal where tenant_id = $1', [context.tenantId])).rows, before.rows);
});

const act = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      does: fc.constant('here' as const),
      deal: fc.nat(4),
      field: fc.constantFrom('name' as const, 'nextStep' as const),
      value: fc.string({ minLength: 1, maxLength: 6, unit: fc.constantFrom('a', 'b', 'c') }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      does: fc.constant('there' as const),
      deal: fc.nat(4),
      field: fc.constantFrom('Name' as const, 'NextStep' as const, 'Amount' as const),
      value: fc.nat(9),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ does: 'add' as const }) },
  { weight: 4, arbitrary: fc.record({ does: fc.constant('work' as const), throttle: fc.nat(3), failBefore: fc.nat(3), failAfter: fc.nat(4), lag: fc.nat(4) }) },
);

test('whatever is edited where, and whatever gets lost on the way, both sides end the same and then are quiet', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 4, maxLength: 25 }), async (acts) => {
      const { context, connectionId } = await f.begin();
      const outside = f.outside();
      await f.settle(context, connectionId);
      outside.state.now = f.clock.at;
      const ids = [0, 1, 2].map((n) => outside.add({ Name: `D${n}`, NextStep: 's', Amount: n, Region: null, Stage: 'New' }));
      f.clock.at += 120_000;
      await f.settle(context, connectionId);
      const options = {
        database: f.test.db,
        systems: f.sync().systems,
        ports: f.sync().ports,
        now: () => new Date(f.clock.at),
        onError: (error: unknown) => void f.errors.push(error),
      };
      const { runConnection } = await import('../modules/sync/run-connection.ts');
      for (const each of acts) {
        f.clock.at += 5_000;
        outside.state.now = f.clock.at;
        if (each.does === 'add') ids.push(outside.add({ Name: `N${ids.length}`, NextStep: 's', Amount: 1, Region: null, Stage: 'Open' }));
        if (each.does === 'here') {
          const rows = await deals(context.tenantId);
          const row = rows[each.deal % rows.length];
          if (row) await update(context, row.id, { [each.field]: each.value });
        }
        if (each.does === 'there') outside.edit(ids[each.deal % ids.length] ?? '', { [each.field]: each.field === 'Amount' ? each.value : `t${each.value}` });
        if (each.does === 'work') {
          outside.state.faults = { throttle: each.throttle / 10, failBefore: each.failBefore / 10, failAfter: each.failAfter / 10, lag: each.lag / 10 };
          await runConnection(options, context.tenantId, connectionId, 'live');
          outside.state.faults = calm;
        }
      }
      f.clock.at += 120_000;
      await f.settle(context, connectionId);
      f.clock.at += 120_000;
      await f.settle(context, connectionId);
      const before = outside.state.writes;
      f.clock.at += 120_000;
      await f.settle(context, connectionId);
      assert.equal(outside.state.writes, before, 'quiet after two rounds');
      assert.equal(outside.state.creates, 0, 'nothing was made there');
      const rows = await deals(context.tenantId);
      assert.equal(rows.length, ids.length, 'one deal for each record');
      const tied = await f.test.admin.query<{ record_id: string; outside_id: string }>('select record_id, outside_id from outside_view where tenant_id = $1', [
        context.tenantId,
      ]);
      for (const { record_id, outside_id } of tied.rows) {
        const ours = rows.find((row) => row.id === record_id);
        const theirs = outside.records.get(outside_id)?.values;
        assert.deepEqual([ours?.name, ours?.next_step, Number(ours?.amount_minor)], [theirs?.['Name'], theirs?.['NextStep'], theirs?.['Amount']]);
      }
      assert.deepEqual(f.errors, []);
    }),
    { numRuns: 25 },
  );
});
