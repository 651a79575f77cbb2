import { newId, notFound, Problem } from '@entente/kernel';
import { sql } from 'kysely';
import { recordChange } from '../../platform/change.ts';
import { requireScope, type Context } from '../../platform/context.ts';
import { OutsideError } from '../../platform/outside/index.ts';
import { systemContext } from '../../platform/system-actor.ts';
import type { DisbursementsDeps } from './context.ts';
import { lockSource, sourceColumns, type Source } from './import-store.ts';
import { matchAgain } from './match.ts';
import { takeLines, type Imported } from './take-lines.ts';

/** AWS renews its feed once a day; asked more often, a payout is seen sooner after it is written, and asking costs little. */
const READ_EVERY_MS = 3_600_000;
const AFTER_ERROR_MS = 15 * 60_000;

/** Begins to read the feed of a connection; one that is read already stays as it is. */
export function followFeed({ database, ports }: DisbursementsDeps, context: Context, connectionId: string): Promise<Source> {
  requireScope(context, 'disbursements:write');
  const { tenantId, now } = context;
  return database.inTenant(tenantId, async (tx) => {
    const connection = await ports.connection(tx, tenantId, connectionId);
    if (!connection) throw notFound('connection');
    if (!ports.feed(connection.system))
      throw new Problem('conflict', 'This marketplace has no billing feed that can be read. Upload its reports as files.', { reason: 'no_feed' });
    const { rows: added } = await sql<{ id: string }>`
      insert into billing_source (tenant_id, id, marketplace, connection_id, next_read_at, created_at)
      values (${tenantId}::uuid, ${newId()}::uuid, ${connection.marketplace}, ${connectionId}::uuid, ${now.toISOString()}::timestamptz, ${now.toISOString()}::timestamptz)
      on conflict (tenant_id, connection_id) where connection_id is not null do nothing returning id`.execute(tx);
    const { rows } =
      await sql<Source>`select ${sourceColumns} from billing_source s where s.tenant_id = ${tenantId}::uuid and s.connection_id = ${connectionId}::uuid`.execute(
        tx,
      );
    const [source] = rows;
    if (!source) throw new Error('the source that was just made is not there');
    if (added.length > 0)
      await recordChange(tx, context, {
        operation: 'disbursements.follow',
        recordType: 'billing_source',
        recordId: source.id,
        after: { marketplace: source.marketplace, connectionId },
      });
    return source;
  });
}

/** Reads a feed from where it was left. The request is made outside of any transaction; what came is stored with the place in one. */
export async function readFeed(deps: DisbursementsDeps, context: Context, sourceId: string): Promise<Imported> {
  const { database, ports } = deps;
  const { tenantId, now } = context;
  const source = await database.reading(tenantId, async (tx) => {
    const { rows } =
      await sql<Source>`select ${sourceColumns} from billing_source s where s.tenant_id = ${tenantId}::uuid and s.id = ${sourceId}::uuid`.execute(tx);
    return rows[0];
  });
  if (!source) throw notFound('source');
  if (source.connectionId === null) throw new Problem('conflict', 'This marketplace has no feed: upload its next report as a file.', { reason: 'no_feed' });
  const access = await ports.access(tenantId, source.connectionId);
  const feed = ports.feed(access.system);
  if (!feed) throw new Problem('conflict', 'This marketplace has no billing feed that can be read.', { reason: 'no_feed' });
  const page = await feed.read(access, source.cursor, ports.readCsv);
  return database.inTenant(tenantId, async (tx) => {
    const locked = await lockSource(tx, tenantId, sourceId);
    if (!locked) throw notFound('source');
    const imported = await takeLines(tx, deps, context, locked, { operation: 'disbursements.read', fileName: null, lines: page.lines, refused: page.refused });
    // Whoever read further meanwhile is not set back.
    await sql`
      update billing_source set cursor = case when cursor is null or cursor < ${page.cursor} then ${page.cursor} else cursor end, read_at = ${now.toISOString()}::timestamptz,
        next_read_at = ${new Date(now.getTime() + READ_EVERY_MS).toISOString()}::timestamptz,
        last_error = ${page.refused.length === 0 ? null : `${page.refused.length} rows of the feed are not understood: ${page.refused[0]?.sentence ?? ''}`}
      where tenant_id = ${tenantId}::uuid and id = ${sourceId}::uuid`.execute(tx);
    return imported;
  });
}

/** For a person, what went wrong outside is an answer. */
export async function readFeedNow(deps: DisbursementsDeps, context: Context, sourceId: string): Promise<Imported> {
  requireScope(context, 'disbursements:write');
  return readFeed(deps, context, sourceId).catch((error: unknown) => {
    if (error instanceof OutsideError) throw new Problem('unavailable', error.message, { reason: error.failure });
    throw error;
  });
}

/** Feeds that are due, then lines that may match by now. One feed that fails is kept with its sentence and holds up no other. */
export async function readDueFeeds(deps: DisbursementsDeps, tenantId: string, now: () => Date, onError: (error: unknown) => void): Promise<number> {
  const due = await deps.database.reading(tenantId, async (tx) => {
    const { rows } = await sql<{ id: string }>`
      select id from billing_source where tenant_id = ${tenantId}::uuid and connection_id is not null and next_read_at <= ${now().toISOString()}::timestamptz order by next_read_at limit 20`.execute(
      tx,
    );
    return rows;
  });
  let added = 0;
  for (const { id } of due) {
    try {
      added += (await readFeed(deps, systemContext(tenantId, 'Billing feed', now()), id)).added;
    } catch (error) {
      if (!(error instanceof OutsideError)) onError(error);
      const sentence = error instanceof OutsideError ? error.message : 'The feed could not be taken in; the log of the server says why.';
      await deps.database.inTenant(tenantId, async (tx) => {
        await sql`
          update billing_source set last_error = ${sentence}, next_read_at = ${new Date(now().getTime() + AFTER_ERROR_MS).toISOString()}::timestamptz
          where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`.execute(tx);
      });
    }
  }
  return added + (await matchAgain(deps, systemContext(tenantId, 'Billing feed', now())));
}
