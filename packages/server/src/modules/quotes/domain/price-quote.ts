import type { PricedQuote, QuoteLine, QuoteRequest } from '@entente/contracts';
import { Problem, applyRate, divide, explained, fraction, majorOf, percent, splitByWeights, times, toDecimal, type Explanation } from '@entente/kernel';
import { moneyText, plain, safeMinor, step } from '../../../platform/rating/index.ts';
import type { Offered, OfferedLine } from './offered.ts';

type Discount = NonNullable<QuoteRequest['discount']>;
const refused = (sentence: string, reason: string): Problem => new Problem('invalid_input', sentence, { reason });
const sum = (values: readonly bigint[]): bigint => values.reduce((total, value) => total + value, 0n);
const key = (index: number): string => String(index).padStart(6, '0');

/** Spread over lines by what they cost, in whole minor units that sum to what is taken off. */
function spread(discount: Discount | null, over: readonly { readonly index: number; readonly minor: bigint }[], currency: string): Map<number, bigint> {
  const total = sum(over.map(({ minor }) => minor));
  if (discount === null || total === 0n) {
    if (discount?.kind === 'amount') throw refused('There is nothing to take a discount off.', 'discount_too_large');
    return new Map();
  }
  const off = discount.kind === 'amount' ? BigInt(discount.amountMinor) : applyRate(total, percent(discount.percent));
  if (off > total)
    throw refused(`A discount of ${moneyText(off, currency)} is more than the ${moneyText(total, currency)} it is taken off.`, 'discount_too_large');
  const parts = splitByWeights(
    off,
    over.map(({ index, minor }) => ({ key: key(index), weight: minor })),
  );
  return new Map(over.map(({ index }) => [index, parts.get(key(index)) ?? 0n]));
}

/** List → discounts → what the buyer pays → the reseller's margin → ours; each with its arithmetic, and lines that sum to the totals. */
export function priceQuote(request: QuoteRequest, offered: Offered, day: string): PricedQuote {
  const { currency } = request;
  const own = new Map(
    request.selections.flatMap((selection, number) => [
      ...spread(
        selection.discount,
        offered.lines.flatMap((line, index) => (line.selection === number ? [{ index, minor: line.listMinor }] : [])),
        currency,
      ),
    ]),
  );
  const afterOwn = offered.lines.map((line, index) => ({ index, minor: line.listMinor - (own.get(index) ?? 0n) }));
  const shared = spread(request.discount, afterOwn, currency);
  const lines = offered.lines.map((line, index) => priceLine(request, line, index, own.get(index) ?? 0n, shared.get(index) ?? 0n));
  const total = (pick: (line: QuoteLine) => number): number => safeMinor(sum(lines.map((line) => BigInt(pick(line)))));
  const listMinor = total((line) => line.listMinor);
  const [discountMinor, netMinor, marginMinor] = [total((line) => line.discountMinor), total((line) => line.netMinor), total((line) => line.marginMinor)];
  const terms = lines.flatMap(({ termMonths }) => (termMonths === null ? [] : [termMonths]));
  return {
    currency,
    listMinor,
    discountMinor,
    netMinor,
    marginMinor,
    oursMinor: netMinor - marginMinor,
    discountPercent: shareText(discountMinor, listMinor),
    marginPercent: shareText(marginMinor, netMinor),
    longestTermMonths: terms.length === 0 ? null : Math.max(...terms),
    lines,
    check: offered.check,
    ruleVersions: offered.ruleVersions,
    pricedOn: day,
  };
}

const shareText = (part: number, of: number): string =>
  of === 0 ? '0.00' : toDecimal(times(divide(fraction(BigInt(part)), fraction(BigInt(of))), fraction(100n)), 2);
const discountText = (discount: Discount | null, currency: string): string =>
  discount === null ? 'none' : discount.kind === 'percent' ? `${discount.percent} %` : `${majorOf(discount.amountMinor, currency)} ${currency}`;

