import { guid, signJwt } from '../microsoft/kit/keys.ts';
import type { Json } from '../microsoft/kit/json.ts';
import { keyOf } from './identity.ts';
import type { Entitlement, Google, ProcurementAccount } from './model.ts';
import { now, time } from './model.ts';

/** Pub/Sub pushes an envelope; the message inside is base64, and a token of Google proves the sender. */
export function publish(google: Google, provider: string, eventType: string, subject: Json): void {
  const eventId = guid(google.world.ids, 'google-event');
  const data = Buffer.from(JSON.stringify({ eventId, eventType, providerId: provider, ...subject })).toString('base64');
  const messageId = String(google.world.ids.next('google-message'));
  const publishTime = now(google);
  const body = JSON.stringify({
    message: { data, attributes: {}, messageId, message_id: messageId, publishTime, publish_time: publishTime },
    subscription: `projects/${provider}/subscriptions/procurement`,
  });
  google.world.events.emit({
    id: eventId,
    simulator: 'google',
    type: eventType,
    sign(subscription) {
      const seconds = Math.floor(time(google) / 1000);
      const bearer = signJwt(keyOf(google), {
        iss: 'https://accounts.google.com',
        aud: subscription.url,
        azp: '100000000000000000001',
        sub: '100000000000000000001',
        email: 'push@simulated-pubsub.iam.gserviceaccount.example',
        email_verified: true,
        iat: seconds,
        exp: seconds + 3600,
      });
      return { headers: { 'content-type': 'application/json', authorization: `Bearer ${bearer}` }, body };
    },
  });
}

export const entitlementEvent = (google: Google, eventType: string, entitlement: Entitlement, more: Json = {}): void =>
  publish(google, entitlement.provider, eventType, { entitlement: { id: entitlement.id, updateTime: entitlement.updateTime, ...more } });
export const accountEvent = (google: Google, eventType: string, account: ProcurementAccount): void =>
  publish(google, account.provider, eventType, { account: { id: account.name.split('/').at(-1), updateTime: now(google) } });
