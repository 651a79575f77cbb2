import type { Parsed, Result } from '@entente/contracts';
import { encodeCursor, placeIn, Problem } from '@entente/kernel';
import { sql } from 'kysely';
import { recordChange } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';

type Profile = Result<'portalDirectory.mine'>;
const NO_ENTRY: Profile = { listed: false, headline: null, lookingFor: null, offers: null, contactEmail: null, version: 0 };

/** The other partners that wish to be found. */
export async function listDirectory(
  tx: Tx,
  context: Context,
  partnerId: string,
  query: Parsed<'portalDirectory.list'>['query'],
): Promise<Result<'portalDirectory.list'>> {
  const place = placeIn(query.cursor, 'text');
  const words = query.q?.toLowerCase() ?? '';
  const { rows } = await sql<Result<'portalDirectory.list'>['items'][number] & { key: string }>`
    select p.id as "partnerId", p.name as "partnerName", p.types, p.regions, f.headline, f.looking_for as "lookingFor", f.offers, f.contact_email as "contactEmail", lower(p.name) as key
    from partner_profile f join partner p on p.tenant_id = f.tenant_id and p.id = f.partner_id
    where f.tenant_id = ${context.tenantId}::uuid and f.listed and p.status = 'active' and p.id <> ${partnerId}::uuid
      ${words === '' ? sql`` : sql`and position(${words} in lower(concat_ws(' ', p.name, f.headline, f.looking_for, f.offers))) > 0`}
      ${query.type === undefined ? sql`` : sql`and ${query.type} = any(p.types)`}
      ${query.region === undefined ? sql`` : sql`and ${query.region} = any(p.regions)`}
      ${place ? sql`and (lower(p.name), p.id) > (${String(place.sort)}, ${place.id}::uuid)` : sql``}
    order by lower(p.name), p.id limit ${query.limit + 1}`.execute(tx);
  const found = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? found.at(-1) : undefined;
  const items = found.map(({ partnerId: id, partnerName, types, regions, headline, lookingFor, offers, contactEmail }) => ({
    partnerId: id,
    partnerName,
    types,
    regions,
    headline,
    lookingFor,
    offers,
    contactEmail,
  }));
  return { items, nextCursor: last ? encodeCursor({ sort: last.key, id: last.partnerId }) : null };
}

export async function isListed(tx: Tx, tenantId: string, partnerId: string): Promise<boolean> {
  const row = await tx.selectFrom('partner_profile').select('listed').where('tenant_id', '=', tenantId).where('partner_id', '=', partnerId).executeTakeFirst();
  return row?.listed ?? false;
}

export async function ownEntry(tx: Tx, tenantId: string, partnerId: string): Promise<Profile> {
  const row = await tx.selectFrom('partner_profile').selectAll().where('tenant_id', '=', tenantId).where('partner_id', '=', partnerId).executeTakeFirst();
  if (!row) return NO_ENTRY;
  return { listed: row.listed, headline: row.headline, lookingFor: row.looking_for, offers: row.offers, contactEmail: row.contact_email, version: row.version };
}

export async function setEntry(tx: Tx, context: Context, partnerId: string, body: Parsed<'portalDirectory.setMine'>['body']): Promise<Profile> {
  const before = await ownEntry(tx, context.tenantId, partnerId);
  const at = context.now.toISOString();
  const facts = { listed: body.listed, headline: body.headline, looking_for: body.lookingFor, offers: body.offers, contact_email: body.contactEmail };
  const written = await tx
    .insertInto('partner_profile')
    .values({ tenant_id: context.tenantId, partner_id: partnerId, ...facts, version: 1, updated_by: context.actor.name, updated_at: at })
    .onConflict((conflict) =>
      conflict
        .columns(['tenant_id', 'partner_id'])
        .doUpdateSet((eb) => ({ ...facts, version: eb('partner_profile.version', '+', 1), updated_by: context.actor.name, updated_at: at }))
        .where('partner_profile.version', '=', body.version),
    )
    .returning('version')
    .executeTakeFirst();
  if (!written || written.version !== body.version + 1) throw new Problem('version_stale', 'Somebody changed this entry since you read it.');
  await recordChange(tx, context, {
    operation: 'portalDirectory.setMine',
    recordType: 'partner_profile',
    recordId: partnerId,
    before: before.version === 0 ? null : before,
    after: { ...body, version: written.version },
  });
  return ownEntry(tx, context.tenantId, partnerId);
}
