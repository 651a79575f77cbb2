import assert from 'node:assert/strict';
import { test } from 'node:test';
import { moved, newStep, placeOf, readDefinition, withKind, withoutStep } from './definition.ts';

const steps = readDefinition({
  steps: [
    { id: 'a', kind: 'match', title: 'A', next: 'b', else: 'c' },
    { id: 'b', kind: 'brief', title: 'B', next: 'c' },
    { id: 'c', kind: 'log', title: 'C', note: 'n' },
  ],
}).steps;

test('reading keeps absent fields absent', () => {
  assert.deepEqual(steps[1], { id: 'b', kind: 'brief', title: 'B', next: 'c' });
  assert.deepEqual(readDefinition({ trigger: { clock: { check: 'renewal', days: 90 } } }).trigger, { clock: { check: 'renewal', days: 90 } });
});

test('a removed step hands its ways on', () => {
  assert.deepEqual(
    withoutStep(steps, 'b').map((step) => [step.id, step.next, step.else]),
    [
      ['a', 'c', 'c'],
      ['c', undefined, undefined],
    ],
  );
  assert.deepEqual(
    withoutStep(steps, 'c').map((step) => [step.next, step.else]),
    [
      ['b', null],
      [null, undefined],
    ],
  );
});

test('another kind begins its own fields', () => {
  assert.deepEqual(withKind({ id: 'c', kind: 'log', title: 'C', note: 'n', next: 'a' }, 'wait'), { id: 'c', kind: 'wait', title: 'C', next: 'a', hours: 72 });
});

test('new steps get an id of their own and moves stay inside the list', () => {
  assert.equal(newStep([...steps, { id: 'step4', kind: 'log', title: '' }], 'log', 'x').id, 'step5');
  assert.deepEqual(moved(['a', 'b', 'c'], 2, -1), ['a', 'c', 'b']);
  assert.deepEqual(moved(['a', 'b'], 0, -1), ['a', 'b']);
});

test('a problem is shown at its place', () => {
  const at = (path: string, code = 'step') => placeOf({ path, code, sentence: '' }, steps);
  assert.deepEqual(
    [at('steps.b'), at('steps[2].note'), at('a'), at('trigger'), at('', 'condition'), at('')],
    ['step:b', 'step:c', 'step:a', 'trigger', 'condition', 'play'],
  );
});
