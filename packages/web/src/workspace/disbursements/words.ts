import { currentLocale, t } from '../../lib/i18n/i18n.ts';
import type { Result } from '../../lib/api/index.ts';
import type { Tone } from '../../ui/badge.tsx';

export type Figures = Result<'disbursements.figures'>['rows'][number];
export type Payout = Result<'disbursements.list'>['items'][number];
export type BillingLine = Result<'disbursements.lines'>['items'][number];
export type Candidate = Result<'disbursements.candidates'>['candidates'][number];
export type Source = Result<'disbursements.sources'>['items'][number];
export type FeeDifference = Result<'disbursements.feeDifferences'>['items'][number];
export type Imported = Result<'disbursements.upload'>;

export const payoutStates = ['open', 'reconciled', 'differs'] as const satisfies readonly Payout['state'][];
export const lineStates = ['unmatched', 'matched', 'apart'] as const satisfies readonly BillingLine['state'][];
export const payoutTones: Record<Payout['state'], Tone> = { open: 'accent', reconciled: 'ok', differs: 'bad' };
export const lineTones: Record<BillingLine['state'], Tone> = { unmatched: 'warn', matched: 'ok', apart: 'neutral' };

/** What is read again after a line has moved or lines have come in. */
export const billingReads = [
  'disbursements.figures',
  'disbursements.list',
  'disbursements.lines',
  'disbursements.candidates',
  'disbursements.sources',
  'disbursements.ofDeal',
  'disbursements.feeDifferences',
  'acts.list',
] as const;

/** Set apart by a person; payouts as a whole are so by themselves. */
export const isWrittenOff = (line: Pick<BillingLine, 'state' | 'kind'>): boolean => line.state === 'apart' && line.kind !== 'payout';

export const whatOf = (line: Pick<BillingLine, 'kind' | 'action'>): string =>
  t('disbursements.what', { kind: t(`disbursements.kind.${line.kind}`), action: t(`disbursements.action.${line.action}`) });

export function monthName(month: string, look: 'short' | 'long'): string {
  return new Intl.DateTimeFormat(currentLocale() === 'ar' ? 'ar-u-nu-latn' : 'en-GB', {
    month: look,
    year: look === 'long' ? 'numeric' : '2-digit',
    timeZone: 'UTC',
  }).format(new Date(`${month}-01T00:00:00Z`));
}
