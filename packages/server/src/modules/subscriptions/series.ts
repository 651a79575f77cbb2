import { sql } from 'kysely';
import type { Database } from '../../platform/db/database.ts';
import type { Judged } from './domain/judge-event.ts';

const MOST_KEPT = 500_000;
export type SeriesNumbers = { of(tenantId: string, events: readonly Judged[]): Promise<number[]> };

/**
 * The small number of each event's series. Numbers are given in a transaction of their own and never taken back, so that what is
 * remembered here is always true.
 */
export function createSeriesNumbers(database: Database, now: () => Date): SeriesNumbers {
  const known = new Map<string, Map<string, number>>();
  let kept = 0;
  return {
    async of(tenantId, events) {
      let ours = known.get(tenantId);
      if (!ours) known.set(tenantId, (ours = new Map()));
      const missing = new Map<string, Judged>();
      for (const event of events) if (!ours.has(event.series)) missing.set(event.series, event);
      if (missing.size > 0) {
        if (kept + missing.size > MOST_KEPT) {
          known.clear();
          kept = 0;
          known.set(tenantId, (ours = new Map()));
          for (const event of events) missing.set(event.series, event);
        }
        for (const [series, no] of await numbersOf(database, tenantId, [...missing.values()], now())) ours.set(series, no);
        kept += missing.size;
      }
      const numbers = ours;
      return events.map(({ series }) => numbers.get(series) ?? -1);
    },
  };
}

async function numbersOf(database: Database, tenantId: string, events: readonly Judged[], now: Date): Promise<[string, number][]> {
  const given = events.map(({ series, meter, subject }) => ({
    m: meter.id,
    s: subject,
    d: JSON.parse(series.slice(series.lastIndexOf('\n') + 1)) as unknown,
    k: series,
  }));
  given.sort((a, b) => (a.k < b.k ? -1 : 1));
  return database.inTenant(tenantId, async (tx) => {
    const rows = sql`select * from json_to_recordset(${JSON.stringify(given)}::json) as g(m uuid, s text, d jsonb, k text)`;
    await sql`
      insert into meter_series (tenant_id, meter_id, subject, dimensions, created_at)
      select ${tenantId}::uuid, m, s, d, ${now.toISOString()}::timestamptz from (${rows}) as given
      where not exists (select from meter_series e where e.tenant_id = ${tenantId}::uuid and e.meter_id = given.m and e.subject = given.s and e.dimensions = given.d)
      order by m, s, d on conflict do nothing`.execute(tx);
    const found = await sql<{ k: string; no: number }>`
      select given.k, e.no from (${rows}) as given join meter_series e on e.tenant_id = ${tenantId}::uuid and e.meter_id = given.m and e.subject = given.s and e.dimensions = given.d`.execute(
      tx,
    );
    return found.rows.map(({ k, no }): [string, number] => [k, no]);
  });
}
