import { formatMoney, formatNumber, formatPercent } from '../../../lib/i18n/format.ts';
import { type MessageId, t } from '../../../lib/i18n/i18n.ts';
import { compared, type Difference } from '../compare.ts';
import type { Definition, RuleTest } from '../definition.ts';
import { listed, testSentence } from '../test-sentence.ts';

const termNames: Readonly<Record<string, MessageId>> = {
  'protection.days': 'programs.terms.days',
  'protection.retroactive': 'programs.terms.retroactive',
  'protection.remindBeforeDays': 'programs.terms.remind',
  'protection.extensionDays': 'programs.terms.extensionDays',
  'protection.maxExtensions': 'programs.terms.maxExtensions',
  'protection.managerMayExtendDays': 'programs.terms.managerMay',
  'protection.updateWarnDays': 'programs.terms.updateWarn',
  'protection.updateReviewDays': 'programs.terms.updateReview',
  'protection.serviceAttachDays': 'programs.terms.serviceDays',
  'protection.renewalDays': 'programs.terms.renewalDays',
  'decision.hours': 'programs.terms.hours',
  'decision.warnAtPercent': 'programs.terms.warnAt',
  'decision.escalateToRole': 'programs.terms.escalate',
  'decision.secondApproverAboveMinor': 'programs.terms.second',
  'decision.currency': 'programs.terms.currency',
  'decision.maxResubmissions': 'programs.terms.resubmissions',
  'decision.calendars': 'programs.terms.calendars',
  'limits.registrationsPerDay': 'programs.terms.perDay',
  'limits.checksPerMinute': 'programs.terms.perMinute',
  'cases.evidenceHours': 'programs.terms.evidence',
  'cases.rulingHours': 'programs.terms.ruling',
  'cases.appealDays': 'programs.terms.appeal',
  'sellerCredit.basisPoints': 'programs.terms.credit',
  'sellerCredit.exceptions': 'programs.terms.exception',
  valueBands: 'programs.terms.bands',
  currency: 'programs.terms.currency',
};

/** A value of the terms as a few words; what is made of parts is told by its names. */
function valueWords(path: string, value: unknown, currency: string): string {
  if (value === null || value === undefined) return t('programs.diff.none');
  if (typeof value === 'boolean') return t(value ? 'programs.diff.yes' : 'programs.diff.no');
  if (typeof value === 'number') {
    if (path.endsWith('Minor')) return formatMoney({ amountMinor: value, currency });
    return path === 'sellerCredit.basisPoints' ? formatPercent(value / 10_000, 2) : formatNumber(value);
  }
  if (typeof value === 'string') return value;
  if (Array.isArray(value))
    return listed(
      value.map((one: unknown) => (typeof one === 'object' && one !== null ? String(Reflect.get(one, 'key') ?? Reflect.get(one, 'name') ?? '') : String(one))),
    );
  return listed(Object.entries(value).map(([name, part]) => calendarWords(name, part)));
}

function calendarWords(name: string, part: unknown): string {
  if (typeof part !== 'object' || part === null) return name;
  const read = (key: string): string => String(Reflect.get(part, key) ?? '');
  return `${name}: ${read('timeZone')} ${read('from')}–${read('to')}`;
}

const testsWords = (tests: readonly RuleTest[]): string => listed(tests.map(testSentence));

function words(one: Difference, currency: string): string {
  switch (one.kind) {
    case 'added':
    case 'removed':
      return t(`programs.diff.${one.kind}`, { name: one.name, n: one.n });
    case 'moved':
      return one.after === null ? t('programs.diff.movedFirst', { name: one.name }) : t('programs.diff.moved', { name: one.name, after: one.after });
    case 'renamed':
      return t('programs.diff.renamed', { a: one.a, b: one.b });
    case 'on':
    case 'off':
      return t(`programs.diff.${one.kind}`, { name: one.name });
    case 'effect':
      return t('programs.diff.effect', { name: one.name, a: t(`programs.effect.${one.a}`), b: t(`programs.effect.${one.b}`) });
    case 'when':
      return t('programs.diff.when', { name: one.name, a: testsWords(one.a), b: testsWords(one.b) });
    case 'sentence':
      return t('programs.diff.sentence', { name: one.name, b: one.b });
    case 'term': {
      const name = termNames[one.path];
      return t('programs.diff.term', {
        name: name === undefined ? one.path : t(name),
        a: valueWords(one.path, one.a, currency),
        b: valueWords(one.path, one.b, currency),
      });
    }
  }
}

/** What is different in the second, in sentences. */
export function DifferenceList({ before, after }: { before: Definition; after: Definition }) {
  const differences = compared(before, after);
  if (differences.length === 0) return <p className="text-muted">{t('programs.version.same')}</p>;
  return (
    <ul className="flex list-disc flex-col gap-1 ps-5">
      {differences.map((one, index) => (
        <li key={index}>
          <bdi>{words(one, after.currency)}</bdi>
        </li>
      ))}
    </ul>
  );
}
