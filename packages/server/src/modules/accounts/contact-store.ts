import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';
import { same } from '../../platform/db/look-up.ts';
import { nameKey } from '../../platform/db/name-key.ts';
import type { ContactFields } from './domain/contact.ts';

export type ContactRecord = { readonly id: string; readonly version: number; readonly fields: ContactFields };
export type IdentifiedContact = { readonly id: string; readonly fields: ContactFields };
type Row = {
  id: string;
  version: number;
  account_id: string;
  name: string;
  email: string | null;
  title: string | null;
  phone: string | null;
  external_id: string | null;
};

const recordOf = (row: Row): ContactRecord => ({
  id: row.id,
  version: row.version,
  fields: { accountId: row.account_id, name: row.name, email: row.email, title: row.title, phone: row.phone, externalId: row.external_id },
});
const columns = sql`c.id, c.version, c.account_id, c.name, c.email, c.title, c.phone, c.external_id`;
const recordset = sql`as r(id uuid, "accountId" uuid, name text, email text, title text, phone text, "externalId" text)`;
const json = (rows: readonly IdentifiedContact[]): string => JSON.stringify(rows.map(({ id, fields }) => ({ id, ...fields })));

export async function lockContacts(tx: Tx, tenantId: string, ids: readonly string[]): Promise<Map<string, ContactRecord>> {
  const { rows } =
    await sql<Row>`select ${columns} from contact c where c.tenant_id = ${tenantId}::uuid and c.id = any(${ids}::uuid[]) order by c.id for update`.execute(tx);
  return new Map(rows.map((row) => [row.id, recordOf(row)]));
}

export async function insertContacts(tx: Tx, tenantId: string, rows: readonly IdentifiedContact[], now: Date): Promise<void> {
  const at = now.toISOString();
  await sql`
    insert into contact (tenant_id, id, account_id, name, email, title, phone, external_id, version, created_at, updated_at)
    select ${tenantId}::uuid, r.id, r."accountId", r.name, r.email, r.title, r.phone, r."externalId", 1, ${at}::timestamptz, ${at}::timestamptz
    from json_to_recordset(${json(rows)}::json) ${recordset}`.execute(tx);
}

export async function updateContacts(tx: Tx, tenantId: string, rows: readonly IdentifiedContact[], now: Date): Promise<void> {
  await sql`
    update contact c set account_id = r."accountId", name = r.name, email = r.email, title = r.title, phone = r.phone, external_id = r."externalId", version = c.version + 1, updated_at = ${now.toISOString()}::timestamptz
    from json_to_recordset(${json(rows)}::json) ${recordset} where c.tenant_id = ${tenantId}::uuid and c.id = r.id`.execute(tx);
}

/** Contacts who sit on a buying committee. */
export async function contactsInUse(tx: Tx, tenantId: string, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{
    contact_id: string;
  }>`select distinct contact_id from deal_committee where tenant_id = ${tenantId}::uuid and contact_id = any(${ids}::uuid[])`.execute(tx);
  return new Set(rows.map((row) => row.contact_id));
}

export async function deleteContacts(tx: Tx, tenantId: string, ids: readonly string[]): Promise<void> {
  await sql`delete from contact where tenant_id = ${tenantId}::uuid and id = any(${ids}::uuid[])`.execute(tx);
}

export type ContactKeys = { readonly externalIds?: readonly string[]; readonly emails?: readonly string[]; readonly names?: readonly string[] };

export async function contactsByKeys(
  tx: Tx,
  tenantId: string,
  keys: Required<ContactKeys>,
): Promise<{ kind: 'external' | 'email' | 'name'; key: string; record: ContactRecord }[]> {
  const { rows } = await sql<Row & { kind: 'external' | 'email' | 'name'; key: string }>`
    select 'external' as kind, wanted.key, ${columns} from unnest(${keys.externalIds}::text[]) as wanted(key) cross join lateral (select * from contact where tenant_id = ${tenantId}::uuid and ${same('external_id')} order by external_id offset 0) c
    union all select 'email', wanted.key, ${columns} from unnest(${keys.emails}::text[]) as wanted(key) cross join lateral (select * from contact where tenant_id = ${tenantId}::uuid and ${same('email')} order by email offset 0) c
    union all select 'name', wanted.key, ${columns} from unnest(${keys.names}::text[], ${keys.names.map(nameKey)}::text[]) as wanted(key, folded)
      cross join lateral (select * from contact where tenant_id = ${tenantId}::uuid and ${same('name_key', 'folded')} and lower(name) = wanted.key order by name_key offset 0) c
    order by id`.execute(tx);
  return rows.map((row) => ({ kind: row.kind, key: row.key, record: recordOf(row) }));
}
