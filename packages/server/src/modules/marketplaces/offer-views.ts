import type { Result } from '@entente/contracts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { capabilitiesOf, dayOf } from './context.ts';
import { fieldIssues, nextOf, type FieldValues } from './domain/definition.ts';
import { grantIssues, offerIssues } from './domain/check-offer.ts';
import { feeOf, type OfferKind } from './domain/fees.ts';
import { markedUp } from './domain/terms.ts';
import type { CommercialQuote, MarketplacesPorts, OfferIssue, Prepared, ResaleOffer } from './ports.ts';
import {
  authorizationRow,
  definitionIn,
  dimensionsIn,
  eulaIn,
  feesIn,
  grantOf,
  instalmentsIn,
  linesIn,
  listingRow,
  marketplaceRow,
  offerRow,
  plainInstalments,
  plainLines,
  quoteOf,
  type AuthorizationRow,
  type ListingRow,
  type MarketplaceRow,
  type OfferRow,
} from './store.ts';

export type OfferShape = Result<'offers.get'>;
export type OfferListRow = Result<'offers.list'>['items'][number];
export type AuthorizationShape = Result<'authorizations.get'>;

export const offerQuery = (tx: Tx, tenantId: string) =>
  tx
    .selectFrom('offer as o')
    .innerJoin('marketplace as m', (join) => join.onRef('m.tenant_id', '=', 'o.tenant_id').onRef('m.id', '=', 'o.marketplace_id'))
    .innerJoin('deal as d', (join) => join.onRef('d.tenant_id', '=', 'o.tenant_id').onRef('d.id', '=', 'o.deal_id'))
    .innerJoin('workspace as w', 'w.id', 'o.tenant_id')
    .leftJoin('partner as p', (join) => join.onRef('p.tenant_id', '=', 'o.tenant_id').onRef('p.id', '=', 'o.seller_partner_id'))
    .leftJoin('account as b', (join) => join.onRef('b.tenant_id', '=', 'd.tenant_id').onRef('b.id', '=', 'd.account_id'))
    .selectAll('o')
    .select(['m.name as marketplace_name', 'd.number as deal_number', 'd.name as deal_name', 'p.name as seller_name', 'w.name as workspace_name'])
    .where('o.tenant_id', '=', tenantId);
export type NamedOffer = Awaited<ReturnType<ReturnType<typeof offerQuery>['executeTakeFirstOrThrow']>>;

export function rowShape(row: NamedOffer): OfferListRow {
  return {
    id: row.id,
    dealId: row.deal_id,
    dealNumber: row.deal_number,
    dealName: row.deal_name,
    routeId: row.route_id,
    marketplaceId: row.marketplace_id,
    marketplaceName: row.marketplace_name,
    listingId: row.listing_id,
    kind: row.kind as OfferListRow['kind'],
    name: row.name,
    phase: row.phase as OfferListRow['phase'],
    state: row.state,
    buyerAccount: row.buyer_account,
    sellerPartnerId: row.seller_partner_id,
    sellerName: row.seller_name ?? row.workspace_name,
    currency: row.currency,
    amountMinor: row.amount_minor,
    expiresOn: row.expires_on,
    externalId: row.external_id,
    sentAt: row.sent_at,
    acceptedAt: row.accepted_at,
    problem: row.problem,
    version: row.version,
  };
}

/** An offer with what it is made of: read once, used for checking, showing and sending. */
export type LoadedOffer = {
  readonly offer: OfferRow;
  readonly listing: ListingRow;
  readonly marketplace: MarketplaceRow;
  readonly authorization: AuthorizationRow | null;
};
export async function loadOffer(tx: Tx, tenantId: string, id: string, lock = false): Promise<LoadedOffer> {
  const offer = await offerRow(tx, tenantId, id, lock);
  return {
    offer,
    listing: await listingRow(tx, tenantId, offer.listing_id),
    marketplace: await marketplaceRow(tx, tenantId, offer.marketplace_id),
    authorization: offer.authorization_id === null ? null : await authorizationRow(tx, tenantId, offer.authorization_id),
  };
}

export const resaleOf = (quote: CommercialQuote, authorization: AuthorizationRow, markupBp: number | null): ResaleOffer => ({
  ...quote,
  authorizationId: authorization.external_id ?? '',
  markupBp: markupBp ?? 0,
});

