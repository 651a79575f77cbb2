import type { Result } from '@entente/contracts/client';

export type Preferences = Result<'notifications.preferences'>;
export type Event = keyof Preferences['mail'];
export const hows = ['at_once', 'digest', 'off'] as const;
export type How = (typeof hows)[number];

/** In the order people think of them; every event stands in one group. */
export const eventGroups = [
  {
    id: 'registrations',
    events: ['registration.waiting', 'registration.late', 'registration.asked', 'registration.decided', 'registration.expiring', 'registration.ended'],
  },
  { id: 'leads', events: ['lead.offered', 'lead.late'] },
  { id: 'cases', events: ['case.opened', 'case.ruled', 'share.asked', 'share.decided'] },
  { id: 'deals', events: ['deal.lane', 'deal.comment'] },
  { id: 'cosell', events: ['cosell.invited', 'cosell.reviewed'] },
  { id: 'marketplaces', events: ['offer.expiring', 'offer.decided', 'billing.unmatched'] },
  { id: 'payouts', events: ['payout.waiting', 'payout.returned', 'dispute.opened', 'dispute.answered', 'influence.decided'] },
  { id: 'funds', events: ['fund.waiting', 'fund.decided', 'fund.asked', 'fund.expiring'] },
  { id: 'systems', events: ['connection.stopped', 'conflict.opened', 'webhook.disabled'] },
] as const satisfies readonly { id: string; events: readonly Event[] }[];
