import type { Result } from '../../../lib/api/index.ts';
import type { Tone } from '../../../ui/badge.tsx';

export type Earning = Result<'earnings.list'>['items'][number];
export type EarningDetail = Result<'earnings.get'>;
export type Run = Result<'payoutRuns.get'>;
export type Payout = Result<'payouts.get'>;
export type Payee = Result<'payees.list'>['items'][number];
export type PayeeDetail = Result<'payees.get'>;
export type Change = PayeeDetail['history'][number];
export type Dispute = Result<'disputes.get'>;
export type PaperDocument = Result<'payouts.documents'>['items'][number];
export type PayoutSettings = Result<'payouts.settings'>;
export type Gate = Payout['gates'][number];

export const runStates = ['draft', 'collecting', 'ready', 'released', 'sent', 'settled', 'cancelled'] as const satisfies readonly Run['state'][];
export const payoutStates = ['waiting', 'carried', 'ready', 'released', 'sent', 'paid', 'returned', 'cancelled'] as const satisfies readonly Payout['state'][];
export const disputeStates = ['open', 'accepted', 'rejected', 'withdrawn'] as const satisfies readonly Dispute['state'][];
export const languages = ['en', 'ar'] as const satisfies readonly Payee['language'][];
export const taxFormKinds = ['vat', 'w9', 'w8ben', 'w8bene', 'other'] as const satisfies readonly NonNullable<Payee['taxForm']>['kind'][];

export const runTones: Record<Run['state'], Tone> = {
  draft: 'neutral',
  collecting: 'accent',
  ready: 'warn',
  released: 'accent',
  sent: 'accent',
  settled: 'ok',
  cancelled: 'neutral',
};
export const payoutTones: Record<Payout['state'], Tone> = {
  waiting: 'neutral',
  carried: 'warn',
  ready: 'accent',
  released: 'accent',
  sent: 'accent',
  paid: 'ok',
  returned: 'bad',
  cancelled: 'neutral',
};
export const earningTones: Record<Earning['state'], Tone> = {
  held: 'warn',
  due: 'accent',
  claimed: 'accent',
  paid: 'ok',
  returned: 'bad',
  cancelled: 'neutral',
};
export const disputeTones: Record<Dispute['state'], Tone> = { open: 'warn', accepted: 'ok', rejected: 'neutral', withdrawn: 'neutral' };
export const changeTones: Record<Change['state'], Tone> = { waiting: 'warn', approved: 'ok', refused: 'bad', replaced: 'neutral' };

/** What is read again after a run, a payee or an earning has moved. */
export const payoutReads = [
  'earnings.list',
  'earnings.figures',
  'earnings.get',
  'payoutRuns.list',
  'payoutRuns.get',
  'payoutRuns.files',
  'payoutRuns.payouts',
  'payouts.list',
  'payouts.get',
  'payouts.documents',
  'payees.list',
  'payees.get',
  'disputes.list',
  'disputes.get',
  'acts.list',
] as const;

/** Of the browser; the server judges by the day of the workspace. */
export const today = (): string => new Date().toLocaleDateString('en-CA');

export function lastDayOfMonthBefore(day: string): string {
  const [year = 0, month = 1] = day.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1, 0)).toISOString().slice(0, 10);
}

const notReleased: readonly Run['state'][] = ['collecting', 'ready'];
export const mayLeaveOut = (run: Run, payout: Payout): boolean => notReleased.includes(run.state) && run.progress.doing === null && payout.state === 'ready';
export const isOnItsWay = (payout: Pick<Payout, 'state'>): boolean => payout.state === 'released' || payout.state === 'sent';
export const mayComeBack = (payout: Pick<Payout, 'state'>): boolean => payout.state === 'sent' || payout.state === 'paid';
/** Only with lines of its own is there something to print; what is carried over claimed none. */
export const hasStatement = (payout: Pick<Payout, 'state' | 'lines'>): boolean =>
  payout.lines > 0 && !['waiting', 'carried', 'cancelled'].includes(payout.state);
export const isHoldable = (earning: Pick<Earning, 'state'>): boolean => earning.state === 'due' || earning.state === 'held';
