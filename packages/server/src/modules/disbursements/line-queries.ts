import type { Parsed, Result } from '@entente/contracts';
import { encodeCursor, notFound, placeIn } from '@entente/kernel';
import { sql } from 'kysely';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { DisbursementsDeps } from './context.ts';
import type { StoredLine } from './domain/billing-line.ts';
import { rankCandidates } from './domain/candidates.ts';
import { sourceColumns, type Source } from './import-store.ts';

const lineQuery = sql`
  select l.id, s.marketplace, l.action, l.kind, l.transaction_type as "transactionType", l.amount_minor as "amountMinor", l.currency, l.counts, l.occurred_at as "occurredAt",
    l.invoice_key as "invoiceKey", l.agreement_key as "agreementKey", l.offer_key as "offerKey", l.disbursement_key as "disbursementKey", l.buyer_name as "buyerName",
    m.state, m.by_hand as "byHand", m.agreement_id as "agreementId", m.offer_id as "offerId", m.deal_id as "dealId", d.number as "dealNumber", d.name as "dealName", m.note, m.matched_by as "matchedBy"
  from billing_line l join billing_source s on s.tenant_id = l.tenant_id and s.id = l.source_id join billing_match m on m.tenant_id = l.tenant_id and m.line_id = l.id
    left join deal d on d.tenant_id = m.tenant_id and d.id = m.deal_id`;

export async function readLine(tx: Tx, tenantId: string, id: string): Promise<StoredLine> {
  const { rows } = await sql<StoredLine>`${lineQuery} where l.tenant_id = ${tenantId}::uuid and l.id = ${id}::uuid`.execute(tx);
  if (!rows[0]) throw notFound('billing line');
  return rows[0];
}

export function listLines(
  { database }: DisbursementsDeps,
  context: Context,
  query: Parsed<'disbursements.lines'>['query'],
): Promise<Result<'disbursements.lines'>> {
  requireScope(context, 'disbursements:read');
  const { tenantId } = context;
  const place = placeIn(query.cursor, 'id');
  return database.reading(tenantId, async (tx) => {
    const { rows } = await sql<StoredLine>`
      ${lineQuery} where l.tenant_id = ${tenantId}::uuid
        ${query.state === undefined ? sql`` : sql`and m.state = ${query.state}`}
        ${query.dealId === undefined ? sql`` : sql`and m.deal_id = ${query.dealId}::uuid`}
        ${query.agreementId === undefined ? sql`` : sql`and m.agreement_id = ${query.agreementId}::uuid`}
        ${
          query.disbursementId === undefined
            ? sql``
            : sql`and exists (select from disbursement p where p.tenant_id = l.tenant_id and p.id = ${query.disbursementId}::uuid and p.source_id = l.source_id and p.key = l.disbursement_key and p.currency = l.currency)`
        }
        ${place === null ? sql`` : sql`and l.id < ${place.id}::uuid`}
      order by l.id desc limit ${query.limit + 1}`.execute(tx);
    const items = rows.slice(0, query.limit);
    const last = rows.length > query.limit ? items.at(-1) : undefined;
    return { items, nextCursor: last ? encodeCursor({ sort: null, id: last.id }) : null };
  });
}

export function readCandidates({ database, ports }: DisbursementsDeps, context: Context, id: string): Promise<Result<'disbursements.candidates'>> {
  requireScope(context, 'disbursements:read');
  const { tenantId } = context;
  return database.reading(tenantId, async (tx) => {
    const line = await readLine(tx, tenantId, id);
    if (line.kind === 'payout') return { candidates: [] };
    const { rows } = await sql<{ connectionId: string | null; marketplace: string; buyerAccount: string | null; productKey: string | null }>`
      select s.connection_id as "connectionId", s.marketplace, l.buyer_account as "buyerAccount", l.product_key as "productKey"
      from billing_line l join billing_source s on s.tenant_id = l.tenant_id and s.id = l.source_id where l.tenant_id = ${tenantId}::uuid and l.id = ${id}::uuid`.execute(
      tx,
    );
    const [of] = rows;
    if (!of) throw notFound('billing line');
    const { connectionId, marketplace, buyerAccount, productKey } = of;
    const near = { buyerAccount, buyerName: line.buyerName, productKey, amountMinor: line.amountMinor, currency: line.currency };
    const source = { connectionId, marketplace };
    const named = line.offerKey === null ? [] : await ports.agreements(tx, tenantId, { source, keys: [], offerKeys: [line.offerKey] });
    const agreements = new Map([...named, ...(await ports.agreements(tx, tenantId, { source, near }))].map((each) => [each.id, each]));
    const ranked = rankCandidates({ ...line, buyerAccount, productKey }, [...agreements.values()]);
    const dealIds = ranked.flatMap(({ agreement }) => agreement.dealId ?? []);
    const deals = new Map(
      (
        await sql<{
          id: string;
          number: number;
          name: string;
        }>`select id, number, name from deal where tenant_id = ${tenantId}::uuid and id = any(${dealIds}::uuid[])`.execute(tx)
      ).rows.map((deal) => [deal.id, deal]),
    );
    return {
      candidates: ranked.map(({ agreement, score, reasons }) => {
        const deal = agreement.dealId === null ? undefined : deals.get(agreement.dealId);
        return {
          agreementId: agreement.id,
          agreementKey: agreement.key,
          dealId: deal?.id ?? null,
          dealNumber: deal?.number ?? null,
          dealName: deal?.name ?? null,
          buyerName: agreement.buyerName,
          score,
          reasons: [...reasons],
        };
      }),
    };
  });
}

