import type { Explanation } from './explanation.ts';

export const earningKinds = ['split', 'commission', 'spiff', 'rebate', 'influence', 'adoption', 'renewal', 'fund_claim', 'adjustment'] as const;
export type EarningKind = (typeof earningKinds)[number];
/**
 * held: earned, and not yet owed (a hold runs, or evidence waits). due: owed, waits for a run. claimed: a run has it. paid. returned:
 * the payment came back, and it is owed again. cancelled: taken back before it was paid, by an earning that mirrors it.
 */
export const earningStates = ['held', 'due', 'claimed', 'paid', 'returned', 'cancelled'] as const;
export type EarningState = (typeof earningStates)[number];

/** What a partner (or one of its people) is to be paid, told once by whoever computed it. Negative: taken back. */
export type NewEarning = {
  /** The fact it comes from, such as `split:<receipt>:<partner>`: the same key again is the same earning. */
  readonly key: string;
  readonly kind: EarningKind;
  readonly partnerId: string;
  /** A person of the partner, for spiffs. */
  readonly personId: string | null;
  readonly dealId: string | null;
  readonly amountMinor: number;
  readonly currency: string;
  /** Day it was earned, in the workspace's zone. */
  readonly earnedOn: string;
  /** Not owed before this day; null: owed at once. */
  readonly heldUntil: string | null;
  readonly title: string;
  /** The record of the module that computed it. */
  readonly source: { readonly type: string; readonly id: string };
  /** The key of the earning this takes back, whole or in part. */
  readonly reverses: string | null;
  /** What bears it: the cost of the sale, or a liability that was set aside before. */
  readonly bornBy: 'partner_cost' | 'incentive_cost' | 'rebate_accrual' | 'fund_liability';
  readonly explanation: Explanation;
};
