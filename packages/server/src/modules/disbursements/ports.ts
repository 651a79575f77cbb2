import type { Tx } from '../../platform/db/database.ts';
import type { Access } from '../../platform/outside/index.ts';
import type { Inbox } from '../../platform/record-act.ts';
import type { FeedLine } from './domain/billing-line.ts';
import type { KnownAgreement } from './domain/candidates.ts';

export type Reading<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly sentence: string };
export type ReadRows =
  | {
      readonly ok: true;
      readonly headers: readonly string[];
      readonly rows: readonly { readonly rowNumber: number; readonly cells: readonly string[]; readonly problem: string | null }[];
    }
  | { readonly ok: false; readonly sentence: string };
/** Readers that judge a value by its whole column: the sign of decimals, the order of a date. */
export type ColumnReaders = {
  amounts(cells: readonly string[]): (text: string, currency: string | null) => Reading<{ amountMinor: number; currency: string }>;
  dates(cells: readonly string[]): (text: string) => Reading<string>;
};
type ReadCsv = (text: string, fileName: string) => Promise<ReadRows>;

export type FeedPage = {
  readonly lines: readonly FeedLine[];
  readonly refused: readonly { readonly row: number; readonly sentence: string }[];
  readonly cursor: string | null;
};
/** What one kind of marketplace says it charged, kept and paid out, from a place on. Throws OutsideError. */
export type BillingFeed = { read(access: Access, cursor: string | null, parseCsv: ReadCsv): Promise<FeedPage> };

/** Whose agreements: those of the marketplace behind a connection, or of the one with this name. */
export type OfSource = { readonly connectionId: string | null; readonly marketplace: string };
export type WhichAgreements =
  | { readonly ids: readonly string[] }
  | { readonly dealId: string }
  | { readonly source: OfSource; readonly keys: readonly string[]; readonly offerKeys: readonly string[] }
  /** A few hundred at most, those first that share something. */
  | {
      readonly source: OfSource;
      readonly near: {
        readonly buyerAccount: string | null;
        readonly buyerName: string | null;
        readonly productKey: string | null;
        readonly amountMinor: number;
        readonly currency: string;
      };
    };

/** What disbursements need of others, by need. */
export type DisbursementsPorts = Inbox & {
  readonly agreements: (tx: Tx, tenantId: string, which: WhichAgreements) => Promise<readonly KnownAgreement[]>;
  /** Basis points the marketplace's fee table says, in the order asked; null where it says nothing. */
  readonly expectedFees: (
    tx: Tx,
    tenantId: string,
    asked: readonly { readonly agreementId: string; readonly currency: string; readonly amountMinor: number; readonly on: string }[],
  ) => Promise<readonly (number | null)[]>;
  readonly connection: (tx: Tx, tenantId: string, connectionId: string) => Promise<{ readonly system: string; readonly marketplace: string } | null>;
  readonly feed: (system: string) => BillingFeed | null;
  readonly access: (tenantId: string, connectionId: string) => Promise<Access>;
  readonly readCsv: ReadCsv;
  readonly readers: ColumnReaders;
};
