import type { Database } from '../../platform/db/database.ts';
import type { OutboxEvent } from '../../platform/events/outbox.ts';
import type { Brief } from './domain/brief.ts';
import { briefText } from './domain/brief-format.ts';

export type SuggestPort = (facts: string, signal: AbortSignal) => Promise<{ readonly text: string; readonly provider: string }>;

/**
 * The reader of the outbox holds its place while a batch is handled, and a place held for a minute is taken from it: the batch would
 * come again for ever. What has no suggestion by then goes without one.
 */
const BATCH_MS = 40_000;
const AT_ONCE = 4;

/**
 * Adds a suggestion to briefs after they were written, outside every transaction: a slow or failing provider keeps nobody waiting,
 * and the brief is whole without it. Whatever the provider says is stored as the brief's suggestion and nowhere else.
 */
export function suggestBriefs(options: {
  database: Database;
  suggest: SuggestPort;
  onError: (error: unknown) => void;
  batchMs?: number;
}): (events: readonly OutboxEvent[]) => Promise<void> {
  const { database, suggest, onError } = options;

  async function suggestFor({ tenantId, recordId }: OutboxEvent, signal: AbortSignal): Promise<void> {
    const row = await database.inTenant(tenantId, (tx) =>
      tx.selectFrom('brief').select(['content', 'suggestion']).where('tenant_id', '=', tenantId).where('id', '=', recordId).executeTakeFirst(),
    );
    if (!row || row.suggestion !== null) return;
    // Written by writeBrief and by nothing else.
    const answer = await suggest(briefText(row.content as Brief), signal);
    if (answer.text === '') return;
    await database.inTenant(tenantId, (tx) =>
      tx
        .updateTable('brief')
        .set({ suggestion: JSON.stringify({ text: answer.text, provider: answer.provider }) })
        .where('tenant_id', '=', tenantId)
        .where('id', '=', recordId)
        .where('suggestion', 'is', null)
        .execute(),
    );
  }

  return async (events) => {
    const waiting = events.filter((event) => event.type === 'brief.written');
    if (waiting.length === 0) return;
    const signal = AbortSignal.timeout(options.batchMs ?? BATCH_MS);
    const askOn = async (): Promise<void> => {
      while (!signal.aborted) {
        const event = waiting.shift();
        if (!event) return;
        await suggestFor(event, signal).catch(onError);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, askOn));
    if (waiting.length > 0) onError(new Error(`${waiting.length} briefs go without a suggestion: the language model is too slow`));
  };
}
