import { newId } from '@entente/kernel';
import type { StartedServer } from '@entente/testkit';
import type { Client } from './api.fixture.ts';

export type MarketRecords = {
  readonly marketplaceId: string;
  readonly marketplaceVersion: number;
  readonly listingId: string;
  readonly dealId: string;
  readonly soldDealId: string;
  readonly accountId: string;
  readonly offerId: string;
  readonly releasedOfferId: string;
  readonly authorizationId: string;
  readonly commitmentId: string;
  readonly agreementId: string;
  readonly unmatchedId: string;
  readonly entitlementId: string;
  readonly noticeId: string;
};
type Deal = { readonly id: string; readonly accountId: string | null };

const states = [
  { key: 'prepared', label: 'Prepared', means: 'draft' as const, next: ['listed'] },
  { key: 'listed', label: 'Listed', means: 'released' as const, next: ['ordered'] },
  { key: 'ordered', label: 'Ordered', means: 'accepted' as const, next: [] },
];
const terms = {
  lines: [{ dimension: 'seats', description: 'Seats', quantity: 1, unitPriceMinor: 100, amountMinor: 100 }],
  termMonths: 12,
  buyerAccount: 'buyer',
};

/** A marketplace by definition with one of each of its records. What only the outside world can leave behind is put there as it would be. */
export async function addMarket(
  server: StartedServer,
  tenantId: string,
  api: Client,
  of: { name: (what: string) => string; deal: () => Promise<Deal>; productId: string; partnerId: string },
): Promise<MarketRecords> {
  const market = await api('marketplaces.create', {
    body: { kind: 'configured', name: of.name('market'), operatorId: of.partnerId, definition: { states, initial: 'prepared' } },
  });
  const listing = await api('listings.create', {
    body: { marketplaceId: market.id, productId: of.productId, externalProductId: newId(), name: of.name('listing') },
  });
  const deal = await of.deal();
  const offerOf = async (dealId: string) => api('offers.create', { params: { id: dealId }, body: { listingId: listing.id, name: of.name('offer'), ...terms } });
  const draft = await offerOf(deal.id);
  const sold = await offerOf((await of.deal()).id);
  await api('offers.move', { params: { id: sold.id }, body: { state: 'listed' } });
  await api('offers.move', { params: { id: sold.id }, body: { state: 'ordered' } });
  const released = await offerOf((await of.deal()).id);
  await api('offers.move', { params: { id: released.id }, body: { state: 'listed' } });
  const authorization = await api('authorizations.create', {
    body: {
      dealId: deal.id,
      listingId: listing.id,
      resellerPartnerId: of.partnerId,
      resellerAccount: 'reseller',
      name: of.name('authorization'),
      lines: terms.lines,
      currency: 'EUR',
    },
  });
  const commitment = await api('commitments.add', {
    params: { id: deal.accountId ?? '' },
    body: { programme: of.name('programme'), currency: 'EUR', amountMinor: 1000, fromOn: '2026-01-01', untilOn: '2099-12-31', source: of.name('source') },
  });
  const agreement = (await api('agreements.list', { query: { dealId: sold.dealId } })).items[0];
  if (!agreement) throw new Error('the order made no agreement');
  const [unmatchedId, entitlementId, noticeId] = [newId(), newId(), newId()];
  const { admin } = server.test;
  await admin.query(
    `insert into agreement (tenant_id, id, marketplace_id, external_id, status, buyer_account, currency, amount_minor, accepted_at, news_at, seen_at) values ($1, $2, $3, $4, 'active', $5, 'EUR', 500, now(), now(), now())`,
    [tenantId, unmatchedId, market.id, `agreement ${unmatchedId}`, of.name('buyer')],
  );
  await admin.query(
    `insert into entitlement (tenant_id, id, agreement_id, marketplace_id, external_id, buyer_account, state, news_at, seen_at) values ($1, $2, $3, $4, $5, $6, 'pending', now(), now())`,
    [tenantId, entitlementId, agreement.id, market.id, `entitlement ${entitlementId}`, of.name('buyer')],
  );
  await admin.query(
    `insert into marketplace_notice (tenant_id, id, marketplace_id, dedupe_key, kind, at, received_at, notice, state, sentence) values ($1, $2::uuid, $3, $2::uuid::text, 'agreement_created', now(), now(), '{}', 'parked', $4)`,
    [tenantId, noticeId, market.id, of.name('news')],
  );
  return {
    marketplaceId: market.id,
    marketplaceVersion: market.version,
    listingId: listing.id,
    dealId: deal.id,
    soldDealId: sold.dealId,
    accountId: deal.accountId ?? '',
    offerId: draft.id,
    releasedOfferId: released.id,
    authorizationId: authorization.id,
    commitmentId: commitment.id,
    agreementId: agreement.id,
    unmatchedId,
    entitlementId,
    noticeId,
  };
}
