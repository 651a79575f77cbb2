import type { Parsed, Result } from '@entente/contracts';
import { newId, Problem } from '@entente/kernel';
import { sql } from 'kysely';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import type { SubscriptionsDeps } from './context.ts';
import { judgeEvent, type GivenEvent, type Judged, type Meter, type Refusal } from './domain/judge-event.ts';

type Taken = Result<'meters.ingest'>;
type Deps = Pick<SubscriptionsDeps, 'database' | 'series'>;
const MOST_LINES = 20_000;
const MOST_KEPT_REFUSALS = 1_000;

export function ingest(deps: Deps, context: Context, body: Parsed<'meters.ingest'>['body']): Promise<Taken> {
  requireScope(context, 'meters:write');
  return takeEvents(deps, context, body.events);
}

/** NDJSON: a line that is no event refuses itself and no other. */
export async function importLines(deps: Deps, context: Context, body: Parsed<'meters.import'>['body']): Promise<Taken> {
  requireScope(context, 'meters:write');
  const lines = body.lines.split('\n').filter((line) => line.trim() !== '');
  if (lines.length > MOST_LINES) throw new Problem('too_large', `At most ${MOST_LINES} lines at once.`);
  return takeEvents(deps, context, lines.map(eventOf));
}

function eventOf(line: string): GivenEvent {
  const none = { id: '', meter: '', subject: '', at: '' };
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return none;
    const given = value as Record<string, unknown>;
    const text = (key: string): string => (typeof given[key] === 'string' ? given[key] : '');
    const { quantity, dimensions } = given;
    return {
      id: text('id'),
      meter: text('meter'),
      subject: text('subject'),
      at: text('at'),
      ...(typeof quantity === 'string' || typeof quantity === 'number' ? { quantity } : {}),
      ...(typeof given['value'] === 'string' ? { value: given['value'] } : {}),
      ...(isTexts(dimensions) ? { dimensions } : {}),
    };
  } catch {
    return none;
  }
}
const isTexts = (value: unknown): value is Record<string, string> =>
  typeof value === 'object' && value !== null && Object.values(value).every((one) => typeof one === 'string');

/** Counts each event once by its id, and says of each refused one why. */
export async function takeEvents(deps: Deps, context: Context, events: readonly GivenEvent[]): Promise<Taken> {
  const { tenantId } = context;
  const meters = await metersByKey(deps.database, tenantId);
  const now = context.now.getTime();
  const refused: Refusal[] = [];
  const good: Judged[] = [];
  const seen = new Map<string, Judged>();
  let repeated = 0;
  for (const [row, event] of events.entries()) {
    const verdict = judgeEvent(row, event, meters, now);
    if (!verdict.ok) {
      refused.push({ row, id: event.id === '' ? null : event.id.slice(0, 100), code: verdict.code, sentence: verdict.sentence });
      continue;
    }
    const before = seen.get(verdict.event.id);
    if (!before) {
      seen.set(verdict.event.id, verdict.event);
      good.push(verdict.event);
    } else if (sameContent(before, verdict.event)) repeated += 1;
    else refused.push(otherContent(verdict.event));
  }
  // By everybody in one order, so that two calls with the same ids wait for each other and never block each other.
  if (!good.every(({ id }, index) => index === 0 || (good[index - 1]?.id ?? '') < id)) good.sort((a, b) => (a.id < b.id ? -1 : 1));
  const series = await deps.series.of(tenantId, good);
  return deps.database.inTenant(tenantId, async (tx) => {
    const added = good.length === 0 ? 0 : await insertEvents(tx, context, good, series, repeated, refused.length);
    if (added < good.length) {
      const others = await differing(tx, tenantId, good, series);
      refused.push(...others.map(otherContent));
      repeated += good.length - added - others.length;
    }
    refused.sort((a, b) => a.row - b.row);
    await keepRefusals(tx, context, events, refused);
    return { accepted: added, repeated, refused };
  });
}

const sameContent = (a: Judged, b: Judged): boolean =>
  a.series === b.series && Date.parse(a.at) === Date.parse(b.at) && a.quantity === b.quantity && a.value === b.value;
const otherContent = ({ row, id }: Judged): Refusal => ({
  row,
  id,
  code: 'other_content',
  sentence: 'An event with this id is there with other content; it was not changed.',
});

async function metersByKey(database: Database, tenantId: string): Promise<Map<string, Meter>> {
  const { rows } = await database.reading(tenantId, (tx) =>
    sql<Meter>`select id, key, aggregation, dimensions, latest_days as "latestDays", active from meter where tenant_id = ${tenantId}::uuid`.execute(tx),
  );
  return new Map(rows.map((row) => [row.key, row]));
}

