import { applyRate, fraction, splitByWeights } from '@entente/kernel';
import { MARKETPLACE, US, type Part } from './allocate.ts';

/** One line of what is taken back: positive amounts, of the line of the receipt that came first. */
export type TakenBack = { readonly lineId: string; readonly netMinor: bigint; readonly feeMinor: bigint };
export type ReverseFacts = {
  readonly original: readonly Part[];
  /** Parts of earlier reversals of the same receipt (negative, as they are kept). */
  readonly earlier: readonly Part[];
  /** All that was taken back of each line before this, positive. */
  readonly takenBefore: ReadonlyMap<string, TakenBack>;
  readonly now: readonly TakenBack[];
  readonly keptFee: 'parties' | 'us';
};
export type Reversal = { readonly ok: true; readonly parts: readonly Part[]; readonly oursForFee: bigint } | { readonly ok: false; readonly sentence: string };

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/**
 * Takes back by the split of the original: after each refund every party has given back its part of all refunds so far, so that a
 * whole refund ends at exactly nothing for each. What the marketplace keeps of its fee is borne as the rule says, and never more of it
 * by the parties than they had; the rest is ours.
 */
export function reverse(facts: ReverseFacts): Reversal {
  const parts: Part[] = [];
  let oursForFee = 0n;
  for (const taken of [...facts.now].sort((a, b) => (a.lineId < b.lineId ? -1 : 1))) {
    const line = facts.original.filter(({ lineId }) => lineId === taken.lineId);
    if (line.length === 0) return { ok: false, sentence: 'Something is taken back that was not on the receipt.' };
    const net = sum(line);
    const fee = sum(line.filter(({ party }) => party === MARKETPLACE));
    const pool = net - fee;
    const before = facts.takenBefore.get(taken.lineId) ?? { lineId: taken.lineId, netMinor: 0n, feeMinor: 0n };
    const after = { net: before.netMinor + taken.netMinor, fee: before.feeMinor + taken.feeMinor };
    if (after.net > net) return { ok: false, sentence: 'More is taken back than was received.' };
    if (after.fee > fee) return { ok: false, sentence: 'The marketplace gives back more than it kept.' };
    // What parties give back of all refunds so far.
    const owed = facts.keptFee === 'parties' ? least(after.net - after.fee, pool) : net === 0n ? 0n : applyRate(after.net, fraction(pool, net));
    const holders = line.filter(({ party }) => party !== MARKETPLACE);
    const target =
      holders.length === 0
        ? new Map<string, bigint>()
        : splitByWeights(
            owed,
            holders.map((part) => ({ key: keyOf(part), weight: part.amountMinor })),
          );
    for (const part of holders) {
      const given = -sum(facts.earlier.filter((one) => one.lineId === taken.lineId && keyOf(one) === keyOf(part)));
      push(parts, { ...part, amountMinor: -((target.get(keyOf(part)) ?? 0n) - given) });
    }
    if (taken.feeMinor !== 0n)
      push(parts, { lineId: taken.lineId, party: MARKETPLACE, stepKey: 'fee', stepName: 'Marketplace fee', amountMinor: -taken.feeMinor });
    // Whatever nobody else gives back comes from us, so that the parts sum to the refund.
    const borne = taken.netMinor + sum(parts.filter(({ lineId }) => lineId === taken.lineId));
    if (borne !== 0n) push(parts, { lineId: taken.lineId, party: US, stepKey: 'kept-fee', stepName: 'Fee the marketplace keeps', amountMinor: -borne });
    oursForFee += borne;
  }
  return { ok: true, parts, oursForFee };
}

const keyOf = ({ stepKey, party }: Part): string => `${stepKey}|${party}`;
const sum = (parts: readonly { readonly amountMinor: bigint }[]): bigint => parts.reduce((total, { amountMinor }) => total + amountMinor, 0n);
function push(parts: Part[], part: Part): void {
  if (part.amountMinor !== 0n) parts.push(part);
}
