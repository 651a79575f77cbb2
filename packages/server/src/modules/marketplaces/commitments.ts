import type { Parsed, Result } from '@entente/contracts';
import { newId, notFound } from '@entente/kernel';
import { recordChange } from '../../platform/change.ts';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { dayOf, refused, type MarketplacesDeps } from './context.ts';
import { drawdownOf, type Commitment, type Purchase } from './domain/drawdown.ts';
import type { OfferKind } from './domain/fees.ts';
import { eligibilityOf } from './listings.ts';
import { instalmentsIn, requireVersion } from './store.ts';

type Shape = Result<'commitments.add'>;

async function commitmentsOf(tx: Tx, tenantId: string, accountId: string): Promise<Shape[]> {
  const rows = await tx
    .selectFrom('cloud_commitment')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('account_id', '=', accountId)
    .orderBy('until_on', 'desc')
    .orderBy('id')
    .limit(200)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    accountId: row.account_id,
    programme: row.programme,
    currency: row.currency,
    amountMinor: row.amount_minor,
    remainingMinor: row.remaining_minor,
    capBp: row.cap_bp,
    capUsedMinor: row.cap_used_minor,
    fromOn: row.from_on,
    untilOn: row.until_on,
    source: row.source,
    notedBy: row.noted_by,
    notedAt: row.noted_at,
    version: row.version,
  }));
}

export async function listCommitments(deps: MarketplacesDeps, context: Context, accountId: string): Promise<Result<'commitments.list'>> {
  requireScope(context, 'marketplaces:read');
  return deps.database.reading(context.tenantId, async (tx) => {
    if (!(await deps.ports.accountExists(tx, context.tenantId, accountId))) throw notFound('account');
    return { items: await commitmentsOf(tx, context.tenantId, accountId) };
  });
}

type Facts = { amountMinor: number; remainingMinor: number | null; fromOn: string; untilOn: string };
function insistOnSense(facts: Facts): void {
  if (facts.untilOn < facts.fromOn) throw refused('untilOn', 'It would end before it begins.');
  if (facts.remainingMinor !== null && facts.remainingMinor > facts.amountMinor) throw refused('remainingMinor', 'More would be left than was committed.');
}

export async function addCommitment(deps: MarketplacesDeps, context: Context, accountId: string, body: Parsed<'commitments.add'>['body']): Promise<Shape> {
  requireScope(context, 'marketplaces:write');
  insistOnSense(body);
  return deps.database.inTenant(context.tenantId, async (tx) => {
    if (!(await deps.ports.accountExists(tx, context.tenantId, accountId))) throw notFound('account');
    const id = newId();
    await tx
      .insertInto('cloud_commitment')
      .values({
        tenant_id: context.tenantId,
        id,
        account_id: accountId,
        programme: body.programme,
        currency: body.currency,
        amount_minor: body.amountMinor,
        remaining_minor: body.remainingMinor,
        cap_bp: body.capBp,
        cap_used_minor: body.capUsedMinor,
        from_on: body.fromOn,
        until_on: body.untilOn,
        source: body.source,
        noted_by: context.actor.name,
        noted_at: context.now.toISOString(),
      })
      .execute();
    await recordChange(tx, context, { operation: 'commitments.add', recordType: 'commitment', recordId: id, after: { accountId, ...body } });
    return one(tx, context.tenantId, accountId, id);
  });
}

async function one(tx: Tx, tenantId: string, accountId: string, id: string): Promise<Shape> {
  const found = (await commitmentsOf(tx, tenantId, accountId)).find((commitment) => commitment.id === id);
  if (!found) throw notFound('commitment');
  return found;
}

