import { routesOfTypes, type PartnerStatus, type PartnerType } from '@entente/kernel';
import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';
import { same } from '../../platform/db/look-up.ts';
import { nameKey } from '../../platform/db/name-key.ts';
import { addWords, forgetWords, renaming } from '../../platform/db/search-words.ts';
import type { PartnerFields } from './domain/partner.ts';

export type PartnerRecordRow = { readonly id: string; readonly version: number; readonly fields: PartnerFields };
export type IdentifiedPartner = { readonly id: string; readonly fields: PartnerFields };
type Row = {
  id: string;
  version: number;
  name: string;
  domain: string | null;
  status: string;
  types: string[];
  regions: string[];
  countries: string[];
  industries: string[];
  tier: string | null;
  manager_id: string | null;
  capacity_total: number | null;
  joined_on: string | null;
  external_id: string | null;
};

const columns = sql`p.id, p.version, p.name, p.domain, p.status, p.types, p.regions, p.countries, p.industries, p.tier, p.manager_id, p.capacity_total, p.joined_on, p.external_id`;
const recordOf = (row: Row): PartnerRecordRow => ({
  id: row.id,
  version: row.version,
  fields: {
    name: row.name,
    domain: row.domain,
    status: row.status as PartnerStatus,
    types: row.types as PartnerType[],
    regions: row.regions,
    countries: row.countries,
    industries: row.industries,
    tier: row.tier,
    managerId: row.manager_id,
    capacityTotal: row.capacity_total,
    joinedOn: row.joined_on,
    externalId: row.external_id,
  },
});
const recordset = sql`as r(id uuid, name text, domain text, status text, types text[], regions text[], countries text[], industries text[], tier text, "managerId" uuid, "capacityTotal" integer, "joinedOn" date, "externalId" text, routes text[])`;
const json = (rows: readonly IdentifiedPartner[]): string =>
  JSON.stringify(rows.map(({ id, fields }) => ({ id, ...fields, routes: routesOfTypes(fields.types) })));

export async function lockPartners(tx: Tx, tenantId: string, ids: readonly string[]): Promise<Map<string, PartnerRecordRow>> {
  const { rows } =
    await sql<Row>`select ${columns} from partner p where p.tenant_id = ${tenantId}::uuid and p.id = any(${ids}::uuid[]) order by p.id for update`.execute(tx);
  return new Map(rows.map((row) => [row.id, recordOf(row)]));
}

export async function insertPartners(tx: Tx, tenantId: string, rows: readonly IdentifiedPartner[], now: Date): Promise<void> {
  const at = now.toISOString();
  await sql`
    insert into partner (tenant_id, id, name, domain, status, types, regions, countries, industries, tier, manager_id, capacity_total, joined_on, external_id, routes, version, created_at, updated_at)
    select ${tenantId}::uuid, r.id, r.name, r.domain, r.status, r.types, r.regions, r.countries, r.industries, r.tier, r."managerId", r."capacityTotal", r."joinedOn", r."externalId", r.routes, 1, ${at}::timestamptz, ${at}::timestamptz
    from json_to_recordset(${json(rows)}::json) ${recordset}`.execute(tx);
  await addWords(
    tx,
    tenantId,
    'partner',
    rows.map((row) => row.id),
  );
}

/** With the keys of what changes, so that words are written only for new names. */
type ChangedPartner = IdentifiedPartner & { readonly keys: readonly string[] };

export async function updatePartners(tx: Tx, tenantId: string, rows: readonly ChangedPartner[], now: Date): Promise<void> {
  const renamed = rows.filter((row) => row.keys.includes('name')).map((row) => row.id);
  await renaming(tx, tenantId, 'partner', renamed, () => writePartners(tx, tenantId, rows, now));
}

async function writePartners(tx: Tx, tenantId: string, rows: readonly IdentifiedPartner[], now: Date): Promise<void> {
  await sql`
    update partner p set name = r.name, domain = r.domain, status = r.status, types = r.types, regions = r.regions, countries = r.countries, industries = r.industries, tier = r.tier, manager_id = r."managerId",
      capacity_total = r."capacityTotal", joined_on = r."joinedOn", external_id = r."externalId", routes = r.routes, version = p.version + 1, updated_at = ${now.toISOString()}::timestamptz
    from json_to_recordset(${json(rows)}::json) ${recordset} where p.tenant_id = ${tenantId}::uuid and p.id = r.id`.execute(tx);
}

