import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';
import type { UsageDeps } from './context.ts';
import { expiresAt, HOUR_MS, hourOf, readyAt } from './domain/window.ts';

/** Hours that are over and had no usage, where the marketplace is to be told so. Hours that have a line already are left alone. */
export function addZeroHours({ database, ports }: UsageDeps, context: Context): Promise<number> {
  const { tenantId, now } = context;
  return database.inTenant(tenantId, async (tx) => {
    const entitlements = await ports.entitlements(tx, tenantId, { zeroHours: true });
    const current = hourOf(now.getTime());
    const lines = entitlements.flatMap((entitlement) => {
      const first = Math.max(
        current - entitlement.rules.oldestHours * HOUR_MS,
        entitlement.startsAt === null ? current : hourOf(Date.parse(entitlement.startsAt)),
      );
      const end = entitlement.endsAt === null ? current : Math.min(current, Date.parse(entitlement.endsAt));
      const hours: number[] = [];
      for (let hour = first; hour < end; hour += HOUR_MS) if (expiresAt(hour, entitlement.rules) > now.getTime()) hours.push(hour);
      return hours.flatMap((hour) =>
        entitlement.dimensions.map(({ key }) => ({
          e: entitlement.id,
          d: key,
          h: new Date(hour).toISOString(),
          c: entitlement.connectionId,
          m: entitlement.marketplace,
          r: new Date(readyAt(hour, entitlement.rules)).toISOString(),
          x: new Date(expiresAt(hour, entitlement.rules)).toISOString(),
        })),
      );
    });
    if (lines.length === 0) return 0;
    const at = now.toISOString();
    const { rows } = await sql`
      with given as (select * from json_to_recordset(${JSON.stringify(lines)}::json) as g(e uuid, d text, h timestamptz, c uuid, m text, r timestamptz, x timestamptz)),
      senders as (
        insert into usage_sender (tenant_id, connection_id, marketplace) select distinct on (c) ${tenantId}::uuid, c, m from given order by c on conflict do nothing
      )
      insert into usage_line (tenant_id, id, connection_id, marketplace, entitlement_id, dimension, hour, state, records, ingested, ready_at, expires_at, created_at, updated_at)
      select ${tenantId}::uuid, uuidv7(), c, m, e, d, h, 'waiting', 0, 0, r, x, ${at}::timestamptz, ${at}::timestamptz from given
      where not exists (select from usage_line l where l.tenant_id = ${tenantId}::uuid and l.entitlement_id = given.e and l.dimension = given.d and l.hour = given.h)
      order by e, d collate "C", h
      on conflict (tenant_id, entitlement_id, dimension, hour) where state = 'waiting' do nothing returning 1`.execute(tx);
    return rows.length;
  });
}