/** What would be sent and what stands against it: asked of the marketplace's adapter without asking the marketplace. */
export function prepared(ports: Pick<MarketplacesPorts, 'adapter'>, loaded: LoadedOffer, today: string): Prepared {
  const { offer, listing, marketplace, authorization } = loaded;
  const quote = quoteOf(offer, listing, today);
  const dimensions = dimensionsIn(listing.dimensions).map((dimension) => dimension.key);
  const issues: OfferIssue[] = offerIssues(quote, capabilitiesOf(ports, marketplace.kind), {
    dimensions: dimensions.length > 0 && authorization === null ? dimensions : null,
  });
  const definition = definitionIn(marketplace.definition);
  if (definition) issues.push(...fieldIssues(definition, offer.fields as FieldValues));
  if (authorization && authorization.state !== 'active' && offer.phase === 'draft')
    issues.push({
      severity: 'blocks',
      field: 'authorizationId',
      code: 'state',
      sentence:
        authorization.state === 'draft' || authorization.state === 'sending'
          ? 'The authorisation to resell has not been given yet.'
          : `The authorisation to resell is ${authorization.state} and cannot be used.`,
    });
  const adapter = ports.adapter(marketplace.kind);
  if (!adapter) return { payload: { ...(offer.fields as FieldValues) }, issues };
  const asked = authorization ? adapter.prepareResale(resaleOf(quote, authorization, offer.markup_bp)) : adapter.prepareOffer(quote);
  return { payload: asked.payload, issues: [...issues, ...asked.issues] };
}

export async function operationsOf(tx: Tx, tenantId: string, subjectId: string): Promise<OfferShape['operations']> {
  const rows = await tx
    .selectFrom('offer_operation')
    .select(['id', 'action', 'state', 'sentence', 'issues', 'started_by', 'started_at', 'finished_at'])
    .where('tenant_id', '=', tenantId)
    .where('subject_id', '=', subjectId)
    .orderBy('id', 'desc')
    .limit(50)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    action: row.action,
    state: row.state as OfferShape['operations'][number]['state'],
    sentence: row.sentence,
    issues: row.issues as OfferShape['operations'][number]['issues'],
    startedBy: row.started_by,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
  }));
}

export async function readOffer(tx: Tx, context: Context, ports: Pick<MarketplacesPorts, 'adapter'>, id: string): Promise<OfferShape> {
  const { tenantId } = context;
  const loaded = await loadOffer(tx, tenantId, id);
  const { offer, marketplace } = loaded;
  const named = await offerQuery(tx, tenantId).where('o.id', '=', id).executeTakeFirstOrThrow();
  const today = dayOf(context.now);
  const day = offer.accepted_at?.slice(0, 10) ?? today;
  const { feeMinor } = feeOf(feesIn(marketplace.fee_table), day, offer.kind as OfferKind, offer.currency, BigInt(offer.amount_minor));
  const definition = definitionIn(marketplace.definition);
  return {
    ...rowShape(named),
    description: offer.description,
    authorizationId: offer.authorization_id,
    replacesAgreement: offer.replaces_agreement,
    markupBp: offer.markup_bp,
    lines: plainLines(linesIn(offer.lines)),
    termMonths: offer.term_months,
    startsOn: offer.starts_on,
    instalments: plainInstalments(instalmentsIn(offer.instalments)),
    eula: eulaIn(offer.eula),
    fields: offer.fields as OfferShape['fields'],
    feeMinor: Number(feeMinor),
    netMinor: offer.amount_minor - Number(feeMinor),
    issues: offer.phase === 'draft' ? [...prepared(ports, loaded, today).issues] : [],
    next: definition ? nextOf(definition, offer.state) : [],
    operations: await operationsOf(tx, tenantId, id),
  };
}

export const authorizationQuery = (tx: Tx, tenantId: string) =>
  tx
    .selectFrom('resale_authorization as a')
    .innerJoin('marketplace as m', (join) => join.onRef('m.tenant_id', '=', 'a.tenant_id').onRef('m.id', '=', 'a.marketplace_id'))
    .innerJoin('partner as r', (join) => join.onRef('r.tenant_id', '=', 'a.tenant_id').onRef('r.id', '=', 'a.reseller_partner_id'))
    .innerJoin('workspace as w', 'w.id', 'a.tenant_id')
    .leftJoin('partner as i', (join) => join.onRef('i.tenant_id', '=', 'a.tenant_id').onRef('i.id', '=', 'a.issuer_partner_id'))
    .selectAll('a')
    .select(['m.name as marketplace_name', 'r.name as reseller_name', 'i.name as issuer_name', 'w.name as workspace_name'])
    .where('a.tenant_id', '=', tenantId);
export type NamedAuthorization = Awaited<ReturnType<ReturnType<typeof authorizationQuery>['executeTakeFirstOrThrow']>>;

/** Sellers from the vendor's own authorisation down to this one. */
export async function tierOf(tx: Tx, tenantId: string, authorization: Pick<AuthorizationRow, 'parent_id'>): Promise<number> {
  let tier = 1;
  for (let above = authorization.parent_id; above !== null; tier += 1) above = (await authorizationRow(tx, tenantId, above)).parent_id;
  return tier;
}

/** Who passes it on does so from its own account; no marketplace says how that could be asked for, so a person notes it here. */
export const isPassedOn = (authorization: Pick<AuthorizationRow, 'parent_id'>): boolean => authorization.parent_id !== null;

