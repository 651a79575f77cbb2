import type { Parsed, Result } from '@entente/contracts';
import { requireScope, type Context } from '../../platform/context.ts';
import { OutsideError } from '../../platform/outside/index.ts';
import { cosellOf, type CloudsDeps } from './deps.ts';
import { engagementOfDeal, keepEngagement } from './engagement-store.ts';
import { viewById } from './plan.ts';

/** As it is over there now; as it was read last when the cloud cannot be reached. */
export async function engagementOf(deps: CloudsDeps, context: Context, input: Parsed<'clouds.engagement'>): Promise<Result<'clouds.engagement'>> {
  requireScope(context, 'deals:read');
  const { tenantId } = context;
  const view = await deps.database.reading(tenantId, (tx) => viewById(tx, deps, tenantId, input.params.id));
  const port = await cosellOf(deps, tenantId, view.connectionId);
  const { multiPartner, mostMembers, responsibilities } = port.capabilities;
  // Nobody keeps what stands around it: it is shown as it is now, or not at all.
  const around = view.outsideId === null ? null : await reachable(port.around(view.outsideId));
  if (multiPartner && view.outsideId !== null) {
    const found = await reachable(port.engagement(view.outsideId));
    if (found !== null)
      await deps.database.inTenant(tenantId, (tx) =>
        keepEngagement(tx, tenantId, {
          connectionId: view.connectionId,
          outsideId: found.id,
          dealId: view.dealId,
          title: found.title,
          members: found.members,
          snapshots: found.snapshots,
          readAt: context.now.toISOString(),
        }),
      );
  }
  const kept = await deps.database.reading(tenantId, (tx) => engagementOfDeal(tx, tenantId, view.connectionId, view.dealId));
  return {
    engagement:
      kept === null
        ? null
        : { id: kept.id, outsideId: kept.outside_id, title: kept.title, members: kept.members, snapshots: kept.snapshots, readAt: kept.read_at },
    mostMembers,
    responsibilities: [...responsibilities],
    team: [...(around?.team ?? [])],
    tags: [...(around?.tags ?? [])],
    updates: around?.updates ?? null,
  };
}

async function reachable<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof OutsideError) return null;
    throw error;
  }
}
