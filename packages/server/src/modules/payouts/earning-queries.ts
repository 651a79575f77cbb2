import type { Parsed, Result } from '@entente/contracts';
import { majorOf, notFound, placeIn, Problem } from '@entente/kernel';
import { sql, type RawBuilder } from 'kysely';
import { requireScope, type Context } from '../../platform/context.ts';
import { writeCsvRow } from '../../platform/csv.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { WorkingDeps } from './context.ts';
import { pageOf } from './payout-queries.ts';

export type EarningView = Result<'earnings.list'>['items'][number];
export type EarningDetail = Result<'earnings.get'>;
type Filter = Parsed<'earnings.export'>['query'];

const MOST_EXPORTED = 50_000;
const columns = sql.raw(`e.id, e.key, e.kind, e.state, e.partner_id as "partnerId", partner.name as "partnerName", e.person_id as "personId",
  (select u.name from membership m join "user" u on u.id = m.user_id where m.tenant_id = e.tenant_id and m.id = e.person_id) as "personName",
  e.deal_id as "dealId", deal.number as "dealNumber", deal.name as "dealName", e.amount_minor as "amountMinor", e.currency, e.earned_on as "earnedOn", e.held_until as "heldUntil",
  case when e.state = 'held' then coalesce(e.hold_reason, 'Held until ' || e.held_until) end as "holdReason", e.title, e.reverses_id as "reversesId", e.dispute_id as "disputeId",
  l.payout_id as "payoutId", l.run_id as "runId", e.created_at as "createdAt", e.version`);
const source =
  sql.raw(`earning e join partner on partner.tenant_id = e.tenant_id and partner.id = e.partner_id left join deal on deal.tenant_id = e.tenant_id and deal.id = e.deal_id
  left join lateral (select l.payout_id, p.run_id from payout_line l join payout p on p.tenant_id = l.tenant_id and p.id = l.payout_id
    where l.tenant_id = e.tenant_id and l.earning_id = e.id and l.active) l on true`);

export async function readEarnings(tx: Tx, tenantId: string, where: RawBuilder<unknown>, order: RawBuilder<unknown>, limit: number): Promise<EarningView[]> {
  const { rows } =
    await sql<EarningView>`select ${columns} from ${source} where e.tenant_id = ${tenantId}::uuid ${where} order by ${order} limit ${limit}`.execute(tx);
  return rows;
}

