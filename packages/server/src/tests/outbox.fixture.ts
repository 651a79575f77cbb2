import { newId } from '@entente/kernel';
import type { StartedServer } from '@entente/testkit';
import { OutboxReader, type OutboxHandler } from '../platform/events/outbox.ts';

type Queryable = { query(text: string, values: unknown[]): Promise<unknown> };

/** An event as a committed change leaves it behind, written by whichever connection is given. */
export async function insertEvent(
  on: Queryable,
  event: { tenantId: string; recordId?: string; type?: string; dealId?: string | null; payload?: Record<string, unknown> },
): Promise<string> {
  const id = newId();
  await on.query('insert into outbox_event (tenant_id, id, type, record_type, record_id, deal_id, payload, at) values ($1, $2, $3, $4, $5, $6, $7, now())', [
    event.tenantId,
    id,
    event.type ?? 'test.happened',
    'test',
    event.recordId ?? newId(),
    event.dealId ?? null,
    JSON.stringify(event.payload ?? {}),
  ]);
  return id;
}

/** A reader that stands at the end of what exists and moves only when it is told to drain. */
export async function readerOf(
  server: Pick<StartedServer, 'test'>,
  consumer: string,
  handle: OutboxHandler,
  onError: (error: unknown) => void = () => undefined,
): Promise<OutboxReader> {
  const reader = new OutboxReader({ database: server.test.db, consumer, handle, onError });
  await reader.start();
  await reader.stop();
  return reader;
}

/**
 * Drains until what is awaited has come. Once is not enough: a transaction under way anywhere in the cluster, such as that of a
 * test beside this one, holds back what was committed after it began.
 */
export async function drainUntil(reader: OutboxReader, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let left = 200; left > 0; left -= 1) {
    await reader.drain();
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('what was awaited did not come through the outbox');
}
