import { t } from '../../../lib/i18n/i18n.ts';
import { Badge } from '../../../ui/badge.tsx';
import { type QuoteRow, quoteTones } from './words.ts';

export function QuoteState({ state }: { state: QuoteRow['state'] }) {
  return <Badge tone={quoteTones[state]}>{t(`quotes.state.${state}`)}</Badge>;
}
