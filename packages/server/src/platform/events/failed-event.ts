import { sql } from 'kysely';
import type { Tx } from '../db/database.ts';
import type { OutboxEvent } from './outbox.ts';

/**
 * Keeps an event that could not be handled among the jobs of its workspace, where people see it. Its id is that of the event, so
 * that an event which fails again is not shown twice.
 */
export async function keepFailedEvent(tx: Tx, event: OutboxEvent, failure: { title: string; sentence: string; now: Date }): Promise<void> {
  const at = failure.now.toISOString();
  await sql`
    insert into job_progress (tenant_id, id, kind, title, status, sentence, subject_id, created_at, started_at, finished_at)
    values (${event.tenantId}, ${event.id}, 'event', ${failure.title}, 'failed', ${failure.sentence}, ${event.dealId ?? event.recordId}, ${at}, ${at}, ${at})
    on conflict do nothing`.execute(tx);
}
