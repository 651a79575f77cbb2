import type { CaseState } from '@entente/kernel';
import type { Result } from '@entente/contracts/client';
import { t } from '../../lib/i18n/i18n.ts';
import type { Tone } from '../../ui/badge.tsx';

export type CaseRow = Result<'cases.list'>['items'][number];
export type Case = Result<'cases.get'>;
export type Side = Case['sides'][number];
export type Entry = Case['entries'][number];

export const caseTone: Readonly<Record<CaseState, Tone>> = { evidence: 'warn', ruling: 'accent', ruled: 'ok', appealed: 'warn', closed: 'neutral' };
export const stateName = (state: CaseState): string => t(`cases.state.${state}`);
export const caseNumber = (number: number): string => `C-${number}`;
export const registrationNumber = (number: number): string => `R-${number}`;

type Clocked = Pick<CaseRow, 'state' | 'evidenceUntil' | 'ruleBy' | 'appealUntil'>;
/** The promise that runs now. */
export const clockOf = (entry: Clocked): string | null =>
  entry.state === 'evidence' ? entry.evidenceUntil : entry.state === 'ruled' ? entry.appealUntil : entry.state === 'closed' ? null : entry.ruleBy;
