import { isTimeZone } from '@entente/kernel';
import type { ProgramDefinition } from './definition.ts';
import { prepareTest } from './rule-tests.ts';

export type DefinitionProblem = { readonly path: string; readonly code: string; readonly sentence: string };

const PLACEHOLDERS = new Set(['protection', 'days', 'tier', 'value', 'kind']);

/** What keeps a definition from being published. Shapes are the contract's business; this is about sense. */
export function checkDefinition(definition: ProgramDefinition): DefinitionProblem[] {
  const problems: DefinitionProblem[] = [];
  const add = (path: string, code: string, sentence: string): void => void problems.push({ path, code, sentence });
  const seen = new Set<string>();
  for (const [index, rule] of definition.rules.entries()) {
    const path = `rules.${index}`;
    if (seen.has(rule.id)) add(`${path}.id`, 'duplicate', `Two rules are called ${rule.id}.`);
    seen.add(rule.id);
    for (const [at, test] of rule.when.entries()) {
      if (prepareTest(test) === null) add(`${path}.when.${at}`, 'unknown_kind', `“${test.kind}” is no kind of test this version knows.`);
      if ((test.kind === 'value_below' || test.kind === 'value_above') && test.currency !== definition.currency)
        add(`${path}.when.${at}`, 'other_currency', `Amounts of this programme are in ${definition.currency}.`);
    }
    for (const [, key] of rule.partnerSentence.matchAll(/\{(\w+)\}/g))
      if (!PLACEHOLDERS.has(key ?? ''))
        add(`${path}.partnerSentence`, 'unknown_placeholder', `{${key}} is not known; use ${[...PLACEHOLDERS].map((one) => `{${one}}`).join(', ')}.`);
    const rest = definition.rules.slice(index + 1).filter((later) => later.enabled);
    if (rule.enabled && rest.length > 0 && rule.when.every((test) => test.kind === 'always'))
      add(path, 'hides_the_rest', `“${rule.name}” always holds, so the ${rest.length} rules below it never decide.`);
  }
  const { calendars } = definition.decision;
  if (!calendars.default) add('decision.calendars.default', 'missing', 'Say when the workspace works: regions without a calendar of their own use this one.');
  for (const [name, calendar] of Object.entries(calendars)) {
    if (!isTimeZone(calendar.timeZone)) add(`decision.calendars.${name}.timeZone`, 'unknown_zone', `${calendar.timeZone} is no time zone.`);
    if (calendar.from >= calendar.to) add(`decision.calendars.${name}`, 'ends_before_it_begins', 'The working day ends before it begins.');
  }
  if (definition.decision.currency !== definition.currency)
    add('decision.currency', 'other_currency', `Amounts of this programme are in ${definition.currency}.`);
  const { updateWarnDays, updateReviewDays, remindBeforeDays, days } = definition.protection;
  if (updateReviewDays > 0 && updateReviewDays <= updateWarnDays)
    add('protection.updateReviewDays', 'before_warning', 'The look follows the warning: it needs more days.');
  if (remindBeforeDays.some((before) => before >= days))
    add('protection.remindBeforeDays', 'before_start', 'A reminder would come before the protection begins.');
  const keys = new Set<string>();
  let last: number | null = null;
  for (const [index, band] of definition.valueBands.entries()) {
    const path = `valueBands.${index}`;
    if (keys.has(band.key)) add(path, 'duplicate', `Two value bands are called ${band.key}.`);
    keys.add(band.key);
    if (last !== null && band.fromMinor !== last) add(path, 'gap', 'Each band begins where the one before it ends.');
    if (band.toMinor === null ? index !== definition.valueBands.length - 1 : band.toMinor <= band.fromMinor)
      add(path, 'not_a_band', 'A band ends above its beginning; only the last one is open.');
    last = band.toMinor;
  }
  return problems;
}
