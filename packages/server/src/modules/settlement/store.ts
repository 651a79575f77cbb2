import type { Result, SettlementOption } from '@entente/contracts';
import { encodeCursor, notFound, placeIn } from '@entente/kernel';
import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';
import type { Basis } from './domain/basis.ts';
import type { Candidate } from './domain/facts.ts';

export type Version = {
  readonly number: number;
  readonly candidate: Candidate;
  readonly option: SettlementOption;
  readonly basis: Basis;
  readonly routeId: string;
  readonly reason: string;
  readonly chosenBy: string;
  readonly chosenAt: string;
};
type Row = Result<'settlement.history'>['items'][number];

// Written by this module in the same words, from what was checked then.
const columns = sql`v.number, v.candidate, v.option, v.basis, v.route_id as "routeId", v.reason, v.chosen_by_name as "chosenBy", v.chosen_at as "chosenAt"`;

/** The version that stands; null: none was chosen. */
export async function standing(tx: Tx, tenantId: string, dealId: string): Promise<Version | null> {
  const { rows } = await sql<Version>`
    select ${columns} from settlement_plan p join settlement_plan_version v on v.tenant_id = p.tenant_id and v.deal_id = p.deal_id and v.number = p.number
    where p.tenant_id = ${tenantId}::uuid and p.deal_id = ${dealId}::uuid`.execute(tx);
  return rows[0] ?? null;
}

export async function versionOf(tx: Tx, tenantId: string, dealId: string, number: number): Promise<Version> {
  const { rows } = await sql<Version>`
    select ${columns} from settlement_plan_version v where v.tenant_id = ${tenantId}::uuid and v.deal_id = ${dealId}::uuid and v.number = ${number}`.execute(
    tx,
  );
  const [row] = rows;
  if (!row) throw notFound('version of the plan');
  return row;
}

export async function keepVersion(tx: Tx, tenantId: string, dealId: string, version: Version, chosenById: string): Promise<void> {
  const { option } = version;
  await sql`
    insert into settlement_plan_version (tenant_id, deal_id, number, candidate, option, basis, route_id, reason, chosen_by_id, chosen_by_name, chosen_at)
    values (${tenantId}::uuid, ${dealId}::uuid, ${version.number}, ${JSON.stringify(version.candidate)}::jsonb, ${JSON.stringify(option)}::jsonb, ${JSON.stringify(version.basis)}::jsonb,
      ${version.routeId}::uuid, ${version.reason}, ${chosenById}, ${version.chosenBy}, ${version.chosenAt}::timestamptz)`.execute(tx);
  await sql`
    insert into settlement_plan (tenant_id, deal_id, number, kind, currency, buyer_minor, net_minor, updated_at)
    values (${tenantId}::uuid, ${dealId}::uuid, ${version.number}, ${option.kind}, ${option.currency}, ${option.money?.buyerMinor ?? 0}::bigint, ${option.money?.netMinor ?? 0}::bigint, ${version.chosenAt}::timestamptz)
    on conflict (tenant_id, deal_id) do update set number = excluded.number, kind = excluded.kind, currency = excluded.currency, buyer_minor = excluded.buyer_minor, net_minor = excluded.net_minor,
      updated_at = excluded.updated_at`.execute(tx);
}

export const rowOf = (version: Version, current: number): Row => ({
  number: version.number,
  current: version.number === current,
  kind: version.option.kind,
  label: version.option.label,
  currency: version.option.currency,
  buyerMinor: version.option.money?.buyerMinor ?? 0,
  netMinor: version.option.money?.netMinor ?? 0,
  reason: version.reason,
  chosenBy: version.chosenBy,
  chosenAt: version.chosenAt,
});

/** The newest first; without the arithmetic, which a version is opened for. */
export async function history(
  tx: Tx,
  tenantId: string,
  dealId: string,
  query: { cursor?: string | undefined; limit: number },
): Promise<Result<'settlement.history'>> {
  const place = placeIn(query.cursor, 'number');
  const before = place === null ? null : Number(place.sort);
  const { rows } = await sql<Row>`
    select v.number, v.number = p.number as current, v.option ->> 'kind' as kind, v.option ->> 'label' as label, v.option ->> 'currency' as currency, coalesce((v.option #>> '{money,buyerMinor}')::bigint, 0) as "buyerMinor",
      coalesce((v.option #>> '{money,netMinor}')::bigint, 0) as "netMinor", v.reason, v.chosen_by_name as "chosenBy", v.chosen_at as "chosenAt"
    from settlement_plan_version v join settlement_plan p on p.tenant_id = v.tenant_id and p.deal_id = v.deal_id
    where v.tenant_id = ${tenantId}::uuid and v.deal_id = ${dealId}::uuid ${before === null ? sql`` : sql`and v.number < ${before}`} order by v.number desc limit ${query.limit + 1}`.execute(
    tx,
  );
  const items = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? items.at(-1) : undefined;
  return { items, nextCursor: last ? encodeCursor({ sort: last.number, id: dealId }) : null };
}
