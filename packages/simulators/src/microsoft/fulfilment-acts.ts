import { ActRefused } from '../core/simulator.ts';
import type { ActorAct } from '../core/simulator.ts';
import { addMonths, monthsOf, offerOf, planOf, termUnits } from './catalogue.ts';
import { begin, finish, keepSubscription, planTrouble, quantityTrouble, shownSubscription } from './fulfilment.ts';
import { act, may, need, wholeNumber } from './kit/acts.ts';
import { guid } from './kit/keys.ts';
import type { Microsoft, Operation, OperationAction, Subscription } from './model.ts';
import { now, time } from './model.ts';
import { fulfilmentEvent } from './notifications.ts';
import { Refusal } from './refusals.ts';

const dayMs = 86_400_000;
const answerWithinMs = 10_000;

export function fulfilmentActs(ms: Microsoft): readonly ActorAct[] {
  const one = (id: string, ...states: readonly Subscription['saasSubscriptionStatus'][]): Subscription => {
    const subscription = ms.subscriptions.get(id);
    if (subscription === undefined) throw new ActRefused(`There is no subscription ${id}.`);
    if (!states.includes(subscription.saasSubscriptionStatus)) throw new ActRefused(`The subscription is ${subscription.saasSubscriptionStatus}.`);
    return subscription;
  };
  const start = (subscription: Subscription, action: OperationAction, change: { planId?: string; quantity?: number } = {}): { operationId: string } => {
    try {
      return { operationId: begin(ms, subscription, action, 'Azure', change).id };
    } catch (error) {
      if (error instanceof Refusal) throw new ActRefused('Another operation of this subscription is in progress.');
      throw error;
    }
  };
  return [
    act(
      'buyer-purchases',
      'A buyer purchases a plan',
      [
        need('offerId', 'Offer'),
        need('planId', 'Plan'),
        may('quantity', 'Seats'),
        may('termUnit', 'Term', termUnits),
        may('buyer', 'Buyer'),
        may('email', 'Email of the buyer'),
      ],
      (input) => purchase(ms, { ...input, privateOfferId: null }),
    ),
    act('buyer-changes-plan', 'The buyer asks for another plan', [need('id', 'Subscription'), need('planId', 'Plan')], ({ id = '', planId = '' }) => {
      const subscription = one(id, 'Subscribed');
      const trouble = planTrouble(ms, subscription, planId);
      if (trouble !== null) throw new ActRefused(trouble);
      return start(subscription, 'ChangePlan', { planId });
    }),
    act(
      'buyer-changes-quantity',
      'The buyer asks for another number of seats',
      [need('id', 'Subscription'), need('quantity', 'Seats')],
      ({ id = '', quantity = '' }) => {
        const subscription = one(id, 'Subscribed');
        const trouble = quantityTrouble(planOf(ms.catalogue, subscription.offerId, subscription.planId), subscription, quantity);
        if (trouble !== null) throw new ActRefused(trouble);
        return start(subscription, 'ChangeQuantity', { quantity: Number(quantity) });
      },
    ),
    act('buyer-cancels', 'The buyer cancels', [need('id', 'Subscription')], ({ id = '' }) => {
      const subscription = one(id, 'PendingFulfillmentStart', 'Subscribed', 'Suspended');
      end(ms, subscription, 'Azure');
      return { id, saasSubscriptionStatus: 'Unsubscribed' };
    }),
    act('payment-fails', 'The payment fails: suspended', [need('id', 'Subscription')], ({ id = '' }) => {
      const subscription = keepSubscription(ms, { ...one(id, 'Subscribed'), saasSubscriptionStatus: 'Suspended' });
      notify(ms, subscription, 'Suspend');
      return { id, saasSubscriptionStatus: 'Suspended' };
    }),
    act('payment-recovers', 'The payment recovers: reinstated', [need('id', 'Subscription')], ({ id = '' }) => start(one(id, 'Suspended'), 'Reinstate')),
    act('renew', 'The term ends and is renewed', [need('id', 'Subscription')], ({ id = '' }) => {
      renew(ms, one(id, 'Subscribed'));
      return { id, termEnd: ms.subscriptions.get(id)?.termEnd };
    }),
  ];
}

