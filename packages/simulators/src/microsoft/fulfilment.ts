import type { SimulatedRequest, SimulatedResponse } from '../core/simulator.ts';
import { addMonths, monthsOf, offerOf, planOf } from './catalogue.ts';
import type { Plan } from './catalogue.ts';
import { callerOf, marketplaceAudiences } from './identity.ts';
import { isRecord, parsed, word } from './kit/json.ts';
import type { Json } from './kit/json.ts';
import { guid } from './kit/keys.ts';
import type { Route } from './kit/routes.ts';
import { route } from './kit/routes.ts';
import type { Microsoft, Operation, OperationAction, Organisation, Subscription } from './model.ts';
import { lag, now, time } from './model.ts';
import { fulfilmentEvent } from './notifications.ts';
import { marketplaceError, Refusal } from './refusals.ts';

const path = '/api/saas/subscriptions';
const pageSize = 100;
export const version = '2018-08-31';

/** Every call of fulfilment and metering names the version and answers with the two ids of the call. */
export function marketplaceRoute(
  ms: Microsoft,
  method: string,
  pattern: string,
  run: (caller: Organisation, request: SimulatedRequest, parameters: Readonly<Record<string, string>>) => SimulatedResponse,
): Route {
  return route(method, pattern, (request, parameters) => {
    const ids = {
      'x-ms-requestid': request.headers['x-ms-requestid'] ?? guid(ms.world.ids, 'microsoft-request'),
      'x-ms-correlationid': request.headers['x-ms-correlationid'] ?? guid(ms.world.ids, 'microsoft-request'),
    };
    try {
      const caller = callerOf(ms, request, marketplaceAudiences, (status, code, message) =>
        marketplaceError(status, status === 401 ? 'Unauthorized' : 'Forbidden', message, { detail: code }),
      );
      if (request.query.get('api-version') !== version)
        throw marketplaceError(400, 'BadArgument', `The api-version must be ${version}.`, { target: 'api-version' });
      const response = run(caller, request, parameters);
      return { ...response, headers: { ...ids, ...response.headers } };
    } catch (error) {
      if (error instanceof Refusal) return { ...error.response, headers: { ...ids, ...error.response.headers } };
      throw error;
    }
  });
}

export function fulfilmentRoutes(ms: Microsoft): readonly Route[] {
  const own = (caller: Organisation, id: string): Subscription => {
    const subscription = ms.subscriptions.get(id);
    if (subscription === undefined) throw marketplaceError(404, 'NotFound', `The subscription '${id}' was not found.`);
    if (subscription.tenant !== caller.tenant) throw marketplaceError(403, 'Forbidden', 'The subscription belongs to another publisher.');
    return subscription;
  };
  const readable = (caller: Organisation, id: string): Subscription => {
    own(caller, id);
    const seen = ms.subscriptions.seen(id, lag(ms));
    if (seen === undefined) throw marketplaceError(404, 'NotFound', `The subscription '${id}' was not found.`);
    return seen;
  };
  const operationOf = (subscription: Subscription, id: string): Operation => {
    const operation = ms.operations.get(id);
    if (operation === undefined || operation.subscriptionId !== subscription.id)
      throw marketplaceError(404, 'NotFound', `The operation '${id}' was not found.`);
    return operation;
  };
  return [
    marketplaceRoute(ms, 'POST', `${path}/resolve`, (caller, request) => resolve(ms, caller, request)),
    marketplaceRoute(ms, 'GET', path, (caller, request) => list(ms, caller, request)),
    marketplaceRoute(ms, 'GET', `${path}/:id`, (caller, _, { id = '' }) => ({ status: 200, body: shownSubscription(readable(caller, id)) })),
    marketplaceRoute(ms, 'GET', `${path}/:id/listAvailablePlans`, (caller, request, { id = '' }) => availablePlans(ms, readable(caller, id), request)),
    marketplaceRoute(ms, 'POST', `${path}/:id/activate`, (caller, request, { id = '' }) => activate(ms, own(caller, id), request)),
    marketplaceRoute(ms, 'PATCH', `${path}/:id`, (caller, request, { id = '' }) => change(ms, own(caller, id), request)),
    marketplaceRoute(ms, 'DELETE', `${path}/:id`, (caller, _, { id = '' }) => {
      const subscription = own(caller, id);
      if (subscription.saasSubscriptionStatus !== 'Subscribed' && subscription.saasSubscriptionStatus !== 'Suspended')
        throw notIn(subscription, 'Subscribed or Suspended');
      return accepted(ms, begin(ms, subscription, 'Unsubscribe', 'Partner'));
    }),
    marketplaceRoute(ms, 'GET', `${path}/:id/operations`, (caller, _, { id = '' }) => ({
      status: 200,
      body: { operations: pending(ms, own(caller, id).id).map((operation) => shownOperation(ms, operation)) },
    })),
    marketplaceRoute(ms, 'GET', `${path}/:id/operations/:operation`, (caller, _, { id = '', operation = '' }) => ({
      status: 200,
      body: shownOperation(ms, operationOf(own(caller, id), operation)),
    })),
    marketplaceRoute(ms, 'PATCH', `${path}/:id/operations/:operation`, (caller, request, { id = '', operation = '' }) =>
      acknowledge(ms, operationOf(own(caller, id), operation), request),
    ),
  ];
}

