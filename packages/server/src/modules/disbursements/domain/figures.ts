import type { Result } from '@entente/contracts';
import type { BillingAction, BillingKind } from './billing-line.ts';

export type Figures = Omit<Result<'disbursements.figures'>['rows'][number], 'marketplace' | 'month'>;
/** Sums of lines that count, as the database adds them up. */
export type Sum = {
  readonly agreementKey: string | null;
  readonly action: BillingAction;
  readonly kind: BillingKind;
  readonly currency: string;
  readonly amountMinor: bigint;
};

/**
 * The balance, folded over what was ever written: each line moves it by its amount. Invoiced lines make it, forgiven ones and payouts
 * take from it; what is left is open. Markup is what stays with a seller that passes something on.
 */
export function foldFigures(currency: string, sums: readonly Sum[]): Figures {
  const own = sums.filter((sum) => sum.currency === currency && sum.kind !== 'payout');
  const total = (fits: (sum: Sum) => boolean): bigint => own.reduce((all, sum) => (fits(sum) ? all + sum.amountMinor : all), 0n);
  const invoiced =
    (...kinds: BillingKind[]) =>
    (sum: Sum): boolean =>
      sum.action === 'invoiced' && kinds.includes(sum.kind);
  const chained = new Set(own.flatMap((sum) => (sum.kind === 'passed_on' && sum.action === 'invoiced' ? [sum.agreementKey] : [])));
  const net = total(({ action }) => action === 'invoiced');
  const forgiven = total(({ action }) => action === 'forgiven');
  const paid = -total(({ action }) => action === 'disbursed');
  return {
    currency,
    invoicedMinor: whole(total(invoiced('revenue', 'markup'))),
    passedOnMinor: whole(total(invoiced('passed_on'))),
    markupMinor: whole(total(invoiced('markup')) + total((sum) => chained.has(sum.agreementKey) && invoiced('revenue', 'passed_on')(sum))),
    feeMinor: whole(total(invoiced('fee', 'fee_refund'))),
    taxMinor: whole(total(invoiced('tax', 'tax_refund', 'fee_tax', 'fee_tax_refund'))),
    refundMinor: whole(total(invoiced('refund'))),
    adjustmentMinor: whole(total(invoiced('adjustment'))),
    forgivenMinor: whole(forgiven),
    netMinor: whole(net),
    paidMinor: whole(paid),
    openMinor: whole(net + forgiven - paid),
  };
}

export const currenciesOf = (sums: readonly Sum[]): string[] =>
  [...new Set(sums.filter(({ kind }) => kind !== 'payout').map(({ currency }) => currency))].sort();

function whole(value: bigint): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new RangeError(`the amount ${value} is too large to be exact`);
  return number;
}
