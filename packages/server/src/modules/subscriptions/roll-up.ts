import { sql, type RawBuilder } from 'kysely';
import type { Database, Tx } from '../../platform/db/database.ts';
import { startOfDay } from './domain/periods.ts';

const MOST_EVENTS = 2_000_000;
type Batches = { readonly numbers: readonly string[]; readonly low: string; readonly high: string };

/**
 * Adds what came in since the last time to the hours it belongs to; answers how many events. One process at a time for a workspace;
 * calls that were still under way are taken the next time. A round is one transaction: it happens wholly or not at all.
 */
export async function rollUp(database: Database, tenantId: string, now: Date): Promise<number> {
  let all = 0;
  for (;;) {
    const events = await database.inTenant(tenantId, (tx) => oneRound(tx, tenantId, now));
    if (events === null) return all;
    all += events;
  }
}

async function oneRound(tx: Tx, tenantId: string, now: Date): Promise<number | null> {
  const lock = await sql<{ mine: boolean }>`select pg_try_advisory_xact_lock(hashtext(${`rollup:${tenantId}`})) as mine`.execute(tx);
  if (!lock.rows[0]?.mine) return null;
  const { rows } = await sql<{ no: string; events: number }>`
    select no, events from (select no::text as no, events, sum(events) over (order by meter_batch.no) - events as before from meter_batch
      where tenant_id = ${tenantId}::uuid and rolled_at is null and tx < pg_snapshot_xmin(pg_current_snapshot()) order by meter_batch.no limit 5000) as waiting
    where before < ${MOST_EVENTS}`.execute(tx);
  if (rows.length === 0) return null;
  const sum = rows.reduce((total, { events }) => total + events, 0);
  const numbers = rows.map(({ no }) => no);
  const batches: Batches = { numbers, low: numbers[0] ?? '0', high: numbers.at(-1) ?? '0' };
  if (sum > 0) {
    await sql`set local work_mem = '192MB'`.execute(tx);
    await addHours(tx, tenantId, batches);
    await markStale(tx, tenantId, batches);
  }
  await sql`update meter_batch set rolled_at = ${now.toISOString()}::timestamptz where tenant_id = ${tenantId}::uuid and no = any(${`{${numbers.join(',')}}`}::bigint[])`.execute(
    tx,
  );
  return sum;
}

const ofBatches = ({ numbers, low, high }: Batches): RawBuilder<unknown> => {
  const together = BigInt(high) - BigInt(low) === BigInt(numbers.length - 1);
  return together
    ? sql`e.batch_no between ${low}::bigint and ${high}::bigint`
    : sql`e.batch_no between ${low}::bigint and ${high}::bigint and e.batch_no in (select unnest(${`{${numbers.join(',')}}`}::bigint[]))`;
};

/** A day may begin within a clock hour of UTC, where a customer's zone is half an hour off: then buckets are quarters. */
async function bucket(tx: Tx, tenantId: string): Promise<RawBuilder<unknown>> {
  const { rows } = await sql<{ zone: string }>`select distinct time_zone as zone from subscription where tenant_id = ${tenantId}::uuid`.execute(tx);
  const within = rows.some(({ zone }) => startOfDay('2026-01-15', zone).getUTCMinutes() !== 0 || startOfDay('2026-07-15', zone).getUTCMinutes() !== 0);
  return within ? sql`interval '15 minutes'` : sql`interval '1 hour'`;
}

async function addHours(tx: Tx, tenantId: string, batches: Batches): Promise<void> {
  const { rows } = await sql<{ aggregation: string }>`select distinct aggregation from meter where tenant_id = ${tenantId}::uuid`.execute(tx);
  const kinds = rows.map(({ aggregation }) => aggregation);
  const hour = sql`date_bin(${await bucket(tx, tenantId)}, e.at, timestamptz '2000-01-01T00:00:00Z')`;
  for (const kind of kinds) {
    const only =
      kinds.length === 1
        ? sql``
        : sql`and e.series_no in (select s.no from meter_series s join meter m on m.tenant_id = s.tenant_id and m.id = s.meter_id where s.tenant_id = ${tenantId}::uuid and m.aggregation = ${kind})`;
    const from = sql`from meter_event e where e.tenant_id = ${tenantId}::uuid and ${ofBatches(batches)} ${only}`;
    await addKind(tx, tenantId, kind, hour, from);
  }
}

async function addKind(tx: Tx, tenantId: string, kind: string, hour: RawBuilder<unknown>, from: RawBuilder<unknown>): Promise<void> {
  if (kind === 'unique')
    await sql`insert into meter_value (tenant_id, series_no, hour, value) select distinct ${tenantId}::uuid, e.series_no, ${hour}, e.value ${from} and e.value is not null on conflict do nothing`.execute(
      tx,
    );
  if (kind === 'time_weighted')
    await sql`insert into meter_point (tenant_id, series_no, at, event_id, quantity) select ${tenantId}::uuid, e.series_no, e.at, e.event_id, e.quantity ${from} on conflict do nothing`.execute(
      tx,
    );
  const newest = sql`(array_agg(e.quantity order by e.at desc, e.event_id desc))[1]`;
  const [folded, together] =
    kind === 'max'
      ? [sql`max(e.quantity)`, sql`greatest(meter_hour.quantity, excluded.quantity)`]
      : kind === 'last' || kind === 'time_weighted'
        ? [newest, sql`case when excluded.last_at >= meter_hour.last_at then excluded.quantity else meter_hour.quantity end`]
        : [sql`sum(e.quantity)`, sql`meter_hour.quantity + excluded.quantity`];
  await sql`
    insert into meter_hour (tenant_id, series_no, hour, events, quantity, last_at)
    select ${tenantId}::uuid, e.series_no, ${hour}, count(*), ${folded}, max(e.at) ${from} group by 2, 3
    on conflict (series_no, hour) do update set events = meter_hour.events + excluded.events, quantity = ${together}, last_at = greatest(meter_hour.last_at, excluded.last_at)`.execute(
    tx,
  );
}

/** What came for a period that is charged already: the difference is charged in the next round. */
async function markStale(tx: Tx, tenantId: string, batches: Batches): Promise<void> {
  const { rows } = await sql<{ until: string | null }>`select max(to_at) as until from usage_period where tenant_id = ${tenantId}::uuid`.execute(tx);
  const until = rows[0]?.until ?? null;
  if (until === null) return;
  await sql`
    with late as (select distinct e.series_no, e.at from meter_event e where e.tenant_id = ${tenantId}::uuid and ${ofBatches(batches)} and e.at < ${until}::timestamptz),
    of as (select distinct i.tenant_id, p.item_id, p.from_on from late join meter_series s on s.no = late.series_no and s.tenant_id = ${tenantId}::uuid
      join subscription_item i on i.tenant_id = s.tenant_id and i.meter_id = s.meter_id and i.subject = s.subject
      join meter m on m.tenant_id = i.tenant_id and m.id = i.meter_id
      join usage_period p on p.tenant_id = i.tenant_id and p.item_id = i.id and late.at < p.to_at and (late.at >= p.from_at or m.aggregation = 'time_weighted'))
    update usage_period p set stale = true from of where p.tenant_id = of.tenant_id and p.item_id = of.item_id and p.from_on = of.from_on and not p.stale`.execute(
    tx,
  );
}
