import type { Change } from '../../platform/change.ts';
import type { MeteredEntitlement } from './domain/facts.ts';
import { formatQuantity } from './domain/quantity.ts';

export type Setback = {
  readonly entitlementId: string;
  readonly dimension: string;
  readonly hour: string;
  readonly quantity: bigint;
  readonly outcome: string;
  readonly sentence: string | null;
};

/** Hours that will not be billed as they are: one event for each entitlement, dimension and reason, however many hours it is. */
export function setbacks(lines: readonly Setback[], entitlements: ReadonlyMap<string, MeteredEntitlement>): Change[] {
  return [...Map.groupBy(lines, (line) => `${line.entitlementId} ${line.outcome} ${line.dimension}`).values()].flatMap((own) => {
    const [first] = own;
    if (!first) return [];
    const entitlement = entitlements.get(first.entitlementId);
    const payload = {
      entitlementId: first.entitlementId,
      entitlementName: entitlement?.name ?? null,
      marketplace: entitlement?.marketplace ?? null,
      dimension: first.dimension,
      hours: own.length,
      quantity: formatQuantity(own.reduce((sum, { quantity }) => sum + quantity, 0n)),
      code: first.outcome,
      sentence: first.sentence,
    };
    return [
      {
        operation: 'metering.refuse',
        recordType: 'entitlement',
        recordId: first.entitlementId,
        after: payload,
        events: [{ type: 'usage.rejected', dealId: entitlement?.dealId ?? null, payload }],
      },
    ];
  });
}
