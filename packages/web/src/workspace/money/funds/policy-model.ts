import type { Policy } from './words.ts';

export const usualPolicy: Policy = {
  costShareBp: 5_000,
  leadWorkingDays: 10,
  decisionWorkingDays: 5,
  claimWindowDays: 60,
  paymentDays: 30,
  maxPerActivityMinor: null,
  activityTypes: [],
  approvals: [{ fromMinor: 0, people: 1 }],
  claimRate: 'request',
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  workingDays: [1, 2, 3, 4, 5],
  holidays: [],
  accrual: null,
};

/** A type keeps its key for good, since requests hold it; a new one gets one from its name. */
export function keyFor(name: string, taken: readonly string[]): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
    .slice(0, 36);
  const base = plain === '' ? 'type' : plain;
  if (!taken.includes(base)) return base;
  for (let number = 2; ; number += 1) if (!taken.includes(`${base}_${number}`)) return `${base}_${number}`;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
export const daysIn = (text: string): string[] => [...new Set(text.split(/[\s,;]+/).filter((part) => part !== ''))];
export const wrongDays = (text: string): string[] => daysIn(text).filter((part) => !DAY.test(part) || Number.isNaN(Date.parse(part)));

export type PolicyFault = 'types' | 'typeName' | 'levels' | 'days' | 'accrual';
export function faultsOf(policy: Policy, kind: 'proposal' | 'accrued'): PolicyFault[] {
  const rising = policy.approvals.every((level, index) => {
    const before = policy.approvals[index - 1];
    return before === undefined ? level.fromMinor === 0 : level.fromMinor > before.fromMinor && level.people >= before.people;
  });
  return [
    ...(policy.activityTypes.length === 0 ? (['types'] as const) : []),
    ...(policy.activityTypes.some(({ name }) => name.trim() === '') ? (['typeName'] as const) : []),
    ...(rising ? [] : (['levels'] as const)),
    ...(policy.workingDays.length === 0 ? (['days'] as const) : []),
    ...(kind === 'accrued' && (policy.accrual === null || policy.accrual.roles.length === 0) ? (['accrual'] as const) : []),
  ];
}
