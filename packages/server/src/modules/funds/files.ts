import type { Parsed, Result } from '@entente/contracts';
import { notFound, Problem } from '@entente/kernel';
import { sql } from 'kysely';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Database } from '../../platform/db/database.ts';
import { recordStoredFile } from '../../platform/files/index.ts';
import { readClaim } from './claim-store.ts';
import { partnerOf, type FundsDeps } from './context.ts';
import type { FundsPorts } from './ports.ts';

const MOST_BYTES = 1_400_000;

export async function uploadFile(
  { database, ports }: FundsDeps,
  context: Context,
  body: Parsed<'portalFunds.uploadFile'>['body'],
): Promise<Result<'portalFunds.uploadFile'>> {
  requireScope(context, 'portal:funds');
  partnerOf(context);
  const bytes = Buffer.from(body.base64, 'base64');
  if (bytes.length > MOST_BYTES) throw new Problem('too_large', 'A file has at most 1.4 MB.');
  const stored = await ports.putFile(bytes, MOST_BYTES);
  const name = body.fileName.replaceAll(/[\\/\p{Cc}]/gu, '_').slice(0, 200) || 'file';
  await database.inTenant(context.tenantId, (tx) => recordStoredFile(tx, context, { ...stored, name, mediaType: body.mediaType }));
  return { id: stored.id, name, sizeBytes: stored.size };
}

/** A file that belongs to the claim, and no other. Always given as bytes to save: what a stranger sent is never a page of ours. */
export async function readFundFile(
  database: Database,
  ports: FundsPorts,
  context: Context,
  claimId: string,
  fileId: string,
  partnerId: string | null,
): Promise<Result<'fundClaims.file'>> {
  const { tenantId } = context;
  const file = await database.reading(tenantId, async (tx) => {
    const claim = await readClaim(tx, tenantId, claimId, partnerId);
    // What a partner has not sent yet is its own.
    if (partnerId === null && claim.state === 'draft') throw notFound('claim');
    const { rows } = await sql<{ id: string; name: string }>`
      select f.id, f.name from stored_file f where f.tenant_id = ${tenantId}::uuid and f.id = ${fileId}::uuid and (
        exists (select 1 from fund_claim_line l where l.tenant_id = ${tenantId}::uuid and l.claim_id = ${claimId}::uuid and l.invoice_file_id = f.id)
        or exists (select 1 from fund_claim_proof q where q.tenant_id = ${tenantId}::uuid and q.claim_id = ${claimId}::uuid and q.file_id = f.id))`.execute(tx);
    return rows[0];
  });
  if (!file) throw notFound('file');
  return { fileName: file.name, mediaType: 'application/octet-stream', base64: Buffer.from(await ports.readFile(file.id)).toString('base64') };
}
