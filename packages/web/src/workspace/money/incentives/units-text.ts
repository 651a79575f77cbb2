import { currentLocale } from '../../../lib/i18n/i18n.ts';

const tag = (): string => (currentLocale() === 'ar' ? 'ar-u-nu-latn' : 'en-GB');

/** A figure that came as exact text stays exact: the formatter reads the text and no float comes between. */
export function unitsText(text: string, currency: string | null): string {
  const style =
    currency === null
      ? { maximumFractionDigits: 12 }
      : ({ style: 'currency', currency, currencyDisplay: 'narrowSymbol', trailingZeroDisplay: 'stripIfInteger' } as const);
  return new Intl.NumberFormat(tag(), style).format(text as `${number}`).replace('-', '−');
}
