import type { Tx } from '../../platform/db/database.ts';
import type { Access } from '../../platform/outside/index.ts';
import type { MeteredEntitlement } from './domain/facts.ts';
import type { Outcome } from './domain/line.ts';

/** `names`: ids of ours or names of the marketplace. `zeroHours`: those whose hours without usage are reported too. */
export type WhichEntitlements =
  | { readonly ids: readonly string[] }
  | { readonly names: readonly string[] }
  | { readonly dealId: string }
  | { readonly productId: string }
  | { readonly buyer: string }
  | { readonly zeroHours: true };

/** One hour as it is sent: the hour is its timestamp, whenever it is sent. */
export type HourToSend = {
  readonly lineId: string;
  readonly hour: string;
  readonly dimension: string;
  /** Exact, in units. */
  readonly quantity: string;
  readonly entitlementKey: string | null;
  readonly buyerAccount: string | null;
  readonly licenseArn: string | null;
  readonly productCode: string | null;
};
export type SendOutcome = { readonly lineId: string; readonly outcome: Outcome; readonly sentence: string | null; readonly remoteId: string | null };

/**
 * How usage reaches one kind of marketplace. An answer for each hour, in any order; throws OutsideError where there is none.
 * `invalid` with an issue `expired` says that the whole request was refused for the age of one of its hours.
 */
export type Meter = { send(access: Access, hours: readonly HourToSend[]): Promise<readonly SendOutcome[]> };

export type ReadRows =
  | {
      readonly ok: true;
      readonly headers: readonly string[];
      readonly rows: readonly { readonly rowNumber: number; readonly cells: readonly string[]; readonly problem: string | null }[];
    }
  | { readonly ok: false; readonly sentence: string };

/** What usage needs of others, by need. */
export type UsagePorts = {
  readonly entitlements: (tx: Tx, tenantId: string, which: WhichEntitlements) => Promise<readonly MeteredEntitlement[]>;
  readonly meter: (system: string) => Meter | null;
  readonly access: (tenantId: string, connectionId: string) => Promise<Access>;
  readonly readCsv: (text: string, fileName: string, maxRows: number) => Promise<ReadRows>;
};