/** A purchase waits for the publisher; the token is what the buyer's browser carries to the landing page. */
export function purchase(ms: Microsoft, input: Readonly<Record<string, string | null>>): { id: string; token: string } {
  const offerId = input.offerId ?? '';
  const plan = planOf(ms.catalogue, offerId, input.planId ?? '');
  const offer = offerOf(ms.catalogue, offerId);
  if (offer === undefined || plan === undefined) throw new ActRefused(`There is no plan ${input.planId ?? ''} of the offer ${offerId}.`);
  const seats = wholeNumber(input.quantity ?? undefined, 'The number of seats', Math.max(1, plan.minQuantity));
  if (plan.isPricePerSeat && (seats < plan.minQuantity || seats > plan.maxQuantity))
    throw new ActRefused(`The plan is sold for ${plan.minQuantity} to ${plan.maxQuantity} seats.`);
  const termUnit = input.termUnit === null || input.termUnit === undefined || input.termUnit === '' ? (plan.terms[0]?.termUnit ?? 'P1M') : input.termUnit;
  if (!plan.terms.some((term) => term.termUnit === termUnit)) throw new ActRefused(`The plan is not sold for the term ${termUnit}.`);
  const id = guid(ms.world.ids, 'subscription');
  const buyer = input.buyer ?? 'Simulated buyer';
  ms.subscriptions.put(id, {
    id,
    tenant: offer.tenant,
    name: `${buyer} ${offer.displayName}`,
    publisherId: offer.publisherId,
    offerId,
    planId: plan.planId,
    quantity: plan.isPricePerSeat ? seats : null,
    buyer,
    buyerEmail: input.email ?? 'buyer@simulated.example',
    saasSubscriptionStatus: 'PendingFulfillmentStart',
    termUnit,
    autoRenew: true,
    created: now(ms),
    changedAt: now(ms),
    termStart: null,
    termEnd: null,
    privateOfferId: input.privateOfferId ?? null,
    chargedThrough: null,
  });
  const token = `token.${ms.world.ids.letters(48)}`;
  ms.purchases.put(token, { token, subscriptionId: id, expiresAt: time(ms) + dayMs });
  return { id, token };
}

/** What is only told: the change has happened. */
function notify(ms: Microsoft, subscription: Subscription, action: OperationAction, source: Operation['source'] = 'Azure'): void {
  const id = guid(ms.world.ids, 'microsoft-operation');
  const operation = ms.operations.put(id, {
    id,
    activityId: id,
    subscriptionId: subscription.id,
    action,
    status: 'Succeeded',
    source,
    planId: subscription.planId,
    quantity: subscription.quantity,
    timeStamp: now(ms),
  });
  fulfilmentEvent(ms, operation, subscription, shownSubscription(subscription));
}

function end(ms: Microsoft, subscription: Subscription, source: Operation['source']): void {
  for (const operation of ms.operations.all())
    if (operation.subscriptionId === subscription.id && operation.status === 'InProgress') ms.operations.put(operation.id, { ...operation, status: 'Failed' });
  const ended = keepSubscription(ms, { ...subscription, saasSubscriptionStatus: 'Unsubscribed', autoRenew: false });
  // Of a purchase that was never activated the publisher knows nothing yet.
  if (subscription.saasSubscriptionStatus !== 'PendingFulfillmentStart') notify(ms, ended, 'Unsubscribe', source);
}

function renew(ms: Microsoft, subscription: Subscription): void {
  const termStart = subscription.termEnd ?? now(ms);
  notify(ms, keepSubscription(ms, { ...subscription, termStart, termEnd: addMonths(termStart, monthsOf(subscription.termUnit)) }), 'Renew');
}

/** What the passing of time does: ten seconds for an answer, thirty days to activate or to pay, the end of a term. */
export function fulfilmentTick(ms: Microsoft): void {
  for (const operation of ms.operations.all()) {
    if (operation.status === 'InProgress' && time(ms) - Date.parse(operation.timeStamp) >= answerWithinMs) finish(ms, operation, 'Succeeded');
  }
  for (const subscription of ms.subscriptions.all()) {
    const idle = time(ms) - Date.parse(subscription.changedAt);
    const waits = subscription.saasSubscriptionStatus === 'PendingFulfillmentStart' || subscription.saasSubscriptionStatus === 'Suspended';
    if (waits && idle >= 30 * dayMs) end(ms, subscription, 'Azure');
    if (subscription.saasSubscriptionStatus !== 'Subscribed') continue;
    for (
      let current = ms.subscriptions.get(subscription.id);
      current?.termEnd !== null && current !== undefined;
      current = ms.subscriptions.get(subscription.id)
    ) {
      if (Date.parse(current.termEnd) > time(ms)) break;
      if (current.autoRenew) renew(ms, current);
      else {
        end(ms, current, 'Azure');
        break;
      }
    }
  }
}
