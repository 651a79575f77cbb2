import type { PriceModel } from '@entente/contracts';
import { ZERO, compare, least, minus, type Fraction } from '@entente/kernel';
import type { Grant } from './usage.ts';

type Order = Extract<PriceModel, { kind: 'prepaid' }>['order'][number];
export type Burned = { readonly grantId: string; readonly quantity: Fraction; readonly left: Fraction };

const byText = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);
const NEVER = '9999-12-31';
const ORDERS: Readonly<Record<Order, (a: Grant, b: Grant) => number>> = {
  free_first: (a, b) => Number(b.free ?? false) - Number(a.free ?? false),
  priority: (a, b) => (a.priority ?? Number.MAX_SAFE_INTEGER) - (b.priority ?? Number.MAX_SAFE_INTEGER),
  expires_first: (a, b) => byText(a.expiresOn ?? NEVER, b.expiresOn ?? NEVER),
  smallest_first: (a, b) => compare(a.left, b.left),
  oldest_first: (a, b) => byText(a.grantedOn, b.grantedOn),
};

/** In the stated order; what the order leaves equal goes by id, never by the order of a list. */
export function burn(grants: readonly Grant[], order: readonly Order[], quantity: Fraction): { readonly burned: readonly Burned[]; readonly rest: Fraction } {
  const ordered = [...grants].sort((a, b) => {
    for (const key of order) {
      const decided = ORDERS[key](a, b);
      if (decided !== 0) return decided;
    }
    return byText(a.id, b.id);
  });
  let rest = quantity;
  const burned: Burned[] = [];
  for (const grant of ordered) {
    const taken = least(rest, grant.left);
    if (compare(taken, ZERO) <= 0) continue;
    burned.push({ grantId: grant.id, quantity: taken, left: minus(grant.left, taken) });
    rest = minus(rest, taken);
  }
  return { burned, rest };
}
