import { newId } from '@entente/kernel';
import { sql } from 'kysely';
import type { Context } from './context.ts';
import type { Tx } from './db/database.ts';

export type Change = {
  /** The operation that made it, such as 'deals.moveStage'. */
  readonly operation: string;
  readonly recordType: string;
  readonly recordId: string;
  readonly before?: unknown;
  readonly after?: unknown;
  readonly reason?: string | null;
  /** Only told: what was seen elsewhere is in the log of who saw it, and the audit trail stays that of what was done. */
  readonly unaudited?: true;
  readonly events?: readonly ChangeEvent[];
};
export type ChangeEvent = { readonly type: string; readonly dealId?: string | null; readonly payload: Readonly<Record<string, unknown>> };

/**
 * The one write shape: beside the state rows, in their transaction, one audit entry a change and one outbox row an event.
 * Whatever reads the outbox (plays, timeline, live screens, webhooks) therefore sees each committed change, and no other.
 */
export async function recordChanges(tx: Tx, context: Context, changes: readonly Change[]): Promise<void> {
  if (changes.length === 0) return;
  const at = context.now.toISOString();
  const audited = changes.filter((change) => change.unaudited !== true);
  const audits = audited.map((change) => ({
    id: newId(),
    operation: change.operation,
    record_type: change.recordType,
    record_id: change.recordId,
    before: change.before ?? null,
    after: change.after ?? null,
    reason: change.reason ?? null,
  }));
  const events = changes.flatMap((change) =>
    (change.events ?? []).map((event) => ({
      id: newId(),
      type: event.type,
      record_type: change.recordType,
      record_id: change.recordId,
      deal_id: event.dealId ?? null,
      payload: { ...event.payload, by: context.actor.name },
    })),
  );
  // json and not jsonb: read once and never kept, it need not be built first.
  await sql`
    with audited as (
      insert into audit_entry (tenant_id, id, at, actor_kind, actor_id, actor_name, on_behalf_of, operation, record_type, record_id, before, after, reason, request_id)
      select ${context.tenantId}::uuid, a.id, ${at}::timestamptz, ${context.actor.kind}, ${context.actor.id}, ${context.actor.name}, ${context.actor.onBehalfOf}::text, a.operation, a.record_type, a.record_id, a.before, a.after, a.reason, ${context.requestId}
      from json_to_recordset(${JSON.stringify(audits)}::json) as a(id uuid, operation text, record_type text, record_id uuid, before jsonb, after jsonb, reason text)
    )
    insert into outbox_event (tenant_id, id, type, record_type, record_id, deal_id, payload, at)
    select ${context.tenantId}::uuid, e.id, e.type, e.record_type, e.record_id, e.deal_id, e.payload, ${at}::timestamptz
    from json_to_recordset(${JSON.stringify(events)}::json) as e(id uuid, type text, record_type text, record_id uuid, deal_id uuid, payload jsonb)
  `.execute(tx);
}

export const recordChange = (tx: Tx, context: Context, change: Change): Promise<void> => recordChanges(tx, context, [change]);
