import type { Bitset } from './bitset.ts';
import { RESPONSE_WORTH, ROOM_WORTH } from './partner-columns.ts';
import type { PartnerIndex } from './partner-index.ts';
import { baseRate, estimateWins } from './shrinkage.ts';
import type { WinEstimate } from './shrinkage.ts';
import { responseScore, roomShare } from './standing.ts';
import type { AccountTie, Competency, DealFacts, PartnerFacts, RouteKind, TieKind, WinLoss } from './types.ts';
import { weightProblems } from './weights.ts';
import type { Factor, MatchWeights } from './weights.ts';

/** The numbers of a match: each factor 0..1 per partner. Sentences are made elsewhere, only for the few that are shown. */

export interface MatchInput {
  readonly deal: DealFacts;
  readonly index: PartnerIndex;
  readonly ties: readonly AccountTie[];
  /** Closed deals of the workspace, with or without partners. */
  readonly baseline: WinLoss;
  readonly now: Date;
  readonly limit: number;
  readonly weights?: MatchWeights;
}

export interface ScoringContext {
  readonly deal: DealFacts;
  readonly index: PartnerIndex;
  readonly tieBySlot: ReadonlyMap<number, AccountTie>;
  readonly previousSlots: ReadonlySet<number>;
  readonly fitBySlot: Float64Array;
  readonly country: Bitset;
  readonly region: Bitset;
  readonly industry: Bitset;
  readonly wantedRoutes: readonly RouteKind[];
  readonly base: number;
  readonly today: string;
  readonly nowMs: number;
  readonly weights: MatchWeights;
}

const TIE_WORTH: Readonly<Record<TieKind, number>> = { incumbent: 1, customer: 0.9, prospect: 0.5 };
const PREVIOUS_DEAL_WORTH = 0.6;
export const ACTIVITY_WORTH = 0.2;
export const UNSTATED = 0.4;
const DAY_MS = 86_400_000;
const ACTIVITY_HALF_LIFE_DAYS = 90;

export function scoringContext(input: MatchInput, weights: MatchWeights): ScoringContext {
  const { deal, index, now } = input;
  const problems = weightProblems(weights);
  if (problems.length > 0) throw new RangeError(problems.join(' '));
  const today = now.toISOString().slice(0, 10);
  return {
    deal,
    index,
    today,
    weights,
    nowMs: now.getTime(),
    tieBySlot: strongestTies(input),
    previousSlots: slotsOf(index, deal.previousPartnerIds),
    fitBySlot: productFit(deal, index, today),
    country: index.countries.of(deal.country),
    region: index.regions.of(deal.region),
    industry: index.industries.of(deal.industry),
    wantedRoutes: [...new Set(deal.routes)].filter((route) => route !== 'direct'),
    base: baseRate(input.baseline),
  };
}

function slotsOf(index: PartnerIndex, ids: readonly string[]): Set<number> {
  return new Set(ids.map((id) => index.slotOf(id)).filter((slot) => slot !== undefined));
}

export function tieWorth(tie: AccountTie): number {
  return Math.min(1, Math.max(0, tie.strength)) * TIE_WORTH[tie.kind];
}

function strongestTies({ deal, index, ties }: MatchInput): Map<number, AccountTie> {
  const strongest = new Map<number, AccountTie>();
  for (const tie of ties) {
    const slot = tie.accountId === deal.accountId ? index.slotOf(tie.partnerId) : undefined;
    if (slot === undefined) continue;
    const held = strongest.get(slot);
    if (held === undefined || tieWorth(tie) > tieWorth(held)) strongest.set(slot, tie);
  }
  return strongest;
}

export function isValid(competency: Competency, today: string): boolean {
  return competency.certifiedPeople > 0 && (competency.validUntil === null || competency.validUntil >= today);
}

/** One certified person is 0.8, two 0.9, and so on: the second matters less than the first. */
export function competencyWorth(certifiedPeople: number): number {
  return 0.6 + 0.4 * (1 - 0.5 ** certifiedPeople);
}

const SELLS_PRODUCT_WORTH = 0.4;
/** Of one who is certified, but for no product of the deal. */
export const GENERAL_SKILL_WORTH = 0.2;

