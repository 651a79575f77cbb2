import { compare, explained, fraction, greatest, majorOf, rounded, times, ZERO, type ExplainedStep, type Interval } from '@entente/kernel';
import { burn, plain, rate, safeMinor, type Grant } from '../../../platform/rating/index.ts';
import { MICRO, writeQuantity } from './judge-event.ts';
import { unitPriceOf } from './recurring.ts';
import type { Item, Line, Subscription } from './subscription.ts';

/** Credit that may be drawn: money in minor units, or units of a meter in millionths. */
export type Credit = {
  readonly id: string;
  readonly kind: 'money' | 'units';
  readonly meterId: string | null;
  readonly currency: string | null;
  readonly subscriptionId: string | null;
  readonly source: string;
  readonly description: string;
  readonly priority: number;
  readonly left: bigint;
  readonly grantedOn: string;
  readonly expiresOn: string | null;
};
export type Draw = { readonly grantId: string; readonly amount: bigint };
export type RatedUsage = {
  readonly quantityMicro: bigint;
  readonly amountMinor: bigint;
  readonly drawnMinor: bigint;
  readonly draws: readonly Draw[];
  readonly steps: readonly ExplainedStep[];
  readonly drawSteps: readonly ExplainedStep[];
  readonly sentence: string;
};

/** Money is drawn by priority, then what expires first, then what was given first. */
const MONEY_ORDER = ['priority', 'expires_first', 'oldest_first'] as const;
const grantOf = (credit: Credit, per: bigint): Grant => ({
  id: credit.id,
  name: credit.description,
  left: fraction(credit.left, per),
  free: credit.source === 'gift' || credit.source === 'compensation',
  priority: credit.priority,
  expiresOn: credit.expiresOn,
  grantedOn: credit.grantedOn,
});
const maySpend = (credit: Credit, subscription: Subscription, part: Interval): boolean =>
  credit.left > 0n &&
  (credit.subscriptionId === null || credit.subscriptionId === subscription.id) &&
  credit.grantedOn < part.to &&
  (credit.expiresOn === null || credit.expiresOn >= part.from);

/** Price of the usage of a period: units bought beforehand first, by the order of the price; then money credit pays what it can. */
export function rateUsage(
  subscription: Subscription,
  item: Item,
  part: Interval,
  used: { micro: bigint; events: number },
  meterKey: string,
  credits: readonly Credit[],
): RatedUsage {
  const { currency } = subscription;
  const open = credits.filter((credit) => maySpend(credit, subscription, part));
  const units = open.filter((credit) => credit.kind === 'units' && credit.meterId === item.meterId);
  const quantity = greatest(ZERO, fraction(used.micro, MICRO));
  const rated = rate(
    item.price,
    { quantity, base: quantity, eventCount: used.events, measures: { [meterKey]: quantity } },
    { currency, grants: units.map((credit) => grantOf(credit, MICRO)) },
  );
  const money = open.filter((credit) => credit.kind === 'money' && credit.currency === currency);
  const paid = burn(
    money.map((credit) => grantOf(credit, 1n)),
    MONEY_ORDER,
    fraction(rated.amountMinor > 0n ? rated.amountMinor : 0n),
  );
  const drawSteps = paid.burned.map(({ grantId, quantity: amount, left }): ExplainedStep => ({
    label: money.find(({ id }) => id === grantId)?.description ?? 'Credit',
    formula: `${majorOf(rounded(amount), currency)} drawn, ${majorOf(rounded(left), currency)} left`,
    resultMinor: safeMinor(-rounded(amount)),
    currency,
  }));
  return {
    quantityMicro: used.micro,
    amountMinor: rated.amountMinor,
    drawnMinor: paid.burned.reduce((sum, { quantity: amount }) => sum + rounded(amount), 0n),
    draws: [
      ...rated.burned
        .filter(({ quantity: taken }) => compare(taken, ZERO) > 0)
        .map(({ grantId, quantity: taken }) => ({ grantId, amount: rounded(times(taken, fraction(MICRO))) })),
      ...paid.burned.map(({ grantId, quantity: amount }) => ({ grantId, amount: rounded(amount) })),
    ],
    steps: rated.steps,
    drawSteps,
    sentence: `${plain(quantity)} used from ${part.from} to ${part.to}: ${rated.sentence}`,
  };
}