export function preparedGrant(
  ports: Pick<MarketplacesPorts, 'adapter'>,
  row: AuthorizationRow,
  listing: ListingRow,
  kind: string,
  today: string,
  tier: number,
): Prepared {
  const grant = grantOf(row, listing, today);
  const dimensions = dimensionsIn(listing.dimensions).map((dimension) => dimension.key);
  const can = capabilitiesOf(ports, kind);
  const issues = grantIssues(grant, can, { dimensions: dimensions.length > 0 ? dimensions : null });
  if (tier > can.resale.tiers)
    issues.push({
      severity: 'blocks',
      field: 'parentId',
      code: 'unsupported',
      sentence: `This marketplace knows ${can.resale.tiers === 1 ? 'one seller' : `${can.resale.tiers} sellers`} between the vendor and the buyer; this would be the ${ordinal(tier)}.`,
    });
  if (isPassedOn(row) && can.resale.mode === 'api')
    issues.push({
      severity: 'warning',
      field: 'parentId',
      code: 'by_hand',
      sentence:
        'This marketplace publishes no request by which a distributor’s own authorisation could be given from here. The distributor gives it on its own pages; note its identity here, and what shows it.',
    });
  const adapter = ports.adapter(kind);
  const asked = adapter && can.resale.mode === 'api' && !isPassedOn(row) ? adapter.prepareGrant(grant) : { payload: null, issues: [] };
  return { payload: asked.payload, issues: [...issues, ...asked.issues] };
}

const ordinal = (n: number): string => ({ 2: 'second', 3: 'third', 4: 'fourth', 5: 'fifth', 6: 'sixth' })[n] ?? `${n}th`;

/** Who noted one that was given elsewhere, when, and what shows it: the audit trail has it. */
async function evidenceOf(tx: Tx, tenantId: string, id: string): Promise<AuthorizationShape['evidence']> {
  const noted = await tx
    .selectFrom('audit_entry')
    .select(['actor_name', 'at', 'reason'])
    .where('tenant_id', '=', tenantId)
    .where('record_type', '=', 'resale_authorization')
    .where('record_id', '=', id)
    .where('operation', '=', 'authorizations.record')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return noted ? { note: noted.reason, by: noted.actor_name, at: noted.at } : null;
}

export async function authorizationShape(
  tx: Tx,
  context: Context,
  ports: Pick<MarketplacesPorts, 'adapter'>,
  row: NamedAuthorization,
): Promise<AuthorizationShape> {
  const listing = await listingRow(tx, context.tenantId, row.listing_id);
  const marketplace = await marketplaceRow(tx, context.tenantId, row.marketplace_id);
  const tier = await tierOf(tx, context.tenantId, row);
  return {
    id: row.id,
    marketplaceId: row.marketplace_id,
    marketplaceName: row.marketplace_name,
    listingId: row.listing_id,
    dealId: row.deal_id,
    parentId: row.parent_id,
    issuerPartnerId: row.issuer_partner_id,
    issuerName: row.issuer_name ?? row.workspace_name,
    resellerPartnerId: row.reseller_partner_id,
    resellerName: row.reseller_name,
    resellerAccount: row.reseller_account,
    name: row.name,
    description: row.description,
    usage: row.usage as AuthorizationShape['usage'],
    untilOn: row.until_on,
    buyerAccount: row.buyer_account,
    currency: row.currency,
    wholesaleMinor: row.wholesale_minor,
    markupBp: row.markup_bp,
    termMonths: row.term_months,
    lines: plainLines(linesIn(row.lines)),
    instalments: plainInstalments(instalmentsIn(row.instalments)),
    state: row.state as AuthorizationShape['state'],
    externalId: row.external_id,
    evidence: row.state === 'draft' || row.external_id === null ? null : await evidenceOf(tx, context.tenantId, row.id),
    tier,
    issues: row.state === 'draft' ? [...preparedGrant(ports, row, listing, marketplace.kind, dayOf(context.now), tier).issues] : [],
    operations: await operationsOf(tx, context.tenantId, row.id),
    version: row.version,
  };
}

export async function readAuthorization(tx: Tx, context: Context, ports: Pick<MarketplacesPorts, 'adapter'>, id: string): Promise<AuthorizationShape> {
  await authorizationRow(tx, context.tenantId, id);
  return authorizationShape(tx, context, ports, await authorizationQuery(tx, context.tenantId).where('a.id', '=', id).executeTakeFirstOrThrow());
}

/** What is asked for what was authorised: its price, each payment with the markup. */
export const resalePrice = (authorization: Pick<AuthorizationRow, 'lines' | 'instalments'>, markupBp: number) =>
  markedUp({ lines: linesIn(authorization.lines), instalments: instalmentsIn(authorization.instalments) }, markupBp);
