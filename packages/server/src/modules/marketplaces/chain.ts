import type { Result } from '@entente/contracts';
import { notFound } from '@entente/kernel';
import { sql } from 'kysely';
import { requireScope, type Context } from '../../platform/context.ts';
import type { MarketplacesDeps } from './context.ts';
import { authorizationQuery, offerQuery, type NamedAuthorization, type NamedOffer } from './offer-views.ts';

type Chain = Result<'offers.chain'>['chains'][number];
type Hop = Chain['hops'][number];

/** Each way from us to the buyer: the authorisations from the vendor's down, then the offer. An authorisation nobody has sold under ends open. */
export async function chainsOfDeal(deps: MarketplacesDeps, context: Context, dealId: string): Promise<Result<'offers.chain'>> {
  requireScope(context, 'marketplaces:read');
  const { tenantId } = context;
  return deps.database.reading(tenantId, async (tx) => {
    const deal = await deps.ports.deal(tx, tenantId, dealId);
    if (!deal) throw notFound('deal');
    const offers = await offerQuery(tx, tenantId).where('o.deal_id', '=', dealId).orderBy('o.id').execute();
    const authorizations = await authorizationQuery(tx, tenantId)
      .where(
        'a.id',
        'in',
        sql<string>`(
        with recursive up as (
          select id, parent_id from resale_authorization where tenant_id = ${tenantId}::uuid
            and (deal_id = ${dealId}::uuid or id in (select authorization_id from offer where tenant_id = ${tenantId}::uuid and deal_id = ${dealId}::uuid))
          union
          select a.id, a.parent_id from resale_authorization a join up on a.id = up.parent_id where a.tenant_id = ${tenantId}::uuid
        ) select id from up)`,
      )
      .orderBy('a.id')
      .execute();
    const known = new Map(authorizations.map((one) => [one.id, one]));
    const buyer = deal.accountName ?? 'The buyer';
    const sold = offers.map((offer) => ({
      marketplaceName: offer.marketplace_name,
      offerId: offer.id,
      hops: [...hopsTo(offer.authorization_id, known), offerHop(offer, known.get(offer.authorization_id ?? '') ?? null, buyer)].map((hop, index) => ({
        ...hop,
        position: index + 1,
      })),
    }));
    const used = new Set([...offers.flatMap((offer) => offer.authorization_id ?? []), ...authorizations.flatMap((one) => one.parent_id ?? [])]);
    const open = authorizations
      .filter((one) => !used.has(one.id))
      .map((one) => ({
        marketplaceName: one.marketplace_name,
        offerId: null,
        hops: hopsTo(one.id, known).map((hop, index) => ({ ...hop, position: index + 1 })),
      }));
    return { chains: [...sold, ...open] };
  });
}

function hopsTo(id: string | null, known: ReadonlyMap<string, NamedAuthorization>): Omit<Hop, 'position'>[] {
  const hops: Omit<Hop, 'position'>[] = [];
  for (let at = id === null ? undefined : known.get(id); at; at = at.parent_id === null ? undefined : known.get(at.parent_id)) {
    const parent = at.parent_id === null ? null : (known.get(at.parent_id) ?? null);
    hops.unshift({
      kind: 'authorization',
      recordId: at.id,
      sellerId: at.issuer_partner_id,
      sellerName: at.issuer_name ?? at.workspace_name,
      buyerId: at.reseller_partner_id,
      buyerName: at.reseller_name,
      amountMinor: at.wholesale_minor,
      currency: at.currency,
      markupBp: at.markup_bp,
      marginMinor: parent ? at.wholesale_minor - parent.wholesale_minor : 0,
      state: at.state,
      externalId: at.external_id,
      noted: at.external_id !== null && at.sent_by_connection === null,
    });
  }
  return hops;
}

const offerHop = (offer: NamedOffer, authorization: NamedAuthorization | null, buyer: string): Omit<Hop, 'position'> => ({
  kind: 'offer',
  recordId: offer.id,
  sellerId: offer.seller_partner_id,
  sellerName: offer.seller_name ?? offer.workspace_name,
  buyerId: null,
  buyerName: buyer,
  amountMinor: offer.amount_minor,
  currency: offer.currency,
  markupBp: offer.markup_bp ?? 0,
  marginMinor: authorization ? offer.amount_minor - authorization.wholesale_minor : 0,
  state: offer.state,
  externalId: offer.external_id,
  noted: offer.external_id !== null && offer.sent_by_connection === null,
});
