import type { Parsed, Result } from '@entente/contracts';
import { encodeCursor, newId, notFound, placeIn, Problem } from '@entente/kernel';
import { sql, type RawBuilder } from 'kysely';
import { recordChange } from '../../platform/change.ts';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { capabilitiesOf, dayOf, refused, type MarketplacesDeps } from './context.ts';
import { buyerPreview } from './domain/preview.ts';
import { linesFromDeal } from './domain/lines-from-deal.ts';
import { addDays, evenInstalments, rescaledInstalments, totalOf } from './domain/terms.ts';
import { loadOffer, offerQuery, prepared, readOffer, resalePrice, rowShape, type OfferShape } from './offer-views.ts';
import type { DealForOffer, Eula, Instalment, MarketplaceCapabilities, QuoteLine } from './ports.ts';
import {
  agreementRow,
  authorizationRow,
  definitionIn,
  dimensionsIn,
  instalmentsIn,
  linesIn,
  listingRow,
  marketplaceRow,
  plainInstalments,
  plainLines,
  quoteOf,
  requireVersion,
  type AuthorizationRow,
} from './store.ts';

type Body = Parsed<'offers.create'>['body'];
const OPEN_FOR_DAYS = 30;

export async function listOffers(deps: MarketplacesDeps, context: Context, query: Parsed<'offers.list'>['query']): Promise<Result<'offers.list'>> {
  requireScope(context, 'marketplaces:read');
  const place = placeIn(query.cursor, 'id');
  return deps.database.reading(context.tenantId, async (tx) => {
    let rows = offerQuery(tx, context.tenantId);
    if (query.dealId !== undefined) rows = rows.where('o.deal_id', '=', query.dealId);
    if (query.marketplaceId !== undefined) rows = rows.where('o.marketplace_id', '=', query.marketplaceId);
    if (query.phase !== undefined) rows = rows.where('o.phase', '=', query.phase);
    if (query.q !== undefined) rows = rows.where(speaksOf(query.q));
    if (place) rows = rows.where('o.id', '<', place.id);
    const found = await rows
      .orderBy('o.id', 'desc')
      .limit(query.limit + 1)
      .execute();
    const items = found.slice(0, query.limit);
    const last = found.length > query.limit ? items.at(-1) : undefined;
    return { items: items.map(rowShape), nextCursor: last ? encodeCursor({ sort: null, id: last.id }) : null };
  });
}

