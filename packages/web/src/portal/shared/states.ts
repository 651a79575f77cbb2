import type { CaseState, LeadState, RegistrationState, ShareState } from '@entente/kernel';
import type { Tone } from '../../ui/badge.tsx';

export const registrationTone: Record<RegistrationState, Tone> = {
  draft: 'neutral',
  submitted: 'accent',
  info_requested: 'warn',
  approved: 'ok',
  extended: 'ok',
  rejected: 'bad',
  withdrawn: 'neutral',
  won: 'ok',
  lost: 'neutral',
  expired: 'neutral',
  revoked: 'bad',
};
export const leadTone: Record<LeadState, Tone> = {
  new: 'neutral',
  offered: 'warn',
  accepted: 'accent',
  contacted: 'accent',
  converted: 'ok',
  with_vendor: 'neutral',
  closed: 'neutral',
};
export const caseTone: Record<CaseState, Tone> = { evidence: 'warn', ruling: 'accent', ruled: 'ok', appealed: 'accent', closed: 'neutral' };
export const shareTone: Record<ShareState, Tone> = { waiting_vendor: 'accent', waiting_partner: 'warn', active: 'ok', declined: 'bad', ended: 'neutral' };
