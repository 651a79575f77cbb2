import type { Parsed, Result } from '@entente/contracts';
import { isTimeZone, Problem } from '@entente/kernel';
import { recordChange } from '../../platform/change.ts';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import type { Outbound } from '../../platform/outbound/index.ts';
import type { Secrets } from '../../platform/secrets.ts';
import { masked, plainAddress } from './domain/address.ts';
import { countBusy, deleteBusy, findFeed } from './store.ts';

export type FeedDeps = { readonly database: Database; readonly secrets: Secrets; readonly outbound: Outbound; readonly now: () => Date };
type Shown = NonNullable<Result<'calendar.get'>>;

/** The record a sealed address belongs to. */
export const boundTo = (tenantId: string, memberId: string): string => `calendar_feed ${tenantId} ${memberId}`;

/** A calendar is a person's; an API key has none. */
function ownerOf(context: Context): string {
  requireScope(context, 'workspace:read');
  if (context.actor.memberId === null) throw new Problem('not_allowed', 'Only a person has a calendar.');
  return context.actor.memberId;
}

export function getFeed({ database }: FeedDeps, context: Context): Promise<Result<'calendar.get'>> {
  const memberId = ownerOf(context);
  return database.inTenant(context.tenantId, (tx) => shownFeed(tx, context, memberId));
}

/** What was known of another address is forgotten at once; the new one is read by the worker within a moment. */
export async function setFeed(deps: FeedDeps, context: Context, { body }: Parsed<'calendar.set'>): Promise<Shown> {
  const memberId = ownerOf(context);
  const { tenantId } = context;
  if (!isTimeZone(body.timeZone))
    throw new Problem('invalid_input', 'This time zone is not known.', {
      fields: [{ path: 'timeZone', code: 'unknown', sentence: 'This time zone is not known.' }],
    });
  const url = plainAddress(body.url);
  // Outside the transaction: looking a name up may take a while.
  await deps.outbound.check(url);
  return deps.database.inTenant(tenantId, async (tx) => {
    const at = context.now.toISOString();
    const values = {
      url_sealed: deps.secrets.seal(url, boundTo(tenantId, memberId)),
      url_shown: masked(url),
      time_zone: body.timeZone,
      set_at: at,
      next_fetch_at: at,
      fetched_at: null,
      last_error: null,
    };
    await tx
      .insertInto('calendar_feed')
      .values({ tenant_id: tenantId, member_id: memberId, ...values })
      .onConflict((conflict) => conflict.columns(['tenant_id', 'member_id']).doUpdateSet(values))
      .execute();
    await deleteBusy(tx, tenantId, memberId);
    await recordChange(tx, context, {
      operation: 'calendar.set',
      recordType: 'member',
      recordId: memberId,
      after: { calendar: values.url_shown, timeZone: body.timeZone },
    });
    const shown = await shownFeed(tx, context, memberId);
    if (!shown) throw new Error('the calendar that was just set is not there');
    return shown;
  });
}

export function removeFeed({ database }: FeedDeps, context: Context): Promise<Result<'calendar.remove'>> {
  const memberId = ownerOf(context);
  const { tenantId } = context;
  return database.inTenant(tenantId, async (tx) => {
    const feed = await findFeed(tx, tenantId, memberId);
    if (!feed) return {};
    await tx.deleteFrom('calendar_feed').where('tenant_id', '=', tenantId).where('member_id', '=', memberId).execute();
    await recordChange(tx, context, { operation: 'calendar.remove', recordType: 'member', recordId: memberId, before: { calendar: feed.url_shown } });
    return {};
  });
}

async function shownFeed(tx: Tx, { tenantId, now }: Context, memberId: string): Promise<Shown | null> {
  const feed = await findFeed(tx, tenantId, memberId);
  if (!feed) return null;
  return {
    urlShown: feed.url_shown,
    timeZone: feed.time_zone,
    setAt: feed.set_at,
    fetchedAt: feed.fetched_at,
    lastError: feed.last_error,
    busyCount: await countBusy(tx, tenantId, memberId, now),
  };
}