export async function updateCommitment(
  deps: MarketplacesDeps,
  context: Context,
  id: string,
  body: Parsed<'commitments.update'>['body'],
  ifVersion: number | null,
): Promise<Shape> {
  requireScope(context, 'marketplaces:write');
  return deps.database.inTenant(context.tenantId, async (tx) => {
    const row = await tx
      .selectFrom('cloud_commitment')
      .selectAll()
      .where('tenant_id', '=', context.tenantId)
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst();
    if (!row) throw notFound('commitment');
    requireVersion(row.version, ifVersion);
    const kept = <Value>(given: Value | undefined, known: Value): Value => (given === undefined ? known : given);
    const after = {
      programme: kept(body.programme, row.programme),
      currency: kept(body.currency, row.currency),
      amount_minor: kept(body.amountMinor, row.amount_minor),
      remaining_minor: kept(body.remainingMinor, row.remaining_minor),
      cap_bp: kept(body.capBp, row.cap_bp),
      cap_used_minor: kept(body.capUsedMinor, row.cap_used_minor),
      from_on: kept(body.fromOn, row.from_on),
      until_on: kept(body.untilOn, row.until_on),
      source: kept(body.source, row.source),
    };
    insistOnSense({ amountMinor: after.amount_minor, remainingMinor: after.remaining_minor, fromOn: after.from_on, untilOn: after.until_on });
    await tx
      .updateTable('cloud_commitment')
      .set((eb) => ({ ...after, noted_by: context.actor.name, noted_at: context.now.toISOString(), version: eb('version', '+', 1) }))
      .where('tenant_id', '=', context.tenantId)
      .where('id', '=', id)
      .execute();
    await recordChange(tx, context, { operation: 'commitments.update', recordType: 'commitment', recordId: id, before: row, after });
    return one(tx, context.tenantId, row.account_id, id);
  });
}

/** Each route of the deal against each commitment that is not over: what of it would count, and why not all. */
export async function drawdownOfDeal(deps: MarketplacesDeps, context: Context, dealId: string): Promise<Result<'commitments.ofDeal'>> {
  requireScope(context, 'marketplaces:read');
  const { tenantId } = context;
  return deps.database.reading(tenantId, async (tx) => {
    const deal = await deps.ports.deal(tx, tenantId, dealId);
    if (!deal) throw notFound('deal');
    const today = dayOf(context.now);
    const commitments = deal.accountId === null ? [] : (await commitmentsOf(tx, tenantId, deal.accountId)).filter((commitment) => commitment.untilOn >= today);
    const offers = await offersOf(tx, tenantId, dealId);
    const listings = await listingsFor(
      tx,
      tenantId,
      offers.map((offer) => offer.listing_id),
      deal.lines.flatMap((line) => line.productId ?? []),
    );
    const active = deal.routes.filter((route) => route.endedAt === null);
    const routes = active.flatMap((route) => {
      const offer = offers.find((each) => each.route_id === route.id);
      const listing = listingOf(route.kind === 'marketplace', offer, listings);
      const expected = deal.closeOn !== null && deal.closeOn > today ? deal.closeOn : today;
      const purchase = purchaseOf(deal, offer, expected);
      return commitments.map((commitment) => {
        const result = drawdownOf(purchase, forDomain(commitment), listing);
        const shortfall = result.drawsDown && result.amountMinor === purchase.amountMinor ? null : (result.reasons[0]?.sentence ?? null);
        return {
          routeId: route.id,
          routeKind: route.kind,
          settles: route.settles,
          marketplaceName: listing?.marketplaceName ?? null,
          programme: commitment.programme,
          drawsDown: result.drawsDown,
          amountMinor: Number(result.amountMinor),
          currency: commitment.currency,
          percentBp: result.percentBp,
          remainingMinor: commitment.remainingMinor,
          rules: result.rules.map(({ fromOn, untilOn, percentBp, source }) => ({ fromOn, untilOn, percentBp, source })),
          warning: shortfall,
          reasons: [...result.reasons],
        };
      });
    });
    return { commitments, routes, warning: warningOf(routes) };
  });
}

