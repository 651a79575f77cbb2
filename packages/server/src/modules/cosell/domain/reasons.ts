import { accountScore, factorScore, isValid, tenths, winEstimate } from './scoring.ts';
import type { ScoringContext } from './scoring.ts';
import { THIN_BELOW } from './shrinkage.ts';
import { responseScore, roomShare } from './standing.ts';
import { dayOf, listText, percentText, plural } from './text.ts';
import type { PartnerFacts } from './types.ts';
import { FACTORS } from './weights.ts';
import type { Factor } from './weights.ts';

export type ReasonData = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

export interface Reason {
  readonly factor: Factor;
  /** 0..1 */
  readonly score: number;
  readonly weight: number;
  /** weight × score, to one decimal; the points of all reasons add up to the partner's score. */
  readonly points: number;
  readonly sentence: string;
  readonly data: ReasonData;
  /** True when too little is known for the number to mean much. */
  readonly thin: boolean;
}

interface Wording {
  readonly sentence: string;
  readonly data: ReasonData;
  readonly thin: boolean;
}
type Explain = (context: ScoringContext, slot: number, partner: PartnerFacts) => Wording;

const account: Explain = (context, slot) => {
  const { accountName } = context.deal;
  const tie = context.tieBySlot.get(slot);
  const previous = context.previousSlots.has(slot);
  const data = { tie: tie?.kind ?? null, strength: tie?.strength ?? null, since: tie?.since ?? null, evidence: tie?.evidence ?? null, earlierDeal: previous };
  if (tie === undefined) {
    const sentence = previous ? `Was on an earlier won deal of ${accountName}.` : `No relationship with ${accountName} is recorded.`;
    return { sentence, data, thin: accountScore(context, slot) === 0 };
  }
  const since = tie.since === null ? '' : ` since ${dayOf(tie.since)}`;
  const word = { incumbent: `Incumbent at ${accountName}`, customer: `${accountName} is its customer`, prospect: `${accountName} is its prospect` }[tie.kind];
  const evidence = tie.evidence === '' ? '' : `: ${tie.evidence.replace(/\.$/, '')}`;
  return { sentence: `${word}${since} (strength ${percentText(tie.strength)})${evidence}.`, data, thin: tie.evidence === '' };
};

const fit: Explain = (context, slot, partner) => {
  const products = [...new Set(context.deal.productIds)];
  const valid = partner.competencies.filter((held) => isValid(held, context.today));
  const certified = products.filter((id) => valid.some((held) => held.productId === id));
  const sold = products.filter((id) => !certified.includes(id) && partner.productIds.includes(id));
  const expired = partner.competencies.filter(
    (held) => held.validUntil !== null && held.validUntil < context.today && held.productId !== null && products.includes(held.productId),
  ).length;
  const people = valid.filter((held) => held.productId !== null && products.includes(held.productId)).reduce((sum, held) => sum + held.certifiedPeople, 0);
  const inIndustry = context.industry.has(slot);
  const data = { products: products.length, certifiedProducts: certified, soldProducts: sold, certifiedPeople: people, expired, industry: inIndustry };
  const industry = inIndustry && context.deal.industry !== null ? ` and works in ${context.deal.industry}` : '';
  if (products.length === 0)
    return {
      sentence: `The deal names no product, so fit is a guess${industry === '' ? '' : `; the partner works in ${context.deal.industry ?? ''}`}.`,
      data,
      thin: true,
    };
  const parts: string[] = [];
  if (certified.length > 0) parts.push(`certified on ${certified.length} of ${plural(products.length, 'product')} with ${plural(people, 'certificate')}`);
  if (sold.length > 0) parts.push(`sells ${sold.length} more without certification`);
  if (parts.length === 0) parts.push('no competency on the products of this deal');
  const late = expired > 0 ? `; ${plural(expired, 'certification')} expired` : '';
  const text = `${listText(parts)}${industry}${late}.`;
  return { sentence: text.charAt(0).toUpperCase() + text.slice(1), data, thin: false };
};