type SourceRow = Result<'disbursements.sources'>['items'][number];
export async function shapeSource(tx: Tx, tenantId: string, source: Source): Promise<SourceRow> {
  const { rows } = await sql<{ lines: number; unmatched: number }>`
    select count(*)::integer as lines, count(*) filter (where m.state = 'unmatched')::integer as unmatched
    from billing_line l join billing_match m on m.tenant_id = l.tenant_id and m.line_id = l.id where l.tenant_id = ${tenantId}::uuid and l.source_id = ${source.id}::uuid`.execute(
    tx,
  );
  return {
    id: source.id,
    marketplace: source.marketplace,
    connectionId: source.connectionId,
    lines: rows[0]?.lines ?? 0,
    unmatched: rows[0]?.unmatched ?? 0,
    readAt: source.readAt,
    nextReadAt: source.nextReadAt,
    sentence: source.lastError,
    mapping: source.mapping === null ? null : { ...source.mapping },
  };
}

export function listSources(
  { database }: DisbursementsDeps,
  context: Context,
  query: Parsed<'disbursements.sources'>['query'],
): Promise<Result<'disbursements.sources'>> {
  requireScope(context, 'disbursements:read');
  const { tenantId } = context;
  const place = placeIn(query.cursor, 'id');
  return database.reading(tenantId, async (tx) => {
    const { rows } = await sql<Source>`
      select ${sourceColumns} from billing_source s where s.tenant_id = ${tenantId}::uuid ${place === null ? sql`` : sql`and s.id < ${place.id}::uuid`} order by s.id desc limit ${query.limit + 1}`.execute(
      tx,
    );
    const items: SourceRow[] = [];
    for (const row of rows.slice(0, query.limit)) items.push(await shapeSource(tx, tenantId, row));
    const last = rows.length > query.limit ? items.at(-1) : undefined;
    return { items, nextCursor: last ? encodeCursor({ sort: null, id: last.id }) : null };
  });
}

export function listPayouts(
  { database }: DisbursementsDeps,
  context: Context,
  query: Parsed<'disbursements.list'>['query'],
): Promise<Result<'disbursements.list'>> {
  requireScope(context, 'disbursements:read');
  const { tenantId } = context;
  const place = placeIn(query.cursor, 'id');
  return database.reading(tenantId, async (tx) => {
    const { rows } = await sql<Result<'disbursements.list'>['items'][number]>`
      select p.id, s.marketplace, p.key, p.paid_on as "paidOn", p.currency, p.amount_minor as "amountMinor", p.lines_minor as "linesMinor", p.amount_minor - p.lines_minor as "differenceMinor",
        p.lines, p.state, p.reconciled_at as "reconciledAt",
        (select count(*)::integer from billing_line l join billing_match m on m.tenant_id = l.tenant_id and m.line_id = l.id
          where l.tenant_id = p.tenant_id and l.source_id = p.source_id and l.disbursement_key = p.key and l.currency = p.currency and m.state = 'unmatched') as unmatched
      from disbursement p join billing_source s on s.tenant_id = p.tenant_id and s.id = p.source_id where p.tenant_id = ${tenantId}::uuid
        ${query.state === undefined ? sql`` : sql`and p.state = ${query.state}`} ${place === null ? sql`` : sql`and p.id < ${place.id}::uuid`}
      order by p.id desc limit ${query.limit + 1}`.execute(tx);
    const items = rows.slice(0, query.limit);
    const last = rows.length > query.limit ? items.at(-1) : undefined;
    return { items, nextCursor: last ? encodeCursor({ sort: null, id: last.id }) : null };
  });
}
