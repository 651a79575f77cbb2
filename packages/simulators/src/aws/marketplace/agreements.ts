import { ActRefused } from '../../core/simulator.ts';
import type { Marketplace } from './context.ts';
import { newHex, newId, nowOf } from './context.ts';
import { endless, endOfDay } from './dates.ts';
import type { Agreement, AgreementStatus, Offer, Term } from './model.ts';
import { amountText, decimal } from './money.ts';
import { agreementNotice, licenseNotice, partiesOf, send } from './notices.ts';
import type { AgreementEvent } from './notices.ts';
import type { Plan, Selection } from './pricing.ts';
import { baseOf, buyerTerms, planOf } from './pricing.ts';
import { entityOf } from './store.ts';

/** How the notices of an acceptance travel. */
export const noticeOrders = ['usual', 'licence first', 'late', 'lost'] as const;
export type NoticeOrder = (typeof noticeOrders)[number];
export type Acceptance = {
  readonly offerId: string;
  readonly buyer: string;
  readonly quantities?: Selection;
  readonly autoRenew?: boolean;
  readonly notices?: NoticeOrder;
};

export function offerFor(marketplace: Marketplace, offerId: string, buyer: string): Offer {
  const offer = entityOf(marketplace.store.entities, 'Offer', offerId);
  if (offer === undefined || offer.state !== 'Released') throw new ActRefused(`There is no released offer ${offerId}.`);
  if (!offer.buyers.includes(buyer)) throw new ActRefused(`The offer is not for the account ${buyer}. It is for: ${offer.buyers.join(', ')}.`);
  return offer;
}
export const expired = (offer: Offer, now: Date): boolean => offer.availabilityEndDate !== undefined && endOfDay(offer.availabilityEndDate) <= now;

export function acceptOffer(marketplace: Marketplace, acceptance: Acceptance): Agreement {
  const { store } = marketplace;
  const now = nowOf(marketplace);
  const offer = offerFor(marketplace, acceptance.offerId, acceptance.buyer);
  if (expired(offer, now)) throw new ActRefused(`The offer expired on ${offer.availabilityEndDate ?? ''}.`);
  const already = [...store.agreements.values()].find(
    ({ offerId, acceptor, intent }) => offerId === offer.id && acceptor === acceptance.buyer && intent !== 'RENEW',
  );
  if (already !== undefined) throw new ActRefused(`The buyer has accepted this offer already: ${already.id}.`);
  const replaced = offer.targetAgreementId === undefined ? undefined : store.agreements.get(offer.targetAgreementId);
  if (offer.targetAgreementId !== undefined && replaced?.status !== 'ACTIVE')
    throw new ActRefused('The agreement that the offer replaces is no longer active.');
  const plan = planOf(store.entities, offer, now, acceptance.quantities);
  if (plan === undefined) throw new ActRefused('The resale authorization of the offer no longer exists.');
  const latest = entityOf(store.entities, 'ResaleAuthorization', offer.resaleAuthorizationId)?.terms.buyerValidity?.[0]?.MaximumAgreementStartDate;
  if (latest !== undefined && plan.start > endOfDay(latest)) throw new ActRefused(`The resale authorization lets agreements start until ${latest}.`);
  checkSelection(marketplace, offer, plan, acceptance.quantities ?? {});
  const agreement = createAgreement(marketplace, offer, plan, {
    at: now,
    acceptor: acceptance.buyer,
    intent: replaced === undefined ? 'NEW' : 'REPLACE',
    initial: replaced?.initialAgreementId,
    autoRenew: acceptance.autoRenew ?? false,
    notices: acceptance.notices ?? 'usual',
  });
  if (replaced !== undefined) endAgreement(marketplace, replaced, 'REPLACED');
  return agreement;
}

function checkSelection(marketplace: Marketplace, offer: Offer, plan: Plan, quantities: Selection): void {
  const unknown = Object.keys(quantities).filter((key) => plan.grants[key] === undefined);
  if (unknown.length > 0) throw new ActRefused(`The offer does not sell ${unknown.join(', ')}.`);
  const pricing = baseOf(marketplace.store.entities, offer)?.terms.pricing ?? [];
  const choice =
    pricing.some(({ Type }) => Type.endsWith('ConfigurableUpfrontPricingTerm')) && !pricing.some(({ Type }) => Type.endsWith('FixedUpfrontPricingTerm'));
  if (choice && Object.keys(plan.grants).length === 0) throw new ActRefused('The buyer must choose quantities, such as seats=10.');
}

type Birth = { at: Date; acceptor: string; intent: Agreement['intent']; initial: string | undefined; autoRenew: boolean; notices: NoticeOrder };

