import { sql } from 'kysely';
import type { Database } from '../../platform/db/database.ts';
import { systemContext } from '../../platform/system-actor.ts';
import { clockFires, conditionHolds, type ClockFacts } from './domain/trigger.ts';
import type { PartnerCache } from './partner-cache.ts';
import type { CosellPorts } from './ports.ts';
import { startRun } from './start-run.ts';
import { livePlays } from './triggers.ts';

const PER_ROUND = 200;
type Row = {
  id: string;
  amount_minor: number | null;
  currency: string;
  close_on: string | null;
  last_activity_at: string;
  created_at: string;
  opened_on: string | null;
  partners: number;
  renews_on: string | null;
};

/** Looks for deals on which a play with a clock should start: stalled, slipped, of high value without a partner, or renewing. */
export async function startByClock(deps: { database: Database; ports: CosellPorts; cache: PartnerCache; now: () => Date }, tenantId: string): Promise<number> {
  const now = deps.now();
  const at = now.toISOString();
  const plays = (await deps.database.inTenant(tenantId, (tx) => livePlays(tx, tenantId))).filter(({ play }) => 'clock' in play.trigger);
  let started = 0;
  for (const { id: playId, version, play } of plays) {
    if (!('clock' in play.trigger)) continue;
    const { check, days = 0, amountMinor = 0 } = play.trigger.clock;
    // Usage arrives with the metering of marketplaces; without it no deal has a figure to compare.
    if (check === 'usage') continue;
    const candidates = await deps.database.inTenant(tenantId, (tx) => {
      const since = new Date(now.getTime() - days * 86_400_000).toISOString();
      const until = new Date(now.getTime() + days * 86_400_000).toISOString().slice(0, 10);
      const where = {
        stalled: sql`d.status = 'open' and d.last_activity_at <= ${since}`,
        close_slipped: sql`d.status = 'open' and d.close_on < ${at.slice(0, 10)}`,
        high_value_without_partner: sql`d.status = 'open' and d.partner_ids = '{}' and d.amount_minor >= ${amountMinor}`,
        renewal: sql`d.status = 'won' and d.closed_on is not null and exists (select 1 from deal_line l where l.tenant_id = d.tenant_id and l.deal_id = d.id and l.term_months is not null and (d.closed_on + make_interval(months => l.term_months))::date between ${at.slice(0, 10)} and ${until})`,
      }[check];
      return sql<Row>`
        select d.id, d.amount_minor, d.currency, d.close_on, d.last_activity_at, d.created_at, d.opened_on, cardinality(d.partner_ids) as partners,
          (select max((d.closed_on + make_interval(months => l.term_months))::date)::text from deal_line l where l.tenant_id = d.tenant_id and l.deal_id = d.id and l.term_months is not null) as renews_on
        from deal d where d.tenant_id = ${tenantId} and ${where}
          and not exists (select 1 from play_run r where r.tenant_id = d.tenant_id and r.deal_id = d.id and r.play_id = ${playId} and (r.status in ('running', 'waiting') or r.started_at > ${new Date(now.getTime() - 30 * 86_400_000).toISOString()}))
        order by d.amount_minor desc nulls last limit ${PER_ROUND}`.execute(tx);
    });
    for (const row of candidates.rows) {
      const firing = clockFires(play, clockFacts(row, check === 'renewal'), at);
      if (!firing) continue;
      const runId = await deps.database.inTenant(tenantId, async (tx) => {
        const deal = await deps.ports.deal(tx, tenantId, row.id, now);
        if (!deal) return null;
        const facts = { ...deal.expression, event: { type: `clock.${check}`, at, from: '', to: '', amountMinor: 0, days, percent: 0, source: 'clock' } };
        const holds = conditionHolds(play, facts);
        if (!holds.ok || !holds.value) return null;
        return startRun(tx, systemContext(tenantId, `Play · ${play.name}`, now), deps.ports, deps.cache, {
          playId,
          version,
          play,
          dealId: row.id,
          triggerKey: firing.key,
          trigger: { type: `clock.${check}`, reason: firing.reason },
          facts,
        });
      });
      if (runId !== null) started += 1;
    }
  }
  return started;
}

function clockFacts(row: Row, renewal: boolean): ClockFacts {
  return {
    dealId: row.id,
    isOpen: !renewal,
    amountMinor: row.amount_minor ?? 0,
    currency: row.currency,
    closeOn: row.close_on,
    lastActivityAt: row.last_activity_at,
    openedAt: row.opened_on ?? row.created_at,
    participants: row.partners,
    renewsOn: row.renews_on,
    usageChangePercent: null,
    usagePeriod: null,
  };
}
