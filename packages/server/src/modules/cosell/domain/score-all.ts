import { EXCLUSION_CODES, excludedSlots } from './exclusions.ts';
import type { ExclusionCode } from './exclusions.ts';
import { dayNumber, IN_COUNTRIES } from './partner-columns.ts';
import { accountScore, ACTIVITY_WORTH, activityScore, GENERAL_SKILL_WORTH, tenths, UNSTATED } from './scoring.ts';
import type { ScoringContext } from './scoring.ts';
import { liftScore, PARTNER_PRIOR_DEALS, SEGMENT_PRIOR_DEALS, shrunkRate } from './shrinkage.ts';

export const MOST_TENTHS = 1000;

export interface Scores {
  /** By slot: the sum of the factors' points in tenths, as the reasons of the partner would add up. */
  readonly tenths: Uint16Array;
  /** Slots that hold a partner, the highest score first; equal scores in no order. */
  readonly falling: Uint32Array;
  excludedBy(slot: number): ExclusionCode | null;
}

/**
 * The scores of `factorScore` for all partners at once, factor by factor over columns and bit sets: a deal is matched within a
 * play and the play's other deals wait for it. A test holds both to the same tenths.
 */
export function scoreAll(context: ScoringContext): Scores {
  const { index, weights: table } = context;
  const { present } = index.columns;
  const { weights } = table;
  const totals = new Uint16Array(index.slots);
  const tied = new Set([...context.tieBySlot.keys(), ...context.previousSlots]);
  for (const slot of tied) totals[slot] = (totals[slot] ?? 0) + tenths(weights.account, accountScore(context, slot));
  addFit(context, totals);
  addTerritory(context, totals);
  addWins(context, totals);
  addCapacity(context, totals);
  addRoutes(context, totals);
  for (let slot = 0; slot < totals.length; slot += 1) if ((totals[slot] ?? 0) > MOST_TENTHS) totals[slot] = MOST_TENTHS;
  const codes = excludedSlots(context);
  return {
    tenths: totals,
    falling: fallingOrder(totals, present, index.size),
    excludedBy: (slot) => EXCLUSION_CODES[codes[slot] ?? EXCLUSION_CODES.length] ?? null,
  };
}

function addFit({ deal, index, industry, fitBySlot, today, weights }: ScoringContext, totals: Uint16Array): void {
  const weight = weights.weights.fit;
  const { skilledUntil } = index.columns;
  const day = dayNumber(today);
  const unnamed = deal.productIds.length === 0;
  for (let slot = 0; slot < totals.length; slot += 1) {
    const inIndustry = industry.has(slot) ? 1 : 0;
    let product = fitBySlot[slot] ?? 0;
    if (product === 0 && (skilledUntil[slot] ?? 0) >= day) product = GENERAL_SKILL_WORTH;
    totals[slot] = (totals[slot] ?? 0) + tenths(weight, unnamed ? 0.4 + 0.2 * inIndustry : 0.8 * product + 0.2 * inIndustry);
  }
}

function addTerritory({ deal, index, country, region, weights }: ScoringContext, totals: Uint16Array): void {
  const worth = (score: number): number => tenths(weights.weights.territory, score);
  const anywhere = deal.country === null && deal.region === null;
  const [inCountry, inRegion, elsewhereInRegion, unstated, unknown] = [worth(1), worth(0.9), worth(0.6), worth(UNSTATED), worth(0.5)];
  const { placed } = index.columns;
  for (let slot = 0; slot < totals.length; slot += 1) {
    const places = placed[slot] ?? 0;
    let points = places === 0 ? unstated : 0;
    if (anywhere) points = unknown;
    else if (country.has(slot)) points = inCountry;
    else if (region.has(slot)) points = deal.country === null || (places & IN_COUNTRIES) === 0 ? inRegion : elsewhereInRegion;
    totals[slot] = (totals[slot] ?? 0) + points;
  }
}

function addWins({ deal, index, base, weights }: ScoringContext, totals: Uint16Array): void {
  const weight = weights.weights.wins;
  const { wins, losses } = index.columns;
  const rates = new Float64Array(totals.length);
  for (let slot = 0; slot < rates.length; slot += 1) rates[slot] = shrunkRate({ wins: wins[slot] ?? 0, losses: losses[slot] ?? 0 }, base, PARTNER_PRIOR_DEALS);
  const sums = new Float64Array(totals.length);
  const counts = new Uint16Array(totals.length);
  for (const records of [index.recordsInIndustry(deal.industry), ...deal.productIds.map((productId) => index.recordsInProduct(productId))])
    for (const [slot, record] of records) {
      if (record.wins + record.losses === 0) continue;
      sums[slot] = (sums[slot] ?? 0) + shrunkRate(record, rates[slot] ?? 0, SEGMENT_PRIOR_DEALS);
      counts[slot] = (counts[slot] ?? 0) + 1;
    }
  for (let slot = 0; slot < totals.length; slot += 1) {
    const rate = rates[slot] ?? 0;
    const count = counts[slot] ?? 0;
    totals[slot] = (totals[slot] ?? 0) + tenths(weight, liftScore(count === 0 ? rate : (rate + (sums[slot] ?? 0) / count) / 2, base));
  }
}

function addCapacity({ index, nowMs, weights }: ScoringContext, totals: Uint16Array): void {
  const weight = weights.weights.capacity;
  const { standing, lastActivityMs } = index.columns;
  for (let slot = 0; slot < totals.length; slot += 1)
    totals[slot] = (totals[slot] ?? 0) + tenths(weight, (standing[slot] ?? 0) + ACTIVITY_WORTH * activityScore(lastActivityMs[slot] ?? Number.NaN, nowMs));
}

function addRoutes({ index, wantedRoutes, weights }: ScoringContext, totals: Uint16Array): void {
  const weight = weights.weights.route;
  const { opensRoute } = index.columns;
  const enabled = wantedRoutes.map((route) => index.routes.of(route));
  for (let slot = 0; slot < totals.length; slot += 1) {
    let score = (opensRoute[slot] ?? 0) * 0.5;
    if (enabled.length > 0) {
      let count = 0;
      for (const partners of enabled) if (partners.has(slot)) count += 1;
      score = count / enabled.length;
    }
    totals[slot] = (totals[slot] ?? 0) + tenths(weight, score);
  }
}

/** By counting: scores are whole numbers up to 1000. */
function fallingOrder(totals: Uint16Array, present: Uint8Array, count: number): Uint32Array {
  const starts = new Uint32Array(MOST_TENTHS + 2);
  for (let slot = 0; slot < totals.length; slot += 1) {
    const next = MOST_TENTHS - (totals[slot] ?? 0) + 1;
    if (present[slot] === 1) starts[next] = (starts[next] ?? 0) + 1;
  }
  for (let at = 1; at < starts.length; at += 1) starts[at] = (starts[at] ?? 0) + (starts[at - 1] ?? 0);
  const order = new Uint32Array(count);
  for (let slot = 0; slot < totals.length; slot += 1) {
    if (present[slot] !== 1) continue;
    const bucket = MOST_TENTHS - (totals[slot] ?? 0);
    const place = starts[bucket] ?? 0;
    order[place] = slot;
    starts[bucket] = place + 1;
  }
  return order;
}
