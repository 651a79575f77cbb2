import type { AgreementQuery, AgreementView, EntitlementView, FulfilmentDecision } from '../../../modules/marketplaces/index.ts';
import { OutsideError, type Access } from '../../../platform/outside/index.ts';
import { minorOf, textAt, type Fields } from '../values.ts';
import { bare, listOffers, listProducts, offerIdOf, planNamesOf } from './ingestion.ts';
import { SEAT } from './offer-resources.ts';
import {
  activate,
  buyerOf,
  endSubscription,
  instant,
  listSubscriptions,
  readPlan,
  readSubscription,
  resolveToken,
  stateOf,
  type Plan,
  type Subscription,
} from './subscriptions.ts';

/** What is asked once for many subscriptions. */
type Lookups = {
  plan(subscription: Subscription): Promise<Plan | null>;
  offers(): Promise<readonly Fields[]>;
  productId(offerId: string): Promise<string | null>;
};
function lookups(access: Access): Lookups {
  const plans = new Map<string, Promise<Plan | null>>();
  let offers: Promise<readonly Fields[]> | undefined;
  let products: Promise<readonly Fields[]> | undefined;
  return {
    plan(subscription) {
      const key = `${subscription.offerId}/${subscription.planId}`;
      const known = plans.get(key) ?? readPlan(access, subscription);
      plans.set(key, known);
      return known;
    },
    offers: () => (offers ??= orNothing(listOffers(access))),
    async productId(offerId) {
      const product = (await (products ??= orNothing(listProducts(access)))).find((each) => textAt(each, ['identity', 'externalId']) === offerId);
      const id = textAt(product, ['id']);
      return id === null ? null : bare(id);
    },
  };
}
/** An application may be allowed to fulfil and not to see offers: then a purchase is known without them. */
async function orNothing(asked: Promise<readonly Fields[]>): Promise<readonly Fields[]> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof OutsideError && error.failure === 'permission') return [];
    throw error;
  }
}

/** The private offer a subscription came from: the one that made its plan, and no likeness of names beside that. */
async function offerOf(subscription: Subscription, known: Lookups): Promise<Fields | null> {
  const plan = await known.plan(subscription);
  if (plan === null || !plan.isPrivate || plan.name === null) return null;
  const { name } = plan;
  const made = (await known.offers()).filter((offer) => planNamesOf(offer).includes(name));
  return made.length === 1 ? (made[0] ?? null) : null;
}

async function viewOf(access: Access, subscription: Subscription, known: Lookups): Promise<AgreementView> {
  const [plan, offer, productId] = [await known.plan(subscription), await offerOf(subscription, known), await known.productId(subscription.offerId)];
  const offerId = offer === null ? null : offerIdOf(offer);
  const multiparty = offer !== null && /^multiparty/i.test(textAt(offer, ['privateOfferType']) ?? '');
  const term = plan?.terms.find(({ unit }) => unit === subscription.term?.termUnit);
  const each = term === undefined ? null : minorOf(term.price, term.currency);
  return {
    id: subscription.id,
    status: statusOf(subscription, access.now()),
    offerId: multiparty ? null : offerId,
    authorizationId: multiparty ? offerId : null,
    productId,
    buyerAccount: buyerOf(subscription),
    sellerAccount: null,
    currency: term?.currency ?? null,
    amountMinor: each === null ? null : BigInt(each) * BigInt(plan?.perSeat === true ? (subscription.quantity ?? 1) : 1),
    acceptedAt: instant(subscription.created),
    startsAt: instant(subscription.term?.startDate),
    endsAt: instant(subscription.term?.endDate),
    endBehaviour: subscription.autoRenew === null || subscription.autoRenew === undefined ? null : subscription.autoRenew ? 'renew' : 'expire',
    replaces: null,
    initial: null,
  };
}
function statusOf(subscription: Subscription, now: Date): AgreementView['status'] {
  if (stateOf(subscription) !== 'ended') return 'active';
  const end = instant(subscription.term?.endDate);
  return end !== null && Date.parse(end) <= now.getTime() ? 'expired' : 'cancelled';
}

export async function searchAgreements(access: Access, query: AgreementQuery): Promise<{ items: AgreementView[]; cursor: string | null }> {
  const page = await listSubscriptions(access, query.cursor);
  const known = lookups(access);
  const items: AgreementView[] = [];
  for (const subscription of page.items) {
    const changed = instant(subscription.lastModified);
    if (query.since !== undefined && changed !== null && Date.parse(changed) < Date.parse(query.since)) continue;
    const view = await viewOf(access, subscription, known);
    if (query.offerId === undefined || view.offerId === query.offerId || view.authorizationId === query.offerId) items.push(view);
  }
  return { items, cursor: page.cursor };
}
export async function readAgreement(access: Access, id: string): Promise<AgreementView | null> {
  const subscription = await readSubscription(access, id);
  return subscription === null ? null : viewOf(access, subscription, lookups(access));
}
export async function agreementOffer(access: Access, id: string): Promise<string | null> {
  const subscription = await readSubscription(access, id);
  const offer = subscription === null ? null : await offerOf(subscription, lookups(access));
  return offer === null ? null : offerIdOf(offer);
}

/** A subscription is agreement and entitlement in one. Usage is reported by its plan, which stands for the product code here. */
function entitlementOf(subscription: Subscription, plan: Plan | null): EntitlementView {
  const seats = subscription.quantity ?? null;
  return {
    id: subscription.id,
    agreementId: subscription.id,
    productCode: subscription.planId,
    buyerAccount: buyerOf(subscription),
    state: stateOf(subscription),
    dimensions: [
      ...(seats === null ? [] : [{ key: SEAT, quantity: seats, unit: SEAT }]),
      ...(plan?.meters ?? []).map(({ id, unit }) => ({ key: id, quantity: null, unit })),
    ],
    startsAt: instant(subscription.term?.startDate),
    endsAt: instant(subscription.term?.endDate),
  };
}
export async function readEntitlements(access: Access, id: string): Promise<EntitlementView[]> {
  const subscription = await readSubscription(access, id);
  return subscription === null ? [] : [entitlementOf(subscription, await readPlan(access, subscription))];
}
export async function resolvePurchase(access: Access, token: string): Promise<EntitlementView> {
  const subscription = await resolveToken(access, token);
  return entitlementOf(subscription, await readPlan(access, subscription));
}

/** Billing, and what counts towards a commitment, begin with the activation. */
export async function fulfil(access: Access, id: string, decision: FulfilmentDecision): Promise<void> {
  const subscription = await readSubscription(access, id);
  if (subscription === null) throw new OutsideError('gone', 'Microsoft does not know the subscription.');
  const state = stateOf(subscription);
  if (decision.approve) {
    if (state === 'pending') await activate(access, subscription);
    else if (state === 'ended') throw new OutsideError('invalid', 'The purchase has ended: it was cancelled, or nobody activated it within 30 days.');
    return;
  }
  if (state === 'pending')
    throw new OutsideError(
      'invalid',
      'Microsoft lets nobody refuse a purchase before it is activated. Ask the buyer to cancel it; untouched, it ends after 30 days.',
    );
  if (state !== 'ended') await endSubscription(access, id);
}
