import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';
import type { LineState } from './domain/line.ts';

export type WaitingLine = {
  readonly id: string;
  readonly entitlementId: string;
  readonly dimension: string;
  readonly hour: string;
  readonly quantity: bigint;
  /** Of the same hour, something is at the marketplace or on its way there. */
  readonly hourSent: boolean;
};
export type PlannedLine = {
  readonly id: string;
  readonly state: LineState;
  readonly batchId: string | null;
  readonly included: bigint;
  readonly outcome: string | null;
  readonly sentence: string | null;
};
export type OpenBatch = { readonly id: string; readonly attempts: number; readonly marketplace: string };
export type Member = {
  readonly lineId: string;
  readonly batchId: string;
  readonly entitlementId: string;
  readonly dimension: string;
  readonly hour: string;
  readonly quantity: bigint;
};

/** Hours that are over and in time, the oldest first. Those somebody is adding to at this moment are left for the next round. */
export async function readyLines(tx: Tx, tenantId: string, connectionId: string, now: string, most: number): Promise<WaitingLine[]> {
  const { rows } = await sql<Omit<WaitingLine, 'quantity'> & { quantity: string }>`
    with ready as materialized (
      select id, entitlement_id, dimension, hour, ingested + correction as quantity from usage_line
      where tenant_id = ${tenantId}::uuid and connection_id = ${connectionId}::uuid and state = 'waiting' and ready_at <= ${now}::timestamptz
      order by ready_at, id limit ${most} for update skip locked
    )
    select r.id, r.entitlement_id as "entitlementId", r.dimension, r.hour, r.quantity::text as quantity,
      exists (select from usage_line o where o.tenant_id = ${tenantId}::uuid and o.entitlement_id = r.entitlement_id and o.dimension = r.dimension and o.hour = r.hour
        and o.id <> r.id and (o.state in ('sent', 'accepted') or o.outcome = 'duplicate_conflict')) as "hourSent"
    from ready r order by r.hour, r.id`.execute(tx);
  return rows.map((row) => ({ ...row, quantity: BigInt(row.quantity) }));
}

export type Allowance = { readonly entitlementId: string; readonly dimension: string; readonly period: string; readonly used: bigint };
export const allowanceKey = (of: Pick<Allowance, 'entitlementId' | 'dimension' | 'period'>): string => `${of.entitlementId} ${of.period} ${of.dimension}`;

export async function readAllowances(tx: Tx, tenantId: string, entitlementIds: readonly string[]): Promise<Map<string, bigint>> {
  if (entitlementIds.length === 0) return new Map();
  const { rows } = await sql<Omit<Allowance, 'used'> & { used: string }>`
    select entitlement_id as "entitlementId", dimension, period, used::text as used from usage_allowance
    where tenant_id = ${tenantId}::uuid and entitlement_id = any(${[...entitlementIds]}::uuid[]) order by entitlement_id, dimension, period for update`.execute(
    tx,
  );
  return new Map(rows.map((row) => [allowanceKey(row), BigInt(row.used)]));
}

export async function keepAllowances(tx: Tx, tenantId: string, allowances: readonly Allowance[]): Promise<void> {
  if (allowances.length === 0) return;
  const rows = allowances.map(({ used, ...rest }) => ({ ...rest, used: used.toString() }));
  await sql`
    insert into usage_allowance (tenant_id, entitlement_id, dimension, period, used)
    select ${tenantId}::uuid, "entitlementId", dimension, period, used
    from json_to_recordset(${JSON.stringify(rows)}::json) as g("entitlementId" uuid, dimension text, period text, used bigint)
    on conflict (tenant_id, entitlement_id, dimension, period) do update set used = excluded.used`.execute(tx);
}

export async function keepPlan(
  tx: Tx,
  tenantId: string,
  at: string,
  batches: readonly { readonly id: string; readonly connectionId: string; readonly marketplace: string; readonly lines: number }[],
  lines: readonly PlannedLine[],
): Promise<void> {
  const planned = lines.map(({ included, ...rest }) => ({ ...rest, included: included.toString() }));
  await sql`
    insert into usage_batch (tenant_id, id, connection_id, marketplace, state, lines, reserved_at, next_attempt_at)
    select ${tenantId}::uuid, id, "connectionId", marketplace, 'reserved', lines, ${at}::timestamptz, ${at}::timestamptz
    from json_to_recordset(${JSON.stringify(batches)}::json) as g(id uuid, "connectionId" uuid, marketplace text, lines integer)`.execute(tx);
  await sql`
    update usage_line l set state = g.state, batch_id = g."batchId", included = g.included, outcome = g.outcome, sentence = g.sentence, updated_at = ${at}::timestamptz, version = l.version + 1
    from json_to_recordset(${JSON.stringify(planned)}::json) as g(id uuid, state text, "batchId" uuid, included bigint, outcome text, sentence text)
    where l.tenant_id = ${tenantId}::uuid and l.id = g.id`.execute(tx);
}

