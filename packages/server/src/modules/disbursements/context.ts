import type { Database } from '../../platform/db/database.ts';
import type { DisbursementsPorts } from './ports.ts';

export type DisbursementsDeps = { readonly database: Database; readonly ports: DisbursementsPorts };
