import type { Database } from '../../platform/db/database.ts';
import type { FileStore } from '../../platform/files/index.ts';
import type { Secrets } from '../../platform/secrets.ts';
import type { PayoutsPorts } from './ports.ts';

export type PayoutsDeps = {
  readonly database: Database;
  readonly secrets: Secrets;
  readonly files: FileStore;
  readonly ports: PayoutsPorts;
  readonly now: () => Date;
  readonly onError: (error: unknown) => void;
};
export type WorkingDeps = PayoutsDeps & {
  /** Goes on with a run in the background; should the process end, the next round of the worker does. */
  readonly kick: (tenantId: string, runId: string) => void;
};
