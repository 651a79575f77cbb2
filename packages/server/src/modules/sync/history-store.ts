import { newId } from '@entente/kernel';
import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';
import type { OutsideChange } from './ports.ts';

export type HistoryDue = {
  readonly viewId: string;
  readonly outsideId: string;
  /** Their change that made it due. */
  readonly to: string;
};

// As the two partial indexes say it, word by word: an empty round costs next to nothing.
const ofDeals = sql`kind = 'deal' and outside_id is not null and status <> 'gone'`;
const due = {
  changed: sql`${ofDeals} and history_to < outside_modified_at`,
  never: sql`${ofDeals} and history_to is null and outside_modified_at is not null`,
} as const;

/** Views whose past is not known up to now, those made last first. */
export async function historyDue(tx: Tx, tenantId: string, connectionId: string, which: keyof typeof due, limit: number): Promise<HistoryDue[]> {
  const { rows } = await sql<HistoryDue>`
    select id as "viewId", outside_id as "outsideId", outside_modified_at::text as "to" from outside_view
    where tenant_id = ${tenantId}::uuid and connection_id = ${connectionId}::uuid and ${due[which]} order by id desc limit ${limit}`.execute(tx);
  return rows;
}

/** One view whose past somebody wants to see, whether something is known to have changed or not. */
export async function historyOfView(tx: Tx, tenantId: string, viewId: string): Promise<HistoryDue[]> {
  const { rows } = await sql<HistoryDue>`
    select id as "viewId", outside_id as "outsideId", outside_modified_at::text as "to" from outside_view
    where tenant_id = ${tenantId}::uuid and id = ${viewId}::uuid and ${ofDeals} and outside_modified_at is not null`.execute(tx);
  return rows;
}

/**
 * Keeps what was read, each change once. Whatever is being worked on by others at this moment is left alone and stays due: waiting for it
 * here could wait in a circle.
 */
export async function keepHistory(
  tx: Tx,
  tenantId: string,
  read: readonly (HistoryDue & { readonly changes: readonly OutsideChange[]; readonly sentence: string | null })[],
  now: Date,
): Promise<void> {
  const { rows: free } = await sql<{ id: string }>`
    select v.id from outside_view v join json_to_recordset(${JSON.stringify(read)}::json) as r("viewId" uuid, "outsideId" text) on r."viewId" = v.id
    where v.tenant_id = ${tenantId}::uuid and v.outside_id = r."outsideId" order by v.id for update of v skip locked`.execute(tx);
  const ours = new Set(free.map(({ id }) => id));
  const kept = read.filter(({ viewId }) => ours.has(viewId));
  const rows = kept.flatMap(({ viewId, changes }) => changes.map((change) => ({ ...change, viewId, id: newId() })));
  if (rows.length > 0)
    await sql`
      insert into view_history (tenant_id, id, view_id, source_id, outside_field, old, new, at, who)
      select ${tenantId}::uuid, c.id, c."viewId", c."sourceId", c.field, c.old, c.new, c.at, c.who
      from json_to_recordset(${JSON.stringify(rows)}::json)
        as c(id uuid, "viewId" uuid, "sourceId" text, field text, old jsonb, new jsonb, at timestamptz, who text)
      on conflict (tenant_id, view_id, source_id) do nothing`.execute(tx);
  await sql`
    update outside_view v set history_to = r."to", history_read_at = ${now.toISOString()}::timestamptz, history_sentence = r.sentence
    from json_to_recordset(${JSON.stringify(kept.map(({ viewId, to, sentence }) => ({ viewId, to, sentence })))}::json)
      as r("viewId" uuid, "to" timestamptz, sentence text)
    where v.tenant_id = ${tenantId}::uuid and v.id = r."viewId"`.execute(tx);
}
