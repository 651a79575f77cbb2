import type { Context } from '../context.ts';
import type { Tx } from '../db/database.ts';
import type { StoredFile } from './store.ts';

/** The row beside the bytes: what a person calls the file, and who put it here. */
export async function recordStoredFile(tx: Tx, context: Context, file: StoredFile & { readonly name: string; readonly mediaType: string }): Promise<void> {
  await tx
    .insertInto('stored_file')
    .values({
      tenant_id: context.tenantId,
      id: file.id,
      name: file.name,
      media_type: file.mediaType.slice(0, 100),
      size_bytes: file.size,
      sha256: file.sha256,
      created_by: context.actor.memberId,
      created_at: context.now.toISOString(),
    })
    .execute();
}
