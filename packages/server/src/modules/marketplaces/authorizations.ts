import type { Parsed, Result } from '@entente/contracts';
import { encodeCursor, newId, notFound, placeIn, Problem } from '@entente/kernel';
import { recordChange } from '../../platform/change.ts';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { adapterOf, capabilitiesOf, dayOf, refused, type MarketplacesDeps } from './context.ts';
import { linesFromDeal } from './domain/lines-from-deal.ts';
import { totalOf, withDiscount } from './domain/terms.ts';
import { replayFor } from './notices.ts';
import { firstEula, givenInstalments, givenLines } from './offers.ts';
import {
  authorizationQuery,
  authorizationShape,
  isPassedOn,
  preparedGrant,
  readAuthorization,
  resalePrice,
  tierOf,
  type AuthorizationShape,
} from './offer-views.ts';
import { reserve, runOperation } from './operations.ts';
import { connectionFor, insistOnNothingAgainst } from './send-offer.ts';
import { authorizationRow, dimensionsIn, listingRow, marketplaceRow, plainInstalments, plainLines, requireVersion, type AuthorizationRow } from './store.ts';
import type { DealForOffer, Eula, Instalment, QuoteLine } from './ports.ts';

export async function listAuthorizations(
  deps: MarketplacesDeps,
  context: Context,
  query: Parsed<'authorizations.list'>['query'],
): Promise<Result<'authorizations.list'>> {
  requireScope(context, 'marketplaces:read');
  const place = placeIn(query.cursor, 'id');
  return deps.database.reading(context.tenantId, async (tx) => {
    let rows = authorizationQuery(tx, context.tenantId);
    if (query.dealId !== undefined) rows = rows.where('a.deal_id', '=', query.dealId);
    if (query.partnerId !== undefined) rows = rows.where('a.reseller_partner_id', '=', query.partnerId);
    if (place) rows = rows.where('a.id', '<', place.id);
    const found = await rows
      .orderBy('a.id', 'desc')
      .limit(query.limit + 1)
      .execute();
    const items: AuthorizationShape[] = [];
    for (const row of found.slice(0, query.limit)) items.push(await authorizationShape(tx, context, deps.ports, row));
    const last = found.length > query.limit ? items.at(-1) : undefined;
    return { items, nextCursor: last ? encodeCursor({ sort: null, id: last.id }) : null };
  });
}

export function getAuthorization(deps: MarketplacesDeps, context: Context, id: string): Promise<AuthorizationShape> {
  requireScope(context, 'marketplaces:read');
  return deps.database.reading(context.tenantId, (tx) => readAuthorization(tx, context, deps.ports, id));
}

type Body = Parsed<'authorizations.create'>['body'];
type Drafted = {
  readonly lines: QuoteLine[];
  readonly instalments: Instalment[];
  readonly currency: string;
  readonly termMonths: number | null;
  readonly eula: Eula;
  readonly markupBp: number;
};

/** The vendor takes the deal's lines less a discount; a distributor passes on what it was given, with its own markup. */
function draft(
  body: Body,
  from: { parent: AuthorizationRow | null; deal: DealForOffer | null; listing: { product_id: string; name: string; dimensions: unknown }; eula: Eula },
): Drafted {
  const { parent, deal, listing } = from;
  if (parent) {
    if (body.lines) throw refused('lines', 'What is passed on is fixed by the authorisation above; only the markup is the distributor’s own.');
    return {
      ...resalePrice(parent, body.markupBp ?? 0),
      currency: parent.currency,
      termMonths: parent.term_months,
      eula: parent.eula as Eula,
      markupBp: body.markupBp ?? 0,
    };
  }
  if (body.markupBp) throw refused('markupBp', 'A markup is a distributor’s; the vendor gives a discount.');
  const full = body.lines ? givenLines(body.lines) : deal ? linesFromDeal(deal, listing.product_id, listing.name, dimensionsIn(listing.dimensions)) : [];
  if (full.length === 0) throw refused('lines', 'Say what may be sold on, and at what price.');
  const terms = deal?.lines.flatMap((line) => line.termMonths ?? []) ?? [];
  const currency = body.currency ?? deal?.currency;
  if (!currency) throw refused('currency', 'Say in which currency.');
  return {
    lines: withDiscount(full, body.discountBp ?? 0),
    instalments: givenInstalments(body.instalments ?? []),
    currency,
    termMonths: body.termMonths ?? (terms.length === 0 ? null : Math.max(...terms)),
    eula: body.eula ?? from.eula,
    markupBp: 0,
  };
}

