import type { Result } from '@entente/contracts';
import type { DealStage } from '@entente/kernel';
import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import type { DealsPorts } from './ports.ts';
import { day } from './store.ts';
import { figuresOf } from './summary.ts';

type Overview = Result<'overview.get'>;
const KEPT_MS = 15_000;
const STALLED_DAYS = 14;
const PARTNERS_SHOWN = 8;
const DAY_MS = 86_400_000;

/** The figures of a workspace, computed at most every 15 seconds; `asOf` says when. */
export function createOverview(database: Database, ports: DealsPorts): (context: Context) => Promise<Overview> {
  const kept = new Map<string, { at: number; value: Promise<Overview> }>();
  return (context) => {
    const now = context.now.getTime();
    const known = kept.get(context.tenantId);
    if (known && now - known.at < KEPT_MS && now >= known.at) return known.value;
    const value = database.inTenant(context.tenantId, (tx) => computeOverview(tx, context, ports));
    kept.set(context.tenantId, { at: now, value });
    // A failure is told to those who asked and is not kept.
    value.catch(() => kept.delete(context.tenantId));
    return value;
  };
}

type OpenSum = { stage: DealStage; currency: string; count: number; amountMinor: number; without: number; stalled: number; slipped: number };
type WonSum = { month: string; currency: string; with: number; without: number; recent: number; recentWith: number; recentAmount: number };

async function computeOverview(tx: Tx, context: Context, ports: DealsPorts): Promise<Overview> {
  const tenant = context.tenantId;
  const at = (days: number): string => new Date(context.now.getTime() - days * DAY_MS).toISOString();
  const today = day(context.now);
  const ninetyDays = at(90).slice(0, 10);
  const firstMonth = new Date(Date.UTC(context.now.getUTCFullYear(), context.now.getUTCMonth() - 11, 1)).toISOString().slice(0, 10);
  const open = await sql<OpenSum>`
    select stage, currency, count(*) as count, coalesce(sum(amount_minor), 0)::bigint as "amountMinor", count(*) filter (where partner_ids = '{}') as without,
      count(*) filter (where last_activity_at < ${at(STALLED_DAYS)}::timestamptz) as stalled, count(*) filter (where close_on < ${today}::date) as slipped
    from deal where tenant_id = ${tenant}::uuid and status = 'open' group by stage, currency`.execute(tx);
  const won = await sql<WonSum>`
    select to_char(closed_on, 'YYYY-MM') as month, currency, count(*) filter (where partner_ids <> '{}') as with, count(*) filter (where partner_ids = '{}') as without,
      count(*) filter (where closed_on >= ${ninetyDays}::date) as recent, count(*) filter (where closed_on >= ${ninetyDays}::date and partner_ids <> '{}') as "recentWith", coalesce(sum(amount_minor) filter (where closed_on >= ${ninetyDays}::date), 0)::bigint as "recentAmount"
    from deal where tenant_id = ${tenant}::uuid and status = 'won' and closed_on >= ${firstMonth}::date and closed_on <= ${today}::date group by 1, 2`.execute(
    tx,
  );
  const moving = await sql<Overview['partnersMoving'][number]>`
    select t.partner_id as "partnerId", p.name, t.now_count as "touchesNow", t.before_count as "touchesBefore" from (
      select partner_id, count(*) filter (where at >= ${at(30)}::timestamptz) as now_count, count(*) filter (where at < ${at(30)}::timestamptz) as before_count from touch
      where tenant_id = ${tenant}::uuid and partner_id is not null and at >= ${at(60)}::timestamptz and at <= ${context.now.toISOString()}::timestamptz group by partner_id
    ) t join partner p on p.tenant_id = ${tenant}::uuid and p.id = t.partner_id
    order by abs(t.now_count - t.before_count) desc, t.now_count desc, p.name limit ${PARTNERS_SHOWN}`.execute(tx);
  const work = await ports.workFigures(tx, context);
  const figures = figuresOf(open.rows);
  const sum = <Row>(rows: readonly Row[], of: (row: Row) => number): number => rows.reduce((all, row) => all + of(row), 0);
  const wonTotals = new Map<string, number>();
  for (const row of won.rows) if (row.recent > 0) wonTotals.set(row.currency, (wonTotals.get(row.currency) ?? 0) + row.recentAmount);
  return {
    asOf: context.now.toISOString(),
    open: { count: figures.count, totals: figures.totals },
    wonLast90Days: {
      count: sum(won.rows, (row) => row.recent),
      withPartner: sum(won.rows, (row) => row.recentWith),
      totals: [...wonTotals].map(([currency, amountMinor]) => ({ currency, amountMinor })).sort((a, b) => b.amountMinor - a.amountMinor),
    },
    withoutPartner: { count: sum(open.rows, (row) => row.without) },
    stalled: { count: sum(open.rows, (row) => row.stalled), days: STALLED_DAYS },
    closeSlipped: { count: sum(open.rows, (row) => row.slipped) },
    ...work,
    byStage: figures.byStage,
    wonByMonth: monthsFrom(firstMonth).map((month) => {
      const rows = won.rows.filter((row) => row.month === month);
      return { month, withPartner: sum(rows, (row) => row.with), withoutPartner: sum(rows, (row) => row.without) };
    }),
    partnersMoving: moving.rows,
  };
}

function monthsFrom(first: string): string[] {
  const start = new Date(`${first}T00:00:00Z`);
  return Array.from({ length: 12 }, (_, index) => new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + index, 1)).toISOString().slice(0, 7));
}