function purchaseOf(deal: { amountMinor: number | null; currency: string }, offer: OfferFacts | undefined, expected: string): Purchase {
  if (!offer)
    return { amountMinor: BigInt(deal.amountMinor ?? 0), currency: deal.currency, purchaseOn: expected, activationOn: expected, invoices: [], kind: 'private' };
  const bought = offer.accepted_at?.slice(0, 10) ?? (offer.expires_on !== null && offer.expires_on < expected ? offer.expires_on : expected);
  return {
    amountMinor: BigInt(offer.amount_minor),
    currency: offer.currency,
    purchaseOn: bought,
    activationOn: offer.starts_on !== null && offer.starts_on > bought ? offer.starts_on : bought,
    invoices: instalmentsIn(offer.instalments).map(({ dueOn, amountMinor }) => ({ on: dueOn < bought ? bought : dueOn, amountMinor })),
    kind: offer.kind as OfferKind,
  };
}

const forDomain = (commitment: Shape): Commitment => ({
  programme: commitment.programme,
  currency: commitment.currency,
  amountMinor: BigInt(commitment.amountMinor),
  remainingMinor: commitment.remainingMinor === null ? null : BigInt(commitment.remainingMinor),
  capBp: commitment.capBp,
  capUsedMinor: BigInt(commitment.capUsedMinor),
  fromOn: commitment.fromOn,
  untilOn: commitment.untilOn,
});

/** The route that settles is the one chosen; it is warned of when another, or none of all, would draw down more. */
function warningOf(routes: Result<'commitments.ofDeal'>['routes']): string | null {
  const chosen = routes.filter((route) => route.settles);
  const missed = (chosen.length > 0 ? chosen : routes).find((route) => route.warning !== null && !route.drawsDown);
  if (!missed) return chosen.find((route) => route.warning !== null)?.warning ?? null;
  const better = routes.find((route) => route.programme === missed.programme && route.drawsDown && !route.settles);
  const instead = better ? ` The ${better.routeKind} route${better.marketplaceName === null ? '' : ` on ${better.marketplaceName}`} would.` : '';
  return `The ${missed.routeKind} route would not draw down ${missed.programme}: ${missed.warning}${instead}`;
}

type OfferFacts = Awaited<ReturnType<typeof offersOf>>[number];
/** The newest that is not closed comes first. */
const offersOf = (tx: Tx, tenantId: string, dealId: string) =>
  tx
    .selectFrom('offer')
    .select(['id', 'route_id', 'listing_id', 'kind', 'phase', 'currency', 'amount_minor', 'instalments', 'starts_on', 'expires_on', 'accepted_at'])
    .where('tenant_id', '=', tenantId)
    .where('deal_id', '=', dealId)
    .where('phase', 'not in', ['expired', 'withdrawn'])
    .orderBy('id', 'desc')
    .execute();

async function listingsFor(tx: Tx, tenantId: string, ids: readonly string[], productIds: readonly string[]) {
  if (ids.length + productIds.length === 0) return [];
  const rows = await tx
    .selectFrom('listing as l')
    .innerJoin('marketplace as m', (join) => join.onRef('m.tenant_id', '=', 'l.tenant_id').onRef('m.id', '=', 'l.marketplace_id'))
    .select(['l.id', 'l.name', 'm.name as marketplaceName'])
    .where('l.tenant_id', '=', tenantId)
    .where((eb) =>
      eb.or([...(ids.length > 0 ? [eb('l.id', 'in', [...ids])] : []), ...(productIds.length > 0 ? [eb('l.product_id', 'in', [...productIds])] : [])]),
    )
    .orderBy('l.id')
    .execute();
  const eligibility = await eligibilityOf(
    tx,
    tenantId,
    rows.map((row) => row.id),
  );
  return rows.map((row) => ({ ...row, eligibility: eligibility.get(row.id) ?? [] }));
}
type ListingFacts = Awaited<ReturnType<typeof listingsFor>>[number];

/** Without an offer yet, the product's listing that counts somewhere stands for it, else its first. */
function listingOf(onMarketplace: boolean, offer: OfferFacts | undefined, listings: readonly ListingFacts[]): ListingFacts | null {
  if (!onMarketplace) return null;
  if (offer) return listings.find((listing) => listing.id === offer.listing_id) ?? null;
  return listings.find((listing) => listing.eligibility.length > 0) ?? listings[0] ?? null;
}
