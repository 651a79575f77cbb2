import type { RoutingDefinition } from './routing.ts';

/** What a workspace starts with: every active partner of the territory that knows the product, in turn. */
export const standardDefinition: RoutingDefinition = {
  routes: [
    {
      id: 'territory-in-turn',
      name: 'Partners of the territory, in turn',
      when: { countries: [], regions: [], productIds: [], sources: [], minAmountMinor: null, currency: null },
      among: { partnerTypes: [], minTier: null, partnerIds: [], mustCoverTerritory: true, mustKnowProduct: true },
      choose: 'round_robin',
      enabled: true,
    },
  ],
  acceptHours: 24,
  contactHours: 48,
  maxHops: 3,
};
