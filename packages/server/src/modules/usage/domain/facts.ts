import type { MeteringRules } from './rules.ts';

/** What must be known of an entitlement to meter it. */
export type MeteredEntitlement = {
  readonly id: string;
  /** What people call it: the product and the buyer. */
  readonly name: string;
  readonly connectionId: string;
  /** Of the connection, such as `aws`. */
  readonly system: string;
  readonly marketplace: string;
  /** Under this name the marketplace knows it: a license ARN, a subscription id. */
  readonly externalId: string | null;
  readonly agreementKey: string | null;
  readonly dealId: string | null;
  readonly productId: string | null;
  readonly productName: string | null;
  readonly buyerAccount: string | null;
  readonly buyerName: string | null;
  readonly licenseArn: string | null;
  readonly productCode: string | null;
  readonly startsAt: string | null;
  readonly endsAt: string | null;
  readonly dimensions: readonly { readonly key: string; /** Exact, in units; null: nothing is included. */ readonly included: string | null }[];
  readonly rules: MeteringRules;
};
