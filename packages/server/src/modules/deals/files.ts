import { newId, notFound, Problem } from '@entente/kernel';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { childChanged, lockDeal } from './store.ts';

/** Hangs a stored file on a deal. The bytes belong to the platform. */
export async function attachFile(tx: Tx, context: Context, input: { dealId: string; fileId: string }): Promise<{ id: string }> {
  const { dealId, fileId } = input;
  await lockDeal(tx, context.tenantId, dealId);
  const file = await tx.selectFrom('stored_file').select(['id', 'name']).where('tenant_id', '=', context.tenantId).where('id', '=', fileId).executeTakeFirst();
  if (!file) throw new Problem('invalid_input', 'There is no such file.');
  const id = newId();
  await tx
    .insertInto('deal_file')
    .values({
      tenant_id: context.tenantId,
      id,
      deal_id: dealId,
      file_id: fileId,
      added_by: context.actor.name,
      added_at: context.now.toISOString(),
      removed_at: null,
    })
    .execute();
  await childChanged(tx, context, dealId, {
    operation: 'deals.addFile',
    recordType: 'deal_file',
    recordId: id,
    after: { dealId, fileId, name: file.name },
    events: [{ type: 'file.added', dealId, payload: { fileId, name: file.name } }],
  });
  return { id };
}

export async function removeFile(tx: Tx, context: Context, dealId: string, id: string): Promise<{ id: string }> {
  await lockDeal(tx, context.tenantId, dealId);
  const row = await tx
    .updateTable('deal_file')
    .set({ removed_at: context.now.toISOString() })
    .where('tenant_id', '=', context.tenantId)
    .where('deal_id', '=', dealId)
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .returning('file_id')
    .executeTakeFirst();
  if (!row) throw notFound('file');
  const file = await tx.selectFrom('stored_file').select('name').where('tenant_id', '=', context.tenantId).where('id', '=', row.file_id).executeTakeFirst();
  await childChanged(tx, context, dealId, {
    operation: 'deals.removeFile',
    recordType: 'deal_file',
    recordId: id,
    before: { fileId: row.file_id },
    events: [{ type: 'file.added', dealId, payload: { fileId: row.file_id, name: file?.name ?? null, removed: true } }],
  });
  return { id };
}
