import type { Scope } from '@entente/contracts/permissions';
import { majorOf } from '@entente/kernel';
import type { NotificationEvent } from './events.ts';
import type { ForPartners, ForVendor, Happened, Telling } from './telling.ts';

type Words = { readonly event: NotificationEvent; readonly title: string; readonly body: string; readonly path: string };
/** For those of the partner who may see its money, unless something else is said. */
type WordsForPartner = Words & { readonly scope?: Scope };
type Teller = (happened: Happened, payload: Happened['payload']) => Telling[];

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const numbered = (value: unknown): string => (typeof value === 'number' ? ` ${value}` : '');
const money = ({ amountMinor, currency }: Happened['payload']): string | null =>
  typeof amountMinor === 'number' && typeof currency === 'string' ? `${majorOf(amountMinor, currency)} ${currency}` : null;
const sentences = (...parts: readonly (string | null)[]): string => parts.filter((part) => part !== null).join(' ');

const toRole = (role: string, words: Words): ForVendor => ({ side: 'vendor', memberId: null, role, partnerId: null, ...words });
const toPartner = (happened: Happened, { scope = 'portal:money', ...words }: WordsForPartner): ForPartners[] => {
  const partnerId = text(happened.payload['partnerId']);
  return partnerId === null ? [] : [{ side: 'partner', partnerIds: [partnerId], scope, recordId: happened.recordId, guestAct: null, ...words }];
};
const disputed = (payload: Happened['payload']): string =>
  `Dispute${numbered(payload['number'])}${text(payload['title']) === null ? '' : `: ${String(payload['title'])}`}`;
const ofDispute = (happened: Happened): string => `/money/payouts/disputes/${happened.recordId}`;
const OUTCOMES: Readonly<Record<string, string>> = { accepted: 'was accepted', rejected: 'was not accepted' };

const TELLERS: Readonly<Record<string, Teller>> = {
  'payout_run.ready': (happened, payload) => [
    toRole('finance', {
      event: 'payout.waiting',
      title: `Payout run${numbered(payload['number'])} waits for its release`,
      body: sentences(text(payload['name']) === null ? null : `“${String(payload['name'])}”.`, 'Somebody other than those who made it releases it.'),
      path: `/money/payouts/runs/${happened.recordId}`,
    }),
  ],
  'payout.returned': (happened, payload) => [
    toRole('finance', {
      event: 'payout.returned',
      title: `A payment of run${numbered(payload['runNumber'])} came back`,
      body: sentences(
        money(payload) === null ? null : `${money(payload)} is owed again.`,
        text(payload['reason']) === null ? null : `Reason: ${String(payload['reason'])}`,
      ),
      path: text(payload['partnerId']) === null ? '/money/payouts/runs' : `/money/payouts/payees/${String(payload['partnerId'])}`,
    }),
    ...toPartner(happened, {
      event: 'payout.returned',
      title: 'A payment to you came back',
      body: sentences(money(payload) === null ? null : `${money(payload)} is owed to you again.`, 'Confirm your bank account or give another.'),
      path: '/portal/money/payee',
    }),
  ],
  'dispute.opened': (happened, payload) => [
    toRole('finance', {
      event: 'dispute.opened',
      title: disputed(payload),
      body: sentences(money(payload) === null ? null : `Of ${money(payload)}.`, 'It waits for an answer and is in no run meanwhile.'),
      path: ofDispute(happened),
    }),
  ],
  'dispute.late': (happened, payload) => [
    toRole('owner', { event: 'dispute.opened', title: `${disputed(payload)} is late`, body: 'Nobody answered it in time.', path: ofDispute(happened) }),
  ],
  'dispute.answered': (happened, payload) => {
    const outcome = text(payload['outcome']) ?? '';
    // One that the partner took back is known to the partner, and is no longer anybody's work.
    const words = Object.hasOwn(OUTCOMES, outcome) ? OUTCOMES[outcome] : undefined;
    if (words === undefined) return [];
    return toPartner(happened, {
      event: 'dispute.answered',
      title: `${disputed(payload)} ${words}`,
      body: text(payload['answer']) ?? 'Read the answer beside the line.',
      path: `/portal/money/disputes/${happened.recordId}`,
    });
  },
  // Whoever works on deals claims it, and reads of it no amount.
  'incentive.claim_decided': (happened, payload) =>
    toPartner(happened, {
      event: 'influence.decided',
      title: `Your claim of influence was ${payload['approved'] === true ? 'approved' : 'declined'}`,
      body: text(payload['reason']) ?? 'It stands beside the deal.',
      path: `/portal/incentives/claims/${happened.recordId}`,
      scope: 'portal:deals',
    }),
};

/** Money on its way to partners: who has to do something about it, and the partner whose money it is. */
export function payoutTellings(happened: Happened): Telling[] {
  const teller = Object.hasOwn(TELLERS, happened.type) ? TELLERS[happened.type] : undefined;
  return teller?.(happened, happened.payload) ?? [];
}
