import { createHash } from 'node:crypto';
import type { World } from '../../core/simulator.ts';
import type { AwsAccounts } from '../wire/accounts.ts';
import type { Entity } from './model.ts';
import type { Store } from './store.ts';
import type { UsageStore } from './usage-store.ts';

/** What every part of the marketplace works on. The store is replaced as a whole by load and reset. */
export type Marketplace = {
  readonly world: World;
  readonly accounts: AwsAccounts;
  store: Store;
  usage: UsageStore;
  /** What entities were before their last change, for reads that lag behind. */
  readonly before: Map<string, { readonly entity: Entity | undefined; readonly at: number }>;
};

export const nowOf = (marketplace: Marketplace): Date => marketplace.world.clock.now();
export const nowText = (marketplace: Marketplace): string => nowOf(marketplace).toISOString();

export const newId = (marketplace: Marketplace, prefix: string, letters = 13): string => `${prefix}${marketplace.world.ids.letters(letters)}`;
/** Hexadecimal digits, different each time, the same for the same history. */
export function newHex(marketplace: Marketplace, digits: number): string {
  return createHash('sha256')
    .update(`marketplace ${marketplace.world.ids.next('aws-marketplace')} ${marketplace.world.ids.letters(8)}`)
    .digest('hex')
    .slice(0, digits);
}
export function newUuid(marketplace: Marketplace): string {
  const hex = newHex(marketplace, 32);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
}

export const region = 'us-east-1';
export const catalogName = 'AWSMarketplace';
export const arnOf = (account: string, kind: string, id: string): string => `arn:aws:aws-marketplace:${region}:${account}:${catalogName}/${kind}/${id}`;
