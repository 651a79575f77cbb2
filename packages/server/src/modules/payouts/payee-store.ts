import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';
import { emptyPayee, type Address, type Language, type Payee, type TaxForm } from './domain/payee.ts';

type Row = {
  readonly partnerId: string;
  readonly legalName: string | null;
  readonly address: Address | null;
  readonly taxId: string | null;
  readonly taxFormKind: TaxForm['kind'] | null;
  readonly taxFormFileId: string | null;
  readonly taxFormValidUntil: string | null;
  readonly bankSealed: string | null;
  readonly bankMask: string | null;
  readonly bankReturnedAt: string | null;
  readonly currency: string | null;
  readonly minimums: Readonly<Record<string, number>>;
  readonly language: Language;
  readonly complianceHold: string | null;
  readonly hold: string | null;
  readonly version: number;
};

/** Everybody asked for, known or not. */
export async function readPayees(tx: Tx, tenantId: string, partnerIds: readonly string[]): Promise<Map<string, Payee>> {
  const { rows } = await sql<Row>`
    select partner_id as "partnerId", legal_name as "legalName", address, tax_id as "taxId", tax_form_kind as "taxFormKind", tax_form_file_id as "taxFormFileId",
      tax_form_valid_until as "taxFormValidUntil", bank_sealed as "bankSealed", bank_mask as "bankMask", bank_returned_at as "bankReturnedAt", currency, minimums, language,
      compliance_hold as "complianceHold", hold, version
    from payee_profile where tenant_id = ${tenantId}::uuid and partner_id = any(${[...partnerIds]}::uuid[])`.execute(tx);
  const known = new Map(rows.map((row) => [row.partnerId, payeeOf(row)]));
  return new Map(partnerIds.map((id) => [id, known.get(id) ?? emptyPayee(id)]));
}

function payeeOf({ taxFormKind, taxFormFileId, taxFormValidUntil, bankReturnedAt, ...row }: Row): Payee {
  const taxForm = taxFormKind !== null && taxFormValidUntil !== null ? { kind: taxFormKind, fileId: taxFormFileId, validUntil: taxFormValidUntil } : null;
  return { ...row, taxForm, bankReturned: bankReturnedAt !== null };
}

export async function writePayee(tx: Tx, tenantId: string, payee: Payee, now: Date): Promise<void> {
  const at = now.toISOString();
  await sql`
    insert into payee_profile (tenant_id, partner_id, legal_name, address, tax_id, tax_form_kind, tax_form_file_id, tax_form_valid_until, bank_sealed, bank_mask, bank_returned_at, currency, minimums, language, compliance_hold, hold, version, updated_at)
    values (${tenantId}::uuid, ${payee.partnerId}::uuid, ${payee.legalName}, ${payee.address === null ? null : JSON.stringify(payee.address)}::jsonb, ${payee.taxId}, ${payee.taxForm?.kind ?? null},
      ${payee.taxForm?.fileId ?? null}::uuid, ${payee.taxForm?.validUntil ?? null}::date, ${payee.bankSealed}, ${payee.bankMask}, ${payee.bankReturned ? at : null}::timestamptz, ${payee.currency},
      ${JSON.stringify(payee.minimums)}::jsonb, ${payee.language}, ${payee.complianceHold}, ${payee.hold}, 1, ${at}::timestamptz)
    on conflict (tenant_id, partner_id) do update set legal_name = excluded.legal_name, address = excluded.address, tax_id = excluded.tax_id, tax_form_kind = excluded.tax_form_kind,
      tax_form_file_id = excluded.tax_form_file_id, tax_form_valid_until = excluded.tax_form_valid_until, bank_sealed = excluded.bank_sealed, bank_mask = excluded.bank_mask,
      bank_returned_at = excluded.bank_returned_at, currency = excluded.currency, minimums = excluded.minimums, language = excluded.language, compliance_hold = excluded.compliance_hold,
      hold = excluded.hold, version = payee_profile.version + 1, updated_at = excluded.updated_at`.execute(tx);
}
