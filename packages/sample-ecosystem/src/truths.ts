import { contactKey, SEATS } from './accounts.ts';
import { addMonths, DAY, isoDate, startOfDay } from './calendar.ts';
import type { Context, PlantedDealName } from './context.ts';
import { dealKey, plantedDealIndex } from './context.ts';
import { PLANTED_LIFT } from './deal.ts';
import { COOLING_DAYS } from './deal-activity.ts';
import type { ObservedCooling, ObservedLift } from './observe.ts';
import { partnerKey } from './partners.ts';
import { PLANTED } from './planted-partners.ts';
import { plantedDeal, RENEWAL_IN_DAYS, STALLED_DAYS } from './planted-deals.ts';

/** What is true of this ecosystem by construction. `observed` is filled by `generateEcosystem` and null when streaming. */
export interface Truths {
  /** Adds `plantedLift` (0..1, of win probability) to every deal it is on; who it is tied to is independent of outcomes. */
  liftingPartner: { partnerKey: string; plantedLift: number; observed: ObservedLift | null };
  /** Wins much because it only joins expansions and renewals; lifts nothing. */
  favouredPartner: { partnerKey: string; plantedLift: 0; observed: ObservedLift | null };
  /** Touches thin out and answers slow down over the last `overDays`. */
  coolingPartner: { partnerKey: string; overDays: number; observed: ObservedCooling | null };
  /** The only deal on which two partners claim the source. */
  sourceConflict: { dealKey: string; accountKey: string; partnerKeys: [string, string] };
  /** The only open deal without activity for more than 35 days. */
  stalledDeal: { dealKey: string; accountKey: string; daysWithoutActivity: number; amountMinor: number; currency: string };
  bigDeal: {
    dealKey: string;
    accountKey: string;
    products: number;
    partners: number;
    amountMinor: number;
    currency: string;
    handoffs: number;
    handoffsDone: number;
    handoffsDoneLate: number;
    handoffsOverdue: number;
    handoffsAhead: number;
  };
  /** The only open deal worth 400,000 euros or more without a partner. */
  highValueWithoutPartner: { dealKey: string; accountKey: string; amountMinor: number; currency: string };
  renewalNear: { dealKey: string; previousDealKey: string; accountKey: string; endsOn: string; inDays: number };
  uncoveredCommittee: { dealKey: string; accountKey: string; seats: number; uncoveredSeats: number; uncoveredContactKeys: string[] };
}

export const HIGH_VALUE_EUR_MINOR = 40_000_000;

export const plannedTruths = (context: Context): Truths => {
  const { world, accounts } = context;
  const key = (name: PlantedDealName): string => dealKey(plantedDealIndex(world, name));
  const money = (name: PlantedDealName): { amountMinor: number; currency: string } => {
    const { amountMinor, currency } = plantedDeal(context, name);
    return { amountMinor, currency };
  };
  const endsMs = startOfDay(world.nowMs) + RENEWAL_IN_DAYS * DAY;
  const seats = accounts.uncovered.contactCount;
  const uncovered = SEATS.slice(0, seats).flatMap((seat, i) => (seat.role === 'champion' ? [] : [contactKey(accounts.uncovered.key, i)]));
  return {
    liftingPartner: { partnerKey: partnerKey(PLANTED.lifting), plantedLift: PLANTED_LIFT, observed: null },
    favouredPartner: { partnerKey: partnerKey(PLANTED.favoured), plantedLift: 0, observed: null },
    coolingPartner: { partnerKey: partnerKey(PLANTED.cooling), overDays: COOLING_DAYS, observed: null },
    sourceConflict: {
      dealKey: key('conflict'),
      accountKey: accounts.conflict.key,
      partnerKeys: [partnerKey(PLANTED.conflictFirst), partnerKey(PLANTED.conflictSecond)],
    },
    stalledDeal: { dealKey: key('stalled'), accountKey: accounts.stalled.key, daysWithoutActivity: STALLED_DAYS, ...money('stalled') },
    bigDeal: {
      dealKey: key('big'),
      accountKey: accounts.big.key,
      products: 7,
      partners: 7,
      ...money('big'),
      handoffs: 14,
      handoffsDone: 7,
      handoffsDoneLate: 2,
      handoffsOverdue: 3,
      handoffsAhead: 4,
    },
    highValueWithoutPartner: { dealKey: key('withoutPartner'), accountKey: accounts.withoutPartner.key, ...money('withoutPartner') },
    renewalNear: {
      dealKey: key('renewal'),
      previousDealKey: key('renewed'),
      accountKey: accounts.renewal.key,
      // Through the signature a year before, as the contract counts: it differs from `endsMs` only around 29 February.
      endsOn: isoDate(addMonths(addMonths(endsMs, -12), 12)),
      inDays: RENEWAL_IN_DAYS,
    },
    uncoveredCommittee: {
      dealKey: key('uncovered'),
      accountKey: accounts.uncovered.key,
      seats,
      uncoveredSeats: uncovered.length,
      uncoveredContactKeys: uncovered,
    },
  };
};
