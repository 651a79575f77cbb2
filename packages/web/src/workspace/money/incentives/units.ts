import { currentLocale, t } from '../../../lib/i18n/i18n.ts';
import type { Of } from './words.ts';

const tag = (): string => (currentLocale() === 'ar' ? 'ar-u-nu-latn' : 'en-GB');

/** A figure that came as exact text stays exact: the formatter reads the text and no float comes between. */
export function unitsText(text: string, currency: string | null): string {
  const style = currency === null ? { maximumFractionDigits: 12 } : ({ style: 'currency', currency, currencyDisplay: 'narrowSymbol', trailingZeroDisplay: 'stripIfInteger' } as const);
  return new Intl.NumberFormat(tag(), style).format(text as `${number}`).replace('-', '−');
}

/** In what the lower bounds of bands are written. */
export function unitOf(document: Pick<Of<'rebate'>, 'against' | 'measure' | 'currency'>): string {
  if (document.against === 'growth_percent' || document.against === 'target_percent') return '%';
  return document.measure === 'amount' ? document.currency : t('incentives.units');
}
