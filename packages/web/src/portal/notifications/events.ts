import type { Request } from '../../lib/api/index.ts';

export type NotificationEvent = Request<'notificationHooks.add'>['body']['events'][number];

/** What a partner can be told of; the workspace's own events stay on its side. */
export const partnerEvents = [
  'registration.decided',
  'registration.asked',
  'registration.expiring',
  'registration.ended',
  'lead.offered',
  'lead.late',
  'case.opened',
  'case.ruled',
  'share.asked',
  'share.decided',
  'deal.lane',
  'deal.comment',
  'dispute.answered',
  'payout.returned',
  'fund.decided',
  'fund.asked',
  'fund.expiring',
  'influence.decided',
] as const satisfies readonly NotificationEvent[];