function createAgreement(marketplace: Marketplace, offer: Offer, plan: Plan, birth: Birth): Agreement {
  const { store } = marketplace;
  const now = birth.at.toISOString();
  const id = newId(marketplace, 'agmt-', 24);
  const product = entityOf(store.entities, 'SaaSProduct', offer.productId);
  const agreement: Agreement = {
    id,
    initialAgreementId: birth.initial ?? id,
    intent: birth.intent,
    status: 'ACTIVE',
    offerId: offer.id,
    ...(offer.offerSetId === undefined ? {} : { offerSetId: offer.offerSetId }),
    productId: offer.productId,
    ...(offer.resaleAuthorizationId === undefined ? {} : { resaleAuthorizationId: offer.resaleAuthorizationId }),
    acceptor: birth.acceptor,
    sellers: plan.sellers,
    acceptanceTime: now,
    startTime: plan.start.toISOString(),
    endTime: plan.end.toISOString(),
    lastUpdateTime: now,
    licenseArn: `arn:aws:license-manager::${product?.owner ?? offer.owner}:license:l-${newHex(marketplace, 32)}`,
    currency: plan.currency,
    value: amountText(plan.value, plan.currency),
    terms: buyerTerms(store.entities, offer).map((term): Term => ({ ...term, Id: newId(marketplace, 'term-', 20) })),
    grants: plan.grants,
    rates: plan.rates,
    autoRenew: birth.autoRenew && offer.terms.renewal !== undefined,
    renewable: (offer.terms.renewal ?? []).length > 0,
    isRenewal: offer.preExisting !== undefined || birth.intent === 'RENEW',
  };
  store.agreements.set(id, agreement);
  store.licenses.set(agreement.licenseArn, {
    arn: agreement.licenseArn,
    agreementId: id,
    acceptor: birth.acceptor,
    productId: offer.productId,
    status: plan.start > nowOf(marketplace) ? 'SCHEDULED' : 'PENDING',
  });
  for (const { time, gross } of plan.charges) {
    const chargeId = newId(marketplace, 'ch-', 20);
    store.charges.set(chargeId, {
      id: chargeId,
      agreementId: id,
      time: time.toISOString(),
      currency: plan.currency,
      gross: gross.map((amount) => amountText(amount, plan.currency)),
    });
  }
  announce(marketplace, agreement, 'Created', birth.notices);
  return agreement;
}

const lateSeconds = 3600;
export function announce(marketplace: Marketplace, agreement: Agreement, event: AgreementEvent, order: NoticeOrder = 'usual'): void {
  if (order === 'lost') return;
  const { licenseDelaySeconds } = marketplace.store.settings;
  const delay = order === 'late' ? lateSeconds : order === 'licence first' ? licenseDelaySeconds + 30 : 0;
  for (const party of partiesOf(agreement)) send(marketplace, agreementNotice(marketplace, agreement, event, party), delay);
}

/** Usage may still be reported for an hour; then the licence goes. */
export const finalUsageMs = 3_600_000;

export function endAgreement(marketplace: Marketplace, agreement: Agreement, status: AgreementStatus, at = nowOf(marketplace)): void {
  const now = at.toISOString();
  agreement.status = status;
  agreement.endedAt = now;
  agreement.lastUpdateTime = now;
  if (status === 'CANCELLED' || status === 'TERMINATED' || status === 'REPLACED') {
    for (const charge of marketplace.store.charges.values()) {
      if (charge.agreementId === agreement.id && charge.invoiceId === undefined && charge.time > now) marketplace.store.charges.delete(charge.id);
    }
  }
  announce(marketplace, agreement, 'Ended');
}

export function activeAgreement(marketplace: Marketplace, id: string): Agreement {
  const agreement = marketplace.store.agreements.get(id);
  if (agreement === undefined) throw new ActRefused(`There is no agreement ${id}.`);
  if (agreement.status !== 'ACTIVE') throw new ActRefused(`The agreement is ${agreement.status.toLowerCase()} already.`);
  return agreement;
}

