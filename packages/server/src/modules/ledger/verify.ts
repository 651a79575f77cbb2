import type { Parsed, Result } from '@entente/contracts';
import { encodeCursor, newId, notFound, placeIn } from '@entente/kernel';
import { sql } from 'kysely';
import { recordChange } from '../../platform/change.ts';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import { advanceJob, finishJob, startJob } from '../../platform/jobs/job-progress.ts';
import type { LedgerDeps } from './context.ts';
import { progressOf } from './seal.ts';
import { walkChain, type Found } from './walk-chain.ts';

type Verification = Result<'ledger.verification'>;
const columns = sql`
  id, job_id as "jobId", state, transactions, entries, unsealed, head_sequence as "headSequence", head_hash as "headHash", broken_sequence as "brokenSequence",
  broken_transaction_id as "brokenTransactionId", sentence, started_by as "startedBy", started_at as "startedAt", finished_at as "finishedAt"`;

async function verificationOf(tx: Tx, tenantId: string, id: string): Promise<Verification> {
  const { rows } = await sql<Verification>`select ${columns} from ledger_verification where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`.execute(tx);
  if (!rows[0]) throw notFound('verification');
  return rows[0];
}

export function getVerification({ database }: LedgerDeps, context: Context, id: string): Promise<Verification> {
  requireScope(context, 'ledger:read');
  return database.reading(context.tenantId, (tx) => verificationOf(tx, context.tenantId, id));
}

export function listVerifications(
  { database }: LedgerDeps,
  context: Context,
  query: Parsed<'ledger.verifications'>['query'],
): Promise<Result<'ledger.verifications'>> {
  requireScope(context, 'ledger:read');
  const place = placeIn(query.cursor, 'id');
  return database.reading(context.tenantId, async (tx) => {
    const { rows } = await sql<Verification>`
      select ${columns} from ledger_verification where tenant_id = ${context.tenantId}::uuid ${place === null ? sql`` : sql`and id < ${place.id}::uuid`}
      order by id desc limit ${query.limit + 1}`.execute(tx);
    const items = rows.slice(0, query.limit);
    const last = rows.length > query.limit ? items.at(-1) : undefined;
    return { items, nextCursor: last ? encodeCursor({ sort: null, id: last.id }) : null };
  });
}

/** Writes down that it is to be done; `runVerifications` does it, now or after a restart. */
export async function startVerification({ database }: LedgerDeps, context: Context): Promise<Verification> {
  requireScope(context, 'ledger:write');
  const { tenantId } = context;
  return database.inTenant(tenantId, async (tx) => {
    const id = newId();
    const { sequence } = await progressOf(tx, tenantId);
    const jobId = await startJob(tx, context, { kind: 'ledger_verification', title: 'Verification of the ledger', subjectId: id, total: sequence });
    await sql`
      insert into ledger_verification (tenant_id, id, job_id, state, started_by, started_at)
      values (${tenantId}::uuid, ${id}::uuid, ${jobId}::uuid, 'running', ${context.actor.name}, ${context.now.toISOString()}::timestamptz)`.execute(tx);
    await recordChange(tx, context, { operation: 'ledger.verify', recordType: 'ledger_verification', recordId: id });
    return verificationOf(tx, tenantId, id);
  });
}

/** Those that wait, or whose process ended: each from the beginning, by one process at a time. */
export async function runVerifications(database: Database, tenantId: string, now: () => Date, stopping: () => boolean): Promise<void> {
  const { rows } = await database.reading(tenantId, (tx) =>
    sql<{ id: string; jobId: string }>`
      select id, job_id as "jobId" from ledger_verification where tenant_id = ${tenantId}::uuid and state = 'running' order by id`.execute(tx),
  );
  for (const row of rows) await runOne(database, tenantId, row, now, stopping);
}

class Stopped extends Error {}

async function runOne(
  database: Database,
  tenantId: string,
  { id, jobId }: { id: string; jobId: string },
  now: () => Date,
  stopping: () => boolean,
): Promise<void> {
  // Held to the end by a transaction that only reads, so that it holds up nobody; what is shown meanwhile is written beside it.
  await database.reading(tenantId, async (tx) => {
    const lock = await sql<{ mine: boolean }>`select pg_try_advisory_xact_lock(hashtextextended(${`ledger-verification ${id}`}, 0)) as mine`.execute(tx);
    if (!lock.rows[0]?.mine) return;
    const { state } = await verificationOf(tx, tenantId, id);
    if (state !== 'running') return;
    let found: Found | null = null;
    try {
      found = await walkChain(tx, tenantId, async (done, total) => {
        if (stopping()) throw new Stopped();
        await database.inTenant(tenantId, (beside) => advanceJob(beside, tenantId, jobId, done, total));
      });
    } catch (error) {
      if (error instanceof Stopped) return;
      await database.inTenant(tenantId, (beside) => keep(beside, tenantId, { id, jobId }, null, now()));
      throw error;
    }
    await database.inTenant(tenantId, (beside) => keep(beside, tenantId, { id, jobId }, found, now()));
  });
}

async function keep(tx: Tx, tenantId: string, { id, jobId }: { id: string; jobId: string }, found: Found | null, now: Date): Promise<void> {
  const sentence = found?.sentence ?? 'It could not be finished. Start it again; if it fails again, look into the log of the server.';
  const state = found === null ? 'failed' : found.broken === null ? 'whole' : 'broken';
  await sql`
    update ledger_verification set state = ${state}, transactions = ${found?.transactions ?? 0}, entries = ${found?.entries ?? 0}, unsealed = ${found?.unsealed ?? 0},
      head_sequence = ${found?.headSequence ?? 0}, head_hash = ${found?.headHash ?? null}, broken_sequence = ${found?.broken?.sequence ?? null},
      broken_transaction_id = ${found?.broken?.transactionId ?? null}::uuid, sentence = ${sentence}, finished_at = ${now.toISOString()}::timestamptz
    where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`.execute(tx);
  await finishJob(tx, tenantId, jobId, { status: state === 'failed' ? 'failed' : 'done', sentence, now });
}
