import type { AgreementQuery, AgreementStatus, AgreementView, EntitlementView } from '../../../modules/marketplaces/index.ts';
import { OutsideError, type Access } from '../../../platform/outside/index.ts';
import { askPage } from '../client.ts';
import { textAt, type Json } from '../values.ts';
import { instantOf } from '../types.ts';
import { meteredSkus } from './catalogue.ts';
import { offerValue, readOffer } from './offers.ts';
import { bareId, entitlementOf, entitlementsPath, getEntitlement, type Entitlement } from './procurement.ts';

const PAGE = 200;

/**
 * An agreement at Google is an entitlement: several orders may stand under one account, so the entitlement's id is the only key that
 * names one purchase. What it is worth stands in the private offer it came from.
 */
export async function searchAgreements(access: Access, query: AgreementQuery): Promise<{ items: AgreementView[]; cursor: string | null }> {
  const filter: Record<string, string> = query.offerId === undefined ? {} : { filter: `offer=${query.offerId}` };
  const page = await askPage(access, 'procurement', {
    path: entitlementsPath(access),
    list: 'entitlements',
    size: PAGE,
    token: query.cursor ?? null,
    query: filter,
  });
  const since = query.since === undefined ? null : Date.parse(query.since);
  // There is no filter by time: all are listed, and those that have not changed are left out here.
  const items = page.items.map(entitlementOf).filter(({ updateTime }) => since === null || updateTime === null || Date.parse(updateTime) >= since);
  return { items: items.map((entitlement) => agreementOf(entitlement, null)), cursor: page.next };
}

export async function describeAgreement(access: Access, id: string): Promise<AgreementView | null> {
  const entitlement = await getEntitlement(access, id);
  if (entitlement === null) return null;
  return agreementOf(entitlement, entitlement.offer === null ? null : await offerIfMay(access, entitlement.offer));
}

/** The offer may not be ours to read; the purchase is known all the same. */
async function offerIfMay(access: Access, name: string): Promise<Json | null> {
  try {
    return await readOffer(access, name);
  } catch (error) {
    if (error instanceof OutsideError && error.failure === 'permission') return null;
    throw error;
  }
}

function statusOf({ state, offerEndTime, updateTime }: Entitlement): AgreementStatus {
  if (state !== 'ENTITLEMENT_CANCELLED') return 'active';
  // An offer that ran out cancels its entitlement; nobody did.
  return offerEndTime !== null && updateTime !== null && offerEndTime <= updateTime ? 'expired' : 'cancelled';
}

function agreementOf(entitlement: Entitlement, offer: Json | null): AgreementView {
  const value = offer === null ? null : offerValue(offer);
  return {
    id: entitlement.id,
    status: statusOf(entitlement),
    offerId: entitlement.offer,
    authorizationId: null,
    productId: entitlement.product,
    buyerAccount: textAt(offer, 'customer.targetBillingAccount') ?? (entitlement.account === null ? null : bareId(entitlement.account)),
    sellerAccount: textAt(offer, 'resellerContact.email'),
    currency: value?.currency ?? null,
    amountMinor: value?.minor ?? null,
    acceptedAt: (offer === null ? null : instantOf(offer['acceptTime'])) ?? entitlement.createTime,
    startsAt: entitlement.createTime,
    endsAt: entitlement.offerEndTime,
    endBehaviour: entitlement.offerEndTime === null ? 'renew' : 'expire',
    replaces: null,
    initial: null,
  };
}

const STATES: Readonly<Record<string, EntitlementView['state']>> = {
  ENTITLEMENT_ACTIVATION_REQUESTED: 'pending',
  ENTITLEMENT_ACTIVE: 'active',
  ENTITLEMENT_PENDING_CANCELLATION: 'active',
  ENTITLEMENT_PENDING_PLAN_CHANGE: 'active',
  ENTITLEMENT_PENDING_PLAN_CHANGE_APPROVAL: 'active',
  ENTITLEMENT_SUSPENDED: 'suspended',
  ENTITLEMENT_CANCELLED: 'ended',
};

/** One for each agreement, since they are the same thing at Google; what is metered is read from the catalogue of the product. */
export async function entitlementsOf(access: Access, asked: { readonly id: string; readonly entitlementId: string | null }): Promise<EntitlementView[]> {
  const entitlement = await getEntitlement(access, asked.entitlementId ?? asked.id);
  if (entitlement === null) return [];
  const skus = entitlement.product === null ? [] : await meteredSkus(access, entitlement.product);
  return [
    {
      id: entitlement.id,
      agreementId: entitlement.id,
      productCode: entitlement.product,
      buyerAccount: null,
      state: STATES[entitlement.state] ?? 'pending',
      dimensions: skus.map(({ key }) => ({ key, quantity: null, unit: null })),
      startsAt: entitlement.createTime,
      endsAt: entitlement.offerEndTime,
    },
  ];
}
