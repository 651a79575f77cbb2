import { contracts } from './contracts.ts';
import { dependencies } from './dependencies.ts';
import { environment } from './environment.ts';
import type { Gate } from './gate.ts';
import { tableOwnership } from './table-ownership.ts';
import { format, lint, types, unused } from './tools.ts';

/** Quick ones first. */
export const gates: readonly Gate[] = [dependencies, tableOwnership, environment, contracts, format, types, lint, unused];
