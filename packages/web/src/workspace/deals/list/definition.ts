import { type ListState, readDefinition } from './state.ts';

/** What a saved view keeps. */
export function definitionOf({ filter, sort, layout }: ListState, columns: readonly string[]): Record<string, unknown> {
  return { filter, sort, layout, columns: [...columns] };
}

/** The store may give keys back in another order, so views are compared by what they mean. A view that names no columns fits any. */
export function isSameView(one: Readonly<Record<string, unknown>>, other: Readonly<Record<string, unknown>>): boolean {
  const [a, b] = [readDefinition(one), readDefinition(other)];
  const sorted = (filter: object): string => JSON.stringify(Object.entries(filter).sort(([x], [y]) => x.localeCompare(y)));
  const fits = a.columns.length === 0 || b.columns.length === 0 || a.columns.join() === b.columns.join();
  return sorted(a.filter) === sorted(b.filter) && a.sort === b.sort && a.layout === b.layout && fits;
}
