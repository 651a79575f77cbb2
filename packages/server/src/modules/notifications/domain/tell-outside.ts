import type { NotificationEvent } from './events.ts';
import type { ForVendor, Happened } from './telling.ts';

type Words = { readonly event: NotificationEvent; readonly title: string; readonly body: string; readonly path: string };
type Teller = (happened: Happened, payload: Happened['payload']) => ForVendor[];

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const sentences = (...parts: readonly (string | null)[]): string => parts.filter((part) => part !== null).join(' ');
const day = (instant: unknown): string | null => text(instant)?.slice(0, 10) ?? null;

const toRole = (role: string, words: Words): ForVendor => ({ side: 'vendor', memberId: null, role, partnerId: null, ...words });
const toOwner = (happened: Happened, words: Omit<Words, 'path'>): ForVendor[] =>
  happened.dealId === null ? [] : [{ ...toRole('alliance_manager', { ...words, path: `/deals/${happened.dealId}` }), ownerFirst: true }];

/** How a review ends or comes back; its steps in between wait for nobody here. */
const REVIEWS: Readonly<Record<string, string>> = { needs_work: 'asks for more', accepted: 'approved the deal', refused: 'rejected the deal' };

const review: Teller = (happened, payload) => {
  const to = text(payload['to']) ?? '';
  const what = Object.hasOwn(REVIEWS, to) ? REVIEWS[to] : undefined;
  // Stages of a deal that was approved are changes of the same state.
  if (what === undefined || (to === payload['from'] && to !== 'needs_work')) return [];
  const cloud = text(payload['with']) ?? 'The cloud';
  return toOwner(happened, { event: 'cosell.reviewed', title: `${cloud} ${what}`, body: text(payload['sentence']) ?? text(payload['label']) ?? '' });
};

const offer =
  (event: 'offer.expiring' | 'offer.decided', what: string, detail: (payload: Happened['payload']) => string | null): Teller =>
  (happened, payload) =>
    toOwner(happened, {
      event,
      title: `The offer “${text(payload['name']) ?? ''}” ${what}`,
      body: sentences(text(payload['marketplaceName']) === null ? null : `On ${String(payload['marketplaceName'])}.`, detail(payload)),
    });

const TELLERS: Readonly<Record<string, Teller>> = {
  'connection.stopped': (happened, payload) =>
    (['owner', 'admin'] as const).map((role) =>
      toRole(role, {
        event: 'connection.stopped',
        title: `The connection ${text(payload['name']) ?? ''} stopped`,
        body: sentences(text(payload['sentence']), 'Nothing is lost: what waits goes on when it is mended.'),
        path: `/connections/${happened.recordId}`,
      }),
    ),
  'conflict.opened': (happened, payload) =>
    payload['walking'] === true
      ? []
      : toOwner(happened, {
          event: 'conflict.opened',
          title: `“${(text(payload['field']) ?? 'A field').replaceAll('_', ' ')}” differs in ${text(payload['connection']) ?? 'an outside system'}`,
          body: 'Decide which value both sides shall have.',
        }),
  'invitation.received': (_happened, payload) => [
    toRole('alliance_manager', {
      event: 'cosell.invited',
      title: `${text(payload['sender']) ?? 'A cloud'} invites you: ${text(payload['title']) ?? 'an opportunity'}`,
      body: sentences(
        `By way of ${text(payload['with']) ?? 'a cloud'}.`,
        day(payload['expiresAt']) === null ? null : `Answer before ${day(payload['expiresAt'])}.`,
      ),
      path: '/cosell/invitations',
    }),
  ],
  'invitation.expiring': (_happened, payload) => [
    toRole('alliance_manager', {
      event: 'cosell.invited',
      title: `An invitation of ${text(payload['sender']) ?? 'a cloud'} expires soon: ${text(payload['title']) ?? 'an opportunity'}`,
      body: day(payload['expiresAt']) === null ? 'Nobody has answered it.' : `Nobody has answered it. It may be answered until ${day(payload['expiresAt'])}.`,
      path: '/cosell/invitations',
    }),
  ],
  'cosell.review_changed': review,
  'offer.expiring': offer('offer.expiring', 'expires soon', ({ expiresOn }) =>
    text(expiresOn) === null ? null : `It may be accepted until ${String(expiresOn)}.`,
  ),
  'offer.accepted': offer('offer.decided', 'was accepted', () => null),
  'offer.expired': offer('offer.decided', 'expired', () => 'Nobody accepted it in time.'),
  'offer.refused': offer('offer.decided', 'was refused', ({ reason }) => text(reason)),
  'disbursement.unmatched': (_happened, payload) => {
    // One that a person took off its agreement is known to that person.
    if (payload['agreementKey'] !== undefined) return [];
    const lines = typeof payload['lines'] === 'number' ? payload['lines'] : 0;
    return [
      toRole('finance', {
        event: 'billing.unmatched',
        title: `${lines} billed ${lines === 1 ? 'line' : 'lines'} of ${text(payload['marketplace']) ?? 'a marketplace'} match no agreement`,
        body: 'Until matched, their money is in no deal.',
        path: '/disbursements',
      }),
    ];
  },
};

/** What outside systems have happen, told to those who wait for it. Nothing of it is for a partner. */
export function outsideTellings(happened: Happened): ForVendor[] {
  const teller = Object.hasOwn(TELLERS, happened.type) ? TELLERS[happened.type] : undefined;
  return teller?.(happened, happened.payload) ?? [];
}