const bodyOf = (request: SimulatedRequest): Json => {
  if (request.body.length === 0) return {};
  const body = parsed(request.body);
  if (!isRecord(body)) throw marketplaceError(400, 'BadArgument', 'The body is not a JSON object.');
  return body;
};
const notIn = (subscription: Subscription, wanted: string) =>
  marketplaceError(400, 'BadArgument', `The subscription is ${subscription.saasSubscriptionStatus}; it must be ${wanted}.`, {
    target: 'saasSubscriptionStatus',
  });

export function shownSubscription(one: Subscription): Json {
  const person = { emailId: one.buyerEmail, objectId: one.id, tenantId: one.id, puid: null };
  const open = one.saasSubscriptionStatus === 'Subscribed';
  return {
    id: one.id,
    name: one.name,
    publisherId: one.publisherId,
    offerId: one.offerId,
    planId: one.planId,
    quantity: one.quantity,
    beneficiary: person,
    purchaser: person,
    term: { termUnit: one.termUnit, startDate: one.termStart, endDate: one.termEnd, chargeDuration: null },
    autoRenew: one.autoRenew,
    isTest: false,
    isFreeTrial: false,
    allowedCustomerOperations: open ? ['Read', 'Update', 'Delete'] : one.saasSubscriptionStatus === 'Suspended' ? ['Read', 'Delete'] : ['Read'],
    sandboxType: 'None',
    lastModified: one.changedAt,
    created: one.created,
    sessionMode: 'None',
    saasSubscriptionStatus: one.saasSubscriptionStatus,
  };
}

function shownOperation(ms: Microsoft, operation: Operation): Json {
  const subscription = ms.subscriptions.get(operation.subscriptionId);
  return {
    id: operation.id,
    activityId: operation.activityId,
    subscriptionId: operation.subscriptionId,
    offerId: subscription?.offerId,
    publisherId: subscription?.publisherId,
    planId: operation.planId,
    quantity: operation.quantity,
    action: operation.action,
    timeStamp: operation.timeStamp,
    status: operation.status,
    operationRequestSource: operation.source,
    errorStatusCode: null,
    errorMessage: operation.status === 'Failed' ? 'Refused by the publisher.' : null,
  };
}

function resolve(ms: Microsoft, caller: Organisation, request: SimulatedRequest): SimulatedResponse {
  const given = request.headers['x-ms-marketplace-token'] ?? '';
  const purchase = ms.purchases.get(decodedOnce(given));
  if (given === '' || purchase === undefined || purchase.expiresAt < time(ms)) {
    throw marketplaceError(400, 'BadArgument', 'The x-ms-marketplace-token is missing, malformed or expired.', { target: 'x-ms-marketplace-token' });
  }
  const subscription = ms.subscriptions.get(purchase.subscriptionId);
  if (subscription === undefined) throw marketplaceError(404, 'NotFound', 'The subscription of this token is gone.');
  if (subscription.tenant !== caller.tenant) throw marketplaceError(403, 'Forbidden', 'The offer belongs to another publisher.');
  return {
    status: 200,
    body: {
      id: subscription.id,
      subscriptionName: subscription.name,
      offerId: subscription.offerId,
      planId: subscription.planId,
      quantity: subscription.quantity,
      subscription: shownSubscription(subscription),
    },
  };
}
/** Publishers are told to URL-decode the token of the landing page; both forms arrive. */
function decodedOnce(token: string): string {
  try {
    return decodeURIComponent(token);
  } catch {
    return token;
  }
}

