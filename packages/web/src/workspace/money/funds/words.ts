import type { Request, Result } from '../../../lib/api/index.ts';
import type { Tone } from '../../../ui/badge.tsx';

export type Budget = Result<'funds.budgets'>['items'][number];
export type BudgetDetail = Result<'funds.budget'>;
export type Policy = Request<'funds.createBudget'>['body']['policy'];
export type Allocation = Result<'funds.allocation'>;
export type Balance = Allocation['balance'];
export type Movement = Result<'funds.movements'>['items'][number];
export type FundRequest = Result<'fundRequests.list'>['items'][number];
export type RequestDetail = Result<'fundRequests.get'>;
export type Claim = Result<'fundClaims.list'>['items'][number];
export type ClaimDetail = Result<'fundClaims.get'>;
export type Extension = Result<'fundExtensions.list'>['items'][number];
export type Activity = Result<'funds.calendar'>['items'][number];
export type FigureRow = Result<'funds.figures'>['items'][number];
export type Rate = NonNullable<FundRequest['rate']>;
export type Proof = FundRequest['proof'][number];

export const requestStates = [
  'submitted',
  'info_requested',
  'approved',
  'in_execution',
  'executed',
  'settled',
  'rejected',
  'cancelled',
  'expired',
  'draft',
] as const satisfies readonly FundRequest['state'][];
export const claimStates = [
  'submitted',
  'info_requested',
  'approved',
  'paid',
  'rejected',
  'withdrawn',
  'reversed',
  'draft',
] as const satisfies readonly Claim['state'][];
export const extensionStates = ['asked', 'granted', 'refused', 'withdrawn'] as const satisfies readonly Extension['state'][];
export const proofs = ['photo', 'invoice', 'lead_list', 'report'] as const satisfies readonly Proof[];
export const exported = ['allocations', 'requests', 'claims', 'movements'] as const;

export const requestTones: Record<FundRequest['state'], Tone> = {
  draft: 'neutral',
  submitted: 'warn',
  info_requested: 'neutral',
  approved: 'ok',
  in_execution: 'accent',
  executed: 'accent',
  settled: 'ok',
  rejected: 'bad',
  cancelled: 'neutral',
  expired: 'bad',
};
export const claimTones: Record<Claim['state'], Tone> = {
  draft: 'neutral',
  submitted: 'warn',
  info_requested: 'neutral',
  approved: 'accent',
  paid: 'ok',
  rejected: 'bad',
  withdrawn: 'neutral',
  reversed: 'bad',
};
export const extensionTones: Record<Extension['state'], Tone> = { asked: 'warn', granted: 'ok', refused: 'bad', withdrawn: 'neutral' };

/** What is read again after money of a fund has moved. */
export const fundReads = [
  'funds.budgets',
  'funds.budget',
  'funds.allocations',
  'funds.allocation',
  'funds.movements',
  'funds.calendar',
  'funds.figures',
  'fundRequests.list',
  'fundRequests.get',
  'fundExtensions.list',
  'fundClaims.list',
  'fundClaims.get',
  'acts.list',
] as const;

/** Of the browser; the server judges by the day of the fund. */
export const today = (): string => new Date().toLocaleDateString('en-CA');
