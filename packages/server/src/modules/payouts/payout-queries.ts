import type { Parsed, Result } from '@entente/contracts';
import { encodeCursor, notFound, placeIn } from '@entente/kernel';
import { sql, type RawBuilder } from 'kysely';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { WorkingDeps } from './context.ts';
import { readRun } from './run-store.ts';

export type PayoutView = Result<'payouts.get'>;
type DocumentView = Result<'payouts.documents'>['items'][number];

const columns =
  sql.raw(`p.id, p.run_id as "runId", r.number as "runNumber", p.partner_id as "partnerId", partner.name as "partnerName", p.currency, p.state, p.amount_minor as "amountMinor",
  p.earned_minor as "earnedMinor", p.taken_back_minor as "takenBackMinor", p.lines, p.reason, p.gates, p.bank_mask as bank, p.document_id as "documentId", d.number as "documentNumber",
  p.released_at as "releasedAt", p.sent_at as "sentAt", p.paid_on as "paidOn", p.returned_on as "returnedOn", p.return_reason as "returnReason", p.version`);
const source =
  sql.raw(`payout p join payout_run r on r.tenant_id = p.tenant_id and r.id = p.run_id join partner on partner.tenant_id = p.tenant_id and partner.id = p.partner_id
  left join self_billing_document d on d.tenant_id = p.tenant_id and d.id = p.document_id`);

export async function readPayouts(tx: Tx, tenantId: string, where: RawBuilder<unknown>, order: RawBuilder<unknown>, limit: number): Promise<PayoutView[]> {
  const { rows } =
    await sql<PayoutView>`select ${columns} from ${source} where p.tenant_id = ${tenantId}::uuid ${where} order by ${order} limit ${limit}`.execute(tx);
  return rows;
}
export async function readPayout(tx: Tx, tenantId: string, id: string, where: RawBuilder<unknown> = sql``): Promise<PayoutView> {
  const [payout] = await readPayouts(tx, tenantId, sql`and p.id = ${id}::uuid ${where}`, sql`p.id`, 1);
  if (!payout) throw notFound('payout');
  return payout;
}
export function getPayout(deps: WorkingDeps, context: Context, id: string): Promise<PayoutView> {
  requireScope(context, 'payouts:read');
  return deps.database.reading(context.tenantId, (tx) => readPayout(tx, context.tenantId, id));
}

const like = (q: string): string => `%${q.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
export function payoutsOfRun(
  deps: WorkingDeps,
  context: Context,
  runId: string,
  query: Parsed<'payoutRuns.payouts'>['query'],
): Promise<Result<'payoutRuns.payouts'>> {
  requireScope(context, 'payouts:read');
  const after = placeIn(query.cursor, 'number');
  return deps.database.reading(context.tenantId, async (tx) => {
    await readRun(tx, context.tenantId, runId);
    const items = await readPayouts(
      tx,
      context.tenantId,
      sql`and p.run_id = ${runId}::uuid ${query.state === undefined ? sql`` : sql`and p.state = ${query.state}`} ${query.currency === undefined ? sql`` : sql`and p.currency = ${query.currency}`}
        ${query.q ? sql`and partner.name ilike ${like(query.q)}` : sql``} ${after === null ? sql`` : sql`and (p.amount_minor, p.id) < (${after.sort}::bigint, ${after.id}::uuid)`}`,
      sql`p.amount_minor desc, p.id desc`,
      query.limit + 1,
    );
    return pageOf(items, query.limit, ({ amountMinor }) => amountMinor);
  });
}
export function listPayouts(deps: WorkingDeps, context: Context, query: Parsed<'payouts.list'>['query']): Promise<Result<'payouts.list'>> {
  requireScope(context, 'payouts:read');
  const after = placeIn(query.cursor, 'id');
  return deps.database.reading(context.tenantId, async (tx) => {
    const items = await readPayouts(
      tx,
      context.tenantId,
      sql`${query.partnerId === undefined ? sql`` : sql`and p.partner_id = ${query.partnerId}::uuid`} ${query.state === undefined ? sql`` : sql`and p.state = ${query.state}`}
        ${query.currency === undefined ? sql`` : sql`and p.currency = ${query.currency}`} ${after === null ? sql`` : sql`and p.id < ${after.id}::uuid`}`,
      sql`p.id desc`,
      query.limit + 1,
    );
    return pageOf(items, query.limit, () => null);
  });
}
export function pageOf<Item extends { readonly id: string }>(
  rows: readonly Item[],
  limit: number,
  sortOf: (item: Item) => string | number | null,
): { items: Item[]; nextCursor: string | null } {
  const items = rows.slice(0, limit);
  const last = rows.length > limit ? items.at(-1) : undefined;
  return { items, nextCursor: last ? encodeCursor({ sort: sortOf(last), id: last.id }) : null };
}

export async function readDocuments(tx: Tx, tenantId: string, where: RawBuilder<unknown>, limit: number): Promise<DocumentView[]> {
  const { rows } = await sql<DocumentView>`
    select d.id, d.number, d.year, d.kind, d.payout_id as "payoutId", d.partner_id as "partnerId", partner.name as "partnerName", d.currency, d.amount_minor as "amountMinor", d.issued_on as "issuedOn", d.corrects, d.language
    from self_billing_document d join partner on partner.tenant_id = d.tenant_id and partner.id = d.partner_id where d.tenant_id = ${tenantId}::uuid ${where} order by d.id desc limit ${limit}`.execute(
    tx,
  );
  return rows;
}
export function listDocuments(deps: WorkingDeps, context: Context, query: Parsed<'payouts.documents'>['query']): Promise<Result<'payouts.documents'>> {
  requireScope(context, 'payouts:read');
  const after = placeIn(query.cursor, 'id');
  return deps.database.reading(context.tenantId, async (tx) => {
    const rows = await readDocuments(
      tx,
      context.tenantId,
      sql`${query.partnerId === undefined ? sql`` : sql`and d.partner_id = ${query.partnerId}::uuid`} ${query.year === undefined ? sql`` : sql`and d.year = ${query.year}`}
        ${after === null ? sql`` : sql`and d.id < ${after.id}::uuid`}`,
      query.limit + 1,
    );
    return pageOf(rows, query.limit, () => null);
  });
}
