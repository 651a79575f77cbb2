import type { Marketplace } from './context.ts';
import { newHex, nowOf } from './context.ts';
import type { Registration } from './store.ts';

/** What the buyer's browser brings to the seller's registration page, as the form field `x-amzn-marketplace-token`. */
export function register(marketplace: Marketplace, licenseArn: string, minutes: number): Registration {
  const registration = {
    token: Buffer.from(newHex(marketplace, 60)).toString('base64'),
    licenseArn,
    expiresAt: new Date(nowOf(marketplace).getTime() + minutes * 60_000).toISOString(),
  };
  marketplace.store.registrations.set(registration.token, registration);
  return registration;
}
