import { setTimeout } from 'node:timers/promises';
import { newId } from '@entente/kernel';
import type { Database } from '../../platform/db/database.ts';
import type { OutboxEvent } from '../../platform/events/outbox.ts';
import { keepFailedEvent } from '../../platform/events/failed-event.ts';
import { systemContext } from '../../platform/system-actor.ts';
import type { ExpressionFacts } from './domain/expression.ts';
import { conditionHolds, listensTo } from './domain/trigger.ts';
import { livePlays, type LivePlay } from './live-plays.ts';
import type { PartnerCache } from './partner-cache.ts';
import type { CosellPorts } from './ports.ts';
import { moveRun } from './run-engine.ts';
import { startRun } from './start-run.ts';

type Deps = {
  readonly database: Database;
  readonly ports: CosellPorts;
  readonly cache: PartnerCache;
  readonly now: () => Date;
  readonly onError: (error: unknown, event: OutboxEvent) => void;
};

/** Our own events never start a play: a play that fires on what plays do would not end. */
const OWN = new Set([
  'act.opened',
  'act.decided',
  'act.escalated',
  'match.made',
  'brief.written',
  'run.started',
  'run.step',
  'run.finished',
  'meeting.invited',
]);

/** Consumer of the outbox: keeps the partner cache current, moves runs that wait for what happened, and starts plays that listen to it. */
export function onOutboxEvents(deps: Deps): (events: readonly OutboxEvent[]) => Promise<void> {
  return async (events) => {
    for (const [tenantId, own] of Map.groupBy(events, (event) => event.tenantId)) {
      await keepCache(deps, tenantId, own);
      const plays = await deps.database.inTenant(tenantId, (tx) => livePlays(tx, tenantId));
      for (const event of own) {
        if (event.dealId === null || OWN.has(event.type) || event.payload['imported'] === true) continue;
        await handleOrKeep(deps, plays, event, event.dealId);
      }
    }
  };
}

/** A deadlock or a lost connection passes; what fails again a second later will not get better by waiting. */
const PAUSES_MS = [50, 1000];

/** An event that cannot be handled is reported, kept where people see it, and left: it must not stop those behind it. */
async function handleOrKeep(deps: Deps, plays: readonly LivePlay[], event: OutboxEvent, dealId: string): Promise<void> {
  for (const pause of [...PAUSES_MS, null]) {
    try {
      return await handleOne(deps, plays, event, dealId);
    } catch (error) {
      if (pause !== null) {
        await setTimeout(pause);
        continue;
      }
      deps.onError(error, event);
      const title = `Plays on ${event.type.replaceAll(/[._]/g, ' ')}`;
      const sentence = 'The plays that listen to this could not be moved on. Nothing of it was done; start the play on the deal by hand.';
      await deps.database.inTenant(event.tenantId, (tx) => keepFailedEvent(tx, event, { title, sentence, now: deps.now() }));
    }
  }
}

async function keepCache({ database, cache }: Deps, tenantId: string, events: readonly OutboxEvent[]): Promise<void> {
  if (events.some((event) => event.type === 'import.finished')) return cache.forget(tenantId);
  const ids = new Set<string>();
  for (const event of events) {
    if (event.recordType === 'partner') ids.add(event.recordId);
    const partnerId = event.payload['partnerId'];
    if (typeof partnerId === 'string' && (event.type.startsWith('participant.') || event.type === 'touch.logged')) ids.add(partnerId);
  }
  if (ids.size > 0) await database.inTenant(tenantId, (tx) => cache.refresh(tx, tenantId, [...ids]));
}

