import { sql } from 'kysely';
import { paidForDeals } from '../../modules/disbursements/index.ts';
import type { OurField, Values } from '../../modules/sync/index.ts';
import type { Tx } from '../../platform/db/database.ts';
import { fieldOf } from './shapes.ts';

/** What became of the deal, as its CRM opportunity shows it: written there, never read from there. */
export const outcomeFields: readonly OurField[] = [
  fieldOf('partners', 'Partners on the deal', 'text'),
  fieldOf('registration_status', 'Registration', 'text'),
  fieldOf('cosell_status', 'Co-sell review', 'text'),
  fieldOf('offer_status', 'Marketplace offer', 'text'),
  fieldOf('agreement_status', 'Marketplace agreement', 'text'),
  fieldOf('entitled_on', 'Entitled on', 'date'),
  fieldOf('disbursed', 'Paid out by marketplaces', 'money'),
].map((field) => ({ ...field, writable: false }));

type Row = {
  id: string;
  currency: string;
  partners: string | null;
  registration_status: string | null;
  cosell_status: string | null;
  offer_status: string | null;
  agreement_status: string | null;
  entitled_on: string | null;
};

/** One read of what other modules hold on these deals; it owns nothing of it. */
export async function outcomesOf(tx: Tx, tenantId: string, dealIds: readonly string[]): Promise<ReadonlyMap<string, Values>> {
  if (dealIds.length === 0) return new Map();
  const { rows } = await sql<Row>`
    select d.id, d.currency,
      (select string_agg(distinct p.name, ', ' order by p.name) from deal_participant x join partner p on p.tenant_id = x.tenant_id and p.id = x.partner_id
        where x.tenant_id = d.tenant_id and x.deal_id = d.id and x.until is null) as partners,
      (select r.state from registration r where r.tenant_id = d.tenant_id and r.deal_id = d.id order by r.id desc limit 1) as registration_status,
      (select string_agg(v.outside_state ->> 'label', ', ' order by v.id) from outside_view v where v.tenant_id = d.tenant_id and v.deal_id = d.id and v.status <> 'gone' and v.outside_state ->> 'key' <> '') as cosell_status,
      (select o.state from offer o where o.tenant_id = d.tenant_id and o.deal_id = d.id order by o.id desc limit 1) as offer_status,
      (select a.status from agreement a where a.tenant_id = d.tenant_id and a.deal_id = d.id order by a.id desc limit 1) as agreement_status,
      (select min(a.starts_at)::date from agreement a where a.tenant_id = d.tenant_id and a.deal_id = d.id) as entitled_on
    from deal d where d.tenant_id = ${tenantId}::uuid and d.id = any(${[...dealIds]}::uuid[])`.execute(tx);
  const paid = await paidForDeals(tx, tenantId, rows);
  return new Map(rows.map((row): [string, Values] => [row.id, { ...row, disbursed: paid.get(row.id) ?? null }]));
}
