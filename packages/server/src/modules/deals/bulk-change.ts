import { sql } from 'kysely';
import { recordChanges } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { forgetWords } from '../../platform/db/search-words.ts';
import { changedKeys, factsOf, withStage, type DealFacts, type DealState } from './domain/deal.ts';
import { day, lockDeals, writeDeals, type DealWrite } from './store.ts';

export type BulkChange = {
  readonly id: string;
  /** Refused when the deal has another version by now. */ readonly expectedVersion?: number;
  readonly set: Partial<DealFacts>;
};
export type Refusal = { readonly id: string; readonly sentence: string };
const absent = 'There is no such deal, or it is outside your reach.';
const stale = 'Somebody changed this deal in the meantime.';

/**
 * Sets facts of many deals as an import or its undo has them: the outside record is the truth, so the guards of a person's
 * stage move do not apply. `before` is the image that undoes the change when it is given back as `set`.
 */
export async function bulkUpdate(
  tx: Tx,
  context: Context,
  changes: readonly BulkChange[],
  options: { operation?: string; reason?: string } = {},
): Promise<{ changed: { id: string; before: DealFacts; version: number }[]; unchanged: string[]; refused: Refusal[] }> {
  const deals = await lockDeals(
    tx,
    context.tenantId,
    changes.map((change) => change.id),
  );
  const withLines = await dealsWithLines(
    tx,
    context.tenantId,
    changes.filter((change) => change.set.amountMinor !== undefined).map((change) => change.id),
  );
  const writes: DealWrite[] = [];
  const unchanged: string[] = [];
  const refused: Refusal[] = [];
  for (const { id, expectedVersion, set } of changes) {
    const deal = deals.get(id);
    if (!deal) refused.push({ id, sentence: absent });
    else if (expectedVersion !== undefined && deal.version !== expectedVersion) refused.push({ id, sentence: stale });
    else if (withLines.has(id) && set.amountMinor !== undefined && set.amountMinor !== deal.amountMinor)
      refused.push({ id, sentence: 'The amount is the sum of the deal’s lines. Change the lines instead.' });
    else {
      const after = merged(deal, set, day(context.now));
      if (changedKeys(deal, after).length === 0) unchanged.push(id);
      else writes.push({ before: deal, after, reason: options.reason ?? null });
    }
  }
  await writeDeals(tx, context, options.operation ?? 'deals.bulkUpdate', writes);
  return { changed: writes.map(({ before }) => ({ id: before.id, before: factsOf(before), version: before.version + 1 })), unchanged, refused };
}

function merged(deal: DealState, set: Partial<DealFacts>, today: string): DealFacts {
  const given = Object.fromEntries(Object.entries(set).filter(([, value]) => value !== undefined)) as Partial<DealFacts>;
  const facts =
    given.stage !== undefined && given.stage !== deal.stage
      ? withStage(factsOf(deal), given.stage, given.closedOn ?? given.closeOn ?? today, given.closedReason ?? null)
      : factsOf(deal);
  return { ...facts, ...given };
}

async function dealsWithLines(tx: Tx, tenantId: string, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await tx
    .selectFrom('deal_line')
    .select('deal_id')
    .distinct()
    .where('tenant_id', '=', tenantId)
    .where('deal_id', '=', sql<string>`any(${[...ids]}::uuid[])`)
    .execute();
  return new Set(rows.map((row) => row.deal_id));
}

const children = [
  'deal_line',
  'deal_participant',
  'deal_route',
  'deal_stage_change',
  'deal_committee',
  'deal_handoff',
  'deal_comment',
  'deal_file',
  'touch',
  'deal_fact',
] as const;

/** Takes back deals that nobody has worked on since: same version, no comment, touch or file added, nothing of co-sell hanging on them. */
export async function bulkRemove(
  tx: Tx,
  context: Context,
  deals: readonly { id: string; expectedVersion: number }[],
  options: { operation?: string; reason?: string } = {},
): Promise<{ removed: string[]; refused: Refusal[] }> {
  const tenant = context.tenantId;
  const known = await lockDeals(
    tx,
    tenant,
    deals.map((deal) => deal.id),
  );
  const worked = await workedOn(
    tx,
    tenant,
    deals.map((deal) => deal.id),
  );
  const refused: Refusal[] = [];
  const gone: DealState[] = [];
  for (const { id, expectedVersion } of deals) {
    const deal = known.get(id);
    if (!deal) refused.push({ id, sentence: absent });
    else if (deal.version !== expectedVersion) refused.push({ id, sentence: stale });
    else if (worked.has(id)) refused.push({ id, sentence: 'Work has begun on this deal: it has comments, touches, files, acts or plays.' });
    else gone.push(deal);
  }
  const ids = gone.map((deal) => deal.id);
  if (ids.length === 0) return { removed: [], refused };
  for (const table of children) await sql`delete from ${sql.table(table)} where tenant_id = ${tenant}::uuid and deal_id = any(${ids}::uuid[])`.execute(tx);
  await forgetWords(tx, tenant, 'deal', ids);
  await sql`delete from deal where tenant_id = ${tenant}::uuid and id = any(${ids}::uuid[])`.execute(tx);
  await recordChanges(
    tx,
    context,
    gone.map((deal) => ({
      operation: options.operation ?? 'deals.bulkRemove',
      recordType: 'deal',
      recordId: deal.id,
      before: factsOf(deal),
      reason: options.reason ?? null,
    })),
  );
  return { removed: ids, refused };
}

async function workedOn(tx: Tx, tenantId: string, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select i.id from unnest(${[...ids]}::uuid[]) as i(id) where
      exists (select from outbox_event e where e.tenant_id = ${tenantId}::uuid and e.deal_id = i.id and e.type in ('comment.added', 'touch.logged', 'file.added') and not coalesce((e.payload ->> 'imported')::boolean, false))
      or ${sql.join(
        (['act', 'play_run', 'match_result', 'brief', 'meeting', 'crm_write'] as const).map(
          (table) => sql`exists (select from ${sql.table(table)} x where x.tenant_id = ${tenantId}::uuid and x.deal_id = i.id)`,
        ),
        sql` or `,
      )}`.execute(tx);
  return new Set(rows.map((row) => row.id));
}
