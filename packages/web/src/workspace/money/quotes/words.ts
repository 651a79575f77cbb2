import type { CallInput, Result } from '../../../lib/api/index.ts';
import type { Tone } from '../../../ui/badge.tsx';

export type Quote = Result<'quotes.get'>;
export type QuoteRow = Result<'quotes.list'>['items'][number];
export type QuoteLine = Quote['priced']['lines'][number];
export type Priced = Quote['priced'];
export type Approval = Quote['approvals'][number];
export type Preview = Result<'quotes.preview'>;
export type Refusal = Priced['check']['refusals'][number];
export type RequestInput = NonNullable<CallInput<'quotes.preview'>['body']>['request'];

export const quoteStates = [
  'draft',
  'waiting_approval',
  'approved',
  'sent',
  'accepted',
  'declined',
  'expired',
  'withdrawn',
  'superseded',
] as const satisfies readonly QuoteRow['state'][];
export const quoteTones: Record<QuoteRow['state'], Tone> = {
  draft: 'neutral',
  waiting_approval: 'warn',
  approved: 'accent',
  sent: 'accent',
  accepted: 'ok',
  declined: 'bad',
  expired: 'warn',
  withdrawn: 'neutral',
  superseded: 'neutral',
};
export const isOver = (state: QuoteRow['state']): boolean => !['draft', 'waiting_approval', 'approved', 'sent'].includes(state);
export const quoteNumber = (number: number): string => `Q-${number}`;

/** What is read again after a quote has moved. */
export const quoteReads = ['quotes.list', 'quotes.get', 'deals.get', 'acts.list'] as const;

export const addDaysTo = (day: string, days: number): string => new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
