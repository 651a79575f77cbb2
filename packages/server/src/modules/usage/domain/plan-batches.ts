import type { MeteredEntitlement } from './facts.ts';
import { periodOf, splitByBase, type LineState } from './line.ts';
import { formatQuantity, readQuantity, SCALE } from './quantity.ts';
import { expiredSentence, expiresAt } from './window.ts';

type Waiting = {
  readonly id: string;
  readonly entitlementId: string;
  readonly dimension: string;
  readonly hour: string;
  readonly quantity: bigint;
  readonly hourSent: boolean;
};
export type Planned = {
  readonly id: string;
  readonly state: LineState;
  readonly batch: number | null;
  readonly included: bigint;
  readonly outcome: string | null;
  readonly sentence: string | null;
};
export type Plan = {
  readonly lines: readonly Planned[];
  /** How many lines each batch has. */
  readonly batches: readonly number[];
  /** Of included bases, by the given key: what is used up after these hours. */
  readonly used: ReadonlyMap<string, { readonly entitlementId: string; readonly dimension: string; readonly period: string; readonly used: bigint }>;
};

/** What becomes of hours that are ready, in the order of the hours: the base covers the earliest. Pure, so that it can be tried without a marketplace. */
export function planBatches(
  lines: readonly Waiting[],
  entitlements: ReadonlyMap<string, MeteredEntitlement>,
  usedBefore: (key: { entitlementId: string; dimension: string; period: string }) => bigint,
  now: number,
): Plan {
  const planned: Planned[] = [];
  const used = new Map<string, { entitlementId: string; dimension: string; period: string; used: bigint }>();
  const batches: number[] = [];
  const openBatch = new Map<string, number>();
  for (const line of lines) {
    const settle = (state: LineState, outcome: string, sentence: string, included = 0n): void =>
      void planned.push({ id: line.id, state, batch: null, included, outcome, sentence });
    const entitlement = entitlements.get(line.entitlementId);
    if (!entitlement) {
      settle('rejected', 'not_metered', 'Its entitlement is gone, or cannot be metered any more.');
      continue;
    }
    const { rules } = entitlement;
    if (expiresAt(Date.parse(line.hour), rules) <= now) {
      settle('expired', 'expired', expiredSentence(Date.parse(line.hour), rules));
      continue;
    }
    if (line.hourSent) {
      settle(
        'rejected',
        'hour_sent',
        'Another quantity of this dimension and hour was sent before this came in, and the marketplace counts the first only. Write it off, or settle it with the buyer.',
      );
      continue;
    }
    const base = readQuantity(entitlement.dimensions.find(({ key }) => key === line.dimension)?.included ?? '0');
    let included = 0n;
    if (rules.onlyOverage !== null && base.ok && base.value > 0n) {
      const key = { entitlementId: line.entitlementId, dimension: line.dimension, period: periodOf(line.hour, rules.onlyOverage) };
      const name = `${key.entitlementId} ${key.period} ${key.dimension}`;
      const before = used.get(name)?.used ?? usedBefore(key);
      included = splitByBase(line.quantity, base.value, before).included;
      if (included > 0n) used.set(name, { ...key, used: before + included });
    }
    const billable = line.quantity - included;
    if (billable === 0n && !rules.zeroHours) {
      settle('included', 'nothing_to_send', included > 0n ? 'The included base covers it.' : 'Nothing was used.', included);
      continue;
    }
    if (rules.largestUnits !== null && billable > BigInt(rules.largestUnits) * SCALE) {
      settle(
        'rejected',
        'too_large',
        `${entitlement.marketplace} takes at most ${rules.largestUnits} units an hour; this hour comes to ${formatQuantity(billable)}. Correct it or write it off.`,
      );
      continue;
    }
    // Requests that name a product code name one only; those by license may be mixed.
    const group = `${entitlement.marketplace} ${entitlement.licenseArn === null ? (entitlement.productCode ?? '') : ''}`;
    let batch = openBatch.get(group);
    if (batch === undefined || (batches[batch] ?? 0) >= rules.mostPerBatch) {
      batch = batches.length;
      batches.push(0);
      openBatch.set(group, batch);
    }
    batches[batch] = (batches[batch] ?? 0) + 1;
    planned.push({ id: line.id, state: 'sent', batch, included, outcome: null, sentence: null });
  }
  return { lines: planned, batches, used };
}
