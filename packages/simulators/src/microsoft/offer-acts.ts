import { ActRefused } from '../core/simulator.ts';
import type { ActorAct } from '../core/simulator.ts';
import type { Plan } from './catalogue.ts';
import { purchase } from './fulfilment-acts.ts';
import { act, may, need } from './kit/acts.ts';
import { isRecord, listAt, textAt } from './kit/json.ts';
import type { Json } from './kit/json.ts';
import { guid } from './kit/keys.ts';
import { basisPoints } from './kit/money.ts';
import type { Microsoft, PrivateOffer } from './model.ts';
import { now } from './model.ts';
import { changed } from './offer-jobs.ts';
import { planIn, priceFor, productOf } from './offer-rules.ts';
import { recurrentMinor, termsOf } from './prices.ts';

export function offerActs(ms: Microsoft): readonly ActorAct[] {
  const waitingFor = (id: string, subState: PrivateOffer['subState']): PrivateOffer => {
    const offer = ms.offers.get(id.replace(/^private-offer\//, ''));
    if (offer === undefined) throw new ActRefused(`There is no private offer ${id}.`);
    if (offer.state !== 'live' || offer.subState !== subState)
      throw new ActRefused(`The offer is ${offer.state}${offer.subState === null ? '' : `, ${offer.subState}`}.`);
    return offer;
  };
  return [
    act(
      'channel-partner-completes',
      'The selling partner completes a multiparty offer',
      [need('id', 'Private offer'), need('markupPercentage', 'Markup in per cent'), may('preparedBy', 'Prepared by')],
      ({ id = '', markupPercentage = '', preparedBy = 'seller@simulated.example' }) => {
        const offer = waitingFor(id, 'pendingPartnerAction');
        const markup = basisPoints(markupPercentage);
        if (markup === undefined || markup < 0) throw new ActRefused('The markup is a number with at most two decimals.');
        const originatorPricing = listAt(offer.content, 'pricing').map((line) => ({
          ...(isRecord(line) ? line : {}),
          markupPercentage: Number(markupPercentage),
        }));
        return answer(
          ms.offers.put(
            offer.id,
            changed(ms, offer, {
              subState: 'pendingAcceptance',
              seller: { preparedBy, notificationContacts: [], termsAndConditionsDocs: [], originatorPricing },
            }),
          ),
        );
      },
    ),
    act(
      'buyer-accepts-offer',
      'The buyer accepts a private offer and purchases',
      [need('id', 'Private offer'), may('buyer', 'Buyer'), may('quantity', 'Seats'), may('termUnit', 'Term')],
      (input) => {
        const offer = waitingFor(input.id ?? '', 'pendingAcceptance');
        if (textAt(offer.content, 'acceptBy') < now(ms).slice(0, 10)) throw new ActRefused('The offer should have been accepted earlier.');
        const purchases = listAt(offer.content, 'pricing').map((line) => {
          if (!isRecord(line)) throw new ActRefused('The offer has no price.');
          const product = productOf(ms, line.product);
          const plan =
            offer.content.offerPricingType === 'saasNewCustomizedPlans'
              ? privatePlan(ms, line)
              : product === undefined
                ? undefined
                : (planIn(product, line.plan) ?? product.plans[0]);
          if (product === undefined || plan === undefined) throw new ActRefused('The product of the offer is not on sale any more.');
          return purchase(ms, {
            offerId: product.offerId,
            planId: plan.planId,
            quantity: input.quantity ?? null,
            termUnit: input.termUnit ?? null,
            buyer: input.buyer ?? textAt(listAt(offer.content, 'beneficiaries')[0], 'description'),
            privateOfferId: offer.id,
          });
        });
        return { ...answer(ms.offers.put(offer.id, changed(ms, offer, { subState: 'accepted' }))), purchases };
      },
    ),
  ];
}

const answer = (offer: PrivateOffer): Json => ({ id: offer.id, state: offer.state, subState: offer.subState, eTag: offer.eTag });

/** A customised plan comes into being with the acceptance, for this buyer alone. */
function privatePlan(ms: Microsoft, line: Json): Plan | undefined {
  const product = productOf(ms, line.product);
  const base = product === undefined ? undefined : planIn(product, line.basePlan);
  const price = priceFor(line, ms.prices.all());
  if (product === undefined || base === undefined || price === undefined) return undefined;
  const terms = termsOf(price).flatMap((termUnit) => {
    const priceMinor = recurrentMinor(price, termUnit);
    return priceMinor === undefined ? [] : [{ termUnit, priceMinor }];
  });
  const plan: Plan = {
    ...base,
    planId: `private-${ms.world.ids.next('private-plan')}`,
    id: guid(ms.world.ids, 'private-plan-id'),
    displayName: textAt(line, 'newPlanDetails.name'),
    description: textAt(line, 'newPlanDetails.description'),
    isPrivate: true,
    terms: terms.length > 0 ? terms : base.terms,
  };
  ms.catalogue = ms.catalogue.map((offer) => (offer.id === product.id ? { ...offer, plans: [...offer.plans, plan] } : offer));
  return plan;
}

/** An offer nobody accepted in time stays live in name; the buyer cannot take it any more. */
export function expireOffers(ms: Microsoft): void {
  const today = now(ms).slice(0, 10);
  for (const offer of ms.offers.all()) {
    const open = offer.state === 'live' && (offer.subState === 'pendingAcceptance' || offer.subState === 'pendingPartnerAction');
    if (open && textAt(offer.content, 'acceptBy') < today) ms.offers.put(offer.id, changed(ms, offer, { subState: 'expired' }));
  }
}