type Before = { readonly amountMinor: bigint; readonly drawnMinor: bigint; readonly quantityMicro: bigint; readonly revision: number } | null;

/**
 * The charges of a period: the price, and what credit pays of it. A period that was charged before is worked out again as a whole, and
 * only the difference is charged, for that period and by the price it had.
 */
export function usageLines(subscription: Subscription, item: Item, part: Interval, rated: RatedUsage, before: Before, today: string): Line[] {
  const { currency } = subscription;
  const revision = before === null ? 0 : before.revision + 1;
  const tail = revision === 0 ? '' : `:${revision}`;
  const shared = {
    itemId: item.id,
    productId: item.productId,
    vendorId: item.vendorId,
    period: part,
    chargedOn: before === null ? part.to : today,
    taxCategory: item.taxCategory,
    creditsId: null,
  };
  const amountMinor = rated.amountMinor - (before?.amountMinor ?? 0n);
  const drawn = rated.drawnMinor - (before?.drawnMinor ?? 0n);
  const corrected: ExplainedStep[] =
    before === null
      ? []
      : [
          {
            label: 'Less what was charged before',
            formula: `${majorOf(rated.amountMinor, currency)} − ${majorOf(before.amountMinor, currency)}`,
            resultMinor: safeMinor(amountMinor),
            currency,
          },
        ];
  const lines: Line[] = [];
  if (amountMinor !== 0n)
    lines.push({
      ...shared,
      key: `usage:${item.id}:${part.from}${tail}`,
      kind: 'usage',
      description: before === null ? item.description : `${item.description}, correction for ${part.from} to ${part.to}`,
      quantity: writeQuantity(rated.quantityMicro - (before?.quantityMicro ?? 0n)),
      unitPrice: unitPriceOf(item),
      amountMinor,
      explanation: explained(before === null ? rated.sentence : `Usage came after the period was charged. ${rated.sentence}`, {
        rule: item.rule,
        inputs: [
          { label: 'Quantity', value: writeQuantity(rated.quantityMicro), from: { type: 'meter', id: item.meterId ?? item.id } },
          { label: 'Subject', value: item.subject ?? subscription.id },
          ...(before === null
            ? []
            : [{ label: 'Charged before', value: `${writeQuantity(before.quantityMicro)}, ${majorOf(before.amountMinor, currency)} ${currency}` }]),
        ],
        steps: [...rated.steps, ...corrected],
      }),
    });
  if (drawn !== 0n)
    lines.push({
      ...shared,
      key: `draw:${item.id}:${part.from}${tail}`,
      kind: 'credit',
      description: `${item.description}, paid by credit`,
      quantity: '1',
      unitPrice: null,
      amountMinor: -drawn,
      explanation: explained(drawn > 0n ? `Credit pays ${majorOf(drawn, currency)} ${currency} of it.` : 'Credit that was drawn is put back.', {
        rule: { name: 'By priority, what expires first, then what was given first', id: null, version: 1 },
        inputs: [{ label: 'Owed for the period', value: `${majorOf(rated.amountMinor, currency)} ${currency}` }],
        steps: [
          ...rated.drawSteps,
          ...(before === null || before.drawnMinor === 0n
            ? []
            : [
                {
                  label: 'Less what was drawn before',
                  formula: `${majorOf(before.drawnMinor, currency)} − ${majorOf(rated.drawnMinor, currency)}`,
                  resultMinor: safeMinor(-drawn),
                  currency,
                },
              ]),
        ],
      }),
    });
  return lines;
}