function list(ms: Microsoft, caller: Organisation, request: SimulatedRequest): SimulatedResponse {
  const all = ms.subscriptions.allSeen(lag(ms)).filter((one) => one.tenant === caller.tenant);
  const from = Number(request.query.get('continuationToken') ?? '0');
  if (!Number.isSafeInteger(from) || from < 0)
    throw marketplaceError(400, 'BadArgument', 'The continuation token is not valid.', { target: 'continuationToken' });
  const more = all.length > from + pageSize;
  return {
    status: 200,
    body: {
      subscriptions: all.slice(from, from + pageSize).map(shownSubscription),
      ...(more ? { '@nextLink': `${ms.base}${path}?continuationToken=${from + pageSize}&api-version=${version}` } : {}),
    },
  };
}

function availablePlans(ms: Microsoft, subscription: Subscription, request: SimulatedRequest): SimulatedResponse {
  const only = request.query.get('planId');
  const plans =
    offerOf(ms.catalogue, subscription.offerId)?.plans.filter(
      (plan) => (!plan.isPrivate || plan.planId === subscription.planId) && (only === null || plan.planId === only),
    ) ?? [];
  return {
    status: 200,
    body: {
      plans: plans.map((plan) => ({
        planId: plan.planId,
        displayName: plan.displayName,
        isPrivate: plan.isPrivate,
        description: plan.description,
        minQuantity: plan.minQuantity,
        maxQuantity: plan.maxQuantity,
        hasFreeTrials: false,
        isPricePerSeat: plan.isPricePerSeat,
        isStopSell: false,
        market: 'US',
        planComponents: {
          recurrentBillingTerms: plan.terms.map(({ termUnit, priceMinor }) => ({
            currency: 'USD',
            price: priceMinor / 100,
            termUnit,
            termDescription: `${monthsOf(termUnit)} months`,
          })),
          meteringDimensions: plan.dimensions.map((dimension) => ({
            id: dimension.id,
            currency: 'USD',
            pricePerUnit: dimension.unitPriceMinor / 100,
            unitOfMeasure: dimension.unitOfMeasure,
            displayName: dimension.displayName,
          })),
        },
      })),
    },
  };
}

function activate(ms: Microsoft, subscription: Subscription, request: SimulatedRequest): SimulatedResponse {
  const { planId, quantity } = bodyOf(request);
  if (planId !== undefined && planId !== subscription.planId)
    throw marketplaceError(400, 'BadArgument', 'The planId is not the purchased one.', { target: 'planId' });
  if (quantity !== undefined && quantity !== null && quantity !== '' && Number(quantity) !== subscription.quantity) {
    throw marketplaceError(400, 'BadArgument', 'The quantity is not the purchased one.', { target: 'quantity' });
  }
  if (subscription.saasSubscriptionStatus === 'Unsubscribed') throw marketplaceError(404, 'NotFound', 'The subscription is unsubscribed.');
  if (subscription.saasSubscriptionStatus === 'PendingFulfillmentStart') {
    const start = now(ms);
    keepSubscription(ms, {
      ...subscription,
      saasSubscriptionStatus: 'Subscribed',
      termStart: start,
      chargedThrough: start,
      termEnd: addMonths(start, monthsOf(subscription.termUnit)),
    });
  }
  return { status: 200 };
}

export const keepSubscription = (ms: Microsoft, subscription: Subscription): Subscription =>
  ms.subscriptions.put(subscription.id, { ...subscription, changedAt: now(ms) });

function change(ms: Microsoft, subscription: Subscription, request: SimulatedRequest): SimulatedResponse {
  const { planId, quantity } = bodyOf(request);
  if ((planId === undefined) === (quantity === undefined)) throw marketplaceError(400, 'BadArgument', 'Change either the plan or the quantity, not both.');
  if (subscription.saasSubscriptionStatus !== 'Subscribed') throw notIn(subscription, 'Subscribed');
  if (planId !== undefined) {
    const trouble = typeof planId === 'string' ? planTrouble(ms, subscription, planId) : 'The planId is a text.';
    if (trouble !== null) throw marketplaceError(400, 'BadArgument', trouble, { target: 'planId' });
    return accepted(ms, begin(ms, subscription, 'ChangePlan', 'Partner', { planId: word(planId) }));
  }
  const trouble = quantityTrouble(planOf(ms.catalogue, subscription.offerId, subscription.planId), subscription, quantity);
  if (trouble !== null) throw marketplaceError(400, 'BadArgument', trouble, { target: 'quantity' });
  return accepted(ms, begin(ms, subscription, 'ChangeQuantity', 'Partner', { quantity: Number(quantity) }));
}

