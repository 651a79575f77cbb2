export interface EcosystemOptions {
  /** Whole number; the same seed, `now` and sizes give the same records on every machine. */
  seed: number;
  /** ISO-8601 instant up to which the three years of history run. */
  now: string;
  partners?: number;
  accounts?: number;
  deals?: number;
  people?: number;
}

export interface Sizes {
  partners: number;
  accounts: number;
  deals: number;
  people: number;
}

export const DEFAULT_SIZES: Sizes = { partners: 120, accounts: 2_000, deals: 3_000, people: 24 };
export const BENCHMARK_SIZES: Sizes = { partners: 10_000, accounts: 200_000, deals: 100_000, people: 24 };

/** Below these the planted truths would have no room. */
export const SMALLEST_SIZES: Sizes = { partners: 40, accounts: 300, deals: 100, people: 16 };

export const resolveSizes = (options: EcosystemOptions): Sizes => {
  const sizes: Sizes = {
    partners: options.partners ?? DEFAULT_SIZES.partners,
    accounts: options.accounts ?? DEFAULT_SIZES.accounts,
    deals: options.deals ?? DEFAULT_SIZES.deals,
    people: options.people ?? DEFAULT_SIZES.people,
  };
  for (const kind of ['partners', 'accounts', 'deals', 'people'] as const) {
    if (!Number.isSafeInteger(sizes[kind]) || sizes[kind] < SMALLEST_SIZES[kind]) {
      throw new RangeError(`${kind} must be a whole number of at least ${SMALLEST_SIZES[kind]}, not ${sizes[kind]}`);
    }
  }
  if (!Number.isSafeInteger(options.seed)) throw new RangeError(`seed must be a whole number, not ${options.seed}`);
  if (Number.isNaN(Date.parse(options.now))) throw new RangeError(`now must be an ISO-8601 instant, not ${options.now}`);
  return sizes;
};
