import type { MessageId } from '../../lib/i18n/i18n.ts';
import type { Act } from './groups.ts';

export type RecordType = NonNullable<Act['recordType']>;
type Ids = { readonly recordId: string; readonly dealId: string | null; readonly partnerId: string | null };

const own =
  (page: string) =>
  ({ recordId }: Ids): string =>
    `${page}/${recordId}`;
/** What has no page of its own is answered in its deal, where all sides of it are. */
const ofDeal = ({ dealId }: Ids): string | null => (dealId === null ? null : `/deals/${dealId}`);

const places: Readonly<Record<RecordType, { readonly to: (ids: Ids) => string | null; readonly verb: MessageId }>> = {
  registration: { to: own('/registrations'), verb: 'inbox.open.registration' },
  lead: { to: own('/leads'), verb: 'inbox.open.lead' },
  case: { to: own('/cases'), verb: 'inbox.open.case' },
  share: { to: ofDeal, verb: 'inbox.open.share' },
  view: { to: ofDeal, verb: 'inbox.open.share' },
  connection: { to: own('/connections'), verb: 'inbox.open.connection' },
  invitation: { to: () => '/cosell/invitations', verb: 'inbox.open.invitation' },
  offer: { to: own('/offers'), verb: 'inbox.open.offer' },
  disbursement: { to: () => '/disbursements', verb: 'inbox.open.disbursement' },
  dispute: { to: own('/money/payouts/disputes'), verb: 'inbox.open.dispute' },
  payout_run: { to: own('/money/payouts/runs'), verb: 'inbox.open.payoutRun' },
  // A change waits on the page of the partner it is about.
  payee: { to: ({ partnerId }) => (partnerId === null ? null : `/money/payouts/payees/${partnerId}`), verb: 'inbox.open.payee' },
  fund_request: { to: own('/money/funds/requests'), verb: 'inbox.open.fundRequest' },
  fund_claim: { to: own('/money/funds/claims'), verb: 'inbox.open.fundClaim' },
  // Extensions have one list; each row leads on to its request.
  fund_extension: { to: () => '/money/funds/extensions', verb: 'inbox.open.fundExtension' },
  split: { to: own('/money/splits'), verb: 'inbox.open.split' },
  incentive: { to: () => '/money/incentives', verb: 'inbox.open.incentive' },
  incentive_claim: { to: () => '/money/incentives', verb: 'inbox.open.incentive' },
};

/** Where an act that stands for a record is answered; null for acts that are answered in the inbox. */
export function recordOfAct(act: Pick<Act, 'recordType' | 'recordId' | 'dealId' | 'partnerId'>): { to: string; verb: MessageId } | null {
  const { recordType, recordId, dealId, partnerId } = act;
  if (recordType === null || recordId === null) return null;
  const place = places[recordType];
  const to = place.to({ recordId, dealId, partnerId });
  return to === null ? null : { to, verb: place.verb };
}
