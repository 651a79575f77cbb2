import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PlayDefinition, PlayStep } from './play.ts';
import { PLAY_TEMPLATES } from './templates.ts';
import { validatePlay } from './validate-play.ts';

const play = (steps: PlayStep[], over: Partial<PlayDefinition> = {}): PlayDefinition => ({
  key: 'p',
  version: 1,
  name: 'P',
  purpose: 'Test',
  trigger: { on: ['deal.created'] },
  condition: '',
  steps,
  kpis: [],
  ...over,
});
const codes = (definition: PlayDefinition): string[] => validatePlay(definition).map((problem) => problem.code);
const log = (id: string, next: string | null = null): PlayStep => ({ id, kind: 'log', title: id, note: id, next });

test('the six templates are valid and different', () => {
  assert.equal(PLAY_TEMPLATES.length, 6);
  assert.equal(new Set(PLAY_TEMPLATES.map((template) => template.key)).size, 6);
  for (const template of PLAY_TEMPLATES) assert.deepEqual(validatePlay(template), [], template.key);
});

test('each fault is found', () => {
  assert.deepEqual(codes(play([])), ['empty']);
  assert.deepEqual(codes(play([log('a'), log('b')])), ['unreachable']);
  assert.ok(codes(play([log('a', 'nowhere')])).includes('missing_next'));
  assert.ok(codes(play([log('a'), log('a')])).includes('duplicate_step'));
  assert.deepEqual(codes(play([log('a', 'b'), log('b', 'a')])), ['cycle_without_wait', 'cycle_without_wait', 'never_ends', 'never_ends']);
  assert.deepEqual(codes(play([log('a', 'w'), { id: 'w', kind: 'wait', title: 'w', hours: 1, until: ['deal.won'], next: 'a', else: 'b' }, log('b')])), []);
  assert.deepEqual(codes(play([log('a')], { condition: 'deal.nope == 1' })), ['condition']);
  assert.deepEqual(codes(play([log('a')], { trigger: { clock: { check: 'stalled' } } })), ['trigger']);
  assert.deepEqual(codes(play([{ id: 'w', kind: 'wait', title: 'w' }])), ['step']);
  assert.deepEqual(codes(play([{ id: 'x', kind: 'assign', title: 'x', assignee: 'deal_owner', escalateTo: 'admin' }])), ['step']);
  const unknown: PlayDefinition = JSON.parse(JSON.stringify(play([log('a')])).replace('"log"', '"launch"'));
  assert.ok(codes(unknown).includes('unknown_kind'));
});
