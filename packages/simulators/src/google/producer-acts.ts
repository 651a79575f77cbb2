import { ActRefused } from '../core/simulator.ts';
import type { ActorAct } from '../core/simulator.ts';
import { addMonths } from '../microsoft/catalogue.ts';
import { act, may, need, wholeNumber } from '../microsoft/kit/acts.ts';
import { at, textAt } from '../microsoft/kit/json.ts';
import type { Json } from '../microsoft/kit/json.ts';
import { decimal, minorUnits, basisPoints, share } from '../microsoft/kit/money.ts';
import { dateTime, moneyMinor, moneyOf } from './masks.ts';
import type { Google, PrivateOffer } from './model.ts';
import { now, time } from './model.ts';
import { standardOfferOf } from './offer-rules.ts';
import { order } from './procurement-acts.ts';
import { keepOffer, newOffer } from './producer.ts';

const publishedAfterMs = 5000;

export function producerActs(google: Google): readonly ActorAct[] {
  return [
    act('buyer-accepts-offer', 'The buyer accepts a private offer', [need('name', 'Private offer'), may('buyer', 'Buyer')], ({ name = '', buyer = '' }) => {
      const offer = google.offers.get(name);
      if (offer === undefined) throw new ActRefused(`There is no private offer ${name}.`);
      if (offer.state !== 'PUBLISHED') throw new ActRefused(`The offer is ${offer.state}.`);
      const found = standardOfferOf(textAt(offer, 'singleProductOffer.baseStandardOffer'));
      if (found === undefined) throw new ActRefused('The product of the offer is not on sale any more.');
      const entitlement = order(google, {
        product: found.service.product,
        plan: found.offer.plan,
        buyer: buyer === '' ? textAt(offer, 'customer.entityTitle') || textAt(offer, 'customer.email') : buyer,
        billingAccount: textAt(offer, 'customer.targetBillingAccount'),
        offer: offer.name,
        offerEndTime: endOf(google, offer),
        reseller: textAt(offer, 'resellerContact.contact'),
      });
      keepOffer(google, offer, { acceptTime: now(google) }, 'ACCEPTED');
      return { entitlement: entitlement.id, account: entitlement.account, usageReportingId: entitlement.usageReportingId };
    }),
    act(
      'reseller-creates-channel-offer',
      'A reseller makes a channel private offer in Producer Portal',
      [
        need('baseStandardOffer', 'Standard offer'),
        need('billingAccount', 'Billing account of the buyer'),
        need('reseller', 'Reseller (email)'),
        need('monthlyPrice', 'Price for the vendor, a month'),
        need('markupPercentage', 'Markup in per cent'),
        may('months', 'Months'),
        may('buyer', 'Buyer'),
      ],
      (input) => channelOffer(google, input),
    ),
  ];
}

function endOf(google: Google, offer: PrivateOffer): string | null {
  const scheduled = dateTime(at(offer, 'term.scheduledEndTime'));
  if (scheduled !== undefined) return new Date(scheduled).toISOString();
  const months = at(offer, 'term.durationMonths');
  return typeof months === 'number' ? addMonths(now(google), months) : null;
}

