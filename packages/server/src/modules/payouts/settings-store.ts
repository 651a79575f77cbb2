import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';
import type { Address } from './domain/payee.ts';

/** The account that pays in a currency: shown by its mask, kept sealed. */
export type Payer = { readonly holder: string; readonly sealed: string; readonly mask: string };
export type Settings = {
  readonly disputeDays: number;
  readonly timeZone: string;
  readonly payDay: number | null;
  readonly documentPrefix: string;
  readonly minimums: Readonly<Record<string, number>>;
  readonly companyName: string | null;
  readonly companyAddress: Address | null;
  readonly companyTaxId: string | null;
  readonly payers: Readonly<Record<string, Payer>>;
  readonly version: number;
};
const NONE: Settings = {
  disputeDays: 7,
  timeZone: 'UTC',
  payDay: null,
  documentPrefix: 'SB',
  minimums: {},
  companyName: null,
  companyAddress: null,
  companyTaxId: null,
  payers: {},
  version: 0,
};

export async function readSettings(tx: Tx, tenantId: string): Promise<Settings> {
  const { rows } = await sql<Settings>`
    select dispute_days as "disputeDays", time_zone as "timeZone", pay_day as "payDay", document_prefix as "documentPrefix", minimums, company_name as "companyName",
      company_address as "companyAddress", company_tax_id as "companyTaxId", payers, version
    from payout_settings where tenant_id = ${tenantId}::uuid`.execute(tx);
  return rows[0] ?? NONE;
}

export async function writeSettings(tx: Tx, tenantId: string, settings: Settings, now: Date): Promise<void> {
  await sql`
    insert into payout_settings (tenant_id, dispute_days, time_zone, pay_day, document_prefix, minimums, company_name, company_address, company_tax_id, payers, version, updated_at)
    values (${tenantId}::uuid, ${settings.disputeDays}, ${settings.timeZone}, ${settings.payDay}, ${settings.documentPrefix}, ${JSON.stringify(settings.minimums)}::jsonb, ${settings.companyName},
      ${settings.companyAddress === null ? null : JSON.stringify(settings.companyAddress)}::jsonb, ${settings.companyTaxId}, ${JSON.stringify(settings.payers)}::jsonb, 1, ${now.toISOString()}::timestamptz)
    on conflict (tenant_id) do update set dispute_days = excluded.dispute_days, time_zone = excluded.time_zone, pay_day = excluded.pay_day, document_prefix = excluded.document_prefix,
      minimums = excluded.minimums, company_name = excluded.company_name, company_address = excluded.company_address, company_tax_id = excluded.company_tax_id, payers = excluded.payers,
      version = payout_settings.version + 1, updated_at = excluded.updated_at`.execute(tx);
}
