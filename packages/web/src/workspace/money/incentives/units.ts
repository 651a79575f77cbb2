import { t } from '../../../lib/i18n/i18n.ts';
import type { Of } from './words.ts';

/** In what the lower bounds of bands are written. */
export function unitOf(document: Pick<Of<'rebate'>, 'against' | 'measure' | 'currency'>): string {
  if (document.against === 'growth_percent' || document.against === 'target_percent') return '%';
  return document.measure === 'amount' ? document.currency : t('incentives.units');
}
