import type { InvoicesPorts } from '../modules/invoices/index.ts';
import { rateOn } from '../modules/ledger/index.ts';
import { claimCharges, openCharges, releaseCharges } from '../modules/subscriptions/index.ts';
import { readCsv } from './read-csv.ts';

/** Gives invoices the charges of subscriptions, the ledger and its rates. */
export const invoicesPorts = (options: Pick<InvoicesPorts, 'post'>): InvoicesPorts => ({
  post: options.post,
  openCharges,
  claimCharges,
  releaseCharges,
  rateOn,
  readCsv,
});
