import { routeKinds, type PartnerType, type RouteKind } from '@entente/kernel';

const routesByType: Readonly<Record<PartnerType, readonly RouteKind[]>> = {
  reseller: ['resale'],
  distributor: ['resale'],
  msp: ['resale', 'referral', 'cosell'],
  si: ['referral', 'cosell'],
  consultant: ['referral', 'cosell'],
  isv: ['cosell'],
  referral: ['referral'],
  hyperscaler: ['marketplace', 'cosell'],
};

/** Ways to the customer that a partner opens, from what it is; a partner of several types opens all of theirs. */
export function routesOfTypes(types: readonly PartnerType[]): RouteKind[] {
  const open = new Set(types.flatMap((type) => routesByType[type]));
  return routeKinds.filter((route) => open.has(route));
}
