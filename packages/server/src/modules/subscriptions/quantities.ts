import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';

export type Asked = { readonly meterId: string; readonly subject: string; readonly from: Date; readonly to: Date };
export type Quantity = { readonly micro: bigint; readonly events: number };

const NONE: Quantity = { micro: 0n, events: 0 };

/** What subjects used in a time, in the order asked, from what is rolled up. Times begin and end on bucket edges. */
export async function quantities(tx: Tx, tenantId: string, asked: readonly Asked[]): Promise<Quantity[]> {
  if (asked.length === 0) return [];
  const given = asked.map(({ meterId, subject, from, to }, i) => ({ i, m: meterId, s: subject, f: from.toISOString(), t: to.toISOString() }));
  const wanted = sql`
    select w.i, w.f, w.t, s.no, m.aggregation from json_to_recordset(${JSON.stringify(given)}::json) as w(i integer, m uuid, s text, f timestamptz, t timestamptz)
      join meter m on m.tenant_id = ${tenantId}::uuid and m.id = w.m
      join meter_series s on s.tenant_id = ${tenantId}::uuid and s.meter_id = w.m and s.subject = w.s`;
  const { rows } = await sql<{ i: number; micro: string; events: string }>`
    with wanted as materialized (${wanted})
    select w.i, sum(h.events)::text as events, round(case min(w.aggregation)
        when 'max' then max(h.quantity)
        when 'last' then (array_agg(h.quantity order by h.last_at desc))[1]
        else sum(h.quantity) end)::text as micro
      from wanted w join meter_hour h on h.series_no = w.no and h.hour >= w.f and h.hour < w.t where w.aggregation in ('sum', 'max', 'last') group by w.i
    union all
    select w.i, count(*)::text, (count(distinct v.value) * 1000000)::text
      from wanted w join meter_value v on v.series_no = w.no and v.hour >= w.f and v.hour < w.t where w.aggregation = 'unique' group by w.i
    union all
    select p.i, count(*) filter (where p.at >= p.f)::text, round(sum(p.quantity * extract(epoch from least(coalesce(p.next, p.t), p.t) - greatest(p.at, p.f)) / 3600))::text
      from (select w.i, w.f, w.t, q.at, q.quantity::numeric as quantity, lead(q.at) over (partition by w.i, w.no order by q.at, q.event_id) as next
        from wanted w join meter_point q on q.series_no = w.no and q.at < w.t where w.aggregation = 'time_weighted') as p
      where coalesce(p.next, p.t) > p.f group by p.i`.execute(tx);
  const found = new Map(rows.map(({ i, micro, events }) => [i, { micro: BigInt(micro), events: Number(events) }]));
  return asked.map((_, index) => found.get(index) ?? NONE);
}
