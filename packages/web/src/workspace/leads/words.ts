import type { LeadState } from '@entente/kernel';
import type { Result } from '@entente/contracts/client';
import { formatNumber } from '../../lib/i18n/format.ts';
import { t } from '../../lib/i18n/i18n.ts';
import type { Tone } from '../../ui/badge.tsx';

export type LeadRow = Result<'leads.list'>['items'][number];
export type Lead = Result<'leads.get'>;
export type Routing = Result<'leadRouting.get'>['definition'];
export type Route = Routing['routes'][number];

export const leadTone: Readonly<Record<LeadState, Tone>> = {
  new: 'accent',
  offered: 'accent',
  accepted: 'ok',
  contacted: 'ok',
  converted: 'ok',
  with_vendor: 'warn',
  closed: 'neutral',
};
export const stateName = (state: LeadState): string => t(`leads.state.${state}`);
export const leadNumber = (number: number): string => `L-${number}`;
export const isEnded = (state: LeadState): boolean => state === 'converted' || state === 'closed';
export const isWithPartner = (state: LeadState): boolean => state === 'accepted' || state === 'contacted';

/** "3h" or "2d": how long somebody has waited, short enough for a column. */
export function ageWords(hours: number): string {
  return hours >= 48 ? t('ui.clock.days', { n: formatNumber(Math.floor(hours / 24)) }) : t('ui.clock.hours', { n: formatNumber(Math.floor(hours)) });
}

/** The promise that runs now: an answer while it is offered, a first contact once somebody has it. */
export const clockOf = (lead: Pick<LeadRow, 'state' | 'answerBy' | 'contactBy'>): string | null =>
  lead.state === 'offered' ? lead.answerBy : lead.state === 'accepted' || lead.state === 'with_vendor' ? lead.contactBy : null;
