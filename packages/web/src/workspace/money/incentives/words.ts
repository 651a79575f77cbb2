import type { Result } from '../../../lib/api/index.ts';
import type { Tone } from '../../../ui/badge.tsx';
import type { IncentiveDocument } from '../rules/conditions.tsx';

export type Programme = Result<'incentives.rules'>['items'][number];
export type Accrual = Result<'incentives.accruals'>['items'][number];
export type Progress = Result<'incentives.progress'>['items'][number];
export type Enrolment = Result<'incentives.enrolments'>['items'][number];
export type Claim = Result<'incentives.claims'>['items'][number];
export type Spiff = Result<'incentives.spiffRegistrations'>['items'][number];
export type Fact = Result<'incentives.facts'>['items'][number];
export type Kind = IncentiveDocument['kind'];
export type Of<K extends Kind> = Extract<IncentiveDocument, { kind: K }>;
export type { IncentiveDocument };

export const kinds = ['commission', 'renewal', 'spiff', 'rebate', 'influence', 'adoption'] as const satisfies readonly Kind[];
/** Of these the first that holds decides; the others stand for themselves. */
export const ordered: readonly Kind[] = ['commission', 'renewal'];
export const accrualStates = ['waiting', 'earned', 'declined', 'nothing'] as const satisfies readonly Accrual['state'][];
export const claimStates = ['proposed', 'approved', 'declined'] as const satisfies readonly Claim['state'][];
export const accrualTones: Record<Accrual['state'], Tone> = { waiting: 'warn', earned: 'ok', declined: 'bad', nothing: 'neutral' };
export const claimTones: Record<Claim['state'], Tone> = { proposed: 'warn', approved: 'ok', declined: 'bad' };

export const incentiveReads = [
  'incentives.rules',
  'incentives.rule',
  'incentives.enrolments',
  'incentives.accruals',
  'incentives.accrual',
  'incentives.progress',
  'incentives.period',
  'incentives.facts',
  'incentives.claims',
  'incentives.spiffRegistrations',
  'acts.list',
] as const;
