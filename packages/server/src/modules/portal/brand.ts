import type { Parsed, Result } from '@entente/contracts';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import { recordStoredFile } from '../../platform/files/index.ts';
import { imageTypes, LOGO_MAX_BYTES, logoFrom } from './domain/image.ts';
import type { Brand, Logo, PortalPorts } from './ports.ts';

type Shown = Result<'branding.get'>;

/** The address names the picture's content, so that it can be kept for ever, and says nothing to who does not know it. */
export const brandShown = (brand: Brand, tenantId: string): Shown => ({
  name: brand.name,
  brandColor: brand.brandColor,
  logoUrl: brand.logo === null ? null : `/branding/${tenantId}/logo/${brand.logo.sha256}`,
  greeting: brand.greeting,
});

export async function setBrand(database: Database, ports: PortalPorts, context: Context, body: Parsed<'branding.set'>['body']): Promise<Shown> {
  requireScope(context, 'workspace:write');
  const { tenantId } = context;
  const colour = { brandColor: body.brandColor?.toLowerCase() ?? null, greeting: body.greeting === '' ? null : body.greeting };
  const stored = typeof body.logo === 'string' ? await storeLogo(ports, body.logo) : null;
  try {
    return await database.inTenant(tenantId, async (tx) => {
      if (stored) await recordStoredFile(tx, context, stored);
      await ports.setBrand(tx, context, body.logo === undefined ? colour : { ...colour, logoFileId: stored?.id ?? null });
      return brandShown(await ports.brand(tx, tenantId), tenantId);
    });
  } catch (error) {
    if (stored) await ports.removeFile(stored.id);
    throw error;
  }
}

async function storeLogo(ports: PortalPorts, base64: string) {
  const { bytes, mediaType } = logoFrom(base64);
  const file = await ports.putFile(bytes, LOGO_MAX_BYTES);
  return { ...file, mediaType, name: `logo.${mediaType.slice('image/'.length)}` };
}

/** The logo behind a public address, if it is the one in use. What is not surely a picture is not given out. */
export async function publicLogo(tx: Tx, ports: PortalPorts, tenantId: string, hash: string): Promise<Logo | null> {
  const brand = await tx.selectFrom('workspace').select('id').where('id', '=', tenantId).executeTakeFirst();
  const logo = brand ? (await ports.brand(tx, tenantId)).logo : null;
  return logo !== null && logo.sha256 === hash && (imageTypes as readonly string[]).includes(logo.mediaType) ? logo : null;
}
