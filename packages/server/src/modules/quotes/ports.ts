import type { Explanation, Fraction } from '@entente/kernel';
import type { Context } from '../../platform/context.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import type { TakeNumbers } from '../../platform/numbers.ts';

export type OfferedLine = {
  readonly selection: number;
  readonly bundle: { readonly id: string; readonly name: string; readonly version: number } | null;
  readonly product: {
    readonly id: string;
    readonly name: string;
    readonly vendorId: string | null;
    readonly vendorName: string | null;
    readonly chargeType: 'one_off' | 'recurring' | 'usage';
    readonly meterKey: string | null;
    readonly taxCategory: string;
    readonly unitLabel: string;
  };
  readonly quantity: string;
  readonly termMonths: number | null;
  readonly standaloneMinor: bigint;
  readonly listMinor: bigint;
  readonly price: { readonly entryId: string; readonly version: number } | null;
  readonly explanation: Explanation;
  readonly margin: {
    readonly percent: Fraction;
    readonly of: 'list' | 'buyer_price';
    readonly rule: { readonly id: string; readonly name: string; readonly version: number } | null;
    readonly parts: readonly {
      readonly kind: 'tier' | 'registration' | 'new_customer' | 'competitive' | 'specialisation';
      readonly label: string;
      readonly percent: string;
      readonly counted: boolean;
      readonly reason: string;
    }[];
    readonly sentence: string;
  } | null;
};
export type Offered = {
  readonly lines: readonly OfferedLine[];
  readonly check: {
    ok: boolean;
    refusals: { ruleId: string; ruleName: string; kind: 'requires' | 'excludes'; productId: string; otherIds: string[]; reason: string }[];
  };
  readonly ruleVersions: Record<string, number>;
};
type SelectionAsked = {
  readonly day: string;
  readonly currency: string;
  readonly region: string | null;
  readonly partnerId: string | null;
  readonly dealId: string | null;
  readonly competitive: boolean;
  readonly selections: readonly (
    | { readonly kind: 'product'; readonly productId: string; readonly quantity: string; readonly termMonths: number | null }
    | {
        readonly kind: 'bundle';
        readonly bundleId: string;
        readonly quantity: number;
        readonly optionalProductIds: readonly string[];
        readonly termMonths: number | null;
      }
  )[];
};
export type DealLine = {
  readonly productId: string;
  readonly description: string;
  readonly quantity: number;
  readonly unitPriceMinor: number;
  readonly termMonths: number | null;
};

/** What quotes need of others, by need. */
export type QuotesPorts = {
  /** List prices and margins, part by part; throws where something has no price. */
  readonly priceSelection: (tx: Tx, tenantId: string, asked: SelectionAsked) => Promise<Offered>;
  /** The deal takes its lines, and with them its amount, in the quote's currency. */
  readonly setDealLines: (tx: Tx, context: Context, dealId: string, currency: string, lines: readonly DealLine[]) => Promise<void>;
  readonly closeActs: (tx: Tx, context: Context, recordId: string, outcome: string) => Promise<void>;
};
export type QuotesDeps = { readonly database: Database; readonly ports: QuotesPorts; readonly takeNumbers: TakeNumbers };
