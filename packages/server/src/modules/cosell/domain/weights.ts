/** The factors of a match and what each is worth. Weights of a version sum to 100, so points read as percent of the whole. */

export const FACTORS = ['account', 'fit', 'territory', 'wins', 'capacity', 'route'] as const;
export type Factor = (typeof FACTORS)[number];

export interface MatchWeights {
  readonly version: string;
  readonly weights: Readonly<Record<Factor, number>>;
  /** Below this score a partner is passed over rather than proposed. */
  readonly minimumScore: number;
}

export const DEFAULT_WEIGHTS: MatchWeights = {
  version: '2025-1',
  weights: { account: 26, fit: 22, territory: 14, wins: 20, capacity: 12, route: 6 },
  minimumScore: 30,
};

export const FACTOR_WORDS: Readonly<Record<Factor, string>> = {
  account: 'account relationship',
  fit: 'solution fit',
  territory: 'territory',
  wins: 'past wins',
  capacity: 'capacity and response',
  route: 'route advantage',
};

/** A wrong weight table must stop the work, not quietly skew it. */
export function weightProblems(table: MatchWeights): string[] {
  const problems: string[] = [];
  let sum = 0;
  for (const factor of FACTORS) {
    const weight = table.weights[factor];
    if (!Number.isFinite(weight) || weight < 0) problems.push(`The weight of ${FACTOR_WORDS[factor]} must be zero or more.`);
    sum += weight;
  }
  if (Math.abs(sum - 100) > 1e-9) problems.push(`The weights must sum to 100, not ${sum}.`);
  return problems;
}
