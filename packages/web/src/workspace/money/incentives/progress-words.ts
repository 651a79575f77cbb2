import { formatDate } from '../../../lib/i18n/format.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { daysFrom } from '../rules/days.ts';
import { unitsText } from './units-text.ts';
import type { Progress } from './words.ts';

export const figure = (of: Pick<Progress, 'measure' | 'currency'>, text: string | null): string =>
  text === null ? '–' : unitsText(text, of.measure === 'amount' ? of.currency : null);
export const spanText = (of: Pick<Progress, 'from' | 'to'>): string => t('incentives.span', { from: formatDate(of.from), to: formatDate(daysFrom(of.to, -1)) });
