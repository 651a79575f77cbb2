import { DAY } from './calendar.ts';
import type { CountrySlots } from './naming.ts';
import { countrySlots } from './naming.ts';
import type { EcosystemOptions, Sizes } from './options.ts';
import { resolveSizes } from './options.ts';
import { makePeople } from './people.ts';
import { hashText, Rng } from './rng.ts';
import type { Person, Region, StaffRole } from './types.ts';

export const HISTORY_DAYS = 1_096;

const KINDS = {
  slots: hashText('slots'),
  people: hashText('people'),
  partner: hashText('partner'),
  account: hashText('account'),
  accountContacts: hashText('account-contacts'),
  ties: hashText('ties'),
  plantedTies: hashText('planted-ties'),
  deal: hashText('deal'),
  team: hashText('team'),
  activity: hashText('activity'),
  plan: hashText('plan'),
} as const;
type RecordKind = keyof typeof KINDS;

/** What every record of one ecosystem shares. Small and fixed: it does not grow with accounts or deals. */
export interface World {
  seed: number;
  nowMs: number;
  startMs: number;
  sizes: Sizes;
  accountSlots: CountrySlots;
  partnerSlots: CountrySlots;
  people: readonly Person[];
}

export const makeWorld = (options: EcosystemOptions): World => {
  const sizes = resolveSizes(options);
  const nowMs = Date.parse(options.now);
  return {
    seed: options.seed,
    nowMs,
    startMs: nowMs - HISTORY_DAYS * DAY,
    sizes,
    accountSlots: countrySlots(new Rng(options.seed, KINDS.slots, 0)),
    partnerSlots: countrySlots(new Rng(options.seed, KINDS.slots, 1)),
    people: makePeople(new Rng(options.seed, KINDS.people, 0), sizes.people),
  };
};

export const rngFor = (world: World, kind: RecordKind, index: number): Rng => new Rng(world.seed, KINDS[kind], index);

/** Somebody of the role in the region, else the nearest thing: anybody of the role. */
export const staffFor = (world: World, rng: Rng, role: StaffRole, region: Region): Person => {
  const ofRole = world.people.filter((each) => each.role === role);
  const near = ofRole.filter((each) => each.region === region);
  return rng.pick(near.length > 0 ? near : ofRole);
};
