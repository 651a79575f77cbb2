import type { AccountCore } from './accounts.ts';
import { accountCore } from './accounts.ts';
import type { PartnerPool } from './partner-pool.ts';
import { makePartnerPool } from './partner-pool.ts';
import { makeWorld } from './world.ts';
import type { World } from './world.ts';
import type { EcosystemOptions } from './options.ts';

/** Deals that carry a truth take the last indices, in this order from the end. */
const PLANTED_DEALS = ['big', 'conflict', 'stalled', 'withoutPartner', 'renewed', 'renewal', 'uncovered'] as const;
export type PlantedDealName = (typeof PLANTED_DEALS)[number];

type PlantedAccountName = 'big' | 'conflict' | 'stalled' | 'withoutPartner' | 'renewal' | 'uncovered';

/** Chance that an account of the partner's regions is tied to it. Capped, so that the truths stay small in large sets. */
export interface ReservedShares {
  lifting: number;
  favoured: number;
  cooling: number;
}

export interface Context {
  world: World;
  pool: PartnerPool;
  accounts: Readonly<Record<PlantedAccountName, AccountCore>>;
  shares: ReservedShares;
}

const DEALS_IN_EMEA_AND_NA = 0.79;
const DEALS_IN_EMEA = 0.48;
const DEALS_WITH_CUSTOMERS = 0.2;

const sharesFor = (deals: number): ReservedShares => ({
  lifting: Math.min(0.055 * deals, 900) / (deals * DEALS_IN_EMEA_AND_NA),
  favoured: Math.min(0.03 * deals, 700) / (deals * DEALS_IN_EMEA_AND_NA * DEALS_WITH_CUSTOMERS),
  cooling: Math.min(0.05 * deals, 900) / (deals * DEALS_IN_EMEA),
});

export const makeContext = (options: EcosystemOptions): Context => {
  const world = makeWorld(options);
  const taken = new Set<number>();
  const find = (fits: (core: AccountCore) => boolean): AccountCore => {
    for (let i = 0; i < world.sizes.accounts; i++) {
      const core = accountCore(world, i);
      if (taken.has(i) || core.parentIndex !== null || !fits(core)) continue;
      taken.add(i);
      return core;
    }
    throw new RangeError('too few accounts for the planted truths');
  };
  const large = (core: AccountCore): boolean => core.segment === 'enterprise' && core.contactCount >= 5;
  const euro = (core: AccountCore): boolean => core.country.region === 'EMEA' && core.country.currency === 'EUR';
  const accounts = {
    big: find((core) => euro(core) && large(core) && core.contactCount === 6),
    conflict: find((core) => core.country.code === 'GB'),
    stalled: find((core) => euro(core) && large(core)),
    withoutPartner: find((core) => core.country.region === 'NA' && large(core)),
    renewal: find((core) => euro(core)),
    uncovered: find((core) => euro(core) && large(core)),
  };
  return { world, pool: makePartnerPool(world), accounts, shares: sharesFor(world.sizes.deals) };
};

export const dealKey = (index: number): string => `deal-${String(index + 1).padStart(6, '0')}`;

export const plantedDealIndex = (world: World, name: PlantedDealName): number => world.sizes.deals - 1 - PLANTED_DEALS.indexOf(name);

export const plantedDealName = (world: World, index: number): PlantedDealName | undefined => PLANTED_DEALS[world.sizes.deals - 1 - index];
