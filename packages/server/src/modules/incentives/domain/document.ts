import type { IncentiveDocument } from '@entente/contracts';
import { compare, decimal, minorDigits, ZERO } from '@entente/kernel';

export type DocumentProblem = { readonly path: string; readonly sentence: string };
const CURRENCIES = new Set(Intl.supportedValuesOf('currency'));
const PERCENTAGE = /^(?:\d{1,2}(?:\.\d+)?|100(?:\.0+)?)$/;
const BETWEEN = 'A percentage lies between 0 and 100.';

/** Everything that would make a document say something else than its author meant. */
export function problemsOf(document: IncentiveDocument): DocumentProblem[] {
  const problems: DocumentProblem[] = [];
  const add = (path: string, sentence: string): void => void problems.push({ path, sentence });
  if (document.when.length > 1 && document.when.some(({ kind }) => kind === 'everyone')) add('when', 'A programme for everyone has no other condition.');
  const kinds = document.when.map(({ kind }) => kind);
  if (new Set(kinds).size !== kinds.length) add('when', 'Each kind of condition is said once.');
  amounts('approveAbove', document.approveAbove, add);
  switch (document.kind) {
    case 'commission':
    case 'renewal':
      if (!PERCENTAGE.test(document.rate)) add('rate', BETWEEN);
      for (const [index, cap] of document.caps.entries()) amounts(`caps.${index}.amounts`, cap.amounts, add, true);
      once(document.caps, add);
      break;
    case 'spiff':
      if (document.until <= document.from) add('until', 'The last day lies after the first.');
      amounts('amounts', document.amounts, add, true);
      amounts('capPerPerson', document.capPerPerson, add, true);
      if (document.per !== 'deal' && document.basis === 'collected') add('basis', 'By line or by unit the sale is counted, not each payment: say booked.');
      for (const { currency } of document.capPerPerson === null ? [] : document.amounts)
        if (!document.capPerPerson?.some((one) => one.currency === currency)) add('capPerPerson', `The most for a person is not said in ${currency}.`);
      break;
    case 'rebate':
      rebate(document, add);
      break;
    case 'influence':
      money(document, add);
      if (document.pay.kind === 'percent' && !PERCENTAGE.test(document.pay.percent)) add('pay.percent', BETWEEN);
      break;
    case 'adoption':
      money(document, add);
      if (!document.enrolled && document.baseline === 'enrolment') add('baseline', 'Only who is enrolled has a baseline of its own.');
      if (compare(decimal(document.perUnit), ZERO) <= 0) add('perUnit', 'What is paid for a unit is more than nothing.');
      if (document.period.every !== 'month' && document.period.every !== 'quarter') add('period.every', 'Consumption is measured by month or by quarter.');
      for (const [index, cap] of document.caps.entries()) amounts(`caps.${index}.amounts`, cap.amounts, add, true);
      once(document.caps, add);
      break;
  }
  return problems;
}

type Add = (path: string, sentence: string) => void;
function amounts(path: string, list: readonly { readonly amountMinor: number; readonly currency: string }[] | null, add: Add, more = false): void {
  if (list === null) return;
  if (new Set(list.map(({ currency }) => currency)).size !== list.length) add(path, 'Each currency is named once.');
  for (const { currency, amountMinor } of list) {
    if (!CURRENCIES.has(currency)) add(path, `${currency} is not a currency.`);
    if (more ? amountMinor <= 0 : amountMinor < 0) add(path, more ? 'An amount is more than nothing.' : 'An amount is not negative.');
  }
}
function once(caps: readonly { readonly per: string }[], add: Add): void {
  if (new Set(caps.map(({ per }) => per)).size !== caps.length) add('caps', 'Each kind of most is said once.');
}
function money(document: { readonly currency: string; readonly period: { readonly timeZone: string } }, add: Add): void {
  if (!CURRENCIES.has(document.currency)) add('currency', `${document.currency} is not a currency.`);
  try {
    new Intl.DateTimeFormat('en', { timeZone: document.period.timeZone });
  } catch {
    add('period.timeZone', `${document.period.timeZone} is not a time zone.`);
  }
}

type Rebate = Extract<IncentiveDocument, { kind: 'rebate' }>;
function rebate(document: Rebate, add: Add): void {
  money(document, add);
  const growth = document.against === 'growth' || document.against === 'growth_percent' || document.pays === 'growth';
  if (growth && document.baseline === null) add('baseline', 'Growth is measured from a baseline: say which.');
  if (!growth && document.baseline !== null) add('baseline', 'Nothing here is measured from a baseline.');
  if (!document.enrolled && (document.baseline === 'enrolment' || document.against === 'target_percent'))
    add('enrolled', 'Only who is enrolled has a target or a baseline of its own.');
  if (document.pays === 'growth' && document.basis === 'marginal')
    add('pays', 'By steps each band pays for what lies in it: write the bands against growth instead.');
  if (document.atLeastMinor !== null && document.atMostMinor !== null && document.atLeastMinor > document.atMostMinor)
    add('atLeastMinor', 'The least is more than the most.');
  document.bands.forEach(({ from, reward }, index) => {
    const path = `bands.${index}`;
    const before = document.bands[index - 1];
    if (compare(decimal(from), ZERO) < 0) add(`${path}.from`, 'A lower bound is not negative.');
    if (before && compare(decimal(from), decimal(before.from)) <= 0)
      add(`${path}.from`, 'Each lower bound lies above the one before; a band ends where the next begins.');
    if (
      document.measure === 'amount' &&
      (document.against === 'volume' || document.against === 'growth') &&
      (from.split('.')[1] ?? '').replace(/0+$/, '').length > minorDigits(document.currency)
    )
      add(`${path}.from`, `${document.currency} has ${minorDigits(document.currency)} decimal places.`);
    if (reward.kind === 'percent' && !PERCENTAGE.test(reward.percent)) add(`${path}.reward.percent`, BETWEEN);
    if (reward.kind === 'per_unit' && compare(decimal(reward.amount), ZERO) < 0) add(`${path}.reward.amount`, 'An amount is not negative.');
    if (reward.kind === 'per_unit' && document.measure === 'amount') add(`${path}.reward`, 'An amount for each unit needs the measure to be a quantity.');
    if (reward.kind === 'percent' && document.measure === 'quantity' && document.basis === 'marginal')
      add(`${path}.reward`, 'By quantity and steps, each band pays an amount for each unit.');
    if (before && before.reward.kind !== reward.kind) add(`${path}.reward`, 'All bands pay in the same way.');
    if (
      document.basis === 'retroactive' &&
      before &&
      worth(reward) !== null &&
      compare(decimal(worth(reward) ?? '0'), decimal(worth(before.reward) ?? '0')) < 0
    )
      add(`${path}.reward`, 'A band that pays for everything before it pays no less than the one below: who sells more would have less.');
  });
}
const worth = (reward: Rebate['bands'][number]['reward']): string | null => (reward.kind === 'percent' ? reward.percent : reward.amount);
