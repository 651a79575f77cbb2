import { notFound } from '@entente/kernel';
import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';
import type { MeteredEntitlement } from './domain/facts.ts';
import { actsOf, type LineState } from './domain/line.ts';
import { formatQuantity } from './domain/quantity.ts';
import type { UsageLine } from './context.ts';

export type LineRow = {
  readonly id: string;
  readonly connectionId: string;
  readonly marketplace: string;
  readonly entitlementId: string;
  readonly dimension: string;
  readonly hour: string;
  readonly state: LineState;
  readonly records: number;
  readonly ingested: string;
  readonly correction: string;
  readonly included: string;
  readonly readyAt: string;
  readonly expiresAt: string;
  readonly batchId: string | null;
  readonly outcome: string | null;
  readonly sentence: string | null;
  readonly remoteId: string | null;
  readonly settledBy: string | null;
  readonly settledReason: string | null;
  readonly version: number;
};

export const lineColumns = sql`
  l.id, l.connection_id as "connectionId", l.marketplace, l.entitlement_id as "entitlementId", l.dimension, l.hour, l.state, l.records,
  l.ingested::text as ingested, l.correction::text as correction, l.included::text as included, l.ready_at as "readyAt", l.expires_at as "expiresAt",
  l.batch_id as "batchId", l.outcome, l.sentence, l.remote_id as "remoteId", l.settled_by as "settledBy", l.settled_reason as "settledReason", l.version`;

export async function lockLine(tx: Tx, tenantId: string, id: string): Promise<LineRow> {
  const { rows } = await sql<LineRow>`select ${lineColumns} from usage_line l where l.tenant_id = ${tenantId}::uuid and l.id = ${id}::uuid for update`.execute(
    tx,
  );
  if (!rows[0]) throw notFound('hour of usage');
  return rows[0];
}

type Deal = { readonly id: string; readonly number: number; readonly name: string };
export async function dealsOf(tx: Tx, tenantId: string, entitlements: Iterable<MeteredEntitlement>): Promise<Map<string, Deal>> {
  const ids = [...new Set([...entitlements].flatMap(({ dealId }) => dealId ?? []))];
  if (ids.length === 0) return new Map();
  const { rows } = await sql<Deal>`select id, number, name from deal where tenant_id = ${tenantId}::uuid and id = any(${ids}::uuid[])`.execute(tx);
  return new Map(rows.map((row) => [row.id, row]));
}

export function lineShape(row: LineRow, entitlement: MeteredEntitlement | undefined, deals: ReadonlyMap<string, Deal>, now: Date): UsageLine {
  const [ingested, corrected, included] = [BigInt(row.ingested), BigInt(row.correction), BigInt(row.included)];
  const deal = entitlement?.dealId ? deals.get(entitlement.dealId) : undefined;
  return {
    id: row.id,
    state: row.state,
    marketplace: row.marketplace,
    entitlementId: row.entitlementId,
    entitlementName: entitlement?.name ?? 'An entitlement that is gone',
    agreementKey: entitlement?.agreementKey ?? null,
    dealId: deal?.id ?? null,
    dealNumber: deal?.number ?? null,
    dealName: deal?.name ?? null,
    productId: entitlement?.productId ?? null,
    productName: entitlement?.productName ?? null,
    buyerAccount: entitlement?.buyerAccount ?? null,
    buyerName: entitlement?.buyerName ?? null,
    dimension: row.dimension,
    hour: row.hour,
    records: row.records,
    ingested: formatQuantity(ingested),
    corrected: formatQuantity(corrected),
    included: formatQuantity(included),
    quantity: formatQuantity(ingested + corrected - included),
    readyAt: row.readyAt,
    expiresAt: row.expiresAt,
    outcome: row.outcome,
    sentence: row.sentence,
    remoteId: row.remoteId,
    batchId: row.batchId,
    settledBy: row.settledBy,
    settledReason: row.settledReason,
    acts: actsOf(row, Date.parse(row.expiresAt) <= now.getTime(), Date.parse(row.readyAt) > now.getTime()),
    version: row.version,
  };
}
