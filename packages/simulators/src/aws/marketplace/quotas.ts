import { AwsError } from '../wire/index.ts';
import type { Marketplace } from './context.ts';
import { nowOf } from './context.ts';

/** Requests per second and account, from the catalog's quota page. The other services publish none. */
const perSecond: Readonly<Record<string, number>> = {
  StartChangeSet: 5,
  DescribeChangeSet: 10,
  CancelChangeSet: 5,
  ListChangeSets: 10,
  ListEntities: 10,
  DescribeEntity: 20,
  BatchDescribeEntities: 10,
};

/** A bucket that fills by the virtual clock: an idle second gives one second's worth. */
export class Quotas {
  readonly #buckets = new Map<string, { tokens: number; at: number }>();

  take(marketplace: Marketplace, account: string, operation: string): void {
    const rate = perSecond[operation];
    if (rate === undefined || !marketplace.world.faults.of('aws').quotas) return;
    const now = nowOf(marketplace).getTime();
    const key = `${account} ${operation}`;
    const bucket = this.#buckets.get(key) ?? { tokens: rate, at: now };
    bucket.tokens = Math.min(rate, bucket.tokens + ((now - bucket.at) / 1000) * rate);
    bucket.at = now;
    this.#buckets.set(key, bucket);
    if (bucket.tokens < 1)
      throw new AwsError('ThrottlingException', `Too many requests: ${operation} may be called ${rate} times per second.`, {
        status: 429,
        retryAfterSeconds: 1,
      });
    bucket.tokens -= 1;
  }
}
