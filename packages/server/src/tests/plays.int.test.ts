import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startedServer, type StartedServer } from '@entente/testkit';
import type { OutboxEvent } from '../platform/events/outbox.ts';
import { clientOf, quietLogger, send } from './api.fixture.ts';
import { drainUntil, readerOf } from './outbox.fixture.ts';
import { buildRecords } from './records.fixture.ts';
import { snapshotOf, tenantTables } from './snapshot.fixture.ts';

const HOUR = 3_600_000;
let clock = Date.now();
const now = (): Date => new Date(clock);
const pass = (hours: number): void => {
  clock += hours * HOUR;
};

const server = await startedServer({ logger: quietLogger, now });
const { admin } = server.test;
const ours = await buildRecords(server, 'Ours', 'quokka');
const { api } = ours;
const { tenantId, owner } = ours.workspace;
const tick = (on: StartedServer = server): Promise<number> => on.app.modules.cosell.tick();
const count = async (text: string, values: unknown[]): Promise<number> => (await admin.query(text, values)).rows.length;

const task = (id: string, title: string, next: string | null): Record<string, unknown> => ({
  id,
  kind: 'assign',
  title,
  assignee: 'deal_owner',
  clockHours: 8,
  escalateTo: 'admin',
  next,
});
const definition = (steps: readonly Record<string, unknown>[], condition = 'deal.stage == "technical"'): Record<string, unknown> => ({
  name: 'Two tasks',
  purpose: '',
  trigger: { on: ['deal.stage_moved'] },
  condition,
  kpis: [],
  steps,
});
async function livePlay(steps: readonly Record<string, unknown>[], condition?: string): Promise<string> {
  const { id } = await api('plays.create', { body: { name: 'Play' } });
  const { problems } = await api('plays.saveVersion', { params: { id }, body: { definition: definition(steps, condition) } });
  assert.deepEqual(problems, []);
  await api('plays.setStatus', { params: { id }, body: { status: 'live' } });
  return id;
}
const started = async (playId: string) => api('plays.start', { params: { id: playId }, body: { dealId: (await ours.deal()).id } });
const runOf = (id: string) => api('runs.get', { params: { id } });
const openActs = async (runId: string) => (await runOf(runId)).acts.filter(({ status }) => status === 'open');

test('an overdue act is escalated once, to who is named, however often and by how many the clock is looked at', async () => {
  const { id } = await started(await livePlay([task('first', 'Call the buyer', null)]));
  await tick();
  assert.equal((await openActs(id)).length, 1, 'nothing is escalated before its time');
  pass(14 * 24);
  await Promise.all([tick(), tick(), tick()]);
  await tick();
  const acts = await openActs(id);
  const late = acts.find(({ kind }) => kind === 'task');
  const escalations = acts.filter(({ kind }) => kind === 'escalation');
  assert.ok(late?.escalatedAt);
  assert.deepEqual([late.assigneeId, escalations.length], [owner.memberId, 1]);
  assert.deepEqual([escalations[0]?.assigneeRole, escalations[0]?.title], ['admin', 'Overdue: Call the buyer']);
  assert.equal(await count("select 1 from outbox_event where tenant_id = $1 and type = 'act.escalated' and record_id = $2", [tenantId, id]), 1);
  await api('acts.decide', { params: { id: late.id }, body: { choice: 'done' } });
  assert.equal((await runOf(id)).status, 'done', 'the late answer still counts');
});

test('a run that cannot be moved does not stop the clocks of others', async () => {
  const play = await livePlay([task('first', 'Broken', null)]);
  const broken = await started(play);
  pass(1);
  const sound = await started(play);
  await admin.query("update play_run set state = '{}' where id = $1", [broken.id]);
  pass(14 * 24);
  await tick().catch(() => undefined);
  assert.equal((await openActs(sound.id)).filter(({ kind }) => kind === 'escalation').length, 1);
  await admin.query('update play_run set wake_at = null where id = $1', [broken.id]);
});

test('of two answers to one act one counts, and the other is told', async () => {
  const { id, acts } = await started(await livePlay([task('first', 'First', 'second'), task('second', 'Second', null)]));
  const act = acts[0]?.id ?? '';
  const answers = await Promise.all(
    ['done', 'done', 'skip'].map((choice) => send(server, owner.headers, 'acts.decide', { params: { id: act }, body: { choice, note: 'So' } })),
  );
  assert.deepEqual(
    answers.map(({ status }) => status).toSorted((a, b) => a - b),
    [200, 409, 409],
  );
  for (const { status, text } of answers) if (status === 409) assert.equal((JSON.parse(text) as { reason: string }).reason, 'already_answered');
  assert.equal(await count("select 1 from audit_entry where record_id = $1 and operation = 'acts.decide'", [act]), 1);
  assert.deepEqual(
    (await openActs(id)).map(({ title }) => title),
    ['Second'],
  );
});

