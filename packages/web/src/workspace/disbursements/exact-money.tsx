import { currentLocale } from '../../lib/i18n/i18n.ts';
import { decimalText } from '../deals/kit/money.ts';

const formatters = new Map<string, Intl.NumberFormat>();

/** Always to the cent: in columns that are added up, figures stand under each other. */
export function formatExact(amountMinor: number, currency: string): string {
  const tag = currentLocale() === 'ar' ? 'ar-u-nu-latn' : 'en-GB';
  const key = `${tag} ${currency}`;
  const formatter = formatters.get(key) ?? new Intl.NumberFormat(tag, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' });
  formatters.set(key, formatter);
  return formatter.format(decimalText(amountMinor, currency) as `${number}`).replace('-', '−');
}

export function ExactMoney({ value }: { value: { amountMinor: number; currency: string } }) {
  return (
    <bdi dir="ltr" className="num whitespace-nowrap">
      {formatExact(value.amountMinor, value.currency)}
    </bdi>
  );
}
