import { certificate } from './kit/certificate.ts';
import { guid, newSigningKey, signJwt, signRsa } from './kit/keys.ts';
import type { Route } from './kit/routes.ts';
import { route } from './kit/routes.ts';
import type { Keys, Microsoft, Operation, Organisation, Referral, Subscription } from './model.ts';
import { now, time } from './model.ts';

/** Made when first needed: three keys take a moment. */
export function keysOf(ms: Microsoft): Keys {
  ms.keys ??= { root: newSigningKey(), leaf: newSigningKey(), tokens: newSigningKey() };
  return ms.keys;
}

const rootName = 'C=GB, O=Simulated Partner Center, CN=Simulated Partner Center root';
const leafName = 'C=GB, O=Simulated Partner Center, CN=notifications.simulated.example';

export function certificateRoutes(ms: Microsoft): readonly Route[] {
  const answer = (body: Buffer) => ({ status: 200, headers: { 'content-type': 'application/pkix-cert' }, body });
  return [
    route('GET', '/cert/notifications.cer', () => {
      const { root, leaf } = keysOf(ms);
      return answer(certificate({ subject: leafName, key: leaf, issuer: rootName, issuerKey: root, serial: 2, authority: false }));
    }),
    route('GET', '/cert/root.cer', () => {
      const { root } = keysOf(ms);
      return answer(certificate({ subject: rootName, key: root, issuer: rootName, issuerKey: root, serial: 1, authority: true }));
    }),
  ];
}

/** A Partner Center event says only what changed; the receiver reads the rest. Signed over the exact bytes. */
export function referralEvent(ms: Microsoft, type: 'referral-created' | 'referral-updated', referral: Referral): void {
  const body = JSON.stringify({
    EventName: type,
    ResourceUri: `${ms.base}/v1.0/engagements/referrals/${referral.id}`,
    ResourceName: 'referral',
    AuditUri: null,
    ResourceChangeUtcDate: referral.updatedDateTime,
  });
  const certificateUrl = `${ms.base}/cert/notifications.cer`;
  ms.world.events.emit({
    id: guid(ms.world.ids, 'microsoft-event'),
    simulator: 'microsoft',
    type,
    sign: () => ({
      headers: {
        'content-type': 'application/json',
        authorization: `Signature ${signRsa(keysOf(ms).leaf, body).toString('base64')}`,
        'x-ms-certificate-url': certificateUrl,
        'x-ms-signature-algorithm': 'rsa-sha256',
      },
      body,
    }),
  });
}

/** Fulfilment calls the publisher's landing webhook with a token of the directory, made for the publisher's application. */
export function fulfilmentEvent(ms: Microsoft, operation: Operation, subscription: Subscription, shown: object): void {
  const publisher: Organisation | undefined = ms.organisations.get(subscription.tenant);
  const body = JSON.stringify({
    id: operation.id,
    activityId: operation.activityId,
    publisherId: subscription.publisherId,
    offerId: subscription.offerId,
    planId: operation.planId,
    quantity: operation.quantity,
    subscriptionId: subscription.id,
    timeStamp: now(ms),
    action: operation.action,
    status: operation.status === 'Succeeded' ? 'Success' : operation.status,
    operationRequestSource: operation.source,
    subscription: shown,
    purchaseToken: null,
  });
  ms.world.events.emit({
    id: guid(ms.world.ids, 'microsoft-event'),
    simulator: 'microsoft',
    type: operation.action,
    sign: () => {
      const seconds = Math.floor(time(ms) / 1000);
      const bearer = signJwt(keysOf(ms).tokens, {
        aud: publisher?.clientId,
        iss: `https://sts.windows.net/${subscription.tenant}/`,
        iat: seconds,
        nbf: seconds,
        exp: seconds + 3600,
        appid: '20e940b3-4c77-4b0b-9a53-9e16a1b308a7',
        tid: subscription.tenant,
      });
      return { headers: { 'content-type': 'application/json', authorization: `Bearer ${bearer}` }, body };
    },
  });
}
