import type { Charge, Fraction, Posting } from '@entente/kernel';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';

type CsvRows =
  | {
      readonly ok: true;
      readonly headers: readonly string[];
      readonly rows: readonly { readonly rowNumber: number; readonly cells: readonly string[]; readonly problem: string | null }[];
    }
  | { readonly ok: false; readonly sentence: string };

/** What invoices need of others, by need. */
export type InvoicesPorts = {
  /** Of an account or of all, not on an invoice yet, the oldest first. */
  readonly openCharges: (
    tx: Tx,
    tenantId: string,
    which: { readonly accountId?: string | undefined; readonly currency?: string | undefined; readonly until: string },
  ) => Promise<readonly Charge[]>;
  /** All of them or none; refuses where one is on another invoice. */
  readonly claimCharges: (tx: Tx, context: Context, ids: readonly string[], invoiceId: string) => Promise<readonly Charge[]>;
  readonly releaseCharges: (tx: Tx, context: Context, invoiceId: string) => Promise<unknown>;
  readonly post: (tx: Tx, context: Context, postings: readonly Posting[]) => Promise<readonly string[]>;
  readonly rateOn: (
    tx: Tx,
    tenantId: string,
    from: string,
    to: string,
    day: string,
  ) => Promise<{ readonly id: string; readonly rate: Fraction; readonly text: string } | null>;
  readonly readCsv: (text: string, fileName: string, maxRows: number) => Promise<CsvRows>;
};
