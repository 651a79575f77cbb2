import { Problem, type EarningState } from '@entente/kernel';

/** What is known of an earning when something takes of it. */
export type Reversed = {
  readonly amountMinor: number;
  readonly currency: string;
  readonly partnerId: string;
  readonly state: EarningState;
  readonly heldUntil: string | null;
  /** Sum of what took of it until now: of the other sign. */
  readonly reversedMinor: number;
  /** One of those is in a run or was paid. */
  readonly reversalsMoved: boolean;
};
export type TakenBack = { readonly state: 'held' | 'due' | 'cancelled'; readonly heldUntil: string | null; readonly cancelsAll: boolean };

/**
 * What becomes of an earning that takes another back. Not yet paid: it waits beside what it takes of, and where nothing is left both are
 * cancelled. In a run or paid: it is owed to us, and the next run nets it.
 */
export function takeBack(original: Reversed, amountMinor: number): TakenBack {
  const left = original.amountMinor + original.reversedMinor + amountMinor;
  if (left !== 0 && left > 0 !== original.amountMinor > 0)
    throw new Problem('conflict', 'More would be taken back than was earned.', { reason: 'more_than_earned' });
  if (Math.abs(left) > Math.abs(original.amountMinor)) throw new Problem('conflict', 'What takes an earning back has the other sign.', { reason: 'sign' });
  const waits = original.state === 'held' || original.state === 'due' || original.state === 'returned';
  if (left === 0 && waits && !original.reversalsMoved) return { state: 'cancelled', heldUntil: original.heldUntil, cancelsAll: true };
  if (original.state === 'held') return { state: 'held', heldUntil: original.heldUntil, cancelsAll: false };
  return { state: 'due', heldUntil: null, cancelsAll: false };
}
