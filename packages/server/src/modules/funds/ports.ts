import type { NewEarning, Posting, Receipt } from '@entente/kernel';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { Inbox } from '../../platform/record-act.ts';
import type { Rate } from './domain/amounts.ts';

export type LinkedDeal = {
  readonly dealId: string;
  readonly number: number;
  readonly name: string;
  readonly status: 'open' | 'won' | 'lost';
  readonly amountMinor: number | null;
  readonly currency: string;
  /** The partner brought it. */
  readonly sourced: boolean;
  /** What the partner did on it since a day. */
  readonly touches: number;
};
export type ClaimPayment = {
  readonly claimId: string;
  readonly earningId: string;
  readonly paid: boolean;
  /** The payout that carries it, its run and the day it was paid. */
  readonly payoutId: string | null;
  readonly runId: string | null;
  readonly paidOn: string | null;
};

/** What funds need of others, by need. Functions work inside the caller's transaction. */
export type FundsPorts = Inbox & {
  readonly post: (tx: Tx, context: Context, postings: readonly Posting[]) => Promise<unknown>;
  readonly earn: (tx: Tx, context: Context, earnings: readonly NewEarning[]) => Promise<unknown>;
  /** The latest rate that was known on a day; null: there is none. */
  readonly rate: (tx: Tx, tenantId: string, from: string, to: string, day: string) => Promise<Rate | null>;
  readonly receipt: (tx: Tx, tenantId: string, receiptId: string) => Promise<Receipt | null>;
  /** Who takes part in a deal on a day, and as what. */
  readonly participants: (tx: Tx, tenantId: string, dealId: string, on: string) => Promise<readonly { readonly partnerId: string; readonly role: string }[]>;
  readonly deals: (tx: Tx, tenantId: string, dealIds: readonly string[], partnerId: string, since: string) => Promise<readonly LinkedDeal[]>;
  /** Leads a campaign brought that went to the partner. */
  readonly leads: (tx: Tx, tenantId: string, partnerId: string, campaign: string) => Promise<number>;
  /** The earnings of claims, and whether they are paid now. */
  readonly payments: (tx: Tx, tenantId: string, claimIds: readonly string[]) => Promise<readonly ClaimPayment[]>;
  readonly putFile: (bytes: Uint8Array, maxBytes: number) => Promise<{ readonly id: string; readonly size: number; readonly sha256: string }>;
  readonly readFile: (id: string) => Promise<Uint8Array>;
};