/** The buyer takes more of what a configurable offer sells; the difference is charged at once. */
export function amendAgreement(marketplace: Marketplace, id: string, quantities: Selection): Agreement {
  const { store } = marketplace;
  const agreement = activeAgreement(marketplace, id);
  const offer = entityOf(store.entities, 'Offer', agreement.offerId);
  const before = Object.fromEntries(Object.entries(agreement.grants));
  const added = Object.fromEntries(Object.entries(quantities).map(([key, quantity]) => [key, quantity - (before[key] ?? 0)]));
  if (Object.values(added).some((quantity) => quantity < 0)) throw new ActRefused('A buyer can only add. To have less, the seller makes a replacement offer.');
  const plan = offer === undefined ? undefined : planOf(store.entities, offer, nowOf(marketplace), added);
  const fixed = new Set((agreement.terms.find(({ Type }) => Type === 'FixedUpfrontPricingTerm')?.Grants ?? []).map(({ DimensionKey }) => DimensionKey));
  const wrong = Object.keys(quantities).filter((key) => plan?.grants[key] === undefined || fixed.has(key));
  if (plan === undefined || wrong.length > 0) throw new ActRefused(`The buyer cannot change ${wrong.join(', ')}: the offer sells a fixed amount, or none.`);
  const extra = upfrontOnly(marketplace, offer, added);
  for (const [key, quantity] of Object.entries(quantities)) agreement.grants[key] = quantity;
  if (extra !== undefined) {
    const chargeId = newId(marketplace, 'ch-', 20);
    store.charges.set(chargeId, { id: chargeId, agreementId: id, time: nowOf(marketplace).toISOString(), currency: agreement.currency, gross: extra });
    // The value of an agreement is all that is known to be paid under it.
    agreement.value = amountText(decimal(agreement.value) + decimal(extra[0] ?? '0'), agreement.currency);
  }
  agreement.lastUpdateTime = nowOf(marketplace).toISOString();
  announce(marketplace, agreement, 'Amended');
  send(marketplace, licenseNotice(marketplace, agreement, 'Updated'), store.settings.licenseDelaySeconds);
  return agreement;
}
function upfrontOnly(marketplace: Marketplace, offer: Offer | undefined, added: Selection): string[] | undefined {
  if (offer === undefined) return undefined;
  const now = nowOf(marketplace);
  const without = planOf(marketplace.store.entities, offer, now);
  const withAdded = planOf(marketplace.store.entities, offer, now, added);
  const charge =
    withAdded?.charges.length === (without?.charges.length ?? 0) ? undefined : withAdded?.charges.find(({ time }) => time.getTime() === now.getTime());
  return charge?.gross.map((amount) => amountText(amount, withAdded?.currency ?? 'USD'));
}

/** Licences appear after their agreement and go an hour after its end; agreements end or renew by the clock. */
export function runAgreements(marketplace: Marketplace): void {
  const { store } = marketplace;
  const now = nowOf(marketplace);
  // What renews is added behind, and looked at in its turn: the clock may have jumped over years.
  for (const agreement of store.agreements.values()) {
    const license = store.licenses.get(agreement.licenseArn);
    const provisionAt = Math.max(Date.parse(agreement.acceptanceTime) + store.settings.licenseDelaySeconds * 1000, Date.parse(agreement.startTime));
    if ((license?.status === 'PENDING' || license?.status === 'SCHEDULED') && provisionAt <= now.getTime()) {
      license.status = 'PROVISIONED';
      send(marketplace, licenseNotice(marketplace, agreement, 'Updated'));
    }
    if (agreement.status === 'ACTIVE' && agreement.endTime !== endless && Date.parse(agreement.endTime) <= now.getTime()) {
      if (agreement.autoRenew) renew(marketplace, agreement);
      endAgreement(marketplace, agreement, agreement.autoRenew ? 'RENEWED' : 'EXPIRED', new Date(agreement.endTime));
    }
    if (license?.status === 'PROVISIONED' && agreement.endedAt !== undefined && Date.parse(agreement.endedAt) + finalUsageMs <= now.getTime()) {
      license.status = 'DEPROVISIONED';
      send(marketplace, licenseNotice(marketplace, agreement, 'Deprovisioned'));
    }
  }
}

/** From the end of the agreement before, with the instalments as long after the start as they were the first time. */
function renew(marketplace: Marketplace, agreement: Agreement): void {
  const offer = entityOf(marketplace.store.entities, 'Offer', agreement.offerId);
  if (offer === undefined) return;
  const at = new Date(agreement.endTime);
  const first =
    [...marketplace.store.agreements.values()].find((one) => one.offerId === offer.id && one.acceptor === agreement.acceptor && one.intent !== 'RENEW') ??
    agreement;
  const plan = planOf(marketplace.store.entities, withoutDates(offer, agreement), at, agreement.grants, at.getTime() - Date.parse(first.startTime));
  if (plan === undefined) return;
  createAgreement(marketplace, offer, plan, {
    at,
    acceptor: agreement.acceptor,
    intent: 'RENEW',
    initial: agreement.initialAgreementId,
    autoRenew: true,
    notices: 'usual',
  });
}
/** A renewal is as long as the agreement before it. */
function withoutDates(offer: Offer, agreement: Agreement): Offer {
  if (offer.terms.validity?.[0]?.AgreementEndDate === undefined) return offer;
  const days = Math.max(1, Math.round((Date.parse(agreement.endTime) - Date.parse(agreement.startTime)) / 86_400_000));
  return { ...offer, terms: { ...offer.terms, validity: [{ Type: 'ValidityTerm', AgreementDuration: `P${days}D` }] } };
}
