import type { Tx } from '../../platform/db/database.ts';
import type { Database } from '../../platform/db/database.ts';
import type { MarginFacts } from './domain/margin.ts';

/** What pricing needs of others, by need. */
export type PricingPorts = {
  /** What is known of a partner on a day, and of the deal where one is named. Throws not found. */
  readonly marginFacts: (
    tx: Tx,
    tenantId: string,
    of: { readonly partnerId: string; readonly dealId: string | null; readonly day: string },
  ) => Promise<Omit<MarginFacts, 'competitive'>>;
};
export type PricingDeps = { readonly database: Database; readonly ports: PricingPorts };
