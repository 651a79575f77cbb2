import type { Database } from '../../platform/db/database.ts';
import { systemContext } from '../../platform/system-actor.ts';
import { clockCandidates } from './clock-candidates.ts';
import { clockFires, conditionHolds, type ClockFacts } from './domain/trigger.ts';
import { livePlays, type LivePlay } from './live-plays.ts';
import type { PartnerCache } from './partner-cache.ts';
import type { CosellPorts } from './ports.ts';
import { startRun } from './start-run.ts';

const PER_ROUND = 200;
type Deps = {
  readonly database: Database;
  readonly ports: CosellPorts;
  readonly cache: PartnerCache;
  readonly now: () => Date;
  /**
   * Where each play goes on in the next round: deals that its condition refuses must not stand for ever before those behind them.
   * Forgotten at a restart, which only means to begin again.
   */
  readonly places: Map<string, string>;
};

/** Looks for deals on which a play with a clock should start: stalled, slipped, of high value without a partner, renewing, or of moved usage. */
export async function startByClock(deps: Deps, tenantId: string): Promise<number> {
  const now = deps.now();
  let started = 0;
  for (const live of await deps.database.inTenant(tenantId, (tx) => livePlays(tx, tenantId))) {
    const { trigger } = live.play;
    if (!('clock' in trigger)) continue;
    const place = `${tenantId} ${live.id}`;
    const after = deps.places.get(place) ?? null;
    const candidates = await deps.database.inTenant(tenantId, (tx) =>
      clockCandidates(tx, deps.ports, tenantId, { clock: trigger.clock, now, after, limit: PER_ROUND, notLatelyIn: live.id }),
    );
    const last = candidates.at(-1);
    if (last && candidates.length === PER_ROUND) deps.places.set(place, last.dealId);
    else deps.places.delete(place);
    for (const facts of candidates) if (await startOne(deps, tenantId, live, facts, now)) started += 1;
  }
  return started;
}

/** As soon as usage of accounts was reported, without waiting for the clock's next round. */
export async function startByUsage(deps: Deps, tenantId: string, accountIds: readonly string[]): Promise<number> {
  const now = deps.now();
  let started = 0;
  for (const live of await deps.database.inTenant(tenantId, (tx) => livePlays(tx, tenantId))) {
    const { trigger } = live.play;
    if (!('clock' in trigger) || trigger.clock.check !== 'usage') continue;
    const query = { clock: trigger.clock, now, after: null, limit: PER_ROUND, notLatelyIn: live.id, accountIds };
    const candidates = await deps.database.inTenant(tenantId, (tx) => clockCandidates(tx, deps.ports, tenantId, query));
    for (const facts of candidates) if (await startOne(deps, tenantId, live, facts, now)) started += 1;
  }
  return started;
}

async function startOne(deps: Deps, tenantId: string, { id: playId, version, play }: LivePlay, candidate: ClockFacts, now: Date): Promise<boolean> {
  const at = now.toISOString();
  const firing = clockFires(play, candidate, at);
  if (!firing || !('clock' in play.trigger)) return false;
  const type = `clock.${play.trigger.clock.check}`;
  const days = play.trigger.clock.days ?? 0;
  return deps.database.inTenant(tenantId, async (tx) => {
    const deal = await deps.ports.deal(tx, tenantId, candidate.dealId, now);
    if (!deal) return false;
    const event = { type, at, from: '', to: '', amountMinor: 0, days, percent: candidate.usageChangePercent ?? 0, source: 'clock' };
    const facts = { ...deal.expression, event };
    const holds = conditionHolds(play, facts);
    if (!holds.ok || !holds.value) return false;
    const runId = await startRun(tx, systemContext(tenantId, `Play · ${play.name}`, now), deps.ports, deps.cache, {
      playId,
      version,
      play,
      dealId: candidate.dealId,
      triggerKey: firing.key,
      trigger: { type, reason: firing.reason },
      facts,
    });
    return runId !== null;
  });
}
