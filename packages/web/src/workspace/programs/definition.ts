import type { Request, Result } from '@entente/contracts/client';
import type { RegistrationKind, tiers } from '@entente/kernel';

import { testKinds as named } from '../registrations/words.ts';

/** Terms and rules as the editor holds them: the shape the server takes. */
export type Definition = Request<'programs.saveDraft'>['body']['definition'];
export type Program = Result<'programs.get'>;
export type Rule = Definition['rules'][number];
export type RuleTest = Rule['when'][number];
export type TestKind = RuleTest['kind'];
export type Calendars = Definition['decision']['calendars'];
export type CalendarName = keyof Calendars;
export type Calendar = NonNullable<Calendars[CalendarName]>;
export type Problem = Program['problems'][number];

export const testKinds: readonly TestKind[] = named;
export const isKnownTest = (test: { kind: string }): boolean => testKinds.some((kind) => kind === test.kind);

const FIRST_AMOUNT = 50_000_00;
export type Tier = (typeof tiers)[number];
const firstTier: Tier = 'silver';
const firstKind: RegistrationKind = 'sourcing';

/** A test of a kind as it begins; the fields are then changed one by one. */
export function newTest(kind: TestKind, currency: string): RuleTest {
  switch (kind) {
    case 'partner_not_in':
      return { kind, types: ['reseller'] };
    case 'tier_below':
      return { kind, tier: firstTier };
    case 'training_missing':
      return { kind, skill: null, people: 1 };
    case 'named_account':
      return { kind, accounts: ['example.com'] };
    case 'value_below':
    case 'value_above':
      return { kind, amountMinor: FIRST_AMOUNT, currency };
    case 'open_direct_deal':
      return { kind, atLeastDays: 7 };
    case 'other_worked_more':
      return { kind, withinDays: 90 };
    case 'customer_bought_within':
      return { kind, days: 365 };
    case 'registration_kind':
      return { kind, kinds: [firstKind] };
    case 'no_likeness_above':
      return { kind, score: 20 };
    default:
      return { kind };
  }
}

/** A rule's id is its name for good: traces and comparisons speak of it. */
export function freshId(rules: readonly Rule[], base = 'rule'): string {
  let n = rules.length + 1;
  while (rules.some((rule) => rule.id === `${base}-${n}`)) n += 1;
  return `${base}-${n}`.slice(0, 40);
}

export const newRule = (rules: readonly Rule[], name: string, sentence: string): Rule => ({
  id: freshId(rules),
  name,
  when: [{ kind: 'always' }],
  effect: 'review',
  partnerSentence: sentence,
  enabled: false,
});

export function placed<T>(list: readonly T[], from: number, to: number): T[] {
  const next = [...list];
  const [taken] = next.splice(from, 1);
  if (taken !== undefined) next.splice(Math.min(next.length, Math.max(0, to)), 0, taken);
  return next;
}

/** Which part of the editor a problem stands at: a rule by its place, or a group of the terms. */
export function placeOf(problem: Problem): { rule: number | null; part: string } {
  const [first = '', second = ''] = problem.path.split('.');
  return first === 'rules' && /^\d+$/.test(second) ? { rule: Number(second), part: 'rules' } : { rule: null, part: first };
}

/** What stands in a sentence for a figure, with an example of each. */
export const placeholders = ['protection', 'days', 'tier', 'value', 'kind'] as const;
export type Placeholder = (typeof placeholders)[number];
export const filled = (sentence: string, examples: Readonly<Record<Placeholder, string>>): string =>
  sentence.replaceAll(/\{(\w+)\}/g, (whole, key: string) => {
    const known = placeholders.find((one) => one === key);
    return known === undefined ? whole : examples[known];
  });
