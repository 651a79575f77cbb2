import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';
import type { FeedLine } from './domain/billing-line.ts';
import type { KnownAgreement } from './domain/candidates.ts';

export type Source = {
  readonly id: string;
  readonly marketplace: string;
  readonly connectionId: string | null;
  readonly cursor: string | null;
  readonly mapping: Readonly<Record<string, string>> | null;
  readonly nextReadAt: string | null;
  readonly readAt: string | null;
  readonly lastError: string | null;
  readonly askedAt: string | null;
};
export const sourceColumns = sql`
  s.id, s.marketplace, s.connection_id as "connectionId", s.cursor, s.mapping, s.next_read_at as "nextReadAt", s.read_at as "readAt", s.last_error as "lastError", s.asked_at as "askedAt"`;

export async function lockSource(tx: Tx, tenantId: string, id: string): Promise<Source | null> {
  const { rows } =
    await sql<Source>`select ${sourceColumns} from billing_source s where s.tenant_id = ${tenantId}::uuid and s.id = ${id}::uuid for update`.execute(tx);
  return rows[0] ?? null;
}

/** Stores lines that are not known yet and answers with their ids by key. Written once, never changed. */
export async function insertLines(
  tx: Tx,
  tenantId: string,
  source: Pick<Source, 'id'>,
  importId: string,
  lines: readonly FeedLine[],
): Promise<Map<string, string>> {
  if (lines.length === 0) return new Map();
  const rows = lines.map((line) => ({ ...line, month: line.occurredAt.slice(0, 7) }));
  const { rows: added } = await sql<{ id: string; key: string }>`
    insert into billing_line (tenant_id, id, source_id, source_key, import_id, action, kind, transaction_type, amount_minor, currency, counts, occurred_at, month,
      invoice_key, agreement_key, offer_key, disbursement_key, buyer_account, buyer_name, product_key, raw)
    select ${tenantId}::uuid, uuidv7(), ${source.id}::uuid, g.key, ${importId}::uuid, g.action, g.kind, g."transactionType", g."amountMinor", g.currency, g.counts, g."occurredAt", g.month,
      g."invoiceKey", g."agreementKey", g."offerKey", g."disbursementKey", g."buyerAccount", g."buyerName", g."productKey", g.raw
    from json_to_recordset(${JSON.stringify(rows)}::json) as g(key text, action text, kind text, "transactionType" text, "amountMinor" bigint, currency text, counts boolean, "occurredAt" timestamptz, month text,
      "invoiceKey" text, "agreementKey" text, "offerKey" text, "disbursementKey" text, "buyerAccount" text, "buyerName" text, "productKey" text, raw jsonb)
    order by g."occurredAt", g.key collate "C"
    on conflict (tenant_id, source_id, source_key) do nothing returning id, source_key as key`.execute(tx);
  return new Map(added.map(({ id, key }) => [key, id]));
}

export type KnownLine = Pick<FeedLine, 'key' | 'action' | 'kind' | 'amountMinor' | 'currency'>;
export async function knownLines(tx: Tx, tenantId: string, sourceId: string, keys: readonly string[]): Promise<Map<string, KnownLine>> {
  if (keys.length === 0) return new Map();
  const { rows } = await sql<KnownLine>`
    select source_key as key, action, kind, amount_minor as "amountMinor", currency from billing_line
    where tenant_id = ${tenantId}::uuid and source_id = ${sourceId}::uuid and source_key = any(${[...keys]}::text[])`.execute(tx);
  return new Map(rows.map((row) => [row.key, row]));
}

export type Match = { readonly lineId: string; readonly state: 'matched' | 'unmatched' | 'apart'; readonly agreement: KnownAgreement | null };

/** A line has one match. What a person decided stays. */
export async function keepMatches(tx: Tx, tenantId: string, by: string, at: string, matches: readonly Match[]): Promise<void> {
  if (matches.length === 0) return;
  const rows = matches.map(({ lineId, state, agreement }) => ({
    l: lineId,
    s: state,
    a: agreement?.id ?? null,
    o: agreement?.offerId ?? null,
    d: agreement?.dealId ?? null,
  }));
  await sql`
    insert into billing_match (tenant_id, line_id, state, agreement_id, offer_id, deal_id, matched_by, matched_at)
    select ${tenantId}::uuid, l, s, a, o, d, case when a is null then null else ${by} end, case when a is null then null else ${at}::timestamptz end
    from json_to_recordset(${JSON.stringify(rows)}::json) as g(l uuid, s text, a uuid, o uuid, d uuid)
    on conflict (tenant_id, line_id) do update set state = excluded.state, agreement_id = excluded.agreement_id, offer_id = excluded.offer_id, deal_id = excluded.deal_id,
      matched_by = excluded.matched_by, matched_at = excluded.matched_at where not billing_match.by_hand`.execute(tx);
}

export async function unmatchedOf(tx: Tx, tenantId: string, sourceId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from billing_match m join billing_line l on l.tenant_id = m.tenant_id and l.id = m.line_id
    where m.tenant_id = ${tenantId}::uuid and m.state = 'unmatched' and l.source_id = ${sourceId}::uuid`.execute(tx);
  return rows[0]?.count ?? 0;
}
