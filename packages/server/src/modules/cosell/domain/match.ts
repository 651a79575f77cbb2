import { exclusionSentence } from './exclusions.ts';
import type { ExclusionCode } from './exclusions.ts';
import { neededRoles } from './needed-roles.ts';
import { explainPartner } from './reasons.ts';
import type { Reason } from './reasons.ts';
import { scoreAll } from './score-all.ts';
import type { Scores } from './score-all.ts';
import { isValid, scoringContext } from './scoring.ts';
import type { MatchInput, ScoringContext } from './scoring.ts';
import { compareText, plural } from './text.ts';
import { playableRoles } from './types.ts';
import type { DealFacts, ParticipantRole, PartnerFacts } from './types.ts';
import { DEFAULT_WEIGHTS, FACTOR_WORDS } from './weights.ts';
import type { Factor } from './weights.ts';

export interface RankedPartner {
  readonly partnerId: string;
  readonly name: string;
  /** 0..100 with one decimal: the sum of the points of the reasons. */
  readonly score: number;
  /** The role it would take: the most important open role it can play, else its first own role, else null. */
  readonly role: ParticipantRole | null;
  readonly reasons: readonly Reason[];
}

export type PassedOverCode = Exclude<ExclusionCode, 'on_deal'> | 'below_minimum' | `weaker_${Factor}` | 'tie_break';

export interface PassedOver {
  readonly partnerId: string;
  readonly name: string;
  readonly score: number;
  readonly code: PassedOverCode;
  readonly why: string;
}

export interface MatchResult {
  readonly ranked: readonly RankedPartner[];
  readonly passedOver: readonly PassedOver[];
  readonly considered: number;
  readonly thinData: readonly string[];
  readonly weightsVersion: string;
}

/** A partner's value in one role, ready for the team choice. */
export interface RoleCandidate {
  readonly partnerId: string;
  readonly name: string;
  readonly role: ParticipantRole;
  /** 0..100 */
  readonly value: number;
  readonly score: number;
  readonly certified: boolean;
}

interface Scored {
  readonly slot: number;
  readonly partner: PartnerFacts;
  readonly tenths: number;
  readonly excluded: ExclusionCode | null;
}

export interface ScoredDeal {
  readonly context: ScoringContext;
  readonly scores: Scores;
  readonly input: MatchInput;
}

const PASSED_OVER_SHOWN = 5;
const UNCERTIFIED_ROLE_FACTOR = 0.85;

/** Scores every partner once; ranking and team both read from it. */
export function scoreDeal(input: MatchInput): ScoredDeal {
  const context = scoringContext(input, input.weights ?? DEFAULT_WEIGHTS);
  return { context, scores: scoreAll(context), input };
}

function betterFirst(a: Scored, b: Scored): number {
  return b.tenths - a.tenths || compareText(a.partner.id, b.partner.id);
}

/** The best `count` that are wanted: from the top until there are enough, with all that score as the last of them does. */
function best({ context, scores }: ScoredDeal, count: number, keep: (item: Scored) => boolean, minimum = 0): Scored[] {
  if (count <= 0) return [];
  const found: Scored[] = [];
  for (const slot of scores.falling) {
    const tenths = scores.tenths[slot] ?? 0;
    if (tenths < minimum || (found.length >= count && tenths < (found.at(-1)?.tenths ?? 0))) break;
    const partner = context.index.at(slot);
    if (partner === undefined) continue;
    const item: Scored = { slot, partner, tenths, excluded: scores.excludedBy(slot) };
    if (keep(item)) found.push(item);
  }
  return found.sort(betterFirst).slice(0, count);
}

export function matchPartners(input: MatchInput): MatchResult {
  return rankScored(scoreDeal(input));
}

export function rankScored(table: ScoredDeal): MatchResult {
  const { context, input } = table;
  const minimum = context.weights.minimumScore * 10;
  const top = best(table, input.limit, (item) => item.excluded === null, minimum);
  const open = openRoles(input.deal);
  const ranked = top.map((item) => toRanked(context, item, open));
  const shown = new Set(top.map((item) => item.slot));
  const below = best(table, input.limit + PASSED_OVER_SHOWN, (item) => item.excluded === null)
    .filter((item) => !shown.has(item.slot))
    .slice(0, PASSED_OVER_SHOWN);
  const excluded = best(table, PASSED_OVER_SHOWN, (item) => item.excluded !== null && item.excluded !== 'on_deal');
  const last = ranked[ranked.length - 1];
  const passedOver = [...excluded, ...below].sort(betterFirst).map((item) => toPassedOver(context, item, last));
  return { ranked, passedOver, considered: context.index.size, thinData: thinNotes(context, input, ranked), weightsVersion: context.weights.version };
}

function openRoles(deal: DealFacts): ParticipantRole[] {
  const covered = new Set(deal.participants.map((participant) => participant.role));
  return neededRoles(deal)
    .map((need) => need.role)
    .filter((role) => !covered.has(role));
}

