import { z } from 'zod';
import { operation } from '../operation.ts';
import { instant } from '../shapes.ts';

const feed = z.object({
  urlShown: z.string(),
  timeZone: z.string(),
  setAt: instant,
  /** When it was last read without a fault. */
  fetchedAt: instant.nullable(),
  lastError: z.string().nullable(),
  /** Times from now on that are taken. */
  busyCount: z.number().int(),
});
const mine = { audience: 'workspace', scope: 'workspace:read', assistant: 'none' } as const;

/** A person's own calendar, read so that meetings are proposed in times that are free. */
export const calendars = {
  'calendar.get': operation({ method: 'GET', path: '/calendar', summary: 'My calendar, if one is read', ...mine, output: feed.nullable() }),
  'calendar.set': operation({
    method: 'PUT',
    path: '/calendar',
    summary: 'Read my calendar from an address (iCalendar)',
    ...mine,
    body: z.object({ url: z.string().min(1).max(2000), timeZone: z.string().max(60) }),
    output: feed,
    secretAnswer: true,
  }),
  'calendar.remove': operation({
    method: 'DELETE',
    path: '/calendar',
    summary: 'Stop reading my calendar and forget its times',
    ...mine,
    output: z.object({}),
  }),
};
