import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { advance } from './advance.ts';
import type { PlayDefinition } from './play.ts';
import { newRun } from './run.ts';
import type { RunEffect, RunEvent, RunState } from './run.ts';
import { PLAY_TEMPLATES } from './templates.ts';

const template = (key: string): PlayDefinition => {
  const found = PLAY_TEMPLATES.find((play) => play.key === key);
  assert.ok(found);
  return found;
};

function walk(play: PlayDefinition, events: RunEvent[], facts = {}): { state: RunState; effects: RunEffect[]; kinds: string[] } {
  let state = newRun('run', 'deal', play, facts);
  const effects: RunEffect[] = [];
  for (const event of events) {
    const step = advance(play, state, event);
    state = step.state;
    effects.push(...step.effects);
  }
  return { state, effects, kinds: effects.map((effect) => effect.kind) };
}

const at = (hour: number): string => new Date(Date.parse('2025-06-02T00:00:00Z') + hour * 3_600_000).toISOString();
const happyPath: RunEvent[] = [
  { id: '1', at: at(0), type: 'start' },
  { id: '2', at: at(0), type: 'step_done', stepId: 'match', by: 'system', partnerIds: ['p1', 'p2'] },
  { id: '3', at: at(1), type: 'step_done', stepId: 'approve', by: 'ann', outcome: 'approved' },
  { id: '4', at: at(1), type: 'step_done', stepId: 'brief', by: 'system', briefId: 'b1' },
  { id: '5', at: at(2), type: 'step_done', stepId: 'meet', by: 'system', meetingId: 'm1' },
  { id: '6', at: at(30), type: 'step_done', stepId: 'outcome', by: 'ann', note: 'Pine joins' },
];

test('trigger to log: match, approve, brief, meeting, outcome, log', () => {
  const { state, effects, kinds } = walk(template('services-attach'), happyPath);
  assert.equal(state.status, 'done');
  assert.deepEqual(
    kinds.filter((kind) => kind !== 'wait-until'),
    ['match', 'open-act', 'close-act', 'brief', 'send-invite', 'open-act', 'close-act', 'log', 'run-ended'],
  );
  const invite = effects.find((effect) => effect.kind === 'send-invite');
  assert.deepEqual(invite?.partnerIds, ['p1', 'p2']);
  assert.equal(invite?.briefId, 'b1');
  const act = effects.find((effect) => effect.kind === 'open-act');
  assert.equal(act?.dueAt, at(24));
  assert.equal(act?.escalateTo, 'partner_manager');
  assert.deepEqual(JSON.parse(JSON.stringify(state)), state);
});

test('a late holder is escalated once, and the clock is shown', () => {
  const { state, kinds } = walk(template('services-attach'), [
    ...happyPath.slice(0, 2),
    { id: 't1', at: at(23), type: 'tick' },
    { id: 't2', at: at(24), type: 'tick' },
    { id: 't3', at: at(40), type: 'tick' },
  ]);
  assert.equal(kinds.filter((kind) => kind === 'escalate').length, 1);
  const step = state.steps.find((held) => held.stepId === 'approve');
  assert.deepEqual([step?.status, step?.holder, step?.dueAt, step?.escalatedAt], ['ready', 'deal_owner', at(24), at(24)]);
});

test('refusal, nobody found, failure with retry, skip, cancel', () => {
  const play = template('services-attach');
  const refused = walk(play, [...happyPath.slice(0, 2), { id: 'x', at: at(2), type: 'step_done', stepId: 'approve', by: 'ann', outcome: 'rejected' }]);
  assert.equal(refused.state.status, 'done');
  assert.ok(refused.state.steps.some((step) => step.stepId === 'declined' && step.status === 'done'));
  const nobody = walk(play, [...happyPath.slice(0, 1), { id: 'x', at: at(0), type: 'step_done', stepId: 'match', by: 'system', outcome: 'none_found' }]);
  assert.equal(nobody.state.currentStepId, 'nobody');
  const failed: RunEvent[] = [...happyPath.slice(0, 1), { id: 'f', at: at(0), type: 'step_failed', stepId: 'match', reason: 'Index not ready' }];
  assert.equal(walk(play, failed).state.status, 'failed');
  const retried = walk(play, [
    ...failed,
    { id: 'r', at: at(1), type: 'retry', stepId: 'match', by: 'ann' },
    { id: 'late', at: at(1), type: 'step_done', stepId: 'match', attempt: 1, by: 'system', partnerIds: ['old'] },
  ]);
  assert.deepEqual([retried.state.status, retried.state.steps[0]?.attempt, retried.state.results.partnerIds], ['running', 2, []]);
  assert.equal(new Set(retried.effects.map((effect) => effect.key)).size, retried.effects.length);
  const skipped = walk(play, [...happyPath.slice(0, 2), { id: 's', at: at(1), type: 'skip', stepId: 'approve', by: 'ann', reason: 'Agreed by phone' }]);
  assert.equal(skipped.state.currentStepId, 'brief');
  const cancelled = walk(play, [...happyPath.slice(0, 2), { id: 'c', at: at(1), type: 'cancel', by: 'ann', reason: 'Deal lost' }, ...happyPath.slice(2)]);
  assert.deepEqual([cancelled.state.status, cancelled.kinds.slice(-2)], ['cancelled', ['close-act', 'run-ended']]);
});