test('an answer and a stop at the same moment leave nothing open behind', async () => {
  const { id, acts } = await started(await livePlay([task('first', 'First', 'second'), task('second', 'Second', null)]));
  const [answer, stop] = await Promise.all([
    send(server, owner.headers, 'acts.decide', { params: { id: acts[0]?.id ?? '' }, body: { choice: 'done' } }),
    send(server, owner.headers, 'runs.cancel', { params: { id }, body: {} }),
  ]);
  assert.ok(answer.status === 200 || answer.status === 409, answer.text);
  assert.equal(stop.status, 200, stop.text);
  const run = await runOf(id);
  assert.deepEqual([run.status, run.acts.filter(({ status }) => status === 'open')], ['cancelled', []]);
});

test('a run keeps the version it began with when the play is edited', async () => {
  const play = await livePlay([task('first', 'First', 'second'), task('second', 'Second as it was', null)]);
  const running = await started(play);
  await api('plays.saveVersion', {
    params: { id: play },
    body: { definition: definition([task('first', 'First, new', 'other'), task('other', 'Another second', null)]) },
  });
  await api('plays.setStatus', { params: { id: play }, body: { status: 'live' } });
  await api('acts.decide', { params: { id: running.acts[0]?.id ?? '' }, body: { choice: 'done' } });
  const kept = await runOf(running.id);
  assert.deepEqual([kept.version, (await openActs(running.id)).map(({ title }) => title)], [running.version, ['Second as it was']]);
  const fresh = await started(play);
  assert.deepEqual([fresh.version, fresh.acts.map(({ title }) => title)], [running.version + 1, ['First, new']]);
});

test('a dry run finds what would have fired and writes nothing', async () => {
  const { id, version } = await ours.deal();
  await api('deals.moveStage', { params: { id }, ifVersion: version, body: { to: 'technical' } });
  const tables = await tenantTables(server.test);
  const before = await snapshotOf(server.test, tables, tenantId);
  const byEvent = await api('plays.dryRun', { body: { definition: definition([task('first', 'First', null)]), days: 30 } });
  assert.deepEqual([byEvent.problems, byEvent.deals.some(({ dealId }) => dealId === id)], [[], true]);
  const clockPlay = {
    ...definition([{ id: 'match', kind: 'match', title: 'Match', next: null }], ''),
    trigger: { clock: { check: 'high_value_without_partner', amountMinor: 1 } },
  };
  const byClock = await api('plays.dryRun', { body: { definition: clockPlay, days: 30 } });
  assert.ok(byClock.fired > 0);
  assert.deepEqual(await snapshotOf(server.test, tables, tenantId), before);
});

test('an event that is delivered twice, also at the same time, starts one run and moves it once', async () => {
  const play = await livePlay([
    task('first', 'First', 'wait'),
    { id: 'wait', kind: 'wait', title: 'Wait', until: ['comment.added'], next: 'second' },
    task('second', 'Second', null),
  ]);
  const seen: OutboxEvent[] = [];
  const reader = await readerOf(server, 'twice', async (events) => void seen.push(...events));
  const { onEvents } = server.app.modules.cosell;
  const { id: dealId, version } = await ours.deal();
  await api('deals.moveStage', { params: { id: dealId }, ifVersion: version, body: { to: 'technical' } });
  await drainUntil(reader, () => seen.some(({ type }) => type === 'deal.stage_moved'));
  await Promise.all([onEvents(seen), onEvents(seen), onEvents(seen)]);
  await onEvents(seen);
  const { items } = await api('runs.list', { query: { playId: play } });
  assert.equal(items.length, 1);
  const run = await runOf(items[0]?.id ?? '');
  assert.equal(run.acts.length, 1);
  await api('acts.decide', { params: { id: run.acts[0]?.id ?? '' }, body: { choice: 'done' } });
  await api('deals.comment', { params: { id: dealId }, body: { body: 'A sign of life' } });
  seen.length = 0;
  await drainUntil(reader, () => seen.some(({ type }) => type === 'comment.added'));
  await Promise.all([onEvents(seen), onEvents(seen)]);
  await onEvents(seen);
  assert.deepEqual(
    (await openActs(run.id)).map(({ title }) => title),
    ['Second'],
  );
  assert.equal((await runOf(run.id)).acts.length, 2);
  await api('plays.setStatus', { params: { id: play }, body: { status: 'paused' } });
});

test('a wait goes on over a restart, and ends at its time', async () => {
  const play = await livePlay([{ id: 'wait', kind: 'wait', title: 'Give it two days', hours: 48, next: 'after' }, task('after', 'After the wait', null)]);
  const first = await startedServer({ logger: quietLogger, now, test: server.test });
  const run = await clientOf(first, owner.headers)('plays.start', { params: { id: play }, body: { dealId: (await ours.deal()).id } });
  assert.deepEqual([run.status, run.acts], ['waiting', []]);
  await first.stop();
  const second = await startedServer({ logger: quietLogger, now, test: server.test });
  pass(47);
  await tick(second);
  assert.deepEqual(await openActs(run.id), []);
  pass(2);
  await tick(second);
  await tick(second);
  assert.deepEqual(
    (await openActs(run.id)).map(({ title }) => title),
    ['After the wait'],
  );
});
