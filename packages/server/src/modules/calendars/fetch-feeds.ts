import { Problem } from '@entente/kernel';
import type { Database } from '../../platform/db/database.ts';
import type { Span } from './domain/spans.ts';
import { boundTo, type FeedDeps } from './feed.ts';
import { readCalendar } from './read-calendar.ts';
import { replaceBusy, takeDueFeed, type Feed } from './store.ts';

const EVERY_MS = 15 * 60_000;
const DAYS_AHEAD = 60;
const FETCH = { accept: 'text/calendar, text/plain;q=0.5, */*;q=0.1', maxBytes: 2_000_000, timeoutMs: 10_000 } as const;
const READ = { timeoutMs: 5_000 } as const;
/** In one round, so that a workspace of many people does not hold up the others. */
const MOST_AT_ONCE = 50;

/** Reads the calendars of one workspace that are due; gives how many. */
export async function fetchDueFeeds(deps: FeedDeps, tenantId: string): Promise<number> {
  for (let done = 0; done < MOST_AT_ONCE; done += 1) {
    const now = deps.now();
    const feed = await deps.database.inTenant(tenantId, (tx) => takeDueFeed(tx, tenantId, now, new Date(now.getTime() + EVERY_MS)));
    if (!feed) return done;
    await fetchFeed(deps, feed, now);
  }
  return MOST_AT_ONCE;
}

async function fetchFeed(deps: FeedDeps, feed: Feed & { email: string }, now: Date): Promise<void> {
  const { tenant_id: tenantId, member_id: memberId } = feed;
  try {
    const text = await deps.outbound.get(deps.secrets.open(feed.url_sealed, boundTo(tenantId, memberId)), FETCH);
    const until = now.getTime() + DAYS_AHEAD * 86_400_000;
    const answer = await readCalendar(text, { from: now.getTime(), until, timeZone: feed.time_zone, email: feed.email }, READ);
    if ('unreadable' in answer) throw new Error('There is no calendar at this address.');
    await keep(deps.database, feed, { spans: answer.spans, fetchedAt: now.toISOString() });
  } catch (error) {
    await keep(deps.database, feed, { error: sentenceOf(error) });
  }
}

/** A feed that was changed or removed while it was read keeps nothing of the old one. */
async function keep(database: Database, feed: Feed, result: { spans: readonly Span[]; fetchedAt: string } | { error: string }): Promise<void> {
  const { tenant_id: tenantId, member_id: memberId } = feed;
  await database.inTenant(tenantId, async (tx) => {
    const { numUpdatedRows } = await tx
      .updateTable('calendar_feed')
      .set('error' in result ? { last_error: result.error } : { last_error: null, fetched_at: result.fetchedAt })
      .where('tenant_id', '=', tenantId)
      .where('member_id', '=', memberId)
      .where('url_sealed', '=', feed.url_sealed)
      .executeTakeFirst();
    if (numUpdatedRows > 0n && 'spans' in result) await replaceBusy(tx, tenantId, memberId, result.spans);
  });
}

/** What other machines say of themselves goes to the log of nobody; the person gets one sentence. */
function sentenceOf(error: unknown): string {
  if (error instanceof Problem) return error.message;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code !== '') return `The address cannot be reached (${code.slice(0, 40)}).`;
  const text = error instanceof Error ? error.message : '';
  return /^[A-Z].*\.$/.test(text) ? text.slice(0, 200) : `The calendar cannot be read: ${text.slice(0, 200) || 'unknown reason'}.`;
}
