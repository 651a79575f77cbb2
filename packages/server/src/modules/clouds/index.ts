import type { Result } from '@entente/contracts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { CloudsDeps } from './deps.ts';
import { invitationClocks, readInvitations, sweepInvitations } from './read-invitations.ts';
import { cloudsRoutes } from './routes.ts';
import { runSteps } from './run-steps.ts';
import { stateChanged, type ReviewChange } from './state-changed.ts';
import { stepsOfViews } from './step-store.ts';

type ShownStep = Result<'clouds.share'>['steps'][number];

/** Co-selling with the clouds beside the fields of the record, for HTTP, for the worker, and for module sync. */
export function createCloudsModule(deps: CloudsDeps) {
  return {
    routes: cloudsRoutes(deps),
    clockHandlers: invitationClocks(deps),
    /** What is due of one workspace; says how many steps were looked at. */
    runSteps: (tenantId: string): Promise<number> => runSteps(deps, tenantId),
    sweepInvitations: (tenantId: string): Promise<number> => sweepInvitations(deps, tenantId),
    /** Messages about no record of ours: invitations are read anew, whatever the message said. */
    messagesArrived: (tenantId: string, connectionId: string): Promise<number> => readInvitations(deps, tenantId, connectionId),
    stateChanged: (tx: Tx, context: Context, change: ReviewChange): Promise<void> => stateChanged(tx, context, deps.ports, change),
    /** For the views of a deal: what was done and is being done beside the fields. */
    async stepsOf(tx: Tx, tenantId: string, viewIds: readonly string[]): Promise<ReadonlyMap<string, ShownStep[]>> {
      const shown = new Map<string, ShownStep[]>(viewIds.map((id) => [id, []]));
      for (const step of await stepsOfViews(tx, tenantId, viewIds))
        shown.get(step.view_id ?? '')?.push({
          id: step.id,
          step: step.step,
          status: step.status as ShownStep['status'],
          sentence: step.sentence,
          issues: step.issues.map((each) => ({ ...each })),
          createdBy: step.by,
          createdAt: step.created_at,
          finishedAt: step.finished_at,
        });
      return shown;
    },
  };
}
export type CloudsModule = ReturnType<typeof createCloudsModule>;
export type * from './ports.ts';
export type { ReviewChange } from './state-changed.ts';
