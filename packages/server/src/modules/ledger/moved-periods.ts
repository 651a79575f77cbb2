import type { Result } from '@entente/contracts';
import { addMonths } from '@entente/kernel';
import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';
import { movements } from './projection.ts';

type Period = Result<'ledger.periods'>['items'][number];

/** The latest months first; `before` leaves out a month and all after it, `month` asks for one. */
export async function movedPeriods(
  tx: Tx,
  tenantId: string,
  which: { readonly before: string | null; readonly month: string | null },
  limit: number,
): Promise<Period[]> {
  const { rows } = await sql<Omit<Period, 'bookedLater'>>`
    with moved as (select period as month, sum(entries)::bigint as entries from ${movements(tenantId)} m group by period)
    select coalesce(m.month, p.month) as month, coalesce(p.state, 'open') as state, coalesce(m.entries, 0)::bigint as entries, p.closing_by as "closingBy", p.closing_at as "closingAt",
      p.closed_by as "closedBy", p.closed_at as "closedAt", coalesce(p.version, 1) as version
    from moved m full join (select * from ledger_period where tenant_id = ${tenantId}::uuid) p on p.month = m.month
    where ${which.before === null ? sql`true` : sql`coalesce(m.month, p.month) < ${which.before}`} and ${which.month === null ? sql`true` : sql`coalesce(m.month, p.month) = ${which.month}`}
    order by 1 desc limit ${limit}`.execute(tx);
  if (rows.length === 0) return [];
  const first = rows.at(-1)?.month ?? '';
  const last = rows[0]?.month ?? '';
  const late = await sql<{ month: string; count: number }>`
    select to_char(t.fact_on, 'YYYY-MM') as month, count(*)::integer as count from ledger_transaction t
    where t.tenant_id = ${tenantId}::uuid and t.fact_on <> t.booked_on and t.fact_on >= ${`${first}-01`}::date and t.fact_on < ${addMonths(`${last}-01`, 1)}::date group by 1`.execute(
    tx,
  );
  const later = new Map(late.rows.map(({ month, count }) => [month, count]));
  return rows.map((row) => ({ ...row, bookedLater: later.get(row.month) ?? 0 }));
}
