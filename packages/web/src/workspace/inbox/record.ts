import type { MessageId } from '../../lib/i18n/i18n.ts';
import type { Act } from './groups.ts';

export type RecordType = NonNullable<Act['recordType']>;
const pages: Readonly<Record<Exclude<RecordType, 'share'>, string>> = { registration: '/registrations', lead: '/leads', case: '/cases' };
const verbs: Readonly<Record<RecordType, MessageId>> = {
  registration: 'inbox.open.registration',
  lead: 'inbox.open.lead',
  case: 'inbox.open.case',
  share: 'inbox.open.share',
};

/** Where an act that stands for a record is answered; null for acts that are answered in the inbox. */
export function recordOfAct(act: Pick<Act, 'recordType' | 'recordId' | 'dealId'>): { to: string; verb: MessageId } | null {
  const { recordType, recordId, dealId } = act;
  if (recordType === null || recordId === null) return null;
  // A share has no page of its own: both sides of it are the deal.
  if (recordType === 'share') return dealId === null ? null : { to: `/deals/${dealId}`, verb: verbs.share };
  return { to: `${pages[recordType]}/${recordId}`, verb: verbs[recordType] };
}
