import type { NotificationEvent } from './events.ts';
import type { Happened, Telling } from './telling.ts';

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/** What the partner is told, by what happened: its words come with the event, and where none are meant for it, nothing is told. */
const FOR_PARTNER: Readonly<Record<string, readonly [event: NotificationEvent, words: string]>> = {
  'fund_request.approved': ['fund.decided', 'approved'],
  'fund_request.rejected': ['fund.decided', 'rejected'],
  'fund_request.cancelled': ['fund.decided', 'cancelled'],
  'fund_request.extended': ['fund.decided', 'you can claim later'],
  'fund_request.extension_refused': ['fund.decided', 'the extension was refused'],
  'fund_request.info_requested': ['fund.asked', 'a question'],
  'fund_request.executed': ['fund.expiring', 'claim it now'],
  'fund_request.claim_due': ['fund.expiring', 'claim it soon'],
  'fund_request.expired': ['fund.expiring', 'it has expired'],
  'fund_claim.approved': ['fund.decided', 'your claim was approved'],
  'fund_claim.rejected': ['fund.decided', 'your claim was rejected'],
  'fund_claim.reversed': ['fund.decided', 'money was taken back'],
  'fund_claim.paid': ['fund.decided', 'your claim was paid'],
  'fund_claim.returned': ['fund.decided', 'a payment came back'],
  'fund_claim.info_requested': ['fund.asked', 'a question about your claim'],
};
/** Who decides is told as the inbox asks: claims are of finance, the rest of those who look after partners. */
const FOR_VENDOR: Readonly<Record<string, readonly [role: string, words: string]>> = {
  'fund_request.submitted': ['partner_manager', 'waits for a decision'],
  'fund_request.seconded': ['partner_manager', 'needs one more approval'],
  'fund_request.extension_asked': ['partner_manager', 'is to be claimed later'],
  'fund_claim.submitted': ['finance', 'has a claim to decide'],
};
const row = <Row>(table: Readonly<Record<string, Row>>, type: string): Row | undefined => (Object.hasOwn(table, type) ? table[type] : undefined);
const page = ({ type, recordId }: Happened): string => `${type.startsWith('fund_claim') ? 'claims' : 'requests'}/${recordId}`;

/** Requests and claims of partners: who has to decide, and the partner whose money it is. */
export function fundTellings(happened: Happened): Telling[] {
  const { type, payload, recordId } = happened;
  const named = `${typeof payload['number'] === 'number' ? `F-${payload['number']} ` : ''}${text(payload['name']) ?? 'An activity'}`;
  const partnerId = text(payload['partnerId']);
  const body = text(payload['partnerSentence']);
  const [forPartner, forVendor] = [row(FOR_PARTNER, type), row(FOR_VENDOR, type)];
  const told: Telling[] = [];
  if (forPartner && partnerId !== null && body !== null) {
    const [event, words] = forPartner;
    const path = `/portal/funds/${page(happened)}`;
    told.push({ side: 'partner', event, partnerIds: [partnerId], scope: 'portal:funds', title: `${named}: ${words}`, body, path, recordId, guestAct: null });
  }
  if (forVendor) {
    const [role, words] = forVendor;
    const company = text(payload['companyName']);
    told.push({
      side: 'vendor',
      event: 'fund.waiting',
      memberId: null,
      role,
      partnerId: null,
      title: `${named} ${words}`,
      body: [company === null ? null : `Of ${company}.`, text(payload['sentence'])].filter((part) => part !== null).join(' '),
      path: `/money/funds/${page(happened)}`,
    });
  }
  return told;
}
