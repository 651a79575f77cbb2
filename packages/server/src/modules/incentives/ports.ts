import type { NewEarning, Posting, Receipt } from '@entente/kernel';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { Inbox } from '../../platform/record-act.ts';
import type { DealFacts, FactLine } from './domain/facts.ts';

/** A deal as it was won: what it sells, and for how much. */
export type Sale = { readonly dealId: string; readonly wonOn: string; readonly currency: string; readonly lines: readonly FactLine[] };
export type Customer = { readonly partnerId: string; readonly accountId: string; readonly dealId: string };

/** What incentives need of others, by need. */
export type IncentivesPorts = Inbox & {
  readonly receipt: (tx: Tx, tenantId: string, receiptId: string) => Promise<Receipt | null>;
  /** Null: the deal is not won, or there is none. */
  readonly sale: (tx: Tx, tenantId: string, dealId: string) => Promise<Sale | null>;
  /** A deal and who took part in it on a day; null: there is no such deal. */
  readonly deal: (tx: Tx, tenantId: string, dealId: string, on: string) => Promise<DealFacts | null>;
  /** What a deal sells, won or not; null: there is no such deal. */
  readonly dealLines: (tx: Tx, tenantId: string, dealId: string) => Promise<readonly FactLine[] | null>;
  readonly earn: (tx: Tx, context: Context, earnings: readonly NewEarning[]) => Promise<unknown>;
  readonly post: (tx: Tx, context: Context, postings: readonly Posting[]) => Promise<unknown>;
  /** Customers that partners in these roles won before a day, each with the first deal that did. */
  readonly customers: (tx: Tx, tenantId: string, roles: readonly string[], until: string) => Promise<readonly Customer[]>;
  /** What a customer used in these months (YYYY-MM), as decimal text; null: nothing is known of one of them. */
  readonly consumption: (
    tx: Tx,
    tenantId: string,
    accountId: string,
    of: { readonly productIds: readonly string[]; readonly metric: string },
    months: readonly string[],
  ) => Promise<string | null>;
  /** The day in [from, to) on which a customer gave up what it had subscribed to; null: it stays. */
  readonly leftOn: (tx: Tx, tenantId: string, accountId: string, from: string, to: string) => Promise<string | null>;
  /** What a partner did for a deal, the newest first. */
  readonly touches: (
    tx: Tx,
    tenantId: string,
    dealId: string,
    partnerId: string,
  ) => Promise<readonly { readonly id: string; readonly kind: string; readonly label: string; readonly at: string }[]>;
  /** Of those that are there, by key. */
  readonly earnings: (tx: Tx, tenantId: string, keys: readonly string[]) => Promise<ReadonlyMap<string, string>>;
};
