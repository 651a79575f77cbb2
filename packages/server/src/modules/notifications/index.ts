import { notificationsRoutes } from './routes.ts';
import type { RoomDeps } from './room-address.ts';
import { sendGathered } from './send-later.ts';
import { sendToRooms } from './send-to-rooms.ts';
import { tellPeople, type TellDeps } from './tell-people.ts';

/** Notifications, for HTTP, for the reader of events, and for the worker. */
export function createNotificationsModule(deps: TellDeps & RoomDeps) {
  return {
    routes: notificationsRoutes(deps),
    onEvents: tellPeople(deps),
    sendGathered: () => sendGathered(deps),
    sendToRooms: () => sendToRooms(deps),
  };
}
export type NotificationsModule = ReturnType<typeof createNotificationsModule>;
export type { NotificationsPorts } from './ports.ts';
