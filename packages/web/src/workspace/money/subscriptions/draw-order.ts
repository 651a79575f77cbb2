import type { Grant } from './words.ts';

type Drawn = Pick<Grant, 'id' | 'accountId' | 'kind' | 'currency' | 'left' | 'expired'>;

/**
 * Which one usage draws first, second and so on. The list comes in the order of money; each account and currency counts by itself. Units
 * have no place here: the price of each item states an order of its own for them.
 */
export function drawOrder(grants: readonly Drawn[]): ReadonlyMap<string, number> {
  const next = new Map<string, number>();
  const places = new Map<string, number>();
  for (const grant of grants) {
    if (grant.kind === 'units' || grant.expired || Number(grant.left) <= 0) continue;
    const group = `${grant.accountId} ${grant.currency ?? ''}`;
    const place = (next.get(group) ?? 0) + 1;
    next.set(group, place);
    places.set(grant.id, place);
  }
  return places;
}
