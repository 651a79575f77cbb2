import type { PartnerType, RouteKind } from '@entente/kernel';
import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';
import { factsOf, type FactCompetency, type PartnerFacts, type Tally } from './domain/facts.ts';
import type { WinLoss } from './domain/record.ts';

/** A partner shares in a closed deal if it had not left before the close; several roles in one deal are one share. */
const shares = (tenantId: string, ids: readonly string[] | null) => sql`
  select distinct p.partner_id, d.id as deal_id, d.status, d.account_id
  from deal_participant p join deal d on d.tenant_id = ${tenantId}::uuid and d.id = p.deal_id
  where p.tenant_id = ${tenantId}::uuid ${ids ? sql`and p.partner_id = any(${ids}::uuid[])` : sql``}
    and case when d.status = 'open' then p.until is null else p.until is null or d.closed_on is null or p.until >= d.closed_on end`;

const counts = sql`count(*) filter (where s.status = 'won') as wins, count(*) filter (where s.status = 'lost') as losses`;

/** Every count of every partner (or of some) in one pass over participations. */
async function tallies(tx: Tx, tenantId: string, ids: readonly string[] | null): Promise<Map<string, Tally[]>> {
  // One row for each partner: a workspace has ten times as many counts as partners, and each row costs more than what it holds.
  const { rows } = await sql<{ partner_id: string; counts: [kind: Tally['kind'], key: string, wins: number, losses: number][] }>`
    with share as materialized (${shares(tenantId, ids)}), closed as materialized (select * from share where status <> 'open'), counted as (
    select s.partner_id, 'all' as kind, '' as key, ${counts} from closed s group by s.partner_id
    union all select s.partner_id, 'open', '', count(*), 0 from share s where s.status = 'open' group by s.partner_id
    union all select s.partner_id, 'industry', a.industry, ${counts} from closed s join account a on a.tenant_id = ${tenantId}::uuid and a.id = s.account_id where a.industry is not null group by s.partner_id, a.industry
    union all select s.partner_id, 'product', s.product_id::text, ${counts} from (
      select distinct c.partner_id, c.deal_id, c.status, l.product_id from closed c join deal_line l on l.tenant_id = ${tenantId}::uuid and l.deal_id = c.deal_id where l.product_id is not null
    ) s group by s.partner_id, s.product_id)
    select partner_id, json_agg(json_build_array(kind, key, wins, losses) order by kind, key) as counts from counted group by partner_id`.execute(tx);
  return new Map(rows.map((row) => [row.partner_id, row.counts.map(([kind, key, wins, losses]) => ({ kind, key, wins, losses }))]));
}

type Row = {
  id: string;
  name: string;
  types: string[];
  status: string;
  regions: string[];
  countries: string[];
  industries: string[];
  capacity_total: number | null;
  median_response_hours: number | null;
  response_samples: number;
  routes: string[];
  competencies: FactCompetency[] | null;
  last_touch: string | null;
  conflicts: string[] | null;
  competing: string[] | null;
};

/** Gives each text back as it was first seen. All partners stay in memory, and most of what they say, many others say as well. */
function sharedTexts(): (text: string) => string {
  const seen = new Map<string, string>();
  return (text) => {
    const known = seen.get(text);
    if (known !== undefined) return known;
    seen.set(text, text);
    return text;
  };
}

