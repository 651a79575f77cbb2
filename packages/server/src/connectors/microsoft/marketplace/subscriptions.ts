import { z } from 'zod';
import type { EntitlementView } from '../../../modules/marketplaces/index.ts';
import { OutsideError, type Access } from '../../../platform/outside/index.ts';
import { call, callOrNull } from '../client.ts';
import { at, listAt, textAt, type Fields } from '../values.ts';
import { SUBSCRIPTIONS, VERSION } from './operations.ts';

/** Read loosely, as its makers ask: what is not used here may change as it likes. */
const shape = z.looseObject({
  id: z.string().min(1),
  name: z.string().nullish(),
  offerId: z.string().min(1),
  planId: z.string().min(1),
  quantity: z.coerce.number().nullish(),
  saasSubscriptionStatus: z.string(),
  autoRenew: z.boolean().nullish(),
  created: z.string().nullish(),
  lastModified: z.string().nullish(),
  purchaser: z.looseObject({ tenantId: z.string().nullish() }).nullish(),
  beneficiary: z.looseObject({ tenantId: z.string().nullish() }).nullish(),
  term: z.looseObject({ termUnit: z.string().nullish(), startDate: z.string().nullish(), endDate: z.string().nullish() }).nullish(),
});
export type Subscription = z.infer<typeof shape>;

function subscriptionOf(body: unknown): Subscription {
  const parsed = shape.safeParse(body);
  if (!parsed.success) throw new OutsideError('protocol', 'Microsoft answered a subscription that is not understood.');
  return parsed.data;
}
const pathOf = (id: string): string => `${SUBSCRIPTIONS}/${encodeURIComponent(id)}`;

export async function readSubscription(access: Access, id: string): Promise<Subscription | null> {
  const answer = await callOrNull(access, 'marketplace', { method: 'GET', path: pathOf(id), query: VERSION });
  return answer === null ? null : subscriptionOf(answer.body);
}
/** A page; the place of the next one is theirs to say. */
export async function listSubscriptions(access: Access, cursor: string | undefined): Promise<{ items: Subscription[]; cursor: string | null }> {
  const { body } = await call(access, 'marketplace', {
    method: 'GET',
    path: SUBSCRIPTIONS,
    query: { ...VERSION, ...(cursor === undefined ? {} : { continuationToken: cursor }) },
  });
  const next = textAt(body, ['@nextLink']);
  return {
    items: listAt(body, ['subscriptions']).map(subscriptionOf),
    cursor: next !== null && URL.canParse(next) ? new URL(next).searchParams.get('continuationToken') : null,
  };
}

export type Plan = {
  readonly name: string | null;
  readonly isPrivate: boolean;
  readonly perSeat: boolean;
  readonly terms: readonly { readonly unit: string; readonly currency: string; readonly price: number }[];
  readonly meters: readonly { readonly id: string; readonly unit: string | null }[];
};
/** The plan of a subscription, also one that was made for its buyer alone. */
export async function readPlan(access: Access, subscription: Pick<Subscription, 'id' | 'planId'>): Promise<Plan | null> {
  const answer = await callOrNull(access, 'marketplace', {
    method: 'GET',
    path: `${pathOf(subscription.id)}/listAvailablePlans`,
    query: { ...VERSION, planId: subscription.planId },
  });
  const plan = listAt(answer?.body, ['plans']).find((each) => each['planId'] === subscription.planId);
  return plan === undefined ? null : planOf(plan);
}
const planOf = (plan: Fields): Plan => ({
  name: textAt(plan, ['displayName']),
  isPrivate: plan['isPrivate'] === true,
  perSeat: plan['isPricePerSeat'] === true,
  terms: listAt(plan, ['planComponents', 'recurrentBillingTerms']).flatMap((each) => {
    const [unit, currency, price] = [textAt(each, ['termUnit']), textAt(each, ['currency']), at(each, ['price'])];
    return unit === null || currency === null || typeof price !== 'number' ? [] : [{ unit, currency, price }];
  }),
  meters: listAt(plan, ['planComponents', 'meteringDimensions']).flatMap((each) => {
    const id = textAt(each, ['id']);
    return id === null ? [] : [{ id, unit: textAt(each, ['unitOfMeasure']) }];
  }),
});

/** The token that the buyer's browser brings to the landing page; it is good for a day. */
export async function resolveToken(access: Access, token: string): Promise<Subscription> {
  const { body } = await call(access, 'marketplace', {
    method: 'POST',
    path: `${SUBSCRIPTIONS}/resolve`,
    query: VERSION,
    headers: { 'x-ms-marketplace-token': token },
  });
  const id = textAt(body, ['id']);
  const told = at(body, ['subscription']);
  const subscription = told === undefined && id !== null ? await readSubscription(access, id) : subscriptionOf(told);
  if (subscription === null) throw new OutsideError('protocol', 'Microsoft resolved the purchase and does not show its subscription.');
  return subscription;
}
export async function activate(access: Access, { id, planId, quantity }: Subscription): Promise<void> {
  await call(access, 'marketplace', {
    method: 'POST',
    path: `${pathOf(id)}/activate`,
    query: VERSION,
    body: { planId, ...(quantity === null || quantity === undefined ? {} : { quantity }) },
  });
}
export async function endSubscription(access: Access, id: string): Promise<void> {
  await call(access, 'marketplace', { method: 'DELETE', path: pathOf(id), query: VERSION });
}

/** States of the life cycle (learn.microsoft.com, managing the SaaS subscription life cycle). */
const states: Readonly<Record<string, EntitlementView['state']>> = {
  NotStarted: 'pending',
  PendingFulfillmentStart: 'pending',
  Subscribed: 'active',
  Suspended: 'suspended',
  Unsubscribed: 'ended',
};
export function stateOf(subscription: Subscription): EntitlementView['state'] {
  const state = states[subscription.saasSubscriptionStatus];
  if (state === undefined)
    throw new OutsideError('protocol', `Microsoft tells of a subscription that is “${subscription.saasSubscriptionStatus}”, which is not understood.`);
  return state;
}
export const instant = (text: string | null | undefined): string | null =>
  text === null || text === undefined || Number.isNaN(Date.parse(text)) || text.startsWith('0001-') ? null : new Date(text).toISOString();
export const buyerOf = (subscription: Subscription): string | null => subscription.purchaser?.tenantId ?? subscription.beneficiary?.tenantId ?? null;
