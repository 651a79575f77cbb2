import { Problem } from '@entente/kernel';
import type { fundPlaces } from '@entente/contracts';

export type Place = (typeof fundPlaces)[number];
export type MoveKind =
  | 'allocated'
  | 'taken_back'
  | 'transferred'
  | 'accrued'
  | 'accrual_back'
  | 'committed'
  | 'released'
  | 'claimed'
  | 'approved'
  | 'refused'
  | 'paid'
  | 'returned'
  | 'reversed'
  | 'expired';
export type Move = { readonly kind: MoveKind; readonly from: Place; readonly to: Place; readonly amountMinor: bigint };
export type Balance = Readonly<Record<Exclude<Place, 'outside'>, bigint>> & { readonly allocated: bigint };

export const EMPTY: Balance = { allocated: 0n, available: 0n, committed: 0n, claimed: 0n, owed: 0n, paid: 0n, expired: 0n };

/**
 * What moves from one place to another leaves the one and comes to the other, so that nothing is lost: allocated is always the sum of
 * the places. No place goes below zero but one: a refund may take back what is used already, and what accrues next makes up for it.
 */
export function moved(balance: Balance, moves: readonly Move[]): Balance {
  const sums: Record<keyof Balance, bigint> = { ...balance };
  for (const { kind, from, to, amountMinor } of moves) {
    if (amountMinor <= 0n) throw new RangeError('what moves is more than nothing');
    sums[from === 'outside' ? 'allocated' : from] += from === 'outside' ? amountMinor : -amountMinor;
    sums[to === 'outside' ? 'allocated' : to] += to === 'outside' ? -amountMinor : amountMinor;
    const short = from !== 'outside' && sums[from] < 0n && kind !== 'accrual_back';
    if (short)
      throw new Problem('conflict', from === 'available' ? 'There is not enough left in this fund.' : `There is not enough left of what is ${from}.`, {
        reason: `short_${from}`,
      });
  }
  return sums;
}
export const holds = (of: Balance): boolean => of.allocated === of.available + of.committed + of.claimed + of.owed + of.paid + of.expired;

const move = (kind: MoveKind, from: Place, to: Place, amountMinor: bigint): Move[] => (amountMinor > 0n ? [{ kind, from, to, amountMinor }] : []);
/** Where money goes that nobody uses: back to the partner's fund or, when its time is over, to nobody. */
const unused = (ended: boolean): Place => (ended ? 'expired' : 'available');

export const allocate = (amount: bigint): Move[] => move('allocated', 'outside', 'available', amount);
export const takeBack = (amount: bigint): Move[] => move('taken_back', 'available', 'outside', amount);
export const transferOut = (amount: bigint): Move[] => move('transferred', 'available', 'outside', amount);
export const transferIn = (amount: bigint): Move[] => move('transferred', 'outside', 'available', amount);
export const accrue = (amount: bigint): Move[] => move('accrued', 'outside', 'available', amount);
/** A refund takes of what expired first where the fund has ended, and of what is there otherwise, whether or not it is there. */
export function accrueBack(amount: bigint, balance: Balance, ended: boolean): Move[] {
  const fromExpired = ended ? (balance.expired < amount ? balance.expired : amount) : 0n;
  return [...move('accrual_back', 'expired', 'outside', fromExpired), ...move('accrual_back', 'available', 'outside', amount - fromExpired)];
}
export const commit = (amount: bigint): Move[] => move('committed', 'available', 'committed', amount);
export const release = (amount: bigint, ended: boolean): Move[] => move('released', 'committed', unused(ended), amount);
export const claim = (amount: bigint): Move[] => move('claimed', 'committed', 'claimed', amount);
export const unclaim = (amount: bigint): Move[] => move('refused', 'claimed', 'committed', amount);
/** The approved part is owed; the rest waits for another claim, or is not used any more. */
export const decide = (claimed: bigint, approved: bigint, rest: 'keep' | 'release', ended: boolean): Move[] => [
  ...move('approved', 'claimed', 'owed', approved),
  ...(rest === 'keep' ? unclaim(claimed - approved) : move('released', 'claimed', unused(ended), claimed - approved)),
];
export const pay = (owed: bigint): Move[] => move('paid', 'owed', 'paid', owed);
export const payBack = (paid: bigint): Move[] => move('returned', 'paid', 'owed', paid);
/** What is not paid yet first. */
export function reverse(amount: bigint, owed: bigint, ended: boolean): Move[] {
  const fromOwed = owed < amount ? owed : amount;
  return [...move('reversed', 'owed', unused(ended), fromOwed), ...move('reversed', 'paid', unused(ended), amount - fromOwed)];
}
export const expire = (available: bigint): Move[] => move('expired', 'available', 'expired', available);

/** What the ledger hears of a movement. What is approved is heard through the earning, which takes it from the liability. */
export function postingTemplate({ from, to }: Move): 'fund_committed' | 'fund_released' | null {
  if (from === 'available' && to === 'committed') return 'fund_committed';
  const used = from === 'committed' || from === 'claimed' || from === 'owed' || from === 'paid';
  return used && (to === 'available' || to === 'expired') ? 'fund_released' : null;
}