/** What hangs on a partner counts as a change of the partner. */
export async function touchPartner(tx: Tx, tenantId: string, id: string, now: Date): Promise<void> {
  await sql`update partner set version = version + 1, updated_at = ${now.toISOString()}::timestamptz where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`.execute(
    tx,
  );
}

export type CompetencyRow = {
  readonly id: string;
  readonly partnerId: string;
  readonly productId: string | null;
  readonly skill: string;
  readonly role: string | null;
  readonly certifiedPeople: number;
  readonly validUntil: string | null;
};
export type ContactRow = { readonly id: string; readonly partnerId: string; readonly name: string; readonly email: string; readonly title: string | null };

export async function insertCompetencies(tx: Tx, tenantId: string, rows: readonly CompetencyRow[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    insert into partner_competency (tenant_id, id, partner_id, product_id, skill, role, certified_people, valid_until)
    select ${tenantId}::uuid, r.id, r."partnerId", r."productId", r.skill, r.role, r."certifiedPeople", r."validUntil"
    from json_to_recordset(${JSON.stringify(rows)}::json) as r(id uuid, "partnerId" uuid, "productId" uuid, skill text, role text, "certifiedPeople" integer, "validUntil" date)`.execute(
    tx,
  );
}

/** The same skill for the same product and role is one competency, whatever the case it is written in. */
export async function replaceCompetency(tx: Tx, tenantId: string, row: CompetencyRow): Promise<CompetencyRow | null> {
  const { rows } = await sql<CompetencyRow>`
    delete from partner_competency where tenant_id = ${tenantId}::uuid and partner_id = ${row.partnerId}::uuid and lower(skill) = lower(${row.skill}) and product_id is not distinct from ${row.productId}::uuid and role is not distinct from ${row.role}::text
    returning id, partner_id as "partnerId", product_id as "productId", skill, role, certified_people as "certifiedPeople", valid_until as "validUntil"`.execute(
    tx,
  );
  await insertCompetencies(tx, tenantId, [{ ...row, id: rows[0]?.id ?? row.id }]);
  return rows[0] ?? null;
}

export async function insertContacts(tx: Tx, tenantId: string, rows: readonly ContactRow[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    insert into partner_contact (tenant_id, id, partner_id, name, email, title)
    select ${tenantId}::uuid, r.id, r."partnerId", r.name, r.email, r.title from json_to_recordset(${JSON.stringify(rows)}::json) as r(id uuid, "partnerId" uuid, name text, email text, title text)`.execute(
    tx,
  );
}

export async function contactWithEmail(tx: Tx, tenantId: string, partnerId: string, email: string): Promise<boolean> {
  const { rows } =
    await sql`select 1 from partner_contact where tenant_id = ${tenantId}::uuid and partner_id = ${partnerId}::uuid and email = ${email} limit 1`.execute(tx);
  return rows.length > 0;
}

export async function activeMembers(tx: Tx, tenantId: string, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const { rows } = await sql<{
    id: string;
  }>`select id from membership where tenant_id = ${tenantId}::uuid and id = any(${ids}::uuid[]) and audience = 'workspace' and status = 'active'`.execute(tx);
  return new Set(rows.map((row) => row.id));
}

export async function productExists(tx: Tx, tenantId: string, id: string): Promise<boolean> {
  const { rows } = await sql`select 1 from product where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`.execute(tx);
  return rows.length > 0;
}

/** Partners that a deal, a tie, an act or a person's access refers to, with which of them. */
export async function partnerUses(tx: Tx, tenantId: string, ids: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; sentence: string | null }>`
    select p.id, case
      when exists (select from deal_participant x where x.tenant_id = ${tenantId}::uuid and x.partner_id = p.id) then 'It takes part in deals.'
      when exists (select from account_tie x where x.tenant_id = ${tenantId}::uuid and x.partner_id = p.id) then 'It has ties to accounts.'
      when exists (select from touch x where x.tenant_id = ${tenantId}::uuid and x.partner_id = p.id) then 'Touches with it are recorded.'
      when exists (select from act x where x.tenant_id = ${tenantId}::uuid and x.partner_id = p.id) then 'Acts refer to it.'
      when exists (select from membership x where x.tenant_id = ${tenantId}::uuid and x.partner_id = p.id) then 'People of it have access.'
      when exists (select from deal_handoff x where x.tenant_id = ${tenantId}::uuid and p.id in (x.from_partner_id, x.to_partner_id)) then 'Handoffs refer to it.'
      when exists (select from deal_committee x where x.tenant_id = ${tenantId}::uuid and x.owner_partner_id = p.id) then 'It owns relationships on a buying committee.'
      when exists (select from partner_conflict x where x.tenant_id = ${tenantId}::uuid and x.partner_id = p.id) then 'Conflicts of it are recorded.'
      when exists (select from deal_route x where x.tenant_id = ${tenantId}::uuid and p.id = any(x.chain)) then 'It is in the chain of a route.' end as sentence
    from partner p where p.tenant_id = ${tenantId}::uuid and p.id = any(${ids}::uuid[])`.execute(tx);
  return new Map(rows.flatMap(({ id, sentence }): [string, string][] => (sentence === null ? [] : [[id, sentence]])));
}

