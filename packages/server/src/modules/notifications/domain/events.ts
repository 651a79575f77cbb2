import type { Parsed } from '@entente/contracts';

export type Preferences = Parsed<'notifications.setPreferences'>['body'];
export type NotificationEvent = keyof Preferences['mail'];
export type How = Preferences['mail'][NotificationEvent];

/** How each is mailed until somebody wishes otherwise; also the list of all there are. */
export const USUAL: Readonly<Record<NotificationEvent, How>> = {
  'registration.decided': 'at_once',
  'registration.asked': 'at_once',
  'registration.expiring': 'at_once',
  'registration.ended': 'digest',
  'registration.waiting': 'at_once',
  'registration.late': 'at_once',
  'lead.offered': 'at_once',
  'lead.late': 'digest',
  'case.opened': 'at_once',
  'case.ruled': 'at_once',
  'share.asked': 'at_once',
  'share.decided': 'digest',
  'deal.lane': 'digest',
  'deal.comment': 'digest',
  'webhook.disabled': 'at_once',
  'connection.stopped': 'at_once',
  'conflict.opened': 'digest',
  'cosell.invited': 'at_once',
  'cosell.reviewed': 'at_once',
  'offer.expiring': 'at_once',
  'offer.decided': 'at_once',
  'billing.unmatched': 'digest',
  'payout.waiting': 'at_once',
  'payout.returned': 'at_once',
  'dispute.opened': 'at_once',
  'dispute.answered': 'at_once',
  'fund.waiting': 'at_once',
  'fund.decided': 'at_once',
  'fund.asked': 'at_once',
  'fund.expiring': 'at_once',
  'influence.decided': 'at_once',
};
export const isEvent = (text: string): text is NotificationEvent => Object.hasOwn(USUAL, text);
