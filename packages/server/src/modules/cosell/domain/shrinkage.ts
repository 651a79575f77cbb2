import type { WinLoss } from './types.ts';

/**
 * Win rates pulled towards a prior: p = (wins + k·prior) / (n + k).
 * This is the mean of a Beta(k·prior + wins, k·(1 − prior) + losses) posterior, so k reads as "worth k earlier deals".
 */
export function shrunkRate(record: WinLoss, prior: number, priorDeals: number): number {
  return (record.wins + priorDeals * prior) / (record.wins + record.losses + priorDeals);
}

/** Laplace's rule, so that an empty or one-sided history still gives a rate strictly between 0 and 1. */
export function baseRate(baseline: WinLoss): number {
  return (baseline.wins + 1) / (baseline.wins + baseline.losses + 2);
}

/** 0.5 when the rate equals the base rate; above when better. The odds ratio keeps 10%→20% as telling as 80%→89%. */
export function liftScore(rate: number, base: number): number {
  const ratio = rate / (1 - rate) / (base / (1 - base));
  return ratio / (1 + ratio);
}

export const PARTNER_PRIOR_DEALS = 10;
export const SEGMENT_PRIOR_DEALS = 5;
export const THIN_BELOW = 5;

export interface WinEstimate {
  readonly base: number;
  readonly partnerRate: number;
  /** Estimate for this deal: half the partner's own rate, half its rate in the deal's industry and products, when it has any. */
  readonly rate: number;
  readonly score: number;
  readonly deals: number;
  readonly segmentDeals: number;
}

export function estimateWins(record: WinLoss, segments: readonly WinLoss[], base: number): WinEstimate {
  const partnerRate = shrunkRate(record, base, PARTNER_PRIOR_DEALS);
  let segmentSum = 0;
  let segmentCount = 0;
  let segmentDeals = 0;
  for (const segment of segments) {
    const deals = segment.wins + segment.losses;
    if (deals === 0) continue;
    segmentSum += shrunkRate(segment, partnerRate, SEGMENT_PRIOR_DEALS);
    segmentCount += 1;
    segmentDeals += deals;
  }
  const rate = segmentCount === 0 ? partnerRate : (partnerRate + segmentSum / segmentCount) / 2;
  return { base, partnerRate, rate, score: liftScore(rate, base), deals: record.wins + record.losses, segmentDeals };
}
