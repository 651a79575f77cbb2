import { recordChange } from '../../platform/change.ts';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';

export type Logo = { readonly fileId: string; readonly sha256: string; readonly mediaType: string };
export type Brand = { readonly name: string; readonly brandColor: string | null; readonly greeting: string | null; readonly logo: Logo | null };
/** A logo left out stays as it is; null takes it away. */
export type NewBrand = { readonly brandColor: string | null; readonly greeting: string | null; readonly logoFileId?: string | null };

/** How a workspace shows itself to partners. */
export async function readBrand(tx: Tx, tenantId: string): Promise<Brand> {
  const row = await tx
    .selectFrom('workspace as w')
    .leftJoin('stored_file as f', (join) => join.onRef('f.tenant_id', '=', 'w.id').onRef('f.id', '=', 'w.logo_file_id'))
    .select(['w.name', 'w.brand_color', 'w.partner_greeting', 'f.id', 'f.sha256', 'f.media_type'])
    .where('w.id', '=', tenantId)
    .executeTakeFirstOrThrow();
  const logo = row.id === null || row.sha256 === null || row.media_type === null ? null : { fileId: row.id, sha256: row.sha256, mediaType: row.media_type };
  return { name: row.name, brandColor: row.brand_color, greeting: row.partner_greeting, logo };
}

export async function setBrand(tx: Tx, context: Context, brand: NewBrand): Promise<void> {
  requireScope(context, 'workspace:write');
  const before = await tx
    .selectFrom('workspace')
    .select(['brand_color', 'partner_greeting', 'logo_file_id'])
    .where('id', '=', context.tenantId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const after = {
    brand_color: brand.brandColor,
    partner_greeting: brand.greeting,
    logo_file_id: brand.logoFileId === undefined ? before.logo_file_id : brand.logoFileId,
  };
  await tx.updateTable('workspace').set(after).where('id', '=', context.tenantId).execute();
  await recordChange(tx, context, { operation: 'branding.set', recordType: 'workspace', recordId: context.tenantId, before, after });
}
