/** Chance that can be repeated: mulberry32 over a seed. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export type Ids = {
  /** The next number of a series, from 1. */
  next(series: string): number;
  /** As many letters and digits, different each time, the same for the same history. */
  letters(count: number): string;
  save(): Readonly<Record<string, number>>;
  load(state: Readonly<Record<string, number>>): void;
};

/** Numbers are kept with the state; letters are drawn from the number they follow, so that a restart does not repeat them. */
export function createIds(seed = 1): Ids {
  const counts = new Map<string, number>();
  const next = (series: string): number => {
    const number = (counts.get(series) ?? 0) + 1;
    counts.set(series, number);
    return number;
  };
  return {
    next,
    letters(count) {
      const random = seededRandom(seed * 1_000_003 + next('letters'));
      const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';
      return Array.from({ length: count }, () => alphabet[Math.floor(random() * alphabet.length)]).join('');
    },
    save: () => Object.fromEntries(counts),
    load(state) {
      counts.clear();
      for (const [series, number] of Object.entries(state)) counts.set(series, number);
    },
  };
}