export async function deletePartners(tx: Tx, tenantId: string, ids: readonly string[]): Promise<void> {
  await sql`delete from partner_competency where tenant_id = ${tenantId}::uuid and partner_id = any(${ids}::uuid[])`.execute(tx);
  await sql`delete from partner_contact where tenant_id = ${tenantId}::uuid and partner_id = any(${ids}::uuid[])`.execute(tx);
  await forgetWords(tx, tenantId, 'partner', ids);
  await sql`delete from partner_competing_product where tenant_id = ${tenantId}::uuid and partner_id = any(${ids}::uuid[])`.execute(tx);
  await sql`delete from partner where tenant_id = ${tenantId}::uuid and id = any(${ids}::uuid[])`.execute(tx);
}

export type PartnerKeys = {
  readonly externalIds?: readonly string[];
  readonly domains?: readonly string[];
  readonly emails?: readonly string[];
  readonly names?: readonly string[];
};
export type KeyKind = 'external' | 'domain' | 'email' | 'name';

export async function partnersByKeys(
  tx: Tx,
  tenantId: string,
  keys: Required<PartnerKeys>,
): Promise<{ kind: KeyKind; key: string; record: PartnerRecordRow }[]> {
  const { rows } = await sql<Row & { kind: KeyKind; key: string }>`
    with hit as (
      select 'external' as kind, wanted.key, e.id from unnest(${keys.externalIds}::text[]) as wanted(key) cross join lateral (select id from partner where tenant_id = ${tenantId}::uuid and ${same('external_id')} order by external_id offset 0) e
      union all select 'domain', wanted.key, d.id from unnest(${keys.domains}::text[]) as wanted(key) cross join lateral (select id from partner where tenant_id = ${tenantId}::uuid and ${same('domain')} order by domain offset 0) d
      union all select distinct 'email', wanted.key, c.partner_id from unnest(${keys.emails}::text[]) as wanted(key) cross join lateral (select partner_id from partner_contact where tenant_id = ${tenantId}::uuid and ${same('email')} order by email offset 0) c
      union all select 'name', wanted.key, n.id from unnest(${keys.names}::text[], ${keys.names.map(nameKey)}::text[]) as wanted(key, folded)
        cross join lateral (select id from partner where tenant_id = ${tenantId}::uuid and ${same('name_key', 'folded')} and lower(name) = wanted.key order by name_key offset 0) n
    ) select hit.kind, hit.key, ${columns} from hit join partner p on p.tenant_id = ${tenantId}::uuid and p.id = hit.id order by p.id`.execute(tx);
  return rows.map((row) => ({ kind: row.kind, key: row.key, record: recordOf(row) }));
}