export async function readFacts(tx: Tx, tenantId: string, ids: readonly string[] | null): Promise<PartnerFacts[]> {
  const some = (column: ReturnType<typeof sql.ref>) => (ids ? sql`and ${column} = any(${ids}::uuid[])` : sql``);
  const { rows } = await sql<Row>`
    select p.id, p.name, p.types, p.status, p.regions, p.countries, p.industries, p.capacity_total, p.median_response_hours, p.response_samples, p.routes, c.competencies, t.last_touch, o.conflicts, r.competing
    from partner p
    left join (select partner_id, jsonb_agg(jsonb_build_object('productId', product_id, 'skill', skill, 'role', role, 'certifiedPeople', certified_people, 'validUntil', valid_until) order by id) as competencies
      from partner_competency where tenant_id = ${tenantId}::uuid ${some(sql.ref('partner_id'))} group by partner_id) c on c.partner_id = p.id
    left join (select partner_id, max(at) as last_touch from touch where tenant_id = ${tenantId}::uuid and partner_id is not null ${some(sql.ref('partner_id'))} group by partner_id) t on t.partner_id = p.id
    left join (select partner_id, array_agg(account_id order by id) as conflicts from partner_conflict
      where tenant_id = ${tenantId}::uuid and closed_at is null ${some(sql.ref('partner_id'))} group by partner_id) o on o.partner_id = p.id
    left join (select partner_id, array_agg(product_id order by product_id) as competing from partner_competing_product
      where tenant_id = ${tenantId}::uuid ${some(sql.ref('partner_id'))} group by partner_id) r on r.partner_id = p.id
    where p.tenant_id = ${tenantId}::uuid ${some(sql.ref('p.id'))} order by p.id`.execute(tx);
  const history = await tallies(tx, tenantId, ids);
  const once = sharedTexts();
  return rows.map((row) =>
    factsOf(
      {
        id: row.id,
        name: row.name,
        types: row.types.map(once) as PartnerType[],
        status: once(row.status),
        regions: row.regions.map(once),
        countries: row.countries.map(once),
        industries: row.industries.map(once),
        competencies: (row.competencies ?? []).map((held) => ({
          productId: held.productId === null ? null : once(held.productId),
          skill: once(held.skill),
          role: held.role,
          certifiedPeople: held.certifiedPeople,
          validUntil: held.validUntil === null ? null : once(held.validUntil),
        })),
        capacityTotal: row.capacity_total,
        medianResponseHours: row.median_response_hours,
        responseSamples: row.response_samples,
        lastActivityAt: row.last_touch,
        routes: row.routes.map(once) as RouteKind[],
        conflictAccountIds: row.conflicts ?? [],
        competitorOfProductIds: row.competing ?? [],
      },
      history.get(row.id) ?? [],
    ),
  );
}

/** Won and lost over all closed deals of the workspace, with a partner or without. */
export async function readBaseline(tx: Tx, tenantId: string): Promise<WinLoss> {
  const { rows } = await sql<WinLoss>`
    select (select count(*) from deal where tenant_id = ${tenantId}::uuid and status = 'won') as wins, (select count(*) from deal where tenant_id = ${tenantId}::uuid and status = 'lost') as losses`.execute(
    tx,
  );
  return rows[0] ?? { wins: 0, losses: 0 };
}

export type Standing = { readonly openDeals: number; readonly wins: number; readonly losses: number; readonly lastTouchAt: string | null };

export async function standings(tx: Tx, tenantId: string, ids: readonly string[]): Promise<Map<string, Standing>> {
  const { rows } = await sql<{ id: string; open: number; wins: number; losses: number; last_touch: string | null }>`
    with share as (${shares(tenantId, ids)})
    select w.id, count(*) filter (where s.status = 'open') as open, ${counts},
      (select t.at from touch t where t.tenant_id = ${tenantId}::uuid and t.partner_id = w.id order by t.at desc limit 1) as last_touch
    from unnest(${ids}::uuid[]) as w(id) left join share s on s.partner_id = w.id group by w.id`.execute(tx);
  return new Map(rows.map((row) => [row.id, { openDeals: row.open, wins: row.wins, losses: row.losses, lastTouchAt: row.last_touch }]));
}

export async function touchCounts(tx: Tx, tenantId: string, partnerId: string, now: Date): Promise<{ last90Days: number; before90Days: number }> {
  const daysAgo = (days: number): string => new Date(now.getTime() - days * 86_400_000).toISOString();
  const { rows } = await sql<{ last: number; before: number }>`
    select count(*) filter (where at > ${daysAgo(90)}::timestamptz) as last, count(*) filter (where at <= ${daysAgo(90)}::timestamptz) as before
    from touch where tenant_id = ${tenantId}::uuid and partner_id = ${partnerId}::uuid and at > ${daysAgo(180)}::timestamptz and at <= ${now.toISOString()}::timestamptz`.execute(
    tx,
  );
  return { last90Days: rows[0]?.last ?? 0, before90Days: rows[0]?.before ?? 0 };
}
