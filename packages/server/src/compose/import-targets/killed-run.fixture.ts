import pg from 'pg';
import { createDatabase, type ConnectionConfig } from '../../platform/db/database.ts';
import { scopes } from '@entente/contracts/permissions';
import type { Context } from '../../platform/context.ts';
import { createImports, NOW } from '../imports.fixture.ts';

/** A process that runs an import slowly and says after each chunk's records, before their commit, that they are written: to be killed there. */
export type KilledRun = {
  readonly connection: ConnectionConfig;
  readonly folder: string;
  readonly importId: string;
  readonly tenantId: string;
  readonly verb: 'run' | 'undo';
};

if (import.meta.main) {
  const { connection, folder, importId, tenantId, verb } = JSON.parse(process.argv[2] ?? '{}') as KilledRun;
  const db = createDatabase(connection, { max: 4 });
  const told = async <T>(work: Promise<T>): Promise<T> => {
    const done = await work;
    process.stdout.write('chunk\n');
    await new Promise((resolve) => setTimeout(resolve, 150));
    return done;
  };
  const imports = createImports({ db, connection, admin: new pg.Pool(connection), close: () => db.close() }, folder, {
    chunkRows: 50,
    ports: (ports) => ({
      ...ports,
      targets: {
        ...ports.targets,
        deal: {
          ...ports.targets.deal,
          create: (tx, context, rows) => told(ports.targets.deal.create(tx, context, rows)),
          remove: (tx, context, rows) => told(ports.targets.deal.remove(tx, context, rows)),
        },
      },
    }),
  });
  const context: Context = {
    tenantId,
    requestId: importId,
    now: NOW,
    actor: {
      kind: 'person',
      id: importId,
      name: 'Ines Ortega',
      memberId: null,
      audience: 'workspace',
      partnerId: null,
      role: 'owner',
      scopes: new Set(scopes),
      onBehalfOf: null,
    },
  };
  await imports.routes[`imports.${verb}`](context, { params: { id: importId }, query: undefined, body: undefined }, { ifVersion: null });
  await imports.idle();
  process.exit(0);
}
