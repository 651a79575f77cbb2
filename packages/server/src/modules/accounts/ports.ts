import type { Tx } from '../../platform/db/database.ts';

/** Told inside the transaction that renames, so that whoever repeats an account's name never shows the old one. */
export type AccountsRenamed = (tx: Tx, tenantId: string, renamed: readonly { accountId: string; name: string }[]) => Promise<void>;
