import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';
import { byCloud, isMet, type Requirement } from './requirements.ts';

const item = (cloud: Requirement['cloud'], program: string, requirement: string): Requirement => ({
  id: requirement,
  cloud,
  program,
  requirement,
  unit: 'count',
  required: 3,
  current: 0,
  counted: false,
  earnedOn: null,
  note: null,
  source: 'A guide',
  version: 1,
});

test('requirements stand under their programme and cloud, in the order in which they came', () => {
  const clouds = byCloud([item('aws', 'ACE', 'a'), item('microsoft', 'Co-sell', 'b'), item('aws', 'Select', 'c'), item('aws', 'ACE', 'd')]);
  deepEqual(
    clouds.map((one) => [one.cloud, one.programs.map((program) => [program.name, program.items.map((each) => each.id)])]),
    [
      [
        'aws',
        [
          ['ACE', ['a', 'd']],
          ['Select', ['c']],
        ],
      ],
      ['microsoft', [['Co-sell', ['b']]]],
    ],
  );
});

test('a requirement is met at its figure, not only beyond', () => {
  equal(isMet({ current: 3, required: 3 }), true);
  equal(isMet({ current: 2, required: 3 }), false);
});
