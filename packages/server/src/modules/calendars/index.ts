import type { Tx } from '../../platform/db/database.ts';
import type { SomeHandlers } from '../../platform/http/handlers.ts';
import { getFeed, removeFeed, setFeed, type FeedDeps } from './feed.ts';
import { fetchDueFeeds } from './fetch-feeds.ts';
import { busyBetween, type BusySpan } from './store.ts';

export type CalendarsModule = {
  readonly routes: SomeHandlers;
  /** Reads what is due in one workspace. */
  readonly fetchDue: (tenantId: string) => Promise<number>;
  /** When any of these people are taken. */
  readonly busyBetween: (tx: Tx, tenantId: string, memberIds: readonly string[], from: Date, until: Date) => Promise<readonly BusySpan[]>;
};

export function createCalendarsModule(deps: FeedDeps): CalendarsModule {
  return {
    routes: {
      'calendar.get': (context) => getFeed(deps, context),
      'calendar.set': (context, input) => setFeed(deps, context, input),
      'calendar.remove': (context) => removeFeed(deps, context),
    },
    fetchDue: (tenantId) => fetchDueFeeds(deps, tenantId),
    busyBetween,
  };
}
