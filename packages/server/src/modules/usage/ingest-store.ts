import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';
import type { Judged } from './domain/judge-record.ts';
import { expiresAt, readyAt } from './domain/window.ts';

const iso = (at: number): string => new Date(at).toISOString();

/**
 * Stores what is new and lets its hours grow, in one statement; answers with the keys that are new. Keys and hours are taken in one
 * order by everybody, so that two reports of the same wait for each other and never block each other.
 */
export async function storeRecords(tx: Tx, tenantId: string, records: readonly Judged[], by: string, now: Date): Promise<Set<string>> {
  const at = now.toISOString();
  const given = records.map((record) => ({
    k: record.key,
    e: record.entitlement.id,
    d: record.dimension,
    t: iso(record.at),
    h: iso(record.hour),
    q: record.quantity.toString(),
  }));
  const hours = new Map(
    records.map((record) => [
      `${record.entitlement.id} ${record.hour}`,
      {
        e: record.entitlement.id,
        h: iso(record.hour),
        c: record.entitlement.connectionId,
        m: record.entitlement.marketplace,
        r: iso(readyAt(record.hour, record.entitlement.rules)),
        x: iso(expiresAt(record.hour, record.entitlement.rules)),
      },
    ]),
  );
  const { rows } = await sql<{ keys: string[] | null }>`
    with given as (
      select * from json_to_recordset(${JSON.stringify(given)}::json) as g(k text, e uuid, d text, t timestamptz, h timestamptz, q bigint)
    ), hours as (
      select * from json_to_recordset(${JSON.stringify([...hours.values()])}::json) as g(e uuid, h timestamptz, c uuid, m text, r timestamptz, x timestamptz)
    ), added as (
      insert into usage_record (tenant_id, source_key, entitlement_id, dimension, hour, at, quantity, received_at, received_by)
      select ${tenantId}::uuid, k, e, d, h, t, q, ${at}::timestamptz, ${by} from given order by k collate "C"
      on conflict (tenant_id, source_key) do nothing
      returning source_key, entitlement_id, dimension, hour, quantity
    ), grown as (
      select entitlement_id, dimension, hour, count(*)::integer as records, sum(quantity)::bigint as quantity from added group by 1, 2, 3
    ), lines as (
      insert into usage_line (tenant_id, id, connection_id, marketplace, entitlement_id, dimension, hour, state, records, ingested, ready_at, expires_at, created_at, updated_at)
      select ${tenantId}::uuid, uuidv7(), c, m, entitlement_id, dimension, hour, 'waiting', records, quantity, r, x, ${at}::timestamptz, ${at}::timestamptz
      from grown join hours on hours.e = entitlement_id and hours.h = hour order by entitlement_id, dimension collate "C", hour
      on conflict (tenant_id, entitlement_id, dimension, hour) where state = 'waiting' do update set
        records = usage_line.records + excluded.records, ingested = usage_line.ingested + excluded.ingested,
        updated_at = excluded.updated_at, version = usage_line.version + 1
    ), senders as (
      insert into usage_sender (tenant_id, connection_id, marketplace)
      select distinct on (c) ${tenantId}::uuid, c, m from hours where not exists (
        select from usage_sender s where s.tenant_id = ${tenantId}::uuid and s.connection_id = hours.c) order by c
      on conflict do nothing
    )
    select array_agg(source_key) as keys from added`.execute(tx);
  return new Set(rows[0]?.keys ?? []);
}

export type KnownRecord = { readonly key: string; readonly entitlementId: string; readonly dimension: string; readonly at: string; readonly quantity: bigint };

export async function knownRecords(tx: Tx, tenantId: string, keys: readonly string[]): Promise<Map<string, KnownRecord>> {
  if (keys.length === 0) return new Map();
  const { rows } = await sql<{ key: string; entitlementId: string; dimension: string; at: string; quantity: string }>`
    select source_key as key, entitlement_id as "entitlementId", dimension, at, quantity::text as quantity
    from usage_record where tenant_id = ${tenantId}::uuid and source_key = any(${[...keys]}::text[])`.execute(tx);
  return new Map(rows.map((row) => [row.key, { ...row, quantity: BigInt(row.quantity) }]));
}
