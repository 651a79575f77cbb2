import type { Result } from '../../lib/api/index.ts';
import { currentLocale, t } from '../../lib/i18n/i18n.ts';
import type { Tone } from '../../ui/badge.tsx';

export type Line = Result<'metering.lines'>['items'][number];
export type LineState = Line['state'];
export type Totals = Result<'metering.totals'>;
export type Dimension = Totals['dimensions'][number];
export type Sender = Totals['senders'][number];
export type Batch = Result<'metering.batches'>['items'][number];
export type Refusal = Result<'metering.report'>['refused'][number];
export type Entitlement = Result<'entitlements.list'>['items'][number];

/** In the order in which an hour passes through them; the bar and the lists follow it. */
export const lineStates = ['waiting', 'sent', 'accepted', 'included', 'rejected', 'expired', 'written_off'] as const satisfies readonly LineState[];
export const listStates = ['unbilled', ...lineStates] as const;

export const stateTones: Record<LineState, Tone> = {
  waiting: 'neutral',
  sent: 'accent',
  accepted: 'ok',
  included: 'ok',
  rejected: 'bad',
  expired: 'warn',
  written_off: 'neutral',
};
export const stateColors: Record<LineState, string> = {
  waiting: 'var(--role-none)',
  sent: 'var(--accent)',
  accepted: 'var(--ok)',
  included: 'var(--role-integrate)',
  rejected: 'var(--bad)',
  expired: 'var(--role-distribute)',
  written_off: 'var(--line-strong)',
};
/** Which part of a dimension's sums stands in which state. */
export const partOf = {
  waiting: 'waiting',
  sent: 'sent',
  accepted: 'accepted',
  included: 'included',
  rejected: 'rejected',
  expired: 'expired',
  written_off: 'writtenOff',
} as const satisfies Record<LineState, keyof Dimension>;

const outcomes = ['accepted', 'duplicate_same', 'duplicate_conflict', 'expired', 'not_subscribed', 'rejected', 'retry', 'hour_sent'] as const;
/** An answer that a later server knows and this page does not is shown as it is called. */
export function outcomeWord(outcome: string): string {
  const known = outcomes.find((entry) => entry === outcome);
  return known === undefined ? outcome.replaceAll('_', ' ') : t(`metering.outcomeWord.${known}`);
}

export function outcomeCount(outcome: string, n: string): string {
  const known = outcomes.find((entry) => entry === outcome);
  return known === undefined || known === 'hour_sent'
    ? t('metering.outcome.other', { outcome: outcomeWord(outcome), n })
    : t(`metering.outcome.${known}`, { n });
}

/** Marketplaces bill clock hours of UTC, wherever the reader sits. */
export function formatHour(iso: string): string {
  return new Intl.DateTimeFormat(currentLocale() === 'ar' ? 'ar-u-nu-latn' : 'en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: 'UTC',
  }).format(new Date(iso));
}

export const may = (line: Line, act: Line['acts'][number]): boolean => line.acts.includes(act);