/** What was taken back cannot be passed on, nor what was used up; and a marketplace knows so many sellers and no more. */
async function insistOnRoomBelow(tx: Tx, tenantId: string, parent: AuthorizationRow, marketplaceName: string, tiers: number): Promise<void> {
  if (parent.state === 'used' || parent.state === 'restricted') throw refused('parentId', `That authorisation is ${parent.state}.`);
  if ((await tierOf(tx, tenantId, parent)) >= tiers)
    throw refused('parentId', `${marketplaceName} knows ${tiers === 1 ? 'one seller' : `${tiers} sellers`} between the vendor and the buyer at most.`);
}

export async function createAuthorization(deps: MarketplacesDeps, context: Context, body: Body): Promise<AuthorizationShape> {
  requireScope(context, 'marketplaces:write');
  const { ports } = deps;
  const { tenantId } = context;
  if ((body.usage === 'until') !== Boolean(body.untilOn))
    throw refused('untilOn', body.usage === 'until' ? 'Say until when.' : 'Only an authorisation until a day has a day.');
  return deps.database.inTenant(tenantId, async (tx) => {
    const parent = body.parentId ? await authorizationRow(tx, tenantId, body.parentId) : null;
    const listingId = parent?.listing_id ?? body.listingId;
    if (!listingId) throw refused('listingId', 'Say for which listing.');
    const listing = await listingRow(tx, tenantId, listingId);
    const marketplace = await marketplaceRow(tx, tenantId, listing.marketplace_id);
    const dealId = body.dealId ?? parent?.deal_id ?? null;
    const deal = dealId === null ? null : await ports.deal(tx, tenantId, dealId);
    if (dealId !== null && !deal) throw notFound('deal');
    const partnerName = await ports.partnerName(tx, tenantId, body.resellerPartnerId);
    if (partnerName === null) throw refused('resellerPartnerId', 'There is no such partner.');
    if (parent?.reseller_partner_id === body.resellerPartnerId) throw refused('resellerPartnerId', 'A distributor cannot pass it on to itself.');
    const can = capabilitiesOf(ports, marketplace.kind);
    if (parent) await insistOnRoomBelow(tx, tenantId, parent, marketplace.name, can.resale.tiers);
    const drafted = draft(body, { parent, deal, listing, eula: firstEula(can) });
    // An offer of the reseller needs a route to go by; it is there from the first authorisation on.
    if (deal && !deal.routes.some((route) => route.kind === 'marketplace' && route.endedAt === null)) await ports.addRoute(tx, context, deal.id);
    const id = newId();
    const at = context.now.toISOString();
    const row = {
      marketplace_id: marketplace.id,
      listing_id: listing.id,
      deal_id: dealId,
      parent_id: parent?.id ?? null,
      issuer_partner_id: parent?.reseller_partner_id ?? null,
      reseller_partner_id: body.resellerPartnerId,
      reseller_account: body.resellerAccount,
      name: body.name ?? `${deal ? `${deal.number} ` : ''}${partnerName}`.slice(0, 100),
      description: body.description ?? null,
      usage: body.usage,
      until_on: body.untilOn ?? null,
      buyer_account: body.buyerAccount ?? parent?.buyer_account ?? null,
      currency: drafted.currency,
      wholesale_minor: Number(totalOf(drafted.lines)),
      markup_bp: drafted.markupBp,
      term_months: drafted.termMonths,
    };
    await tx
      .insertInto('resale_authorization')
      .values({
        tenant_id: tenantId,
        id,
        ...row,
        lines: JSON.stringify(plainLines(drafted.lines)),
        instalments: JSON.stringify(plainInstalments(drafted.instalments)),
        eula: JSON.stringify(drafted.eula),
        state: 'draft',
        external_id: null,
        sent_by_connection: null,
        created_by: context.actor.name,
        created_at: at,
        updated_at: at,
      })
      .execute();
    await recordChange(tx, context, {
      operation: 'authorizations.create',
      recordType: 'resale_authorization',
      recordId: id,
      after: { ...row, lines: plainLines(drafted.lines) },
      events: [
        {
          type: 'authorization.drafted',
          dealId,
          payload: { authorizationId: id, partnerId: body.resellerPartnerId, partnerName, marketplaceName: marketplace.name },
        },
      ],
    });
    return readAuthorization(tx, context, ports, id);
  });
}

