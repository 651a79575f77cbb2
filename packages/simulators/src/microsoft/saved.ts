import type { Catalogue } from './catalogue.ts';
import { firstCatalogue } from './catalogue.ts';
import { isRecord } from './kit/json.ts';
import type { Shelf } from './kit/shelf.ts';
import type { Keys, Microsoft } from './model.ts';
import { seed, shelfNames } from './model.ts';
import { firstTaxonomy } from './taxonomy.ts';
import type { Taxonomy } from './taxonomy.ts';

type Saved = {
  readonly base: string;
  readonly keys: Keys | null;
  readonly taxonomy: Taxonomy;
  readonly catalogue: Catalogue;
  readonly shelves: Readonly<Record<string, readonly (readonly [string, never])[]>>;
};

export const saveState = (ms: Microsoft): unknown => ({
  base: ms.base,
  keys: ms.keys,
  taxonomy: ms.taxonomy,
  catalogue: ms.catalogue,
  shelves: Object.fromEntries(shelfNames.map((name) => [name, ms[name].save()])),
});

/** The state is our own file of an earlier run; a shelf it does not know stays empty. */
export function loadState(ms: Microsoft, state: unknown): void {
  if (!isRecord(state)) throw new TypeError('This is not a state of the Microsoft simulator.');
  const saved = state as Saved;
  ms.base = saved.base;
  ms.keys = saved.keys;
  ms.taxonomy = saved.taxonomy;
  ms.catalogue = saved.catalogue;
  for (const name of shelfNames) {
    const shelf: Pick<Shelf<never>, 'load'> = ms[name];
    shelf.load(saved.shelves[name] ?? []);
  }
}

/** The keys stay: whoever trusts the root certificate goes on trusting it. */
export function resetState(ms: Microsoft): void {
  for (const name of shelfNames) ms[name].load([]);
  ms.taxonomy = firstTaxonomy;
  ms.catalogue = firstCatalogue;
  seed(ms);
}
