import type { Database } from '../../platform/db/database.ts';
import type { OutboxEvent } from '../../platform/events/outbox.ts';
import type { Brief } from './domain/brief.ts';
import { briefText } from './domain/brief-format.ts';

export type SuggestPort = (facts: string) => Promise<{ readonly text: string; readonly provider: string }>;

/**
 * Adds a suggestion to briefs after they were written, outside every transaction: a slow or failing provider keeps nobody waiting,
 * and the brief is whole without it.
 */
export function suggestBriefs(options: {
  database: Database;
  suggest: SuggestPort;
  onError: (error: unknown) => void;
}): (events: readonly OutboxEvent[]) => Promise<void> {
  const { database, suggest } = options;
  return async (events) => {
    for (const event of events.filter((candidate) => candidate.type === 'brief.written')) {
      const { tenantId, recordId } = event;
      const row = await database.inTenant(tenantId, (tx) =>
        tx.selectFrom('brief').select(['content', 'suggestion']).where('tenant_id', '=', tenantId).where('id', '=', recordId).executeTakeFirst(),
      );
      if (!row || row.suggestion !== null) continue;
      // Written by writeBrief and by nothing else.
      const answer = await suggest(briefText(row.content as Brief)).catch((error: unknown) => {
        options.onError(error);
        return null;
      });
      if (answer === null || answer.text === '') continue;
      await database.inTenant(tenantId, (tx) =>
        tx
          .updateTable('brief')
          .set({ suggestion: JSON.stringify(answer) })
          .where('tenant_id', '=', tenantId)
          .where('id', '=', recordId)
          .execute(),
      );
    }
  };
}
