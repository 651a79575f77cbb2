import { partnerTypes, participantRoles, regions, rolesOfTypes, routesOfTypes } from '@entente/kernel';
import type { DealFacts, PartnerFacts } from './types.ts';

/** Facts for tests and benchmarks, made from a seed so that every run sees the same ones. */

export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function partnerFacts(over: Partial<PartnerFacts> & { id: string }): PartnerFacts {
  const types = over.types ?? ['si'];
  return {
    name: `Partner ${over.id}`,
    types,
    status: 'active',
    regions: ['EMEA'],
    countries: ['DE'],
    industries: ['retail'],
    competencies: [],
    productIds: [],
    roles: rolesOfTypes(types),
    capacityTotal: 10,
    capacityUsed: 2,
    medianResponseHours: 12,
    responseSamples: 20,
    record: { wins: 0, losses: 0, byIndustry: {}, byProduct: {} },
    lastActivityAt: '2025-05-20T09:00:00Z',
    routes: routesOfTypes(types),
    conflictAccountIds: [],
    competitorOfProductIds: [],
    ...over,
  };
}

export function dealFacts(over: Partial<DealFacts> = {}): DealFacts {
  return {
    id: 'deal-1',
    number: 'D-1',
    name: 'Acme platform',
    accountId: 'acme',
    accountName: 'Acme',
    industry: 'retail',
    region: 'EMEA',
    country: 'DE',
    stage: 'technical',
    amountMinor: 12_000_000,
    currency: 'EUR',
    closeOn: '2025-08-31',
    productIds: ['core', 'flow'],
    lines: [
      { productId: 'core', kind: 'subscription', amountMinor: 9_000_000 },
      { productId: null, kind: 'services', amountMinor: 3_000_000 },
    ],
    participants: [],
    routes: ['direct'],
    committee: [],
    openedAt: '2025-03-01T08:00:00Z',
    lastActivityAt: '2025-05-25T08:00:00Z',
    previousPartnerIds: [],
    declinedPartnerIds: [],
    ...over,
  };
}

const COUNTRIES = ['DE', 'FR', 'GB', 'ES', 'US', 'CA', 'BR', 'MX', 'JP', 'SG', 'AU', 'IN'];
const INDUSTRIES = ['retail', 'finance', 'health', 'industry', 'public', 'media', 'energy', 'telecom'];
export const GENERATED_PRODUCTS = Array.from({ length: 20 }, (_, at) => `product-${at}`);

export function generatedPartners(count: number, seed: number): PartnerFacts[] {
  const random = seededRandom(seed);
  const pick = <T>(list: readonly T[]): T => {
    const chosen = list[Math.floor(random() * list.length)];
    if (chosen === undefined) throw new RangeError('cannot pick from an empty list');
    return chosen;
  };
  const some = <T>(list: readonly T[], most: number): T[] => [...new Set(Array.from({ length: 1 + Math.floor(random() * most) }, () => pick(list)))];
  return Array.from({ length: count }, (_, at) => {
    const wins = Math.floor(random() ** 3 * 60);
    const losses = Math.floor(random() ** 3 * 60);
    const industry = pick(INDUSTRIES);
    const product = pick(GENERATED_PRODUCTS);
    return partnerFacts({
      id: `partner-${String(at).padStart(6, '0')}`,
      name: `Partner ${at}`,
      types: some(partnerTypes, 3),
      status: random() < 0.9 ? 'active' : 'paused',
      regions: some(regions, 2),
      countries: some(COUNTRIES, 4),
      industries: some(INDUSTRIES, 3),
      productIds: some(GENERATED_PRODUCTS, 6),
      competencies: some(GENERATED_PRODUCTS, 4).map((productId) => ({
        productId,
        skill: 'delivery',
        role: random() < 0.5 ? pick(participantRoles) : null,
        certifiedPeople: Math.floor(random() * 8),
        validUntil: random() < 0.7 ? '2026-12-31' : '2024-12-31',
      })),
      capacityTotal: random() < 0.8 ? 10 : null,
      capacityUsed: Math.floor(random() * 11),
      medianResponseHours: random() < 0.8 ? random() * 96 : null,
      responseSamples: Math.floor(random() * 40),
      record: {
        wins,
        losses,
        byIndustry: { [industry]: { wins: wins >> 1, losses: losses >> 1 } },
        byProduct: { [product]: { wins: wins >> 2, losses: losses >> 2 } },
      },
      lastActivityAt: random() < 0.9 ? `2025-0${1 + Math.floor(random() * 5)}-15T00:00:00Z` : null,
      conflictAccountIds: random() < 0.05 ? [`account-${Math.floor(random() * 50)}`] : [],
      competitorOfProductIds: random() < 0.05 ? [pick(GENERATED_PRODUCTS)] : [],
    });
  });
}

export function generatedDeal(seed: number): DealFacts {
  const random = seededRandom(seed);
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  const productIds = Array.from({ length: 1 + Math.floor(random() * 7) }, () => pick(GENERATED_PRODUCTS) ?? 'product-0');
  return dealFacts({
    id: `deal-${seed}`,
    accountId: `account-${Math.floor(random() * 50)}`,
    industry: pick(INDUSTRIES) ?? null,
    country: pick(COUNTRIES) ?? null,
    region: pick(regions) ?? null,
    productIds,
    amountMinor: Math.floor(random() * 50_000_000),
    routes: random() < 0.5 ? ['direct', 'resale', 'marketplace'] : ['cosell', 'referral'],
    committee: [{ contactId: 'c1', name: 'Ida Berg', part: 'economic_buyer', ownerName: null }],
  });
}
