import type { Fraction } from '@entente/kernel';

/** What is to be priced. Quantities and amounts are exact; amounts are in the currency's major unit. */
export type Rated = {
  readonly quantity: Fraction;
  /** Where time was prorated: the tier follows `quantity`, the price is for this much. */
  readonly pricedQuantity?: Fraction | undefined;
  /** For percentages: of how much, and of how many events. Where single events are known, `events` has their amounts. */
  readonly base?: Fraction | undefined;
  readonly eventCount?: number | undefined;
  readonly events?: readonly Fraction[] | undefined;
  /** For capacity: what each measure reached. */
  readonly measures?: Readonly<Record<string, Fraction>> | undefined;
};
/** What was bought beforehand and is not used up. */
export type Grant = {
  readonly id: string;
  /** What people call it, for the steps. */
  readonly name?: string;
  readonly left: Fraction;
  readonly free?: boolean;
  /** Lower goes first. */
  readonly priority?: number;
  readonly expiresOn: string | null;
  readonly grantedOn: string;
};
export type RatingContext = {
  readonly currency: string;
  /** Billed already in the same period, in minor units: what a maximum leaves, and what a minimum still asks. */
  readonly previouslyBilledMinor?: bigint;
  /** False while the period still runs: a minimum is asked once, at its end. */
  readonly periodEnds?: boolean;
  /** Prepaid: what may be burnt. Absent where blocks are being sold. */
  readonly grants?: readonly Grant[];
};
