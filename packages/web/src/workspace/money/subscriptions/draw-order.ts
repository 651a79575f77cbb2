import type { Grant } from './words.ts';

type Drawn = Pick<Grant, 'id' | 'accountId' | 'kind' | 'currency' | 'meterId' | 'left' | 'expired'>;

/** Which one usage draws first, second and so on. The list comes in that order; each account, currency and meter counts by itself. */
export function drawOrder(grants: readonly Drawn[]): ReadonlyMap<string, number> {
  const next = new Map<string, number>();
  const places = new Map<string, number>();
  for (const grant of grants) {
    if (grant.expired || Number(grant.left) <= 0) continue;
    const group = [grant.accountId, grant.kind, grant.currency, grant.meterId].join(' ');
    const place = (next.get(group) ?? 0) + 1;
    next.set(group, place);
    places.set(grant.id, place);
  }
  return places;
}