const territory: Explain = (context, slot, partner) => {
  const { country, region } = context.deal;
  const data = { country, region, inCountry: context.country.has(slot), inRegion: context.region.has(slot) };
  if (country === null && region === null) return { sentence: 'The deal has no country or region, so territory is a guess.', data, thin: true };
  if (data.inCountry) return { sentence: `Works in ${country ?? ''}.`, data, thin: false };
  if (data.inRegion) {
    const note = country !== null && partner.countries.length > 0 ? `, though ${country} is not among its countries` : '';
    return { sentence: `Covers ${region ?? ''}${note}.`, data, thin: false };
  }
  if (partner.countries.length === 0 && partner.regions.length === 0) return { sentence: 'Its territory is not recorded.', data, thin: true };
  return { sentence: `Does not cover ${country ?? region ?? ''}.`, data, thin: false };
};

const wins: Explain = (context, _slot, partner) => {
  const estimate = winEstimate(context, partner);
  const { wins: won, losses } = partner.record;
  const thin = estimate.deals < THIN_BELOW;
  const data = {
    wins: won,
    losses,
    baseRate: round3(estimate.base),
    partnerRate: round3(estimate.partnerRate),
    estimate: round3(estimate.rate),
    similarDeals: estimate.segmentDeals,
  };
  const base = percentText(estimate.base);
  if (estimate.deals === 0) return { sentence: `No closed deal yet, so the base rate of ${base} is assumed.`, data, thin };
  const similar = estimate.segmentDeals > 0 ? `, ${estimate.segmentDeals} of them counted in this industry or product` : '';
  const few = thin ? ' Few deals, so this leans on the base rate.' : '';
  return {
    sentence: `Won ${won} of ${plural(estimate.deals, 'closed deal')}${similar}; estimate ${percentText(estimate.rate)} against a base rate of ${base}.${few}`,
    data,
    thin,
  };
};

const capacity: Explain = (_context, _slot, partner) => {
  const { capacityTotal, capacityUsed, medianResponseHours, responseSamples, lastActivityAt } = partner;
  const data = {
    capacityTotal,
    capacityUsed,
    medianResponseHours,
    responseSamples,
    lastActivityAt,
    room: round3(roomShare(partner)),
    response: round3(responseScore(partner)),
  };
  const room = capacityTotal === null ? 'Capacity is not recorded' : `${Math.max(0, capacityTotal - capacityUsed)} of ${plural(capacityTotal, 'place')} free`;
  const response =
    medianResponseHours === null ? 'no answer time is known' : `usually answers in ${Math.round(medianResponseHours)} h (${plural(responseSamples, 'case')})`;
  const active = lastActivityAt === null ? 'no activity recorded' : `last active ${dayOf(lastActivityAt)}`;
  return { sentence: `${room}; ${response}; ${active}.`, data, thin: capacityTotal === null || responseSamples < THIN_BELOW };
};

const route: Explain = (context, _slot, partner) => {
  const wanted = context.wantedRoutes;
  const enabled = wanted.filter((kind) => partner.routes.includes(kind));
  const data = { wanted, enabled };
  if (wanted.length === 0) {
    const open = partner.routes.filter((kind) => kind !== 'direct');
    return {
      sentence: open.length > 0 ? `The deal has no partner route yet; this partner could open ${listText(open)}.` : 'Opens no route besides direct.',
      data,
      thin: true,
    };
  }
  return {
    sentence: enabled.length > 0 ? `Enables ${listText(enabled)}, which this deal uses.` : `Does not enable ${listText(wanted)}, which this deal uses.`,
    data,
    thin: false,
  };
};

const EXPLAIN: Readonly<Record<Factor, Explain>> = { account, fit, territory, wins, capacity, route };

function round3(value: number): number {
  return Math.round(value * 1000) / 1000;
}

export function explainPartner(context: ScoringContext, slot: number, partner: PartnerFacts): Reason[] {
  return FACTORS.map((factor) => {
    const weight = context.weights.weights[factor];
    const score = factorScore(factor, context, slot, partner);
    return { factor, score: round3(score), weight, points: tenths(weight, score) / 10, ...EXPLAIN[factor](context, slot, partner) };
  });
}
