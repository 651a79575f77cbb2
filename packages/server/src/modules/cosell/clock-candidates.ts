import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';
import type { ClockTrigger } from './domain/play.ts';
import type { ClockFacts } from './domain/trigger.ts';
import type { CosellPorts, UsageMove } from './ports.ts';

const DAY_MS = 86_400_000;
type Row = {
  id: string;
  status: string;
  amount_minor: number | null;
  currency: string;
  close_on: string | null;
  last_activity_at: string;
  created_at: string;
  opened_on: string | null;
  partners: number;
  renews_on: string | null;
  percent: number | null;
  period: string | null;
};
export type CandidateQuery = {
  readonly clock: ClockTrigger;
  readonly now: Date;
  /** The deal of the page before; candidates come in order of id. */
  readonly after: string | null;
  readonly limit: number;
  /** Leaves out deals on which this play runs, or began within a month. */
  readonly notLatelyIn?: string;
  /** For usage: only of these accounts. */
  readonly accountIds?: readonly string[];
};

/** Deals on which a clock may have come true, with what decides it. A little more than what fires; the domain has the last word. */
export async function clockCandidates(tx: Tx, ports: CosellPorts, tenantId: string, query: CandidateQuery): Promise<ClockFacts[]> {
  const { clock, now } = query;
  const at = now.toISOString();
  const today = at.slice(0, 10);
  const { days = 0, amountMinor = 0 } = clock;
  const renewal = sql`(d.closed_on + make_interval(months => l.term_months))::date`;
  const ofLines = sql`from deal_line l where l.tenant_id = d.tenant_id and l.deal_id = d.id and l.term_months is not null and ${renewal} >= ${today}::date`;
  const until = new Date(now.getTime() + days * DAY_MS).toISOString().slice(0, 10);
  const due = {
    stalled: sql`d.status = 'open' and d.last_activity_at <= ${new Date(now.getTime() - days * DAY_MS).toISOString()}`,
    close_slipped: sql`d.status = 'open' and d.close_on < ${today}`,
    high_value_without_partner: sql`d.status = 'open' and d.partner_ids = '{}' and d.amount_minor >= ${amountMinor}`,
    renewal: sql`d.status = 'won' and d.closed_on is not null and exists (select 1 ${ofLines} and ${renewal} <= ${until}::date)`,
    usage: sql`d.status in ('open', 'won')`,
  }[clock.check];
  const moves = clock.check === 'usage' ? await strongMoves(tx, ports, tenantId, query) : null;
  if (moves?.length === 0) return [];
  const { rows } = await sql<Row>`
    select d.id, d.status, d.amount_minor, d.currency, d.close_on, d.last_activity_at, d.created_at, d.opened_on, cardinality(d.partner_ids) as partners,
      ${clock.check === 'renewal' ? sql`(select min(${renewal})::text ${ofLines})` : sql`null`} as renews_on, ${moves ? sql`m.percent, m.period` : sql`null as percent, null as period`}
    from deal d ${moves ? sql`join (${dealsOfMoves(tenantId, moves)}) m on m.deal_id = d.id` : sql``}
    where d.tenant_id = ${tenantId} and ${due} ${query.after === null ? sql`` : sql`and d.id > ${query.after}::uuid`} ${
      query.notLatelyIn === undefined
        ? sql``
        : sql`and not exists (select 1 from play_run r where r.tenant_id = d.tenant_id and r.deal_id = d.id and r.play_id = ${query.notLatelyIn} and (r.status in ('running', 'waiting') or r.started_at > ${new Date(now.getTime() - 30 * DAY_MS).toISOString()}))`
    }
    order by d.id limit ${query.limit}`.execute(tx);
  return rows.map((row) => ({
    dealId: row.id,
    isOpen: row.status === 'open',
    amountMinor: row.amount_minor ?? 0,
    currency: row.currency,
    closeOn: row.close_on,
    lastActivityAt: row.last_activity_at,
    openedAt: row.opened_on ?? row.created_at,
    participants: row.partners,
    renewsOn: row.renews_on,
    usageChangePercent: row.percent,
    usagePeriod: row.period,
  }));
}

async function strongMoves(tx: Tx, ports: CosellPorts, tenantId: string, { clock, now, accountIds }: CandidateQuery): Promise<UsageMove[]> {
  const { percent = 0 } = clock;
  const moves = await ports.usageMoves(tx, tenantId, now);
  return moves.filter(
    (move) =>
      (percent < 0 ? move.percent <= percent : move.percent >= percent) &&
      (accountIds === undefined || accountIds.some((accountId) => accountId === move.accountId)),
  );
}

/** One deal for each account and product: the open one with the product that moved last, else the latest won. Of several moves the largest counts. */
const dealsOfMoves = (tenantId: string, moves: readonly UsageMove[]) => sql`
  select distinct on (x.id) x.id as deal_id, m.percent, m.period
  from jsonb_to_recordset(${JSON.stringify(moves)}::jsonb) as m("accountId" uuid, "productId" uuid, percent double precision, period text)
  cross join lateral (
    select o.id from deal o where o.tenant_id = ${tenantId}::uuid and o.account_id = m."accountId" and o.status in ('open', 'won')
      and exists (select 1 from deal_line l where l.tenant_id = o.tenant_id and l.deal_id = o.id and l.product_id = m."productId")
    order by o.status = 'open' desc, o.last_activity_at desc, o.id limit 1
  ) x
  order by x.id, abs(m.percent) desc`;
