import type { AccountPurpose } from '@entente/kernel';
import type { Tx } from '../../platform/db/database.ts';

/** What must be settled before a month is closed, as another module sees it: drafts, charges nobody invoiced, runs that are held. */
export type PeriodCheck = {
  readonly key: string;
  readonly title: string;
  open(tx: Tx, tenantId: string, month: string): Promise<{ readonly count: number; readonly sentence: string }>;
};

/** What another module's own records come to, for comparison with the accounts that control them. */
export type SubLedger = {
  readonly key: string;
  readonly title: string;
  /** The accounts that together control it. */
  readonly purposes: readonly AccountPurpose[];
  /**
   * Sums at the end of the day, by party and currency, as people read them: what is owed to us is positive on an asset, what we owe is
   * positive on a liability. A party without a sum has none.
   */
  sums(tx: Tx, tenantId: string, asOf: string): Promise<readonly { readonly party: string | null; readonly currency: string; readonly amountMinor: number }[]>;
};

/** A table as text, whatever its delimiter and quoting. */
export type ReadCsv = (
  text: string,
  fileName: string,
  maxRows: number,
) => Promise<
  | {
      readonly ok: true;
      readonly headers: readonly string[];
      readonly rows: readonly { readonly rowNumber: number; readonly cells: readonly string[]; readonly problem: string | null }[];
    }
  | { readonly ok: false; readonly sentence: string }
>;

export type LedgerPorts = {
  /** Lists that others add to while the product is put together. */
  readonly checks: readonly PeriodCheck[];
  readonly subLedgers: readonly SubLedger[];
  readonly readCsv: ReadCsv;
};
