import type { InvalidField } from '@entente/kernel';
import type { RoutingDefinition } from './routing.ts';

/** What stops a routing from being published. */
export function checkDefinition({ routes }: RoutingDefinition): InvalidField[] {
  const seen = new Set<string>();
  return routes.flatMap((route, index) => {
    const problems: InvalidField[] = [];
    const path = `definition.routes.${index}`;
    if (seen.has(route.id)) problems.push({ path: `${path}.id`, code: 'taken', sentence: `Two routes are called “${route.id}”.` });
    seen.add(route.id);
    if (route.when.minAmountMinor !== null && route.when.currency === null)
      problems.push({ path: `${path}.when.currency`, code: 'required', sentence: `“${route.name}” has a least amount and no currency.` });
    if (route.choose === 'named' && route.among.partnerIds.length === 0)
      problems.push({ path: `${path}.among.partnerIds`, code: 'required', sentence: `“${route.name}” goes by name and names no partner.` });
    return problems;
  });
}
