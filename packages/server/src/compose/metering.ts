import type { Logger } from 'pino';
import { createDisbursementsModule, type DisbursementsModule } from '../modules/disbursements/index.ts';
import { createUsageModule, type UsageModule } from '../modules/usage/index.ts';
import type { Database } from '../platform/db/database.ts';
import type { Access } from '../platform/outside/index.ts';
import { disbursementsPorts, type FeeBasisPoints } from './disbursements-ports.ts';
import { usagePorts } from './usage-ports.ts';

export type Metering = {
  readonly usage: UsageModule;
  readonly disbursements: DisbursementsModule;
  readonly routes: UsageModule['routes'] & DisbursementsModule['routes'];
};

/** Usage towards marketplaces, and the money that comes back. Both reach outside by the connections of the workspace. */
export function composeMetering(options: {
  readonly database: Database;
  readonly access: (tenantId: string, connectionId: string) => Promise<Access>;
  readonly feeBasisPoints: FeeBasisPoints;
  readonly now: () => Date;
  readonly logger: Logger;
}): Metering {
  const { database, access, now, logger } = options;
  const usage = createUsageModule({
    database,
    ports: usagePorts({ access }),
    now,
    onError: (error, connectionId) => logger.error({ err: error, connection: connectionId }, 'usage could not be sent'),
  });
  const disbursements = createDisbursementsModule({
    database,
    ports: disbursementsPorts({ access, feeBasisPoints: options.feeBasisPoints }),
    now,
    onError: (error) => logger.error({ err: error }, 'a billing feed could not be taken in'),
  });
  return { usage, disbursements, routes: { ...usage.routes, ...disbursements.routes } };
}
