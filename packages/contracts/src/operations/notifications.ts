import { z } from 'zod';
import { operation } from '../operation.ts';
import { byId, cursor, id, instant, limit, name, page } from '../shapes.ts';

export const notificationEvents = [
  'registration.decided',
  'registration.asked',
  'registration.expiring',
  'registration.ended',
  'registration.waiting',
  'registration.late',
  'lead.offered',
  'lead.late',
  'case.opened',
  'case.ruled',
  'share.asked',
  'share.decided',
  'deal.lane',
  'deal.comment',
  'webhook.disabled',
  'connection.stopped',
  'conflict.opened',
  'cosell.invited',
  'cosell.reviewed',
  'offer.expiring',
  'offer.decided',
  'billing.unmatched',
  'payout.waiting',
  'payout.returned',
  'dispute.opened',
  'dispute.answered',
  'fund.waiting',
  'fund.decided',
  'fund.asked',
  'fund.expiring',
  'influence.decided',
] as const;
const event = z.enum(notificationEvents);
const how = z.enum(['at_once', 'digest', 'off']);
const notification = z.object({ id, event, title: z.string(), body: z.string(), path: z.string().nullable(), at: instant, readAt: instant.nullable() });
const preferences = z.object({
  mail: z.record(event, how),
  digestHour: z.number().int().min(0).max(23),
  timeZone: z.string().max(60),
  quietFrom: z.number().int().min(0).max(23).nullable(),
  quietTo: z.number().int().min(0).max(23).nullable(),
});
const hook = z.object({
  id,
  name: z.string(),
  urlShown: z.string(),
  events: z.array(event),
  failures: z.number().int(),
  lastError: z.string().nullable(),
  pausedAt: instant.nullable(),
  createdBy: z.string(),
  createdAt: instant,
});
const mine = { audience: 'signed_in', scope: 'notifications:read', assistant: 'none' } as const;

/** Both sides have them: each person their own, and each side its own chat rooms. */
export const notifications = {
  'notifications.list': operation({
    method: 'GET',
    path: '/notifications',
    summary: 'What I was told, newest first',
    ...mine,
    query: z.object({ unread: z.stringbool().default(false), cursor: cursor.optional(), limit }),
    output: page(notification).extend({ unreadCount: z.number().int() }),
  }),
  'notifications.read': operation({
    method: 'POST',
    path: '/notifications/read',
    summary: 'Mark some or all as read',
    ...mine,
    body: z.object({ ids: z.array(id).max(200).optional() }),
    output: z.object({ unreadCount: z.number().int() }),
  }),
  'notifications.preferences': operation({ method: 'GET', path: '/notifications/preferences', summary: 'How I am told', ...mine, output: preferences }),
  'notifications.setPreferences': operation({
    method: 'PUT',
    path: '/notifications/preferences',
    summary: 'Change how I am told',
    ...mine,
    body: preferences,
    output: preferences,
  }),
  'notificationHooks.list': operation({
    method: 'GET',
    path: '/notification-hooks',
    summary: 'Chat rooms that are told',
    ...mine,
    output: z.object({ items: z.array(hook) }),
  }),
  'notificationHooks.add': operation({
    method: 'POST',
    path: '/notification-hooks',
    summary: 'Tell a chat room, by an address of the kind Slack gives',
    ...mine,
    body: z.object({ name, url: z.url().max(1000), events: z.array(event).min(1) }),
    output: hook,
    status: 201,
    secretAnswer: true,
  }),
  'notificationHooks.test': operation({
    method: 'POST',
    path: '/notification-hooks/:id/test',
    summary: 'Send a message to try it',
    ...mine,
    params: byId,
    output: hook,
  }),
  'notificationHooks.remove': operation({ method: 'DELETE', path: '/notification-hooks/:id', summary: 'Stop telling it', ...mine, params: byId, output: hook }),
};
