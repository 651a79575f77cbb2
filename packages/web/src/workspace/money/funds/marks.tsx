import { Link } from '@tanstack/react-router';
import { formatDate } from '../../../lib/i18n/format.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Badge } from '../../../ui/badge.tsx';
import { ExactMoney, formatExact } from '../../disbursements/exact-money.tsx';
import { type Claim, claimTones, type Extension, extensionTones, type FundRequest, type Rate, requestTones } from './words.ts';

export const none = <span className="text-muted">–</span>;
export const RequestState = ({ state }: { state: FundRequest['state'] }) => <Badge tone={requestTones[state]}>{t(`funds.request.${state}`)}</Badge>;
export const ClaimState = ({ state }: { state: Claim['state'] }) => <Badge tone={claimTones[state]}>{t(`funds.claim.${state}`)}</Badge>;
export const ExtensionState = ({ state }: { state: Extension['state'] }) => <Badge tone={extensionTones[state]}>{t(`funds.extension.${state}`)}</Badge>;

export function Minor({ amountMinor, currency }: { amountMinor: number | null; currency: string }) {
  return amountMinor === null ? none : <ExactMoney value={{ amountMinor, currency }} />;
}

export function PartnerLink({ partnerId, name }: { partnerId: string; name: string }) {
  return (
    <Link to="/partners/$partnerId" params={{ partnerId }} className="link">
      <bdi>{name}</bdi>
    </Link>
  );
}

/** With what an amount was converted: never a converted figure alone. */
export function rateWords(rate: Rate): string {
  const said = rate.inverse ? { from: rate.to, to: rate.from } : { from: rate.from, to: rate.to };
  return t('funds.rate.is', { ...said, rate: rate.rate, day: formatDate(rate.day), source: rate.source });
}

export function moneyWords(amountMinor: number, currency: string): string {
  return formatExact(amountMinor, currency);
}
