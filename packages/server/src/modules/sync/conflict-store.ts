import { newId } from '@entente/kernel';
import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';
import type { ConflictReason, Decision } from './domain/merge.ts';
import type { Reconciled } from './domain/reconcile.ts';
import type { Value } from './domain/value.ts';

/** A decision waits this long before it is carried out, so that it can be taken back. */
export const TAKE_BACK_MS = 5_000;
/** A decision of a person that both sides do not have yet; null while it may still be taken back: then the field is left alone. */
export type Pending = ReadonlyMap<string, Decision | null>;

export async function decisionsOf(tx: Tx, tenantId: string, viewIds: readonly string[], now: Date): Promise<ReadonlyMap<string, Pending>> {
  if (viewIds.length === 0) return new Map();
  const { rows } = await sql<{
    viewId: string;
    field: string;
    with: Decision['with'];
    value: Value;
    ours: Value;
    theirs: Value;
    reason: ConflictReason;
    resolvedAt: string;
  }>`
    select view_id as "viewId", field, resolution as "with", resolved_value as value, ours, theirs, reason, resolved_at as "resolvedAt" from view_conflict
    where tenant_id = ${tenantId}::uuid and view_id = any(${[...viewIds]}::uuid[]) and status = 'resolved' and applied_at is null order by id`.execute(tx);
  const found = new Map<string, Map<string, Decision | null>>();
  for (const { viewId, field, resolvedAt, ...decision } of rows) {
    const ofView = found.get(viewId) ?? new Map<string, Decision | null>();
    ofView.set(field, Date.parse(resolvedAt) + TAKE_BACK_MS > now.getTime() ? null : decision);
    found.set(viewId, ofView);
  }
  return found;
}

export type Dispute = {
  readonly viewId: string;
  readonly dealId: string | null;
  readonly conflicts: Reconciled['conflicts'];
  readonly oursAt: string | null;
  readonly theirsAt: string | null;
  /** Fields of which a decision has been carried out. */
  readonly decided: readonly string[];
};

/** A conflict that was not there before. */
export type OpenedConflict = { readonly id: string; readonly dealId: string | null; readonly field: string; readonly reason: ConflictReason };

/** Brings the open conflicts of these views to what the merge says now: new ones open, others show today's values or pass by themselves. */
export async function settleConflicts(
  tx: Tx,
  tenantId: string,
  connectionId: string,
  disputes: readonly Dispute[],
  now: Date,
): Promise<readonly OpenedConflict[]> {
  if (disputes.length === 0) return [];
  const at = now.toISOString();
  const rows = disputes.flatMap((dispute) =>
    dispute.conflicts.map((conflict) => ({
      id: newId(),
      viewId: dispute.viewId,
      dealId: dispute.dealId,
      oursAt: dispute.oursAt,
      theirsAt: dispute.theirsAt,
      field: conflict.field,
      reason: conflict.reason,
      // A value of null is a value; the column holds JSON null, and not nothing.
      agreed: JSON.stringify(conflict.agreed),
      ours: JSON.stringify(conflict.ours),
      theirs: JSON.stringify(conflict.theirs),
    })),
  );
  const decided = disputes.flatMap(({ viewId, decided: fields }) => fields.map((field) => ({ viewId, field })));
  if (decided.length > 0) await markApplied(tx, tenantId, decided, now);
  const { rows: open } = await sql<{ viewId: string; field: string }>`
    select view_id as "viewId", field from view_conflict
    where tenant_id = ${tenantId}::uuid and view_id = any(${disputes.map(({ viewId }) => viewId)}::uuid[]) and status = 'open'`.execute(tx);
  const still = new Set(rows.map((row) => `${row.viewId} ${row.field}`));
  const passed = open.filter((row) => !still.has(`${row.viewId} ${row.field}`));
  if (passed.length > 0)
    await sql`
      update view_conflict c set status = 'passed', resolved_at = ${at}::timestamptz, version = c.version + 1
      from json_to_recordset(${JSON.stringify(passed)}::json) as p("viewId" uuid, field text)
      where c.tenant_id = ${tenantId}::uuid and c.view_id = p."viewId" and c.field = p.field and c.status = 'open'`.execute(tx);
  if (rows.length === 0) return [];
  // A decision made on values that are no longer there is void: the person is asked again.
  await sql`
    update view_conflict c set status = 'passed', version = c.version + 1
    from json_to_recordset(${JSON.stringify(rows)}::json) as r("viewId" uuid, field text)
    where c.tenant_id = ${tenantId}::uuid and c.view_id = r."viewId" and c.field = r.field and c.status = 'resolved' and c.applied_at is null`.execute(tx);
  const { rows: kept } = await sql<OpenedConflict & { fresh: boolean }>`
    insert into view_conflict (tenant_id, id, view_id, connection_id, deal_id, field, reason, agreed, ours, theirs, ours_at, theirs_at, status, opened_at)
    select ${tenantId}::uuid, r.id, r."viewId", ${connectionId}::uuid, r."dealId", r.field, r.reason, r.agreed::jsonb, r.ours::jsonb, r.theirs::jsonb, r."oursAt", r."theirsAt", 'open', ${at}::timestamptz
    from json_to_recordset(${JSON.stringify(rows)}::json) as r(id uuid, "viewId" uuid, "dealId" uuid, field text, reason text, agreed text, ours text, theirs text, "oursAt" timestamptz, "theirsAt" timestamptz)
    on conflict (tenant_id, view_id, field) where status = 'open' do update
      set reason = excluded.reason, agreed = excluded.agreed, ours = excluded.ours, theirs = excluded.theirs, ours_at = excluded.ours_at, theirs_at = excluded.theirs_at,
        version = view_conflict.version + (case when (view_conflict.ours, view_conflict.theirs) is distinct from (excluded.ours, excluded.theirs) then 1 else 0 end)
    returning id, deal_id as "dealId", field, reason, (xmax = 0) as fresh`.execute(tx);
  return kept.filter(({ fresh }) => fresh);
}

export async function markApplied(tx: Tx, tenantId: string, fields: readonly { readonly viewId: string; readonly field: string }[], now: Date): Promise<void> {
  if (fields.length === 0) return;
  await sql`
    update view_conflict c set applied_at = ${now.toISOString()}::timestamptz
    from json_to_recordset(${JSON.stringify(fields)}::json) as f("viewId" uuid, field text)
    where c.tenant_id = ${tenantId}::uuid and c.view_id = f."viewId" and c.field = f.field and c.status = 'resolved' and c.applied_at is null`.execute(tx);
}
