import { decimal, explained, majorOf, type ExplainedStep } from '@entente/kernel';
import { rate, safeMinor } from '../../../platform/rating/index.ts';
import type { Segment } from './due.ts';
import { prorate, ratio, shareOf, type Basis, type Share } from './proration.ts';
import type { Item, Line, Subscription } from './subscription.ts';

/** What a whole billing period of an item costs. */
export function periodPrice(
  item: Pick<Item, 'price' | 'quantity'>,
  currency: string,
): { amountMinor: bigint; steps: readonly ExplainedStep[]; sentence: string } {
  return rate(item.price, { quantity: decimal(item.quantity) }, { currency });
}

const nine = (value: bigint): string => `${value / 1_000_000_000n}.${(value % 1_000_000_000n).toString().padStart(9, '0')}`;
export const basisWords: Readonly<Record<Basis, string>> = { day: 'by days', second: 'by the second', none: 'whole periods only' };
const shareText = ({ part, whole, unit }: Share): string => `${part} of ${whole} ${unit}s`;
export const unitPriceOf = (item: Pick<Item, 'price'>): string | null => (item.price.kind === 'unit' ? item.price.unitPrice : null);

/** The charge of one segment of a recurring item: the price of the period, for the share of it that is used. */
export function recurringLine(subscription: Subscription, { item, part, period, dueOn }: Segment): Line {
  const { currency, proration, timeZone } = subscription;
  const whole = periodPrice(item, currency);
  const share = shareOf(proration, part, period, timeZone, {
    fromAt: part.from === item.from ? item.fromAt : null,
    toAt: part.to === item.to ? item.toAt : null,
  });
  // Whole periods only: what goes on in a period that is charged already, after a pause, costs nothing more.
  const again = proration === 'none' && part.from > period.from && part.from > item.from;
  const amountMinor = again ? 0n : prorate(whole.amountMinor, share);
  const full = share.part === share.whole;
  const steps: ExplainedStep[] = [...whole.steps];
  if (!full)
    steps.push({
      label: `Share of the period, ${basisWords[proration]}`,
      formula: `${majorOf(whole.amountMinor, currency)} × ${nine(ratio(share))} (${shareText(share)})`,
      resultMinor: safeMinor(amountMinor),
      currency,
    });
  return {
    key: `recurring:${item.id}:${part.from}`,
    kind: full || proration === 'none' ? 'recurring' : 'proration',
    itemId: item.id,
    productId: item.productId,
    vendorId: item.vendorId,
    description: item.description,
    quantity: item.quantity,
    unitPrice: unitPriceOf(item),
    amountMinor,
    period: part,
    chargedOn: dueOn,
    taxCategory: item.taxCategory,
    creditsId: null,
    explanation: explained(
      full
        ? `${item.description}, ${part.from} to ${part.to}: the price of a whole period.`
        : `${item.description}, ${part.from} to ${part.to}: ${shareText(share)} of the period from ${period.from} to ${period.to}.`,
      {
        rule: item.rule,
        inputs: [
          { label: 'Quantity', value: item.quantity, from: { type: 'subscription_item', id: item.id } },
          { label: 'Price of a period', value: `${majorOf(whole.amountMinor, currency)} ${currency}`, from: { type: 'subscription_item', id: item.id } },
          { label: 'Proration', value: basisWords[proration], from: { type: 'subscription', id: subscription.id } },
        ],
        steps,
      },
    ),
  };
}
