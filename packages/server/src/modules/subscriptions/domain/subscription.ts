import type { PriceModel } from '@entente/contracts';
import type { ChargeKind, Explanation, Interval } from '@entente/kernel';
import type { Basis } from './proration.ts';

export type Rule = { readonly name: string; readonly id: string | null; readonly version: number | null };
export type Item = {
  readonly id: string;
  readonly kind: 'recurring' | 'usage';
  readonly productId: string | null;
  readonly vendorId: string | null;
  readonly description: string;
  /** Decimal text. */
  readonly quantity: string;
  readonly price: PriceModel;
  readonly rule: Rule | null;
  readonly taxCategory: string;
  readonly meterId: string | null;
  readonly subject: string | null;
  readonly from: string;
  readonly to: string | null;
  readonly fromAt: string | null;
  readonly toAt: string | null;
  readonly chargedUntil: string;
  readonly replacesId: string | null;
};
export type Pause = { readonly from: string; readonly to: string | null };
export type Subscription = {
  readonly id: string;
  readonly name: string;
  readonly accountId: string;
  readonly dealId: string | null;
  readonly currency: string;
  readonly timeZone: string;
  readonly anchorDay: number;
  readonly billingMonths: number;
  readonly timing: 'advance' | 'arrears';
  readonly proration: Basis;
  readonly startsOn: string;
  readonly endsOn: string | null;
  readonly gridFrom: string;
  /** How periods were counted before `gridFrom`, where the anchor was moved. */
  readonly gridBefore: { readonly from: string; readonly anchorDay: number } | null;
  readonly minimumMinor: number | null;
  readonly minimumChargedUntil: string | null;
  readonly state: 'active' | 'paused' | 'cancelled' | 'ended';
  readonly cancelledOn: string | null;
  readonly items: readonly Item[];
  readonly pauses: readonly Pause[];
};

/** What will be a charge. `key` is the fact it comes from. */
export type Line = {
  readonly key: string;
  readonly kind: ChargeKind;
  readonly itemId: string | null;
  readonly productId: string | null;
  readonly vendorId: string | null;
  readonly description: string;
  readonly quantity: string;
  readonly unitPrice: string | null;
  readonly amountMinor: bigint;
  readonly period: Interval | null;
  readonly chargedOn: string;
  readonly taxCategory: string;
  readonly explanation: Explanation;
  readonly creditsId: string | null;
};

/** A charge of before, as a change needs it. `backMinor` was given back of it so far. */
export type PastCharge = {
  readonly id: string;
  readonly itemId: string;
  readonly kind: ChargeKind;
  readonly amountMinor: bigint;
  readonly backMinor: bigint;
  readonly period: Interval;
  readonly description: string;
  /** Where the time it pays for begins within its first day, under a contract by the second. */
  readonly fromAt: string | null;
};

export const earlier = (left: string | null, right: string | null): string | null =>
  left === null ? right : right === null ? left : left < right ? left : right;
/** The day after which nothing of an item is owed: its own end, the end of the term, or the day of cancellation. */
export const endOf = (subscription: Pick<Subscription, 'endsOn' | 'cancelledOn'>, item: Pick<Item, 'to'>): string | null =>
  earlier(earlier(item.to, subscription.endsOn), subscription.cancelledOn);