const like = (q: string): string => `%${q.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
export const linesOfPayout = (payoutId: string): RawBuilder<unknown> =>
  sql`and e.id in (select earning_id from payout_line where payout_line.tenant_id = e.tenant_id and payout_line.payout_id = ${payoutId}::uuid)`;
export function conditionOf(filter: Filter): RawBuilder<unknown> {
  const parts = [
    filter.state === undefined ? null : sql`and e.state = ${filter.state}`,
    filter.kind === undefined ? null : sql`and e.kind = ${filter.kind}`,
    filter.partnerId === undefined ? null : sql`and e.partner_id = ${filter.partnerId}::uuid`,
    filter.dealId === undefined ? null : sql`and e.deal_id = ${filter.dealId}::uuid`,
    filter.currency === undefined ? null : sql`and e.currency = ${filter.currency}`,
    filter.from === undefined ? null : sql`and e.earned_on >= ${filter.from}::date`,
    filter.to === undefined ? null : sql`and e.earned_on <= ${filter.to}::date`,
    filter.payoutId === undefined ? null : linesOfPayout(filter.payoutId),
    filter.runId === undefined
      ? null
      : sql`and e.id in (select pl.earning_id from payout_line pl join payout p on p.tenant_id = pl.tenant_id and p.id = pl.payout_id where pl.tenant_id = e.tenant_id and p.run_id = ${filter.runId}::uuid)`,
    filter.q ? sql`and (e.title ilike ${like(filter.q)} or partner.name ilike ${like(filter.q)} or deal.name ilike ${like(filter.q)})` : null,
  ];
  return sql.join(
    parts.filter((part) => part !== null),
    sql` `,
  );
}

export const EARNED_ORDER = sql`e.earned_on desc, e.id desc`;
export function listEarnings(deps: WorkingDeps, context: Context, query: Parsed<'earnings.list'>['query']): Promise<Result<'earnings.list'>> {
  requireScope(context, 'payouts:read');
  const byAmount = query.sort === 'amount';
  const after = placeIn(query.cursor, byAmount ? 'number' : 'day');
  const place =
    after === null
      ? sql``
      : byAmount
        ? sql`and (e.amount_minor, e.id) < (${after.sort}::bigint, ${after.id}::uuid)`
        : sql`and (e.earned_on, e.id) < (${after.sort}::date, ${after.id}::uuid)`;
  return deps.database.reading(context.tenantId, async (tx) => {
    const rows = await readEarnings(
      tx,
      context.tenantId,
      sql`${conditionOf(query)} ${place}`,
      byAmount ? sql`e.amount_minor desc, e.id desc` : EARNED_ORDER,
      query.limit + 1,
    );
    return pageOf(rows, query.limit, (row) => (byAmount ? row.amountMinor : row.earnedOn));
  });
}

export async function earningDetail(tx: Tx, tenantId: string, id: string, where: RawBuilder<unknown> = sql``): Promise<EarningDetail> {
  const [earning] = await readEarnings(tx, tenantId, sql`and e.id = ${id}::uuid ${where}`, sql`e.id`, 1);
  if (!earning) throw notFound('earning');
  const { rows } = await sql<{ sourceType: string; sourceId: string; explanation: EarningDetail['explanation'] }>`
    select e.source_type as "sourceType", e.source_id as "sourceId", x.explanation from earning e join earning_explanation x on x.tenant_id = e.tenant_id and x.earning_id = e.id
    where e.tenant_id = ${tenantId}::uuid and e.id = ${id}::uuid`.execute(tx);
  const reversals = await readEarnings(tx, tenantId, sql`and e.reverses_id = ${id}::uuid`, EARNED_ORDER, 200);
  const [more] = rows;
  if (!more) throw notFound('earning');
  return {
    ...earning,
    source: { type: more.sourceType, id: more.sourceId },
    explanation: more.explanation,
    reversals: reversals.map(({ id: own, amountMinor, currency, earnedOn, title, state }) => ({ id: own, amountMinor, currency, earnedOn, title, state })),
  };
}
export function getEarning(deps: WorkingDeps, context: Context, id: string): Promise<EarningDetail> {
  requireScope(context, 'payouts:read');
  return deps.database.reading(context.tenantId, (tx) => earningDetail(tx, context.tenantId, id));
}

export function earningFigures(deps: WorkingDeps, context: Context, query: Parsed<'earnings.figures'>['query']): Promise<Result<'earnings.figures'>> {
  requireScope(context, 'payouts:read');
  const { tenantId } = context;
  return deps.database.reading(tenantId, async (tx) => {
    const { rows } = await sql<Result<'earnings.figures'>['rows'][number]>`
      select state, currency, sum(amount_minor)::bigint as "amountMinor", count(*)::integer as count from earning
      where tenant_id = ${tenantId}::uuid ${query.partnerId === undefined ? sql`` : sql`and partner_id = ${query.partnerId}::uuid`} ${query.dealId === undefined ? sql`` : sql`and deal_id = ${query.dealId}::uuid`}
      group by 1, 2 order by 2, 1`.execute(tx);
    const open = await sql<{ count: number }>`
      select count(*)::integer as count from earning_dispute where tenant_id = ${tenantId}::uuid and state = 'open' ${query.partnerId === undefined ? sql`` : sql`and partner_id = ${query.partnerId}::uuid`}`.execute(
      tx,
    );
    return { rows, openDisputes: open.rows[0]?.count ?? 0 };
  });
}

const HEAD = ['Id', 'Earned on', 'State', 'Kind', 'Partner', 'Person', 'Deal', 'Title', 'Amount', 'Currency', 'Held until', 'Takes back', 'Key'];
export const earningCells = (row: EarningView): string[] => [
  row.id,
  row.earnedOn,
  row.state,
  row.kind,
  row.partnerName,
  row.personName ?? '',
  row.dealNumber === null ? '' : `${row.dealNumber} ${row.dealName ?? ''}`.trim(),
  row.title,
  majorOf(row.amountMinor, row.currency),
  row.currency,
  row.heldUntil ?? '',
  row.reversesId ?? '',
  row.key,
];
export const csvOf = (rows: readonly (readonly string[])[]): string => rows.map((row) => writeCsvRow(row)).join('');

export function exportEarnings(deps: WorkingDeps, context: Context, query: Filter): Promise<Result<'earnings.export'>> {
  requireScope(context, 'payouts:read');
  return deps.database.reading(context.tenantId, async (tx) => {
    const rows = await readEarnings(tx, context.tenantId, conditionOf(query), EARNED_ORDER, MOST_EXPORTED + 1);
    if (rows.length > MOST_EXPORTED)
      throw new Problem('conflict', `More than ${MOST_EXPORTED.toLocaleString('en')} earnings fit. Narrow them by days, partner or state.`, {
        reason: 'too_many',
      });
    return { fileName: 'earnings.csv', mediaType: 'text/csv', text: csvOf([HEAD, ...rows.map(earningCells)]) };
  });
}