function priceLine(request: QuoteRequest, line: OfferedLine, index: number, ownOff: bigint, sharedOff: bigint): QuoteLine {
  const { currency } = request;
  const selection = request.selections[line.selection];
  const discountMinor = ownOff + sharedOff;
  const netMinor = line.listMinor - discountMinor;
  const { margin } = line;
  const base = margin?.of === 'buyer_price' ? netMinor : line.listMinor;
  const marginExact = margin ? times(fraction(base), divide(margin.percent, fraction(100n))) : fraction(0n);
  const marginMinor = margin ? applyRate(base, divide(margin.percent, fraction(100n))) : 0n;
  if (marginMinor > netMinor)
    throw refused(
      `On ${line.product.name} the partner’s margin of ${moneyText(marginMinor, currency)} is more than the ${moneyText(netMinor, currency)} the buyer pays.`,
      'margin_above_price',
    );
  const major = (minor: bigint) => fraction(minor, 10n ** BigInt(digitsOf(currency)));
  const discount: Explanation | null =
    discountMinor === 0n
      ? null
      : explained(`${moneyText(discountMinor, currency)} are taken off.`, {
          inputs: [
            { label: 'Discount of the line', value: discountText(selection?.discount ?? null, currency) },
            { label: 'Discount of the quote', value: discountText(request.discount, currency) },
            ...[selection?.discountReason, request.discountReason].flatMap((reason) => (reason ? [{ label: 'Reason', value: reason }] : [])),
          ],
          steps: [
            step('Off the line', discountText(selection?.discount ?? null, currency), major(ownOff), currency),
            step('Share of what is taken off everything', discountText(request.discount, currency), major(sharedOff), currency),
            step('Discount', `${majorOf(ownOff, currency)} + ${majorOf(sharedOff, currency)}`, major(discountMinor), currency),
          ],
        });
  const marginWhy: Explanation | null = margin
    ? explained(margin.sentence, {
        rule: margin.rule,
        inputs: margin.parts.map(({ label, percent: each, reason }) => ({ label, value: `${each} %. ${reason}`.trim() })),
        steps: [
          {
            ...step(
              'Margin',
              `${majorOf(base, currency)} × ${plain(margin.percent)} %`,
              divide(marginExact, fraction(10n ** BigInt(digitsOf(currency)))),
              currency,
            ),
          },
        ],
      })
    : null;
  const { product } = line;
  return {
    position: index + 1,
    selection: line.selection,
    bundleId: line.bundle?.id ?? null,
    bundleName: line.bundle?.name ?? null,
    bundleVersion: line.bundle?.version ?? null,
    productId: product.id,
    productName: product.name,
    vendorId: product.vendorId,
    vendorName: product.vendorName,
    chargeType: product.chargeType,
    meterKey: product.meterKey,
    taxCategory: product.taxCategory,
    unitLabel: product.unitLabel,
    quantity: line.quantity,
    termMonths: line.termMonths,
    standaloneMinor: safeMinor(line.standaloneMinor),
    listMinor: safeMinor(line.listMinor),
    discountMinor: safeMinor(discountMinor),
    netMinor: safeMinor(netMinor),
    marginMinor: safeMinor(marginMinor),
    marginPercent: margin ? plain(margin.percent) : '0',
    oursMinor: safeMinor(netMinor - marginMinor),
    entryId: line.price?.entryId ?? null,
    entryVersion: line.price?.version ?? null,
    estimated: product.chargeType === 'usage',
    explanations: {
      list: writable(line.explanation),
      discount: discount && writable(discount),
      margin: marginWhy && writable(marginWhy),
      net: writable(
        explained(`The buyer pays ${moneyText(netMinor, currency)} before tax.`, {
          steps: [step('Net', `${majorOf(line.listMinor, currency)} − ${majorOf(discountMinor, currency)}`, major(netMinor), currency)],
        }),
      ),
    },
    marginParts: margin ? [...margin.parts] : [],
  };
}

const digitsOf = (currency: string): number => majorOf(0, currency).split('.')[1]?.length ?? 0;
const writable = ({ inputs, steps, evidence, ...rest }: Explanation): QuoteLine['explanations']['list'] => ({
  ...rest,
  inputs: [...inputs],
  steps: [...steps],
  evidence: [...evidence],
});