/** Made outside the API: the vendor only sees it, with what the reseller's side filled in. */
function channelOffer(google: Google, input: Readonly<Record<string, string>>): Json {
  const base = standardOfferOf(input.baseStandardOffer ?? '');
  const reseller = google.organisations.all().find((one) => one.email === input.reseller);
  const vendorMinor = minorUnits(input.monthlyPrice ?? '');
  const markup = basisPoints(input.markupPercentage ?? '');
  if (base === undefined) throw new ActRefused('There is no such standard offer.');
  if (reseller === undefined) throw new ActRefused('There is no such reseller.');
  if (vendorMinor === undefined || vendorMinor < 0 || markup === undefined || markup < 0)
    throw new ActRefused('The price and the markup are amounts of zero or more.');
  const months = wholeNumber(input.months, 'The number of months', 12);
  const customerMinor = vendorMinor + share(vendorMinor, markup);
  const deadline = new Date(time(google) + 30 * 86_400_000);
  const vendorShare = customerMinor === 0 ? 0 : Math.round((vendorMinor * 10_000) / customerMinor);
  const offer = newOffer(
    google,
    base.service.project,
    {
      title: `Channel offer of ${reseller.title}`,
      offerDealType: 'NEW',
      resellerContact: { contact: reseller.title, email: reseller.email },
      customer: { entityTitle: input.buyer ?? 'Simulated buyer', email: 'buyer@simulated.example', targetBillingAccount: input.billingAccount },
      acceptDeadlineTime: { year: deadline.getUTCFullYear(), month: deadline.getUTCMonth() + 1, day: deadline.getUTCDate(), utcOffset: '0s' },
      term: { startPolicy: 'IMMEDIATE', endPolicy: 'AFTER_DURATION', durationMonths: months },
      singleProductOffer: {
        baseStandardOffer: input.baseStandardOffer,
        serviceLevel: base.offer.plan,
        resellerPrivateOfferPlanId: `reseller-plan-${google.world.ids.next('google-reseller-plan')}`,
        revenueShare: { currentTermVendorNetRevenuePercent: { value: decimal(vendorShare) } },
        contractValue: { totalContractValue: moneyOf(customerMinor * months, 'USD') },
        standardIntervalPrice: { standardInterval: 'MONTHLY_PRORATED', priceModel: { flatFee: { flatFeeOverride: moneyOf(customerMinor, 'USD') } } },
      },
      publishTime: now(google),
    },
    'PUBLISHED',
  );
  return { name: offer.name, state: offer.state, customerMonthly: decimal(customerMinor), vendorMonthly: decimal(share(customerMinor, vendorShare)) };
}

/** Publishing takes a while; what nobody accepts expires; what was accepted ends with its entitlement. */
export function producerTick(google: Google): void {
  for (const offer of google.offers.all()) {
    if (offer.state === 'PUBLISHING' && time(google) - Date.parse(offer.updateTime) >= publishedAfterMs) {
      keepOffer(google, offer, { publishTime: now(google), publishRequirementGoogleReview: { reviewApproveTime: now(google) } }, 'PUBLISHED');
    }
    const deadline = dateTime(offer.acceptDeadlineTime);
    if (offer.state === 'PUBLISHED' && deadline !== undefined && deadline <= time(google)) keepOffer(google, offer, {}, 'EXPIRED');
    if (offer.state === 'ACCEPTED') {
      const entitlement = google.entitlements.all().find((one) => one.offer === offer.name);
      if (entitlement === undefined || entitlement.state === 'ENTITLEMENT_CANCELLED') keepOffer(google, offer, { endTime: now(google) }, 'ENDED');
    }
  }
}

/** A month of the offer for the buyer, and the vendor's part of it. */
export function monthlyPrice(
  google: Google,
  name: string | null,
  listMinor: number,
): { customerMinor: number; vendorMinor: number; reseller: string | null; usageDiscount: number } {
  const offer = name === null ? undefined : google.offers.get(name);
  if (offer === undefined) return { customerMinor: listMinor, vendorMinor: listMinor, reseller: null, usageDiscount: 0 };
  const price = at(offer, 'singleProductOffer.standardIntervalPrice');
  const months: Readonly<Record<string, number>> = { QUARTERLY_NOT_PRORATED: 3, YEARLY_NOT_PRORATED: 12 };
  const interval = moneyMinor(at(price, 'priceModel.flatFee.flatFeeOverride')) ?? moneyMinor(at(price, 'priceModel.commitment.commitmentAmount'));
  const customerMinor = interval === undefined ? listMinor : Math.round(interval / (months[textAt(price, 'standardInterval')] ?? 1));
  const percent = basisPoints(at(offer, 'singleProductOffer.revenueShare.currentTermVendorNetRevenuePercent.value'));
  const reseller = textAt(offer, 'resellerContact.email');
  return {
    customerMinor,
    vendorMinor: percent === undefined ? customerMinor : share(customerMinor, percent),
    reseller: reseller === '' ? null : reseller,
    usageDiscount: basisPoints(at(price, 'priceModel.usage.defaultDiscountPercent.value')) ?? 0,
  };
}
