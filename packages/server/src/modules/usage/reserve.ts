import { newId } from '@entente/kernel';
import { sql } from 'kysely';
import { recordChanges } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import { allowanceKey, keepAllowances, keepPlan, readAllowances, readyLines } from './batch-store.ts';
import type { UsageDeps } from './context.ts';
import { planBatches } from './domain/plan-batches.ts';
import { setbacks } from './tell.ts';

/** Puts hours that are ready into batches, each reserved with its members before anything is sent. Answers with how many lines it settled. */
export function reserveBatches({ database, ports }: UsageDeps, context: Context, connectionId: string, most: number): Promise<number> {
  const { tenantId, now } = context;
  return database.inTenant(tenantId, async (tx) => {
    const at = now.toISOString();
    // Were two processes to believe it is their turn, one base would be given away twice.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`usage:${tenantId}:${connectionId}`}, 0))`.execute(tx);
    const lines = await readyLines(tx, tenantId, connectionId, at, most);
    if (lines.length === 0) return 0;
    const ids = [...new Set(lines.map(({ entitlementId }) => entitlementId))];
    const entitlements = new Map((await ports.entitlements(tx, tenantId, { ids })).map((each) => [each.id, each]));
    const overage = ids.filter((id) => (entitlements.get(id)?.rules.onlyOverage ?? null) !== null);
    const before = await readAllowances(tx, tenantId, overage);
    const plan = planBatches(lines, entitlements, (key) => before.get(allowanceKey(key)) ?? 0n, now.getTime());
    const batchIds = plan.batches.map(() => newId());
    const marketplaceOf = new Map(lines.map((line) => [line.id, entitlements.get(line.entitlementId)?.marketplace ?? '']));
    await keepAllowances(tx, tenantId, [...plan.used.values()]);
    await keepPlan(
      tx,
      tenantId,
      at,
      plan.batches.map((size, index) => ({
        id: batchIds[index] ?? '',
        connectionId,
        marketplace: marketplaceOf.get(plan.lines.find(({ batch }) => batch === index)?.id ?? '') ?? '',
        lines: size,
      })),
      plan.lines.map(({ batch, ...line }) => ({ ...line, batchId: batch === null ? null : (batchIds[batch] ?? null) })),
    );
    const byId = new Map(lines.map((line) => [line.id, line]));
    await recordChanges(
      tx,
      context,
      setbacks(
        plan.lines.flatMap((line) => {
          const waiting = byId.get(line.id);
          return waiting && (line.state === 'rejected' || line.state === 'expired')
            ? [{ ...waiting, outcome: line.outcome ?? '', sentence: line.sentence }]
            : [];
        }),
        entitlements,
      ),
    );
    return lines.length;
  });
}
