import { newId, type Posting } from '@entente/kernel';
import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { Language } from './domain/payee.ts';
import type { PayoutsPorts } from './ports.ts';
import type { Run } from './run-store.ts';
import { readSettings } from './settings-store.ts';

export type Issuing = {
  readonly id: string;
  readonly partnerId: string;
  readonly currency: string;
  readonly amountMinor: number;
  readonly language: Language;
  readonly runNumber: number;
};
const releasedOf = ({ id, partnerId, currency, amountMinor, runNumber }: Issuing, bookedOn: string): Posting<'payout_released'> => ({
  template: 'payout_released',
  cause: `payout:${id}`,
  bookedOn,
  dealId: null,
  memo: `Payout run ${runNumber}`,
  facts: { partnerId, currency, amountMinor },
});

/** Gives some payouts of a released run their documents and books them; the numbers are taken in the same transaction, so none is lost. */
export async function issueBatch(ports: PayoutsPorts, tx: Tx, context: Context, run: Run, day: string, size: number): Promise<number> {
  const { tenantId } = context;
  const { rows } = await sql<Issuing>`
    select id, partner_id as "partnerId", currency, amount_minor as "amountMinor", coalesce(payee->>'language', 'en') as language, ${run.number}::integer as "runNumber"
    from payout where tenant_id = ${tenantId}::uuid and run_id = ${run.id}::uuid and state = 'ready' order by id limit ${size} for update skip locked`.execute(
    tx,
  );
  if (rows.length === 0) return 0;
  const documents = await writeDocuments(
    tx,
    context,
    rows.map((row) => ({ ...row, kind: 'invoice', corrects: null })),
    day,
  );
  await sql`
    update payout p set state = 'released', released_at = ${context.now.toISOString()}::timestamptz, document_id = d.document_id, version = p.version + 1
    from unnest(${rows.map(({ id }) => id)}::uuid[], ${documents}::uuid[]) as d(id, document_id) where p.tenant_id = ${tenantId}::uuid and p.id = d.id`.execute(
    tx,
  );
  await ports.post(
    tx,
    context,
    rows.map((row) => releasedOf(row, day)),
  );
  return rows.length;
}

export type NewDocument = Pick<Issuing, 'id' | 'partnerId' | 'currency' | 'amountMinor' | 'language'> & {
  readonly kind: 'invoice' | 'credit_note';
  readonly corrects: string | null;
};

/** Ids of the documents, in the order asked. Whoever writes documents of the same year waits for the others to end. */
export async function writeDocuments(tx: Tx, context: Context, documents: readonly NewDocument[], day: string): Promise<string[]> {
  const { tenantId } = context;
  const settings = await readSettings(tx, tenantId);
  const year = Number(day.slice(0, 4));
  const { rows } = await sql<{ last: number }>`
    insert into self_billing_series (tenant_id, year, last) values (${tenantId}::uuid, ${year}, ${documents.length})
    on conflict (tenant_id, year) do update set last = self_billing_series.last + excluded.last returning last`.execute(tx);
  const first = (rows[0]?.last ?? documents.length) - documents.length + 1;
  const written = documents.map((document, index) => ({
    id: newId(),
    sequence: first + index,
    number: `${settings.documentPrefix}-${year}-${String(first + index).padStart(6, '0')}`,
    kind: document.kind,
    payout_id: document.id,
    partner_id: document.partnerId,
    currency: document.currency,
    amount_minor: document.amountMinor,
    corrects: document.corrects,
    language: document.language,
  }));
  const issuer = { name: settings.companyName, address: settings.companyAddress, taxId: settings.companyTaxId };
  await sql`
    insert into self_billing_document (tenant_id, id, year, sequence, number, kind, payout_id, partner_id, currency, amount_minor, issued_on, corrects, language, issuer)
    select ${tenantId}::uuid, d.id, ${year}, d.sequence, d.number, d.kind, d.payout_id, d.partner_id, d.currency, d.amount_minor, ${day}::date, d.corrects, d.language, ${JSON.stringify(issuer)}::jsonb
    from json_to_recordset(${JSON.stringify(written)}::json) as d(id uuid, sequence integer, number text, kind text, payout_id uuid, partner_id uuid, currency text, amount_minor bigint, corrects text, language text)`.execute(
    tx,
  );
  return written.map(({ id }) => id);
}
