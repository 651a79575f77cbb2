export type Best = 'lowest' | 'highest' | 'shortest';

/** The places of the best value of a row. Where all are alike, or only one way has a value, there is nothing to choose between. */
export function bestOf(values: readonly (number | null)[], best: Best): ReadonlySet<number> {
  const known = values.filter((value) => value !== null);
  if (known.length < 2 || new Set(known).size < 2) return new Set();
  const wanted = best === 'highest' ? Math.max(...known) : Math.min(...known);
  return new Set(values.flatMap((value, place) => (value === wanted ? [place] : [])));
}
