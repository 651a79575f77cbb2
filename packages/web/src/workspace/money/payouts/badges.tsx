import { Link } from '@tanstack/react-router';
import { t } from '../../../lib/i18n/i18n.ts';
import { Badge } from '../../../ui/badge.tsx';
import { type Dispute, disputeTones, type Earning, earningTones, type Payout, payoutTones, type Run, runTones } from './words.ts';

export const RunState = ({ state }: { state: Run['state'] }) => <Badge tone={runTones[state]}>{t(`payouts.run.${state}`)}</Badge>;
export const PayoutState = ({ state }: { state: Payout['state'] }) => <Badge tone={payoutTones[state]}>{t(`payouts.state.${state}`)}</Badge>;
export const EarningState = ({ earning }: { earning: Pick<Earning, 'state' | 'disputeId'> }) => (
  <span className="inline-flex gap-1">
    <Badge tone={earningTones[earning.state]}>{t(`payouts.earning.${earning.state}`)}</Badge>
    {earning.disputeId !== null && <Badge tone="warn">{t('payouts.disputed')}</Badge>}
  </span>
);
export const DisputeState = ({ state }: { state: Dispute['state'] }) => <Badge tone={disputeTones[state]}>{t(`payouts.dispute.${state}`)}</Badge>;

export const none = <span className="text-muted">–</span>;

export function PayeeLink({ partnerId, name }: { partnerId: string; name: string }) {
  return (
    <Link to="/money/payouts/payees/$partnerId" params={{ partnerId }} className="link">
      <bdi>{name}</bdi>
    </Link>
  );
}

export function EarningDeal({ earning }: { earning: Pick<Earning, 'dealId' | 'dealNumber' | 'dealName'> }) {
  if (earning.dealId === null) return none;
  return (
    <Link to="/deals/$dealId" params={{ dealId: earning.dealId }} className="link">
      <bdi>{t('disbursements.dealNamed', { number: earning.dealNumber ?? 0, name: earning.dealName ?? '' })}</bdi>
    </Link>
  );
}
