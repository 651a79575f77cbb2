import { sql } from 'kysely';
import { recordChanges } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import type { Database } from '../../platform/db/database.ts';
import { noResponse, responsesByPartner } from './domain/response.ts';
import type { ResponseTimes } from './ports.ts';

/** What a partner did more than a year ago says little about whom one meets today. */
const WINDOW_DAYS = 365;

/**
 * Measures anew how fast partners answer; returns how many changed. The figure follows from what is recorded elsewhere, so that it
 * makes nobody's version stale, and measuring twice changes nothing.
 */
export function measureResponses(options: { database: Database; responseTimes: ResponseTimes }, context: Context): Promise<number> {
  return options.database.inTenant(context.tenantId, async (tx) => {
    const since = new Date(context.now.getTime() - WINDOW_DAYS * 86_400_000);
    const found = responsesByPartner(await options.responseTimes(tx, context.tenantId, since));
    const { rows } = await sql<{ id: string; name: string; hours: number | null; samples: number }>`
      select id, name, median_response_hours as hours, response_samples as samples from partner
      where tenant_id = ${context.tenantId}::uuid and (response_samples > 0 or median_response_hours is not null or id = any(${[...found.keys()]}::uuid[])) order by id for no key update`.execute(
      tx,
    );
    const changed = rows
      .map((row) => ({ ...row, now: found.get(row.id) ?? noResponse }))
      .filter((row) => row.hours !== row.now.medianHours || row.samples !== row.now.samples);
    if (changed.length === 0) return 0;
    await sql`
      update partner p set median_response_hours = r.hours, response_samples = r.samples
      from jsonb_to_recordset(${JSON.stringify(changed.map(({ id, now }) => ({ id, hours: now.medianHours, samples: now.samples })))}::jsonb) as r(id uuid, hours double precision, samples integer)
      where p.tenant_id = ${context.tenantId}::uuid and p.id = r.id`.execute(tx);
    await recordChanges(
      tx,
      context,
      changed.map(({ id, name, hours, samples, now }) => ({
        operation: 'partners.measureResponse',
        recordType: 'partner',
        recordId: id,
        before: { medianResponseHours: hours, responseSamples: samples },
        after: { medianResponseHours: now.medianHours, responseSamples: now.samples },
        events: [{ type: 'partner.updated', payload: { name, changed: ['medianResponseHours', 'responseSamples'] } }],
      })),
    );
    return changed.length;
  });
}
