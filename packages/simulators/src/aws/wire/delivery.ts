import { createHmac } from 'node:crypto';
import type { Subscription } from '../../core/events.ts';

/**
 * How an event of AWS travels to a subscription: the EventBridge body unchanged, its id, and the HMAC-SHA256 of the body in hexadecimal.
 * EventBridge itself sends to API destinations with a header of the destination's connection, which does not protect the body.
 */
export function signedDelivery(
  id: string,
  body: string,
  subscription: Subscription,
): { readonly headers: Readonly<Record<string, string>>; readonly body: string } {
  const signature = createHmac('sha256', subscription.secret).update(body).digest('hex');
  return { headers: { 'content-type': 'application/json', 'x-entente-event-id': id, 'x-entente-signature': signature }, body };
}
