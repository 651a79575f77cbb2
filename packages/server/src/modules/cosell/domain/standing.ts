import type { PartnerFacts } from './types.ts';

const RESPONSE_PRIOR_SAMPLES = 5;

export function roomShare(partner: PartnerFacts): number {
  if (partner.capacityTotal === null) return 0.5;
  if (partner.capacityTotal <= 0) return 0;
  return Math.min(1, Math.max(0, (partner.capacityTotal - partner.capacityUsed) / partner.capacityTotal));
}

export function responseScore(partner: PartnerFacts): number {
  if (partner.medianResponseHours === null) return 0.5;
  const raw = 1 / (1 + partner.medianResponseHours / 24);
  return (partner.responseSamples * raw + RESPONSE_PRIOR_SAMPLES * 0.5) / (partner.responseSamples + RESPONSE_PRIOR_SAMPLES);
}

export const isFull = (partner: PartnerFacts): boolean => partner.capacityTotal !== null && partner.capacityUsed >= partner.capacityTotal;
