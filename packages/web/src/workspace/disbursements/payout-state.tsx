import { t } from '../../lib/i18n/i18n.ts';
import { Badge } from '../../ui/badge.tsx';
import { type Payout, payoutTones } from './words.ts';

export function PayoutState({ state }: { state: Payout['state'] }) {
  return <Badge tone={payoutTones[state]}>{t(`disbursements.state.${state}`)}</Badge>;
}
