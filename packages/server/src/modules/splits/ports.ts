import type { NewEarning, Receipt } from '@entente/kernel';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { Inbox } from '../../platform/record-act.ts';
import type { Taker } from './domain/allocate.ts';

export type DealFacts = {
  readonly region: string | null;
  readonly routes: readonly string[];
  /** Who took part on the day. */
  readonly participants: readonly Taker[];
  /** Credit by partner, once the deal is closed and its shares stand. */
  readonly credit: ReadonlyMap<string, bigint> | null;
};

export type DealLine = {
  readonly lineId: string;
  readonly productId: string | null;
  readonly vendorId: string | null;
  readonly description: string;
  readonly amountMinor: number;
};

/** What splits need of others, by need. */
export type SplitsPorts = Inbox & {
  readonly receipt: (tx: Tx, tenantId: string, receiptId: string) => Promise<Receipt | null>;
  /** Null: there is no such deal. */
  readonly deal: (tx: Tx, tenantId: string, dealId: string, on: string) => Promise<DealFacts | null>;
  /** What a deal sells, with who makes each; null: there is no such deal. */
  readonly dealLines: (tx: Tx, tenantId: string, dealId: string) => Promise<readonly DealLine[] | null>;
  /** What the usage of each vendor's products on a deal was charged in the year up to a day, in minor units of a currency; null: nothing was metered. */
  readonly usage: (
    tx: Tx,
    tenantId: string,
    of: { readonly dealId: string; readonly currency: string; readonly until: string },
  ) => Promise<ReadonlyMap<string, bigint> | null>;
  readonly earn: (tx: Tx, context: Context, earnings: readonly NewEarning[]) => Promise<unknown>;
};
