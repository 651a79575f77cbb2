import type { Result } from '@entente/contracts';
import type { Database } from '../../platform/db/database.ts';
import type { UsagePorts } from './ports.ts';

export type UsageDeps = { readonly database: Database; readonly ports: UsagePorts };
export type UsageLine = Result<'metering.lines'>['items'][number];
