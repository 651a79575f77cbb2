import type { Route, Routing } from '../words.ts';

/** A name nobody uses yet; the name of a route is kept for ever, so that decisions can be read later. */
export function freshId(routes: readonly Route[]): string {
  const taken = new Set(routes.map((route) => route.id));
  let number = routes.length + 1;
  while (taken.has(`route-${number}`)) number += 1;
  return `route-${number}`;
}

export function newRoute(routes: readonly Route[], name: string): Route {
  return {
    id: freshId(routes),
    name,
    when: { countries: [], regions: [], productIds: [], sources: [], minAmountMinor: null, currency: null },
    among: { partnerTypes: [], minTier: null, partnerIds: [], mustCoverTerritory: false, mustKnowProduct: false },
    choose: 'best_fit',
    enabled: true,
  };
}

/** Order is meaning: the first route whose conditions hold decides. */
export function movedBy<T>(list: readonly T[], index: number, by: number): T[] {
  const to = index + by;
  const moving = list[index];
  if (moving === undefined || to < 0 || to >= list.length) return [...list];
  const rest = list.filter((_, place) => place !== index);
  return [...rest.slice(0, to), moving, ...rest.slice(to)];
}

/** What keeps a routing from being published; the server checks again and knows more. */
export function routeProblems(route: Route): ('name' | 'named' | 'currency')[] {
  return [
    ...(route.name.trim() === '' ? (['name'] as const) : []),
    ...(route.choose === 'named' && route.among.partnerIds.length === 0 ? (['named'] as const) : []),
    ...((route.when.minAmountMinor === null) !== (route.when.currency === null) ? (['currency'] as const) : []),
  ];
}

export const mayPublish = (draft: Routing): boolean => draft.routes.every((route) => routeProblems(route).length === 0);
