import { applyRate, fraction } from '@entente/kernel';

export type Original = { readonly amountMinor: bigint; readonly lines: readonly { readonly lineId: string; readonly netMinor: number }[] };
export type Taken = { readonly ok: true; readonly amountMinor: bigint } | { readonly ok: false; readonly sentence: string };

/**
 * What an accrual gives back after one more refund: its part of all refunds so far less what it gave back before, so that a whole
 * refund leaves exactly nothing. `refunded` is positive and holds all refunds until now, this one too. Only what it was worked out from
 * counts.
 */
export function takeBack(original: Original, refunded: ReadonlyMap<string, bigint>, takenBefore: bigint): Taken {
  let [whole, back] = [0n, 0n];
  for (const { lineId, netMinor } of original.lines) {
    const net = BigInt(netMinor);
    const gone = refunded.get(lineId) ?? 0n;
    if (gone < 0n || gone > net) return { ok: false, sentence: 'More is taken back than was received.' };
    whole += net;
    back += gone;
  }
  return { ok: true, amountMinor: whole === 0n ? 0n : -(applyRate(original.amountMinor, fraction(back, whole)) - takenBefore) };
}

/** The same for what was earned on a sale: by how much of the sale was refunded. */
export function takeBackOfSale(amountMinor: bigint, soldMinor: bigint, refundedMinor: bigint, takenBefore: bigint): bigint {
  if (soldMinor <= 0n) return 0n;
  const back = refundedMinor > soldMinor ? soldMinor : refundedMinor;
  return -(applyRate(amountMinor, fraction(back, soldMinor)) - takenBefore);
}
