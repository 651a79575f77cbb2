import { buffer } from 'node:stream/consumers';
import type { Parsed, Result } from '@entente/contracts';
import { newId, notFound, Problem } from '@entente/kernel';
import { sql } from 'kysely';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { recordStoredFile } from '../../platform/files/index.ts';
import type { WorkingDeps } from './context.ts';
import { fileNameOf, mediaTypeOf } from './domain/tax-form.ts';

const MOST_BYTES = 1_425_000;
type File = Result<'payees.taxForm'>;
type Deps = Pick<WorkingDeps, 'database' | 'files'>;

/** Keeps the bytes and says whose they are; a change of the payee names the file afterwards. */
export async function storeTaxForm(
  deps: Deps,
  context: Context,
  body: Parsed<'portalMoney.uploadTaxForm'>['body'],
  partnerId: string,
): Promise<Result<'portalMoney.uploadTaxForm'>> {
  const bytes = Buffer.from(body.base64, 'base64');
  const mediaType = mediaTypeOf(bytes);
  const name = fileNameOf(body.fileName);
  const stored = await deps.files.put(bytes, { id: newId(), maxBytes: MOST_BYTES });
  await deps.database.inTenant(context.tenantId, async (tx) => {
    await recordStoredFile(tx, context, { ...stored, name, mediaType });
    // Who is not a member of the partner could never name it again.
    await requireTaxForm(tx, context.tenantId, partnerId, stored.id);
  });
  return { id: stored.id, name, sizeBytes: stored.size };
}

/** A file that a change names must have come from the partner's own people: any other id would open a stranger's file. */
export async function requireTaxForm(tx: Tx, tenantId: string, partnerId: string, fileId: string): Promise<void> {
  const { rows } = await sql`
    select 1 from stored_file f join membership m on m.tenant_id = f.tenant_id and m.id = f.created_by
    where f.tenant_id = ${tenantId}::uuid and f.id = ${fileId}::uuid and m.partner_id = ${partnerId}::uuid`.execute(tx);
  if (rows.length === 0) {
    const sentence = 'There is no such file.';
    throw new Problem('invalid_input', sentence, { fields: [{ path: 'taxForm.fileId', code: 'unknown', sentence }] });
  }
}

/** A form that the payee has, had or proposes; files that no change ever named are nobody's. */
export async function taxFormOf(deps: Deps, context: Context, partnerId: string, fileId: string): Promise<File> {
  const row = await deps.database.reading(context.tenantId, async (tx) => {
    const { rows } = await sql<{ name: string; mediaType: string }>`
      select f.name, f.media_type as "mediaType" from stored_file f where f.tenant_id = ${context.tenantId}::uuid and f.id = ${fileId}::uuid
        and exists (select 1 from payee_change c where c.tenant_id = f.tenant_id and c.partner_id = ${partnerId}::uuid and c.proposed -> 'taxForm' ->> 'fileId' = f.id::text)`.execute(
      tx,
    );
    return rows[0];
  });
  if (!row) throw notFound('tax form');
  const { stream } = await deps.files.open(fileId);
  return { fileName: row.name, mediaType: row.mediaType, base64: (await buffer(stream)).toString('base64') };
}

export function readTaxForm(deps: Deps, context: Context, partnerId: string, fileId: string): Promise<File> {
  requireScope(context, 'payouts:read');
  return taxFormOf(deps, context, partnerId, fileId);
}
