import { pino } from 'pino';
import { notFound } from '@entente/kernel';
import { createModules, type Modules } from '../compose/modules.ts';
import { createDatabase, type Database } from '../platform/db/database.ts';
import { openDatabase } from './open-database.ts';

export type Shop = { readonly database: Database; readonly modules: Modules; workspaceId: (slug: string) => Promise<string> };

/** For commands that do one thing and end: the modules without a server. Joins the embedded database of a running instance. */
export async function withModules<T>(work: (shop: Shop) => Promise<T>): Promise<T> {
  const opened = await openDatabase(() => undefined);
  const { config } = opened;
  const database = createDatabase(opened.connection, { max: 4 });
  const modules = createModules({
    database,
    connection: opened.connection,
    home: config.home,
    secret: opened.secret,
    smtpUrl: config.smtpUrl ?? null,
    publicUrl: config.publicUrl ?? `http://${config.host}:${config.port}`,
    now: () => new Date(),
    logger: pino({ level: 'warn' }),
  });
  try {
    return await work({
      database,
      modules,
      async workspaceId(slug) {
        const row = await database.inSystem((tx) => tx.selectFrom('workspace').select('id').where('slug', '=', slug).executeTakeFirst());
        if (!row) throw notFound(`workspace called ${slug}`);
        return row.id;
      },
    });
  } finally {
    await modules.close();
    await database.close();
    await opened.close();
  }
}