async function setState(deps: MarketplacesDeps, context: Context, id: string, operationId: string | null): Promise<AuthorizationShape> {
  if (operationId !== null) await runOperation(deps, context.tenantId, operationId);
  return deps.database.reading(context.tenantId, (tx) => readAuthorization(tx, context, deps.ports, id));
}

export async function sendAuthorization(
  deps: MarketplacesDeps,
  context: Context,
  id: string,
  connection: string | null | undefined,
  ifVersion: number | null,
): Promise<AuthorizationShape> {
  requireScope(context, 'offers:send');
  const { tenantId } = context;
  const operationId = await deps.database.inTenant(tenantId, async (tx) => {
    const row = await authorizationRow(tx, tenantId, id, true);
    requireVersion(row.version, ifVersion);
    const marketplace = await marketplaceRow(tx, tenantId, row.marketplace_id);
    adapterOf(deps.ports, marketplace);
    if (row.state !== 'draft') throw new Problem('conflict', `The authorisation is ${row.state} already.`, { reason: 'sent' });
    if (capabilitiesOf(deps.ports, marketplace.kind).resale.mode !== 'api')
      throw new Problem('conflict', `${marketplace.name} has it made on its own pages. Make it there, then note its identity here.`, { reason: 'by_hand' });
    if (isPassedOn(row))
      throw new Problem(
        'conflict',
        `${marketplace.name} publishes no request for a distributor’s own authorisation. It is given from the distributor’s account; note its identity here once it was.`,
        { reason: 'by_hand' },
      );
    insistOnNothingAgainst(preparedGrant(deps.ports, row, await listingRow(tx, tenantId, row.listing_id), marketplace.kind, dayOf(context.now), 1).issues);
    const connectionId = await connectionFor(tx, deps, tenantId, marketplace, connection);
    await tx
      .updateTable('resale_authorization')
      .set((eb) => ({ state: 'sending', sent_by_connection: connectionId, updated_at: context.now.toISOString(), version: eb('version', '+', 1) }))
      .where('tenant_id', '=', tenantId)
      .where('id', '=', id)
      .execute();
    await deps.ports.closeActs(tx, context, id, 'sent again');
    const operation = await reserve(tx, context, { marketplaceId: marketplace.id, connectionId, subject: 'authorization', subjectId: id, action: 'authorize' });
    await recordChange(tx, context, {
      operation: 'authorizations.send',
      recordType: 'resale_authorization',
      recordId: id,
      before: { state: 'draft' },
      after: { state: 'sending', operationId: operation },
    });
    return operation;
  });
  return setState(deps, context, id, operationId);
}

