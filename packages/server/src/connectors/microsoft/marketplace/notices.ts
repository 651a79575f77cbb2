import { z } from 'zod';
import type { MarketplaceNotice } from '../../../modules/marketplaces/index.ts';

const message = z.looseObject({
  id: z.string().min(1),
  action: z.string().min(1),
  subscriptionId: z.string().min(1),
  status: z.string().nullish(),
  timeStamp: z.string().nullish(),
});
/** Subscribe is not documented, and was seen beside Renew (MicrosoftDocs/azure-docs, issue 75997). */
const kinds: Readonly<Record<string, readonly [MarketplaceNotice['kind'], string]>> = {
  ChangePlan: ['agreement_amended', 'The buyer changes the plan'],
  ChangeQuantity: ['agreement_amended', 'The buyer changes the number of seats'],
  Renew: ['agreement_amended', 'The subscription was renewed'],
  Suspend: ['entitlement_changed', 'The subscription is suspended: a payment failed'],
  Reinstate: ['entitlement_changed', 'The subscription is reinstated'],
  Unsubscribe: ['agreement_ended', 'The subscription has ended'],
  Subscribe: ['agreement_created', 'A buyer has subscribed'],
};

/** What was received and proved by whoever received it. The subscription itself is read before anything follows from it. */
export function readNotice(_access: { readonly account: string }, body: unknown): MarketplaceNotice | null {
  const parsed = message.safeParse(body);
  if (!parsed.success) return null;
  const { id, action, subscriptionId, status, timeStamp } = parsed.data;
  const [kind, sentence] = kinds[action] ?? (['other', action.slice(0, 100)] as const);
  const at = Date.parse(timeStamp ?? '');
  return {
    dedupeKey: [id, action, status ?? ''].join(' '),
    kind,
    at: new Date(Number.isNaN(at) ? 0 : at).toISOString(),
    offerId: null,
    agreementId: subscriptionId,
    entitlementId: subscriptionId,
    authorizationId: null,
    operationId: id,
    buyerAccount: null,
    sentence,
    hint: null,
  };
}
