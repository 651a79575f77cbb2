import type { Context } from '../../platform/context.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import type { TakeNumbers } from '../../platform/numbers.ts';
import type { Offered } from './domain/offered.ts';

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