/** Batches to send now, marked as under way before anything leaves: after an end in between it is known that they may have arrived. */
export async function takeBatches(tx: Tx, tenantId: string, connectionId: string, now: string, most: number): Promise<OpenBatch[]> {
  const { rows } = await sql<OpenBatch>`
    with due as (
      select id from usage_batch where tenant_id = ${tenantId}::uuid and connection_id = ${connectionId}::uuid and state = 'reserved' and next_attempt_at <= ${now}::timestamptz
      order by next_attempt_at, id limit ${most} for update skip locked
    )
    update usage_batch b set attempts = b.attempts + 1, first_sent_at = coalesce(b.first_sent_at, ${now}::timestamptz)
    from due where b.tenant_id = ${tenantId}::uuid and b.id = due.id returning b.id, b.attempts, b.marketplace`.execute(tx);
  return rows;
}

export async function membersOf(tx: Tx, tenantId: string, batchIds: readonly string[]): Promise<Member[]> {
  if (batchIds.length === 0) return [];
  const { rows } = await sql<Omit<Member, 'quantity'> & { quantity: string }>`
    select id as "lineId", batch_id as "batchId", entitlement_id as "entitlementId", dimension, hour, (ingested + correction - included)::text as quantity
    from usage_line where tenant_id = ${tenantId}::uuid and batch_id = any(${[...batchIds]}::uuid[]) and state = 'sent' order by hour, id`.execute(tx);
  return rows.map((row) => ({ ...row, quantity: BigInt(row.quantity) }));
}

export type KeptOutcome = {
  readonly lineId: string;
  readonly state: LineState;
  readonly outcome: string;
  readonly sentence: string | null;
  readonly remoteId: string | null;
};

/** Answers that come a second time find their lines settled and change nothing. */
export async function keepOutcomes(tx: Tx, tenantId: string, at: string, outcomes: readonly KeptOutcome[]): Promise<Set<string>> {
  if (outcomes.length === 0) return new Set();
  const { rows } = await sql<{ id: string }>`
    update usage_line l set state = g.state, outcome = g.outcome, sentence = g.sentence, remote_id = coalesce(g."remoteId", l.remote_id), updated_at = ${at}::timestamptz, version = l.version + 1
    from json_to_recordset(${JSON.stringify(outcomes)}::json) as g("lineId" uuid, state text, outcome text, sentence text, "remoteId" text)
    where l.tenant_id = ${tenantId}::uuid and l.id = g."lineId" and l.state = 'sent' returning l.id`.execute(tx);
  return new Set(rows.map(({ id }) => id));
}

export type BatchAfter = {
  readonly id: string;
  readonly state: 'reserved' | 'done';
  readonly nextAttemptAt: string;
  readonly lastError: string | null;
  readonly outcomes: Readonly<Record<string, number>>;
};

export async function keepBatches(tx: Tx, tenantId: string, at: string, batches: readonly BatchAfter[]): Promise<void> {
  if (batches.length === 0) return;
  await sql`
    update usage_batch b set state = g.state, next_attempt_at = g."nextAttemptAt", last_error = g."lastError", outcomes = b.outcomes || g.outcomes,
      done_at = case when g.state = 'done' then ${at}::timestamptz end
    from json_to_recordset(${JSON.stringify(batches)}::json) as g(id uuid, state text, "nextAttemptAt" timestamptz, "lastError" text, outcomes jsonb)
    where b.tenant_id = ${tenantId}::uuid and b.id = g.id and b.state = 'reserved'`.execute(tx);
}

/** Each member becomes a batch of its own, so that one that is refused takes no other with it. */
export async function splitBatch(tx: Tx, tenantId: string, batchId: string, at: string, reason: string): Promise<void> {
  await sql`
    with apart as (
      select id as line_id, uuidv7() as batch_id, connection_id, marketplace from usage_line where tenant_id = ${tenantId}::uuid and batch_id = ${batchId}::uuid and state = 'sent' for update
    ), made as (
      insert into usage_batch (tenant_id, id, connection_id, marketplace, state, lines, attempts, reserved_at, first_sent_at, next_attempt_at)
      select ${tenantId}::uuid, a.batch_id, a.connection_id, a.marketplace, 'reserved', 1, 0, ${at}::timestamptz, null, ${at}::timestamptz from apart a
    ), moved as (
      update usage_line l set batch_id = a.batch_id from apart a where l.tenant_id = ${tenantId}::uuid and l.id = a.line_id returning 1
    )
    update usage_batch set state = 'done', done_at = ${at}::timestamptz, last_error = ${reason}, outcomes = jsonb_build_object('sent_singly', (select count(*) from moved))
    where tenant_id = ${tenantId}::uuid and id = ${batchId}::uuid`.execute(tx);
}
