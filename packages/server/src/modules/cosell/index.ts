import type { Context } from '../../platform/context.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import type { OutboxEvent, OutboxHandler } from '../../platform/events/outbox.ts';
import type { SomeHandlers } from '../../platform/http/handlers.ts';
import { startByClock, startByUsage } from './clock-triggers.ts';
import { dropCrmWrites } from './crm-file-drop.ts';
import { neededRoles } from './domain/needed-roles.ts';
import type { DealFacts } from './domain/types.ts';
import { PLAY_TEMPLATES } from './domain/templates.ts';
import { PartnerCache } from './partner-cache.ts';
import { insertPlay } from './plays.ts';
import type { CosellPorts } from './ports.ts';
import { cosellRoutes } from './routes.ts';
import { suggestBriefs } from './suggest-briefs.ts';
import { onOutboxEvents, tickRuns } from './triggers.ts';

/** Roles the deal needs that no participant has yet. */
export const neededRolesOf = (deal: DealFacts): string[] =>
  neededRoles(deal)
    .map((need) => need.role)
    .filter((role) => !deal.participants.some((participant) => participant.role === role));

export { closeRecordActs, openRecordAct } from './record-acts.ts';
export { answerTimes } from './answer-times.ts';
export { actsOfDeal, workFigures } from './work-figures.ts';

export type { CosellDeal, CosellPorts } from './ports.ts';
export type { DealFacts } from './domain/types.ts';

export type CosellModule = {
  readonly routes: SomeHandlers;
  readonly onEvents: OutboxHandler;
  /** Moves runs whose clock has run out; returns how many were looked at. */
  readonly tick: () => Promise<number>;
  /** Reads the partners of a workspace into memory, so that its first match need not wait for it. */
  readonly warm: (tenantId: string) => Promise<void>;
  readonly startByClock: (tenantId: string) => Promise<number>;
  readonly dropCrmWrites: (folder: string) => Promise<number>;
  /** The six templates as plays of the workspace, live; for the sample ecosystem. */
  readonly installTemplates: (tx: Tx, context: Context) => Promise<void>;
};

export function createCosellModule(options: {
  database: Database;
  ports: CosellPorts;
  now: () => Date;
  onError: (error: unknown, event: OutboxEvent) => void;
}): CosellModule {
  const { database, ports, now } = options;
  const cache = new PartnerCache(ports);
  const deps = { database, ports, cache, now, onError: options.onError, places: new Map<string, string>() };
  const followEvents = onOutboxEvents(deps);
  return {
    routes: cosellRoutes(deps),
    onEvents: async (events) => {
      await followEvents(events);
      const reported = events.filter((event) => event.type === 'usage.reported');
      for (const [tenantId, own] of Map.groupBy(reported, (event) => event.tenantId))
        await startByUsage(
          deps,
          tenantId,
          own.map((event) => event.recordId),
        ).catch((error: unknown) => own.slice(0, 1).forEach((event) => options.onError(error, event)));
    },
    tick: () => tickRuns(deps),
    warm: (tenantId) => database.inTenant(tenantId, async (tx) => void (await cache.get(tx, tenantId, now()))),
    startByClock: (tenantId) => startByClock(deps, tenantId),
    dropCrmWrites: (folder) => dropCrmWrites(database, folder, now()),
    installTemplates: async (tx, context) => {
      for (const template of PLAY_TEMPLATES) await insertPlay(tx, context, template, 'live');
    },
  };
}

export { suggestBriefs };
