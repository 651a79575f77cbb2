import type { Tx } from '../../platform/db/database.ts';
import type { ChainRoute, KnownProduct, Reading, ReadTable, SoldDeal } from './domain/facts.ts';

export type { ChainRoute, KnownProduct, Reading, ReadTable, SoldDeal } from './domain/facts.ts';

export type KnownPartner = {
  readonly id: string;
  readonly name: string;
  readonly types: readonly string[];
  readonly active: boolean;
  readonly managerId: string | null;
};
export type ChainDeal = {
  readonly id: string;
  readonly number: number;
  readonly name: string;
  readonly lost: boolean;
  readonly currency: string;
  readonly customerName: string | null;
  readonly routes: readonly ChainRoute[];
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