async function handleOne({ database, ports, cache, now }: Deps, plays: readonly LivePlay[], event: OutboxEvent, dealId: string): Promise<void> {
  const types = namesOf(event);
  await database.inTenant(event.tenantId, async (tx) => {
    const waiting = await tx
      .selectFrom('play_run')
      .select('id')
      .where('tenant_id', '=', event.tenantId)
      .where('deal_id', '=', dealId)
      .where('status', 'in', ['running', 'waiting'])
      // In one order, so that two deliveries at once wait for each other and do not block each other.
      .orderBy('id')
      .execute();
    for (const { id } of waiting)
      for (const eventType of types)
        await moveRun(tx, systemContext(event.tenantId, 'Plays', now()), ports, cache, id, {
          id: `${event.id}:${eventType}`,
          at: event.at,
          type: 'happened',
          eventType,
        });
    const listening = plays.filter(({ play }) => types.some((type) => listensTo(play, type)));
    if (listening.length === 0) return;
    const deal = await ports.deal(tx, event.tenantId, dealId, now());
    if (!deal) return;
    const facts: ExpressionFacts = { ...deal.expression, event: eventFacts(event) };
    for (const { id, version, play } of listening) {
      const holds = conditionHolds(play, facts);
      if (!holds.ok || !holds.value) continue;
      await startRun(tx, systemContext(event.tenantId, `Play · ${play.name}`, now()), ports, cache, {
        playId: id,
        version,
        play,
        dealId,
        triggerKey: event.id,
        trigger: { type: event.type, reason: reasonOf(event) },
        facts,
      });
    }
  });
}

/** Won and lost are stages, but a play may wait for them by name. */
function namesOf(event: OutboxEvent): string[] {
  const to = event.payload['to'];
  return event.type === 'deal.stage_moved' && (to === 'won' || to === 'lost') ? [event.type, `deal.${to}`] : [event.type];
}

function eventFacts(event: OutboxEvent): ExpressionFacts['event'] {
  const text = (key: string): string => (typeof event.payload[key] === 'string' ? event.payload[key] : '');
  const amount = event.payload['amountMinor'];
  return {
    type: event.type,
    at: event.at,
    from: text('from'),
    to: text('to'),
    amountMinor: typeof amount === 'number' ? amount : 0,
    days: 0,
    percent: 0,
    source: text('source'),
  };
}

function reasonOf(event: OutboxEvent): string {
  const to = event.payload['to'];
  const what = event.type.replaceAll('.', ' ').replaceAll('_', ' ');
  return typeof to === 'string' ? `${what} to ${to}.` : `${what}.`;
}

const RETRY_MS = 5 * 60_000;

/** Time passes: moves each run whose clock has run out. Safe to call as often as one likes, in several processes. */
export async function tickRuns({ database, ports, cache, now }: Deps): Promise<number> {
  const at = now();
  const due = await database.inSystem((tx) =>
    tx
      .selectFrom('play_run')
      .select(['tenant_id', 'id'])
      .where('wake_at', '<=', at.toISOString())
      .where('status', 'in', ['running', 'waiting'])
      .orderBy('wake_at')
      .limit(500)
      .execute(),
  );
  const errors: unknown[] = [];
  for (const { tenant_id, id } of due) {
    const move = database.inTenant(tenant_id, async (tx) => {
      const before = await tx.selectFrom('play_run').select('wake_at').where('tenant_id', '=', tenant_id).where('id', '=', id).executeTakeFirst();
      const moved = await moveRun(tx, systemContext(tenant_id, 'Clock', at), ports, cache, id, { id: newId(), at: at.toISOString(), type: 'tick' });
      // A clock that moved nothing (the step was answered meanwhile) is put away, or it would be found again for ever.
      if (moved && before)
        await tx
          .updateTable('play_run')
          .set({ wake_at: null })
          .where('tenant_id', '=', tenant_id)
          .where('id', '=', id)
          .where('wake_at', '=', before.wake_at)
          .execute();
    });
    // One run that cannot be moved must not stop the clocks of those behind it; it is tried again later.
    await move.catch(async (error: unknown) => {
      errors.push(error);
      const later = new Date(at.getTime() + RETRY_MS).toISOString();
      await database.inTenant(tenant_id, (tx) =>
        tx.updateTable('play_run').set({ wake_at: later }).where('tenant_id', '=', tenant_id).where('id', '=', id).execute(),
      );
    });
  }
  if (errors.length > 0) throw new AggregateError(errors, `${errors.length} of ${due.length} runs could not be moved by their clock`);
  return due.length;
}
