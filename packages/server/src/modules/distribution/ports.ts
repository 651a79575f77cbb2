import type { Tx } from '../../platform/db/database.ts';

export type KnownPartner = {
  readonly id: string;
  readonly name: string;
  readonly types: readonly string[];
  readonly active: boolean;
  readonly managerId: string | null;
};
/** A resale route that is not ended, with the partners it goes through. */
export type ChainRoute = { readonly routeId: string; readonly chain: readonly string[] };
export type ChainDeal = {
  readonly id: string;
  readonly number: number;
  readonly name: string;
  readonly lost: boolean;
  readonly currency: string;
  readonly customerName: string | null;
  readonly routes: readonly ChainRoute[];
};
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

/** What distribution needs from others, by need. Functions work inside the caller's transaction. */
export type DistributionPorts = {
  readonly partners: (tx: Tx, tenantId: string, ids: readonly string[]) => Promise<KnownPartner[]>;
  readonly chainDeal: (tx: Tx, tenantId: string, dealId: string) => Promise<ChainDeal | null>;
  /** Deals with one of these numbers or one of these customers' domains, if a resale route of theirs goes through the distributor. */
  readonly soldDeals: (
    tx: Tx,
    tenantId: string,
    distributorId: string,
    wanted: { numbers: readonly number[]; domains: readonly string[] },
  ) => Promise<SoldDeal[]>;
  readonly products: (tx: Tx, tenantId: string) => Promise<KnownProduct[]>;
  readonly readCsv: (text: string, fileName: string, maxRows: number) => Promise<Reading<ReadTable>>;
};