export function planTrouble(ms: Microsoft, subscription: Subscription, planId: string): string | null {
  if (planId === subscription.planId) return 'The subscription has this plan already.';
  return planOf(ms.catalogue, subscription.offerId, planId) === undefined ? `The offer has no plan '${planId}'.` : null;
}
export function quantityTrouble(plan: Plan | undefined, subscription: Subscription, quantity: unknown): string | null {
  const wanted = Number(quantity);
  if (plan === undefined || !plan.isPricePerSeat) return 'The plan is not priced per seat.';
  if (!Number.isSafeInteger(wanted) || wanted < Math.max(1, plan.minQuantity) || wanted > plan.maxQuantity)
    return `The quantity is between ${plan.minQuantity} and ${plan.maxQuantity}.`;
  return wanted === subscription.quantity ? 'The subscription has this quantity already.' : null;
}

export const pending = (ms: Microsoft, subscriptionId: string): Operation[] =>
  ms.operations.all().filter((operation) => operation.subscriptionId === subscriptionId && operation.status === 'InProgress');

export function begin(
  ms: Microsoft,
  subscription: Subscription,
  action: OperationAction,
  source: Operation['source'],
  change: { planId?: string; quantity?: number } = {},
): Operation {
  if (pending(ms, subscription.id).length > 0) throw marketplaceError(409, 'Conflict', 'Another operation of this subscription is in progress.');
  const id = guid(ms.world.ids, 'microsoft-operation');
  const operation = ms.operations.put(id, {
    id,
    activityId: id,
    subscriptionId: subscription.id,
    action,
    status: 'InProgress',
    source,
    planId: change.planId ?? subscription.planId,
    quantity: change.quantity ?? subscription.quantity,
    timeStamp: now(ms),
  });
  fulfilmentEvent(ms, operation, subscription, shownSubscription(subscription));
  return operation;
}

const accepted = (ms: Microsoft, operation: Operation): SimulatedResponse => ({
  status: 202,
  headers: { 'operation-location': `${ms.base}${path}/${operation.subscriptionId}/operations/${operation.id}?api-version=${version}`, 'retry-after': '10' },
});

function acknowledge(ms: Microsoft, operation: Operation, request: SimulatedRequest): SimulatedResponse {
  const { status } = bodyOf(request);
  if (status !== 'Success' && status !== 'Failure') throw marketplaceError(400, 'BadArgument', "The status is 'Success' or 'Failure'.", { target: 'status' });
  const finished = status === 'Success' ? 'Succeeded' : 'Failed';
  if (operation.status !== 'InProgress') {
    if (operation.status === finished) return { status: 200 };
    throw marketplaceError(409, 'Conflict', `The operation has ended already: ${operation.status}.`);
  }
  finish(ms, operation, finished);
  return { status: 200 };
}

/** An operation ends: the subscription becomes what was asked for, or stays. */
export function finish(ms: Microsoft, operation: Operation, status: 'Succeeded' | 'Failed'): void {
  ms.operations.put(operation.id, { ...operation, status });
  const subscription = ms.subscriptions.get(operation.subscriptionId);
  if (subscription === undefined || status === 'Failed') return;
  switch (operation.action) {
    case 'ChangePlan':
    case 'ChangeQuantity':
      keepSubscription(ms, { ...subscription, planId: operation.planId, quantity: operation.quantity });
      break;
    case 'Unsubscribe':
      keepSubscription(ms, { ...subscription, saasSubscriptionStatus: 'Unsubscribed', autoRenew: false });
      break;
    case 'Reinstate':
      keepSubscription(ms, { ...subscription, saasSubscriptionStatus: 'Subscribed' });
      break;
    case 'Suspend':
    case 'Renew':
      break;
  }
}
