import type { PricedQuote, QuoteLine, Result } from '@entente/contracts';
import { Problem } from '@entente/kernel';

type Compared = Result<'quotes.compare'>;
const keyOf = ({ bundleId, productId, termMonths }: QuoteLine): string => `${bundleId ?? ''}|${productId}|${termMonths ?? ''}`;

/** Line by line; the same product twice is matched in its order. Currencies are never set against each other. */
export function compareVersions(from: { number: number; priced: PricedQuote }, to: { number: number; priced: PricedQuote }): Compared {
  const { currency } = to.priced;
  if (from.priced.currency !== currency)
    throw new Problem(
      'invalid_input',
      `Version ${from.number} is in ${from.priced.currency}, version ${to.number} in ${currency}: amounts of two currencies are not compared.`,
      { reason: 'mixed_currency' },
    );
  const left = [...from.priced.lines];
  const after = to.priced.lines.map((line) => {
    const at = left.findIndex((each) => keyOf(each) === keyOf(line));
    return { before: at < 0 ? null : (left.splice(at, 1)[0] ?? null), line };
  });
  const both = (pick: (priced: PricedQuote) => number) => ({
    from: pick(from.priced),
    to: pick(to.priced),
    differenceMinor: pick(to.priced) - pick(from.priced),
  });
  return {
    from: from.number,
    to: to.number,
    currency,
    list: both((priced) => priced.listMinor),
    discount: both((priced) => priced.discountMinor),
    net: both((priced) => priced.netMinor),
    margin: both((priced) => priced.marginMinor),
    ours: both((priced) => priced.oursMinor),
    lines: [...after.map(({ before, line }) => row(before, line)), ...left.map((line) => row(line, null))],
  };
}

function row(before: QuoteLine | null, after: QuoteLine | null): Compared['lines'][number] {
  const line = after ?? before;
  if (!line) throw new TypeError('a row of no line');
  const [netFromMinor, netToMinor] = [before?.netMinor ?? 0, after?.netMinor ?? 0];
  const [marginFromMinor, marginToMinor] = [before?.marginMinor ?? 0, after?.marginMinor ?? 0];
  const same = before !== null && after !== null && before.quantity === after.quantity && netFromMinor === netToMinor && marginFromMinor === marginToMinor;
  return {
    change: !before ? 'added' : !after ? 'removed' : same ? 'same' : 'changed',
    productId: line.productId,
    productName: line.productName,
    bundleName: line.bundleName,
    quantityFrom: before?.quantity ?? null,
    quantityTo: after?.quantity ?? null,
    netFromMinor,
    netToMinor,
    marginFromMinor,
    marginToMinor,
    differenceMinor: netToMinor - netFromMinor,
  };
}
