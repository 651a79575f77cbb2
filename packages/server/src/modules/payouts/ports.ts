import type { Posting } from '@entente/kernel';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { Inbox } from '../../platform/record-act.ts';
import type { PaymentProvider } from './domain/provider.ts';

export type PayoutsPorts = Inbox & {
  /** The ledger: books each event once by its template and cause. */
  readonly post: (tx: Tx, context: Context, postings: readonly Posting[]) => Promise<unknown>;
  /** Ways to hand payments over besides the file for the bank, which is built in. */
  readonly providers: readonly PaymentProvider[];
};