function toRanked(context: ScoringContext, { slot, partner, tenths }: Scored, open: readonly ParticipantRole[]): RankedPartner {
  const playable = playableRoles(partner);
  const role = open.find((needed) => playable.includes(needed)) ?? playable[0] ?? null;
  return { partnerId: partner.id, name: partner.name, score: tenths / 10, role, reasons: explainPartner(context, slot, partner) };
}

function toPassedOver(context: ScoringContext, item: Scored, last: RankedPartner | undefined): PassedOver {
  const { partner, slot, tenths, excluded } = item;
  const base = { partnerId: partner.id, name: partner.name, score: tenths / 10 };
  if (excluded !== null && excluded !== 'on_deal') return { ...base, code: excluded, why: exclusionSentence(excluded, partner, context) };
  const reasons = explainPartner(context, slot, partner);
  if (tenths < context.weights.minimumScore * 10) {
    const weakest = largestGap(reasons, (reason) => reason.weight);
    return {
      ...base,
      code: 'below_minimum',
      why: `Scores ${base.score}, below the minimum of ${context.weights.minimumScore}; most is lost on ${FACTOR_WORDS[weakest.factor]}: ${weakest.sentence}`,
    };
  }
  const lastPoints = new Map(last?.reasons.map((reason) => [reason.factor, reason.points]));
  const decisive = largestGap(reasons, (reason) => lastPoints.get(reason.factor) ?? reason.weight);
  if (last === undefined || decisive.gap <= 0)
    return { ...base, code: 'tie_break', why: `Scores ${base.score} like ${last?.name ?? 'others'}; the list was full and equal scores are ordered by id.` };
  const gapText = Math.round(decisive.gap * 10) / 10;
  return {
    ...base,
    code: `weaker_${decisive.factor}`,
    why: `Scores ${base.score}; ${gapText} points behind ${last.name} on ${FACTOR_WORDS[decisive.factor]}: ${decisive.sentence}`,
  };
}

function largestGap(reasons: readonly Reason[], reference: (reason: Reason) => number): { factor: Factor; gap: number; sentence: string } {
  let found = { factor: 'account' as Factor, gap: Number.NEGATIVE_INFINITY, sentence: '' };
  for (const reason of reasons) {
    const gap = reference(reason) - reason.points;
    if (gap > found.gap) found = { factor: reason.factor, gap, sentence: reason.sentence };
  }
  return found;
}

function thinNotes(context: ScoringContext, { deal, baseline, index }: MatchInput, ranked: readonly RankedPartner[]): string[] {
  const notes: string[] = [];
  const closed = baseline.wins + baseline.losses;
  if (index.size === 0) notes.push('There are no partners yet.');
  if (closed < 30) notes.push(`The base rate rests on ${plural(closed, 'closed deal')} only.`);
  if (context.tieBySlot.size === 0) notes.push(`No partner's relationship with ${deal.accountName} is recorded, so that factor cannot tell partners apart.`);
  if (deal.productIds.length === 0) notes.push('The deal names no product.');
  if (deal.country === null && deal.region === null) notes.push('The deal has no country or region.');
  if (deal.industry === null) notes.push('The account has no industry.');
  const fewDeals = ranked.filter((partner) => partner.reasons.some((reason) => reason.factor === 'wins' && reason.thin)).length;
  if (fewDeals > 0) notes.push(`${fewDeals} of ${plural(ranked.length, 'proposed partner')} ${fewDeals === 1 ? 'has' : 'have'} fewer than 5 closed deals.`);
  return notes;
}

/** The best partners for each role. Partners already on the deal may take one more role; all other exclusions hold. */
export function candidatesForRoles(table: ScoredDeal, roles: readonly ParticipantRole[], perRole: number): RoleCandidate[] {
  const { context, input } = table;
  const minimum = context.weights.minimumScore * 10;
  const pool = new Map<number, Scored>();
  for (const role of roles) {
    const players = context.index.roles.of(role);
    const eligible = (item: Scored): boolean => (item.excluded === null || item.excluded === 'on_deal') && players.has(item.slot);
    // Twice as many by score as asked for, because the certificate for the role may change the order.
    const byValue = best(table, perRole * 2, eligible, minimum).map((item) => ({ item, value: roleValue(context, input.deal, item, role).value }));
    byValue.sort((a, b) => b.value - a.value || betterFirst(a.item, b.item));
    for (const { item } of byValue.slice(0, perRole)) pool.set(item.slot, item);
  }
  return roles.flatMap((role) =>
    [...pool.values()]
      .filter((item) => playableRoles(item.partner).includes(role))
      .map((item) => roleValue(context, input.deal, item, role))
      .sort((a, b) => b.value - a.value || compareText(a.partnerId, b.partnerId)),
  );
}

function roleValue(context: ScoringContext, deal: DealFacts, { partner, tenths }: Scored, role: ParticipantRole): RoleCandidate {
  const certified = partner.competencies.some(
    (held) => held.role === role && isValid(held, context.today) && (held.productId === null || deal.productIds.includes(held.productId)),
  );
  const value = Math.round(tenths * (certified ? 1 : UNCERTIFIED_ROLE_FACTOR)) / 10;
  return { partnerId: partner.id, name: partner.name, role, value, score: tenths / 10, certified };
}
