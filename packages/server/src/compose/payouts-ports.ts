import { closeRecordActs, openRecordAct } from '../modules/cosell/index.ts';
import type { PayoutsPorts } from '../modules/payouts/index.ts';

/** Gives payouts the ledger and the inbox. */
export function payoutsPorts(options: Pick<PayoutsPorts, 'post'>): PayoutsPorts {
  return { post: options.post, providers: [], openAct: openRecordAct, closeActs: closeRecordActs };
}