export async function recordAuthorization(
  deps: MarketplacesDeps,
  context: Context,
  id: string,
  { externalId, evidence }: Parsed<'authorizations.record'>['body'],
): Promise<AuthorizationShape> {
  requireScope(context, 'offers:send');
  const { tenantId } = context;
  const marketplaceId = await deps.database.inTenant(tenantId, async (tx) => {
    const row = await authorizationRow(tx, tenantId, id, true);
    const marketplace = await marketplaceRow(tx, tenantId, row.marketplace_id);
    if (row.state !== 'draft') throw new Problem('conflict', `The authorisation is ${row.state} already.`, { reason: 'sent' });
    const above = row.parent_id === null ? null : await authorizationRow(tx, tenantId, row.parent_id);
    if (above && (above.state === 'draft' || above.state === 'sending'))
      throw new Problem('conflict', 'What it passes on has not been given yet. Give that first, or note it.', { reason: 'not_given' });
    const taken = await tx
      .selectFrom('resale_authorization')
      .select('name')
      .where('tenant_id', '=', tenantId)
      .where('marketplace_id', '=', row.marketplace_id)
      .where('external_id', '=', externalId)
      .executeTakeFirst();
    if (taken) throw new Problem('conflict', `${externalId} is the authorisation “${taken.name}”.`, { reason: 'taken' });
    await tx
      .updateTable('resale_authorization')
      .set((eb) => ({
        state: 'active',
        external_id: externalId,
        sent_by_connection: null,
        updated_at: context.now.toISOString(),
        version: eb('version', '+', 1),
      }))
      .where('tenant_id', '=', tenantId)
      .where('id', '=', id)
      .execute();
    const partnerName = await deps.ports.partnerName(tx, tenantId, row.reseller_partner_id);
    await recordChange(tx, context, {
      operation: 'authorizations.record',
      recordType: 'resale_authorization',
      recordId: id,
      before: { state: row.state },
      after: { state: 'active', external_id: externalId },
      reason: evidence ?? null,
      events: [
        {
          type: 'authorization.given',
          dealId: row.deal_id,
          payload: { authorizationId: id, partnerId: row.reseller_partner_id, partnerName, marketplaceName: marketplace.name, noted: true },
        },
      ],
    });
    return row.marketplace_id;
  });
  await replayFor(deps, tenantId, marketplaceId);
  return setState(deps, context, id, null);
}

export async function restrictAuthorization(deps: MarketplacesDeps, context: Context, id: string, reason: string): Promise<AuthorizationShape> {
  requireScope(context, 'offers:send');
  const { tenantId } = context;
  const operationId = await deps.database.inTenant(tenantId, async (tx) => {
    const row = await authorizationRow(tx, tenantId, id, true);
    const marketplace = await marketplaceRow(tx, tenantId, row.marketplace_id);
    if (row.state !== 'draft' && row.state !== 'active')
      throw new Problem('conflict', `The authorisation is ${row.state}; there is nothing to take back.`, { reason: 'not_open' });
    const there =
      row.state === 'active' &&
      row.external_id !== null &&
      row.parent_id === null &&
      marketplace.connection_id !== null &&
      deps.ports.adapter(marketplace.kind) !== null;
    if (there && marketplace.connection_id !== null) {
      await recordChange(tx, context, { operation: 'authorizations.restrict', recordType: 'resale_authorization', recordId: id, reason });
      return reserve(tx, context, {
        marketplaceId: marketplace.id,
        connectionId: row.sent_by_connection ?? marketplace.connection_id,
        subject: 'authorization',
        subjectId: id,
        action: 'restrict',
        input: { reason },
      });
    }
    await tx
      .updateTable('resale_authorization')
      .set((eb) => ({ state: 'restricted', updated_at: context.now.toISOString(), version: eb('version', '+', 1) }))
      .where('tenant_id', '=', tenantId)
      .where('id', '=', id)
      .execute();
    await recordChange(tx, context, {
      operation: 'authorizations.restrict',
      recordType: 'resale_authorization',
      recordId: id,
      before: { state: row.state },
      after: { state: 'restricted' },
      reason,
      events: [{ type: 'authorization.restricted', dealId: row.deal_id, payload: { authorizationId: id, partnerId: row.reseller_partner_id, reason } }],
    });
    return null;
  });
  return setState(deps, context, id, operationId);
}
