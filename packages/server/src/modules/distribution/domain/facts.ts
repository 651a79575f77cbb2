/** What is known of the others when lines are compared. */

/** A resale route that is not ended, with the partners it goes through. */
export type ChainRoute = { readonly routeId: string; readonly chain: readonly string[] };

/** A deal a distributor sells on, as its reports are compared with it. */
export type SoldDeal = {
  readonly id: string;
  readonly number: number;
  readonly lost: boolean;
  readonly domains: readonly string[];
  readonly routes: readonly ChainRoute[];
  readonly lines: readonly { readonly productId: string | null; readonly quantity: number }[];
};

export type KnownProduct = { readonly id: string; readonly name: string; readonly externalId: string | null };

export type Reading<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly sentence: string };

/** A table of text, with readers that judge a value by its whole column: which sign separates decimals, which part of a date is the day. */
export type ReadTable = {
  readonly headers: readonly string[];
  readonly rows: readonly { readonly rowNumber: number; readonly cells: readonly string[]; readonly problem: string | null }[];
  /** `currency` is for amounts that name none; null refuses those. */
  amounts(column: number): (text: string, currency: string | null) => Reading<{ amountMinor: number; currency: string }>;
  quantities(column: number): (text: string) => Reading<number>;
  /** `expected` tells days that are likely, for a column that can be read in more than one way. */
  dates(column: number, expected: (day: string) => boolean): (text: string) => Reading<string>;
};
