import { accountAt } from './accounts.ts';
import type { Context } from './context.ts';
import { makeContext, plantedDealName } from './context.ts';
import { ordinaryDeal } from './deal.ts';
import type { EcosystemOptions, Sizes } from './options.ts';
import { partnerAt } from './partners.ts';
import { plantedDeal } from './planted-deals.ts';
import { PRODUCTS } from './products.ts';
import { at } from './rng.ts';
import { tiesOfAccount } from './ties.ts';
import type { Truths } from './truths.ts';
import { plannedTruths } from './truths.ts';
import type { Account, AccountTie, Deal, Partner, Person, Product } from './types.ts';

/** Zero-based and half-open; both ends optional. */
export interface IndexRange {
  from?: number;
  to?: number;
}

/** Records one at a time. Memory holds the people and a short form of every partner, never accounts or deals. */
export interface EcosystemStream {
  sizes: Sizes;
  truths: Truths;
  people(): Generator<Person>;
  products(): Generator<Product>;
  partners(range?: IndexRange): Generator<Partner>;
  accounts(range?: IndexRange): Generator<Account>;
  /** Range over accounts: all ties of each account together. */
  accountTies(range?: IndexRange): Generator<AccountTie>;
  deals(range?: IndexRange): Generator<Deal>;
}

const dealAt = (context: Context, index: number): Deal => {
  const planted = plantedDealName(context.world, index);
  return planted === undefined ? ordinaryDeal(context, index) : plantedDeal(context, planted);
};

function* inRange<T>(size: number, range: IndexRange | undefined, make: (index: number) => T): Generator<T> {
  const to = Math.min(size, range?.to ?? size);
  for (let index = Math.max(0, range?.from ?? 0); index < to; index++) yield make(index);
}

function* flattened<T>(groups: Iterable<readonly T[]>): Generator<T> {
  for (const group of groups) yield* group;
}

export const streamEcosystem = (options: EcosystemOptions): EcosystemStream => {
  const context = makeContext(options);
  const { world } = context;
  const { sizes } = world;
  return {
    sizes,
    truths: plannedTruths(context),
    people: () => inRange(world.people.length, undefined, (i) => ({ ...at(world.people, i) })),
    products: () => inRange(PRODUCTS.length, undefined, (i) => ({ ...at(PRODUCTS, i) })),
    partners: (range) => inRange(sizes.partners, range, (i) => partnerAt(world, i)),
    accounts: (range) => inRange(sizes.accounts, range, (i) => accountAt(world, i)),
    accountTies: (range) => flattened(inRange(sizes.accounts, range, (i) => tiesOfAccount(context, i))),
    deals: (range) => inRange(sizes.deals, range, (i) => dealAt(context, i)),
  };
};
