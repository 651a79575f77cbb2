import { sql, type Selectable } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';
import type { CalendarFeedTable } from '../../platform/db/schema.ts';
import type { Span } from './domain/spans.ts';

export type Feed = Selectable<CalendarFeedTable>;
export type BusySpan = { readonly startsAt: string; readonly endsAt: string };

export const findFeed = (tx: Tx, tenantId: string, memberId: string): Promise<Feed | undefined> =>
  tx.selectFrom('calendar_feed').selectAll().where('tenant_id', '=', tenantId).where('member_id', '=', memberId).executeTakeFirst();

export async function countBusy(tx: Tx, tenantId: string, memberId: string, now: Date): Promise<number> {
  const { count } = await tx
    .selectFrom('busy_time')
    .select((e) => e.fn.countAll<number>().as('count'))
    .where('tenant_id', '=', tenantId)
    .where('member_id', '=', memberId)
    .where('ends_at', '>', now.toISOString())
    .executeTakeFirstOrThrow();
  return Number(count);
}

export async function busyBetween(tx: Tx, tenantId: string, memberIds: readonly string[], from: Date, until: Date): Promise<BusySpan[]> {
  if (memberIds.length === 0) return [];
  return tx
    .selectFrom('busy_time')
    .select(['starts_at as startsAt', 'ends_at as endsAt'])
    .where('tenant_id', '=', tenantId)
    .where('member_id', 'in', [...memberIds])
    .where('ends_at', '>', from.toISOString())
    .where('starts_at', '<', until.toISOString())
    .execute();
}

export async function replaceBusy(tx: Tx, tenantId: string, memberId: string, spans: readonly Span[]): Promise<void> {
  await deleteBusy(tx, tenantId, memberId);
  if (spans.length === 0) return;
  const at = (each: (span: Span) => number): string[] => spans.map((span) => new Date(each(span)).toISOString());
  await sql`
    insert into busy_time (tenant_id, member_id, starts_at, ends_at)
    select ${tenantId}, ${memberId}, s, e from unnest(${at((span) => span.startsAt)}::timestamptz[], ${at((span) => span.endsAt)}::timestamptz[]) as t (s, e)`.execute(
    tx,
  );
}

export const deleteBusy = (tx: Tx, tenantId: string, memberId: string) =>
  tx.deleteFrom('busy_time').where('tenant_id', '=', tenantId).where('member_id', '=', memberId).execute();

/** Takes the next feed that is due and moves its clock on, so that of several workers one reads it. Feeds of former members go. */
export async function takeDueFeed(tx: Tx, tenantId: string, now: Date, nextAt: Date): Promise<(Feed & { email: string }) | null> {
  await sql`delete from calendar_feed f using membership m
    where f.tenant_id = ${tenantId} and m.tenant_id = f.tenant_id and m.id = f.member_id and m.status = 'ended'`.execute(tx);
  const due = await tx
    .selectFrom('calendar_feed')
    .select('member_id')
    .where('tenant_id', '=', tenantId)
    .where('next_fetch_at', '<=', now.toISOString())
    .orderBy('next_fetch_at')
    .limit(1)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
  if (!due) return null;
  const feed = await tx
    .updateTable('calendar_feed')
    .set({ next_fetch_at: nextAt.toISOString() })
    .where('tenant_id', '=', tenantId)
    .where('member_id', '=', due.member_id)
    .returningAll()
    .executeTakeFirstOrThrow();
  const { email } = await tx
    .selectFrom('membership as m')
    .innerJoin('user as u', 'u.id', 'm.user_id')
    .select('u.email')
    .where('m.tenant_id', '=', tenantId)
    .where('m.id', '=', due.member_id)
    .executeTakeFirstOrThrow();
  return { ...feed, email };
}
