import type { Database } from '../../platform/db/database.ts';
import type { AccountIds } from './account-ids.ts';
import type { LedgerPorts } from './ports.ts';

export type LedgerDeps = { readonly database: Database; readonly ports: LedgerPorts; readonly accountIds: AccountIds };
