import type { Database } from '../../platform/db/database.ts';
import type { InvoicesPorts } from './ports.ts';

export type InvoicesDeps = { readonly database: Database; readonly ports: InvoicesPorts; readonly now: () => Date };