/** Every word is somewhere in its name, its deal, its buyer, its seller or its identity there; a number is a deal's too. */
function speaksOf(q: string): RawBuilder<boolean> {
  const words = q.split(/\s+/).filter((word) => word !== '');
  const each = words.map((word) => {
    const number = /^#?(\d{1,9})$/.exec(word)?.[1];
    const like = `%${word.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
    const said = sql<boolean>`concat_ws(' ', o.name, d.name, b.name, o.buyer_account, coalesce(p.name, w.name), o.external_id) ilike ${like}`;
    return number === undefined ? said : sql<boolean>`(${said} or d.number = ${Number(number)})`;
  });
  return sql<boolean>`(${sql.join(each, sql` and `)})`;
}

export function getOffer(deps: MarketplacesDeps, context: Context, id: string): Promise<OfferShape> {
  requireScope(context, 'marketplaces:read');
  return deps.database.reading(context.tenantId, (tx) => readOffer(tx, context, deps.ports, id));
}

export function previewOffer(deps: MarketplacesDeps, context: Context, id: string): Promise<Result<'offers.preview'>> {
  requireScope(context, 'marketplaces:read');
  return deps.database.reading(context.tenantId, async (tx) => {
    const loaded = await loadOffer(tx, context.tenantId, id);
    const today = dayOf(context.now);
    const named = await offerQuery(tx, context.tenantId).where('o.id', '=', id).executeTakeFirstOrThrow();
    const seen = buyerPreview(quoteOf(loaded.offer, loaded.listing, today), { product: loaded.listing.name, seller: rowShape(named).sellerName });
    return {
      ...seen,
      lines: seen.lines.map((line) => ({ ...line, amountMinor: Number(line.amountMinor) })),
      totalMinor: Number(seen.totalMinor),
      payments: seen.payments.map((payment) => ({ ...payment, amountMinor: Number(payment.amountMinor) })),
      payload: prepared(deps.ports, loaded, today).payload,
    };
  });
}

export const firstEula = (can: MarketplaceCapabilities): Eula => {
  const standard = can.eulas.find((one) => one.kind === 'standard');
  return { kind: 'standard', version: standard?.version ?? null };
};

export const givenLines = (
  lines: readonly { dimension: string; description: string; quantity: number; unitPriceMinor: number; amountMinor: number }[],
): QuoteLine[] => lines.map((line) => ({ ...line, unitPriceMinor: BigInt(line.unitPriceMinor), amountMinor: BigInt(line.amountMinor) }));
export const givenInstalments = (instalments: readonly { dueOn: string; amountMinor: number }[]): Instalment[] =>
  instalments.map(({ dueOn, amountMinor }) => ({ dueOn, amountMinor: BigInt(amountMinor) }));

/** The route the offer goes by: the one named, else one that has no offer out, else a new one. */
async function routeFor(tx: Tx, context: Context, deps: MarketplacesDeps, deal: DealForOffer, routeId: string | null | undefined): Promise<string> {
  const active = deal.routes.filter((route) => route.kind === 'marketplace' && route.endedAt === null);
  if (routeId) {
    if (!active.some((route) => route.id === routeId)) throw refused('routeId', 'That is no active marketplace route of this deal.');
    return routeId;
  }
  const free = active.find((route) => ['draft', 'expired', 'withdrawn'].includes(route.state)) ?? active[0];
  return free?.id ?? deps.ports.addRoute(tx, context, deal.id);
}

async function authorizationFor(tx: Tx, tenantId: string, body: Body): Promise<AuthorizationRow | null> {
  if (!body.authorizationId) {
    if (body.markupBp) throw refused('markupBp', 'A markup is a reseller’s, under an authorisation.');
    return null;
  }
  const authorization = await authorizationRow(tx, tenantId, body.authorizationId, true);
  if (authorization.listing_id !== body.listingId) throw refused('authorizationId', 'That authorisation is for another listing.');
  if (authorization.state === 'used' || authorization.state === 'restricted') throw refused('authorizationId', `That authorisation is ${authorization.state}.`);
  if (body.lines) throw refused('lines', 'What a reseller sells is fixed by its authorisation; only the markup is its own.');
  return authorization;
}

export async function createOffer(deps: MarketplacesDeps, context: Context, dealId: string, body: Body): Promise<OfferShape> {
  requireScope(context, 'marketplaces:write');
  const { ports } = deps;
  const { tenantId } = context;
  return deps.database.inTenant(tenantId, async (tx) => {
    const deal = await ports.deal(tx, tenantId, dealId);
    if (!deal) throw notFound('deal');
    if (deal.status === 'lost') throw new Problem('conflict', 'The deal is lost; open it again before an offer is made.', { reason: 'lost' });
    const listing = await listingRow(tx, tenantId, body.listingId);
    const marketplace = await marketplaceRow(tx, tenantId, listing.marketplace_id);
    if (marketplace.retired_at !== null) throw refused('listingId', `${marketplace.name} is retired.`);
    const can = capabilitiesOf(ports, marketplace.kind);
    const authorization = await authorizationFor(tx, tenantId, body);
    const replaced = body.replacesAgreementId ? await agreementRow(tx, tenantId, body.replacesAgreementId) : null;
    if (replaced && replaced.marketplace_id !== marketplace.id) throw refused('replacesAgreementId', 'That agreement is of another marketplace.');
    const resale = authorization ? resalePrice(authorization, body.markupBp ?? 0) : null;
    const lines = resale
      ? resale.lines
      : body.lines
        ? givenLines(body.lines)
        : linesFromDeal(deal, listing.product_id, listing.name, dimensionsIn(listing.dimensions));
    if (lines.length === 0) throw refused('lines', `The deal has no line of this product and no amount. Say what is offered.`);
    const today = dayOf(context.now);
    const totalMinor = totalOf(lines);
    const termMonths = body.termMonths === undefined ? (authorization?.term_months ?? longestTerm(deal)) : body.termMonths;
    const instalments = body.instalments
      ? givenInstalments(body.instalments)
      : body.instalmentCount
        ? evenInstalments(totalMinor, body.instalmentCount, body.startsOn ?? addDays(today, OPEN_FOR_DAYS), termMonths)
        : (resale?.instalments ?? []);
    const id = newId();
    const at = context.now.toISOString();
    const routeId = await routeFor(tx, context, deps, deal, body.routeId);
    const row = {
      deal_id: dealId,
      route_id: routeId,
      marketplace_id: marketplace.id,
      listing_id: listing.id,
      kind: authorization ? 'channel' : replaced ? 'replacement' : 'private',
      seller_partner_id: authorization?.reseller_partner_id ?? null,
      authorization_id: authorization?.id ?? null,
      replaces_agreement: replaced?.external_id ?? null,
      name: body.name ?? `${deal.number} ${deal.accountName ?? deal.name}`.slice(0, can.nameMaximum),
      description: body.description ?? null,
      buyer_account: body.buyerAccount ?? authorization?.buyer_account ?? replaced?.buyer_account ?? null,
      currency: authorization?.currency ?? body.currency ?? deal.currency,
      amount_minor: Number(totalMinor),
      markup_bp: authorization ? (body.markupBp ?? 0) : null,
      term_months: termMonths,
      starts_on: body.startsOn ?? null,
      expires_on: body.expiresOn === undefined ? addDays(today, OPEN_FOR_DAYS) : body.expiresOn,
    };
    const state = definitionIn(marketplace.definition)?.initial ?? 'draft';
    await tx
      .insertInto('offer')
      .values({
        tenant_id: tenantId,
        id,
        ...row,
        lines: JSON.stringify(plainLines(lines)),
        instalments: JSON.stringify(plainInstalments(instalments)),
        eula: JSON.stringify(body.eula ?? (authorization ? authorization.eula : firstEula(can))),
        fields: JSON.stringify(body.fields ?? {}),
        phase: 'draft',
        state,
        external_id: null,
        sent_by_connection: null,
        sent_at: null,
        released_at: null,
        accepted_at: null,
        closed_at: null,
        problem: null,
        created_by: context.actor.name,
        created_at: at,
        updated_at: at,
      })
      .execute();
    await ports.moveRoute(tx, context, dealId, routeId, 'draft');
    await recordChange(tx, context, {
      operation: 'offers.create',
      recordType: 'offer',
      recordId: id,
      after: { ...row, lines: plainLines(lines), instalments: plainInstalments(instalments) },
      events: [
        {
          type: 'offer.drafted',
          dealId,
          payload: { offerId: id, name: row.name, marketplaceName: marketplace.name, amountMinor: row.amount_minor, currency: row.currency },
        },
      ],
    });
    return readOffer(tx, context, ports, id);
  });
}

const longestTerm = (deal: DealForOffer): number | null => {
  const terms = deal.lines.flatMap((line) => line.termMonths ?? []);
  return terms.length === 0 ? null : Math.max(...terms);
};

export async function updateOffer(
  deps: MarketplacesDeps,
  context: Context,
  id: string,
  body: Parsed<'offers.update'>['body'],
  ifVersion: number | null,
): Promise<OfferShape> {
  requireScope(context, 'marketplaces:write');
  const { tenantId } = context;
  return deps.database.inTenant(tenantId, async (tx) => {
    const { offer, authorization } = await loadOffer(tx, tenantId, id, true);
    requireVersion(offer.version, ifVersion);
    if (offer.phase !== 'draft') throw new Problem('conflict', 'It has been sent. Withdraw it and make another, or replace its agreement.', { reason: 'sent' });
    if (authorization && body.lines) throw refused('lines', 'What a reseller sells is fixed by its authorisation; only the markup is its own.');
    if (!authorization && body.markupBp !== undefined) throw refused('markupBp', 'A markup is a reseller’s, under an authorisation.');
    const kept = <Value>(given: Value | undefined, known: Value): Value => (given === undefined ? known : given);
    const markupBp = authorization ? (body.markupBp ?? offer.markup_bp ?? 0) : null;
    const resale = authorization ? resalePrice(authorization, markupBp ?? 0) : null;
    const lines = resale ? resale.lines : body.lines ? givenLines(body.lines) : linesIn(offer.lines);
    const totalMinor = totalOf(lines);
    const termMonths = kept(body.termMonths, offer.term_months);
    const startsOn = kept(body.startsOn, offer.starts_on);
    const instalments = body.instalments
      ? givenInstalments(body.instalments)
      : body.instalmentCount
        ? evenInstalments(totalMinor, body.instalmentCount, startsOn ?? offer.expires_on ?? dayOf(context.now), termMonths)
        : resale && resale.instalments.length === instalmentsIn(offer.instalments).length
          ? resale.instalments
          : rescaledInstalments(instalmentsIn(offer.instalments), BigInt(offer.amount_minor), totalMinor);
    const after = {
      name: kept(body.name, offer.name),
      description: kept(body.description, offer.description),
      buyer_account: kept(body.buyerAccount, offer.buyer_account),
      currency: authorization ? offer.currency : kept(body.currency, offer.currency),
      amount_minor: Number(totalMinor),
      markup_bp: markupBp,
      term_months: termMonths,
      starts_on: startsOn,
      expires_on: kept(body.expiresOn, offer.expires_on),
      problem: null,
    };
    await tx
      .updateTable('offer')
      .set((eb) => ({
        ...after,
        lines: JSON.stringify(plainLines(lines)),
        instalments: JSON.stringify(plainInstalments(instalments)),
        ...(body.eula ? { eula: JSON.stringify(body.eula) } : {}),
        ...(body.fields ? { fields: JSON.stringify(body.fields) } : {}),
        updated_at: context.now.toISOString(),
        version: eb('version', '+', 1),
      }))
      .where('tenant_id', '=', tenantId)
      .where('id', '=', id)
      .execute();
    await recordChange(tx, context, {
      operation: 'offers.update',
      recordType: 'offer',
      recordId: id,
      before: {
        name: offer.name,
        buyer_account: offer.buyer_account,
        amount_minor: offer.amount_minor,
        expires_on: offer.expires_on,
        lines: offer.lines,
        instalments: offer.instalments,
      },
      after: { ...after, lines: plainLines(lines), instalments: plainInstalments(instalments) },
    });
    return readOffer(tx, context, deps.ports, id);
  });
}