test('a wait ends by time or by event, whichever is first; late news from before does not count', () => {
  const play = template('stalled-deal-rescue');
  const begin: RunEvent[] = [
    { id: '1', at: at(0), type: 'start' },
    { id: '2', at: at(5), type: 'step_done', stepId: 'nudge', by: 'ann' },
  ];
  const facts = { deal: { amountMinor: 2_000_000 } };
  assert.equal(walk(play, begin, facts).state.currentStepId, 'watch');
  assert.equal(walk(play, [...begin, { id: 'e', at: at(4), type: 'happened', eventType: 'deal.stage_moved' }], facts).state.currentStepId, 'watch');
  const moved = walk(play, [...begin, { id: 'e', at: at(9), type: 'happened', eventType: 'deal.stage_moved' }], facts);
  assert.deepEqual([moved.state.status, moved.state.steps.at(-1)?.stepId], ['done', 'moved']);
  assert.equal(walk(play, [...begin, { id: 't', at: at(245), type: 'tick' }], facts).state.currentStepId, 'still');
  assert.equal(walk(play, begin.slice(0, 1), { deal: { amountMinor: 6_000_000 } }).state.currentStepId, 'match');
});

test('another version of the play is refused', () => {
  const play = template('services-attach');
  assert.throws(() => advance({ ...play, version: 2 }, newRun('r', 'd', play), { id: '1', at: at(0), type: 'start' }), RangeError);
});

test('any order of events: replay changes nothing, input is never changed, keys never repeat, one step at a time', () => {
  const stepIds = [...new Set(PLAY_TEMPLATES.flatMap((play) => play.steps.map((step) => step.id)))];
  const shape = fc.record({
    type: fc.constantFrom('start', 'step_done', 'step_failed', 'retry', 'skip', 'tick', 'happened', 'reassign'),
    stepId: fc.constantFrom(...stepIds),
    current: fc.integer({ min: 0, max: 3 }),
    outcome: fc.constantFrom('approved' as const, 'rejected' as const),
    hours: fc.integer({ min: 0, max: 200 }),
  });
  fc.assert(
    fc.property(fc.constantFrom(...PLAY_TEMPLATES), fc.array(shape, { maxLength: 30 }), (play, shapes) => {
      let state = advance(play, newRun('run', 'deal', play), { id: 'first', at: at(0), type: 'start' }).state;
      const keys = new Set<string>();
      let hour = 0;
      for (const [number, made] of shapes.entries()) {
        hour += made.hours;
        const stepId = made.current > 0 ? (state.currentStepId ?? made.stepId) : made.stepId;
        const all = {
          id: `e${number}`,
          at: at(hour),
          stepId,
          by: 'ann',
          reason: 'because',
          outcome: made.outcome,
          partnerIds: ['p'],
          eventType: 'deal.stage_moved',
          to: 'admin' as const,
        };
        const event = { ...all, type: made.type } as RunEvent;
        const frozen = JSON.stringify(state);
        const result = advance(play, state, event);
        assert.equal(JSON.stringify(state), frozen);
        assert.deepEqual(advance(play, state, event), result);
        if (result.effects.length > 0) assert.deepEqual(advance(play, result.state, event), { state: result.state, effects: [] });
        for (const effect of result.effects.filter((entry) => !entry.key.includes(':to:'))) {
          assert.ok(!keys.has(effect.key + effect.kind), effect.key);
          keys.add(effect.key + effect.kind);
        }
        state = result.state;
        const open = state.steps.filter((step) => step.status === 'waiting' || step.status === 'ready');
        assert.ok(open.length <= 1);
        assert.equal(open.length, state.status === 'running' ? 1 : 0);
      }
    }),
    { numRuns: 300 },
  );
});
