import type { Member } from './deal-team.ts';
import { partnerKey } from './partners.ts';
import type { Rng } from './rng.ts';
import type { DealStage, Route, RouteState } from './types.ts';
import type { World } from './world.ts';
import { staffFor } from './world.ts';
import type { AccountCore } from './accounts.ts';

const MARKETPLACES = ['altura-marketplace', 'boreal-marketplace', 'monsun-marketplace'] as const;

const stateOf = (stage: DealStage): RouteState => (stage === 'won' || stage === 'lost' ? stage : stage === 'prospect' ? 'proposed' : 'active');

/** One settling route (direct, resale or marketplace) and beside it referral and co-sell, as the team implies. */
export const makeRoutes = (world: World, rng: Rng, account: AccountCore, team: readonly Member[], stage: DealStage): Route[] => {
  const state = stateOf(stage);
  // Two outside records must not carry one number: fourteen digits leave no chance worth naming.
  const number = `${rng.int(1_000_000, 9_999_999)}${rng.int(1_000_000, 9_999_999)}`;
  const ally = staffFor(world, rng, 'alliance_manager', account.country.region).key;
  const manager = staffFor(world, rng, 'partner_manager', account.country.region).key;
  const byRole = (role: Member['role']): Member | undefined => team.find((member) => member.role === role);
  const routes: Route[] = [];
  const marketplace = byRole('marketplace');
  const reseller = byRole('resell');
  if (marketplace !== undefined) {
    routes.push({
      kind: 'marketplace',
      state,
      ownerKey: ally,
      externalSystem: MARKETPLACES[marketplace.partner] ?? 'altura-marketplace',
      externalId: stage === 'prospect' ? null : `offer-${number}`,
    });
  }
  if (reseller !== undefined) {
    const chain = [byRole('distribute'), reseller].filter((member) => member !== undefined).map((member) => partnerKey(member.partner));
    // With a marketplace on the deal the resale stays a proposal: an amount settles on one route.
    routes.push({ kind: 'resale', state: marketplace === undefined ? state : 'proposed', ownerKey: manager, externalSystem: null, externalId: null, chain });
  }
  if (routes.length === 0) routes.push({ kind: 'direct', state, ownerKey: account.ownerKey, externalSystem: 'crm', externalId: `opp-${number}` });
  if (byRole('source') !== undefined) routes.push({ kind: 'referral', state, ownerKey: manager, externalSystem: null, externalId: null });
  if (byRole('integrate') !== undefined || byRole('influence') !== undefined || byRole('technology') !== undefined) {
    routes.push({ kind: 'cosell', state, ownerKey: ally, externalSystem: null, externalId: null });
  }
  return routes;
};