function productFit(deal: DealFacts, index: PartnerIndex, today: string): Float64Array {
  const fit = new Float64Array(index.slots);
  const productIds = [...new Set(deal.productIds)];
  for (const productId of productIds) {
    const certified = index.competenciesIn(productId);
    const sellers = index.products.of(productId);
    const add = (slot: number, worth: number): void => {
      fit[slot] = (fit[slot] ?? 0) + worth / productIds.length;
    };
    sellers.each((slot) => {
      if (!certified.has(slot)) add(slot, SELLS_PRODUCT_WORTH);
    });
    for (const [slot, held] of certified) {
      let worth = sellers.has(slot) ? SELLS_PRODUCT_WORTH : 0;
      for (const competency of held) if (isValid(competency, today)) worth = Math.max(worth, competencyWorth(competency.certifiedPeople));
      add(slot, worth);
    }
  }
  return fit;
}

export function accountScore(context: ScoringContext, slot: number): number {
  const tie = context.tieBySlot.get(slot);
  const tied = tie === undefined ? 0 : tieWorth(tie);
  return context.previousSlots.has(slot) ? Math.max(tied, PREVIOUS_DEAL_WORTH) : tied;
}

export function fitScore(context: ScoringContext, slot: number, partner: PartnerFacts): number {
  const industry = context.industry.has(slot) ? 1 : 0;
  if (context.deal.productIds.length === 0) return 0.4 + 0.2 * industry;
  let product = context.fitBySlot[slot] ?? 0;
  if (product === 0 && partner.competencies.some((held) => held.productId === null && isValid(held, context.today))) product = GENERAL_SKILL_WORTH;
  return 0.8 * product + 0.2 * industry;
}

export function territoryScore(context: ScoringContext, slot: number, partner: PartnerFacts): number {
  const { deal } = context;
  if (deal.country === null && deal.region === null) return 0.5;
  if (context.country.has(slot)) return 1;
  if (context.region.has(slot)) return deal.country === null || partner.countries.length === 0 ? 0.9 : 0.6;
  return partner.countries.length === 0 && partner.regions.length === 0 ? UNSTATED : 0;
}

export function winEstimate(context: ScoringContext, partner: PartnerFacts): WinEstimate {
  const segments: WinLoss[] = [];
  const { industry, productIds } = context.deal;
  const inIndustry = industry === null ? undefined : ownRecord(partner.record.byIndustry, industry);
  if (inIndustry !== undefined) segments.push(inIndustry);
  for (const productId of productIds) {
    const inProduct = ownRecord(partner.record.byProduct, productId);
    if (inProduct !== undefined) segments.push(inProduct);
  }
  return estimateWins(partner.record, segments, context.base);
}

/** Industry names come from imports; `constructor` must not find the prototype. */
function ownRecord(records: Readonly<Record<string, WinLoss>>, key: string): WinLoss | undefined {
  return Object.hasOwn(records, key) ? records[key] : undefined;
}

/** Halves with every half-life; nothing when no activity is known. */
export function activityScore(lastMs: number, nowMs: number): number {
  return Number.isNaN(lastMs) ? 0 : 0.5 ** (Math.max(0, nowMs - lastMs) / DAY_MS / ACTIVITY_HALF_LIFE_DAYS);
}

export function capacityScore(context: ScoringContext, slot: number, partner: PartnerFacts): number {
  const activity = activityScore(context.index.columns.lastActivityMs[slot] ?? Number.NaN, context.nowMs);
  return ROOM_WORTH * roomShare(partner) + RESPONSE_WORTH * responseScore(partner) + ACTIVITY_WORTH * activity;
}

export function routeScore(context: ScoringContext, partner: PartnerFacts): number {
  const wanted = context.wantedRoutes;
  if (wanted.length === 0) return partner.routes.some((route) => route !== 'direct') ? 0.5 : 0;
  return wanted.filter((route) => partner.routes.includes(route)).length / wanted.length;
}

export function factorScore(factor: Factor, context: ScoringContext, slot: number, partner: PartnerFacts): number {
  switch (factor) {
    case 'account':
      return accountScore(context, slot);
    case 'fit':
      return fitScore(context, slot, partner);
    case 'territory':
      return territoryScore(context, slot, partner);
    case 'wins':
      return winEstimate(context, partner).score;
    case 'capacity':
      return capacityScore(context, slot, partner);
    case 'route':
      return routeScore(context, partner);
  }
}

/** Points are counted in whole tenths, so that the shown reasons add up to the shown score exactly. */
export function tenths(weight: number, score: number): number {
  return Math.round(weight * score * 10);
}
