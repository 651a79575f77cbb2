import type { Result } from '@entente/contracts';
import { newId } from '@entente/kernel';
import type { Context } from '../context.ts';
import type { Tx } from '../db/database.ts';

/** Long work as people see it. Whoever does the work keeps these rows; they are no queue. */
export type JobView = Result<'jobs.list'>['items'][number];
export type NewJob = { readonly kind: string; readonly title: string; readonly subjectId: string | null; readonly total: number | null };
type JobStatus = JobView['status'];

const columns = ['id', 'kind', 'title', 'status', 'done', 'total', 'sentence', 'subject_id', 'created_at', 'started_at', 'finished_at'] as const;
type JobRow = {
  id: string;
  kind: string;
  title: string;
  status: string;
  done: number;
  total: number | null;
  sentence: string | null;
  subject_id: string | null;
  created_at: string;
  started_at: string | null;
  finished_at: string | null;
};

const viewOf = (row: JobRow): JobView => ({
  id: row.id,
  kind: row.kind,
  title: row.title,
  status: row.status as JobStatus,
  done: row.done,
  total: row.total,
  sentence: row.sentence,
  subjectId: row.subject_id,
  createdAt: row.created_at,
  startedAt: row.started_at,
  finishedAt: row.finished_at,
});

export async function startJob(tx: Tx, context: Context, job: NewJob): Promise<string> {
  const id = newId();
  const at = context.now.toISOString();
  await tx
    .insertInto('job_progress')
    .values({
      tenant_id: context.tenantId,
      id,
      kind: job.kind,
      title: job.title.slice(0, 300),
      status: 'running',
      total: job.total,
      sentence: null,
      subject_id: job.subjectId,
      created_by: context.actor.memberId,
      created_at: at,
      started_at: at,
      finished_at: null,
    })
    .execute();
  return id;
}

/** `total` where it was learned meanwhile how much there is. */
export async function advanceJob(tx: Tx, tenantId: string, id: string, done: number, total?: number): Promise<void> {
  await tx
    .updateTable('job_progress')
    .set({ done, ...(total === undefined ? {} : { total }) })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .execute();
}

export async function finishJob(
  tx: Tx,
  tenantId: string,
  id: string,
  end: { status: 'done' | 'failed' | 'cancelled'; sentence: string; now: Date },
): Promise<void> {
  await tx
    .updateTable('job_progress')
    .set({ status: end.status, sentence: end.sentence, finished_at: end.now.toISOString() })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .execute();
}

export async function askToCancel(tx: Tx, tenantId: string, id: string): Promise<void> {
  await tx
    .updateTable('job_progress')
    .set({ cancel_asked: true })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .where('status', 'in', ['waiting', 'running'])
    .execute();
}

export async function findJob(tx: Tx, tenantId: string, id: string): Promise<JobView | null> {
  const row = await tx.selectFrom('job_progress').select(columns).where('tenant_id', '=', tenantId).where('id', '=', id).executeTakeFirst();
  return row ? viewOf(row) : null;
}

export async function recentJobs(tx: Tx, tenantId: string, limit: number): Promise<JobView[]> {
  const rows = await tx.selectFrom('job_progress').select(columns).where('tenant_id', '=', tenantId).orderBy('id', 'desc').limit(limit).execute();
  return rows.map(viewOf);
}
