import type { Result } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import type { Tone } from '../../../ui/badge.tsx';
import { plainWords } from '../../deals/room/views/words.ts';

export type Invitation = Result<'invitations.list'>['items'][number];
export type InvitationDetail = Result<'invitations.get'>;

export const filters = ['pending', 'accepted', 'rejected', 'expired'] as const;
export type Filter = (typeof filters)[number];

export const tones: Readonly<Record<Invitation['status'], Tone>> = {
  pending: 'accent',
  accepting: 'accent',
  accepted: 'ok',
  rejecting: 'neutral',
  rejected: 'neutral',
  expired: 'warn',
};
export const isAnswering = (invitation: Pick<Invitation, 'status'>): boolean => invitation.status === 'accepting' || invitation.status === 'rejecting';

const facts = ['name', 'website', 'country', 'industry', 'city', 'street', 'postalCode', 'contact'] as const;
export function factLabel(key: string): string {
  const known = facts.find((fact) => fact === key);
  return known === undefined ? plainWords(key) : t(`cosell.customer.${known}`);
}
