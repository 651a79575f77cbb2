import type { SplitDocument } from '../rules/conditions.tsx';
import type { Step } from './words.ts';

/** A key nobody has; steps after it say by it where their money comes from, so it stays what it is. */
export function freshKey(steps: readonly Step[]): string {
  const taken = new Set(steps.map(({ key }) => key));
  let number = steps.length + 1;
  while (taken.has(`step-${number}`)) number += 1;
  return `step-${number}`;
}

export const freshStep = (steps: readonly Step[], name: string): Step => ({
  key: freshKey(steps),
  name,
  from: 'pool',
  what: { kind: 'percent', percent: '10', base: 'pool' },
  to: { kind: 'role', role: 'resell' },
  among: 'alike',
  lines: 'all',
  limits: null,
  whenNobody: 'skip',
});

export const freshDocument = (stepName: string): SplitDocument => ({
  when: [{ kind: 'everyone' }],
  steps: [freshStep([], stepName)],
  remainder: null,
  keptFee: 'us',
  holdDays: 30,
});