const quoted = (text: string): string => `"${text.replace(/[\\"]/g, String.raw`\$&`)}"`;
/** As one text a column: building an array value by value costs the driver more than the database needs to store it. */
const columns = (events: readonly Judged[], series: readonly number[]) => {
  const values = events.some(({ value }) => value !== null) ? `{${events.map(({ value }) => (value === null ? 'null' : quoted(value))).join(',')}}` : null;
  return {
    ids: `{${events.map(({ id }) => quoted(id)).join(',')}}`,
    ats: `{${events.map(({ at }) => at).join(',')}}`,
    quantities: `{${events.map(({ quantity }) => quantity.toString()).join(',')}}`,
    series: `{${series.join(',')}}`,
    values,
  };
};

async function insertEvents(
  tx: Tx,
  context: Context,
  events: readonly Judged[],
  series: readonly number[],
  repeated: number,
  refused: number,
): Promise<number> {
  const { tenantId } = context;
  const given = columns(events, series);
  const batch = await sql<{ no: string }>`
    insert into meter_batch (tenant_id, events, repeated, refused, received_at, received_by)
    values (${tenantId}::uuid, ${events.length}, ${repeated}, ${refused}, ${context.now.toISOString()}::timestamptz, ${context.actor.name}) returning no::text as no`.execute(
    tx,
  );
  const no = batch.rows[0]?.no ?? '0';
  const values = given.values === null ? sql`` : sql`, ${given.values}::text[]`;
  const result = await sql`
    insert into meter_event (tenant_id, event_id, series_no, at, quantity, batch_no, value)
    select ${tenantId}::uuid, g.id, g.series, g.at, g.quantity, ${no}::bigint, ${given.values === null ? sql`null` : sql`g.value`}
    from unnest(${given.ids}::text[], ${given.series}::integer[], ${given.ats}::timestamptz[], ${given.quantities}::bigint[]${values})
      as g(id, series, at, quantity${given.values === null ? sql`` : sql`, value`})
    on conflict (tenant_id, event_id) do nothing`.execute(tx);
  const added = Number(result.numAffectedRows ?? 0n);
  if (added < events.length)
    await sql`update meter_batch set events = ${added}, repeated = repeated + ${events.length - added} where tenant_id = ${tenantId}::uuid and no = ${no}::bigint`.execute(
      tx,
    );
  return added;
}

/** Of those that are there already: which say something else. */
async function differing(tx: Tx, tenantId: string, events: readonly Judged[], series: readonly number[]): Promise<Judged[]> {
  const given = columns(events, series);
  const values = given.values === null ? sql`` : sql`, ${given.values}::text[]`;
  const { rows } = await sql<{ id: string }>`
    select g.id from unnest(${given.ids}::text[], ${given.series}::integer[], ${given.ats}::timestamptz[], ${given.quantities}::bigint[]${values})
      as g(id, series, at, quantity${given.values === null ? sql`` : sql`, value`})
      join meter_event e on e.tenant_id = ${tenantId}::uuid and e.event_id = g.id
    where (e.series_no, e.at, e.quantity, e.value) is distinct from (g.series, g.at, g.quantity, ${given.values === null ? sql`null` : sql`g.value`})`.execute(
    tx,
  );
  const others = new Set(rows.map(({ id }) => id));
  return events.filter(({ id }) => others.has(id));
}

async function keepRefusals(tx: Tx, context: Context, events: readonly GivenEvent[], refused: readonly Refusal[]): Promise<void> {
  if (refused.length === 0) return;
  const rows = refused.slice(0, MOST_KEPT_REFUSALS).map(({ row, id, code, sentence }) => {
    const event = events[row];
    return { i: newId(), e: id, m: event?.meter.slice(0, 60) ?? null, s: event?.subject.slice(0, 200) ?? null, c: code, t: sentence, j: shortened(event) };
  });
  await sql`
    insert into meter_rejection (tenant_id, id, event_id, meter, subject, code, sentence, content, received_at, received_by)
    select ${context.tenantId}::uuid, i, e, m, s, c, t, j, ${context.now.toISOString()}::timestamptz, ${context.actor.name}
    from json_to_recordset(${JSON.stringify(rows).replaceAll(String.raw`\u0000`, '')}::json) as r(i uuid, e text, m text, s text, c text, t text, j jsonb)`.execute(
    tx,
  );
}
const shortened = (event: GivenEvent | undefined): unknown => {
  const text = JSON.stringify(event ?? null);
  return text.length <= 4000 ? (event ?? null) : { shortened: text.slice(0, 4000) };
};
