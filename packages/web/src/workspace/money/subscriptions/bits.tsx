import type { ReactNode } from 'react';
import { Link } from '@tanstack/react-router';
import { formatDate } from '../../../lib/i18n/format.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { DateText } from '../../../lib/i18n/values.tsx';
import { Badge } from '../../../ui/badge.tsx';
import { PageBody, PageHeader } from '../../../ui/page.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import { Quantity } from '../../metering/quantity-text.tsx';
import { MoneyPages } from '../money-pages.tsx';
import { type Grant, type Outcome, outcomeTones, stateTones, type SubscriptionRow } from './words.ts';

export const none = <span className="text-muted">–</span>;
export const SubscriptionState = ({ state }: { state: SubscriptionRow['state'] }) => <Badge tone={stateTones[state]}>{t(`subs.state.${state}`)}</Badge>;
export const OutcomeState = ({ state }: { state: Outcome['state'] }) => <Badge tone={outcomeTones[state]}>{t(`subs.outcome.${state}`)}</Badge>;

export const MeterState = ({ active }: { active: boolean }) => (
  <Badge tone={active ? 'ok' : 'neutral'}>{t(active ? 'subs.meter.active' : 'subs.meter.inactive')}</Badge>
);

export function SubscriptionLink({ id, children }: { id: string; children: ReactNode }) {
  return (
    <Link to="/money/subscriptions/$subscriptionId" params={{ subscriptionId: id }} className="link">
      <bdi>{children}</bdi>
    </Link>
  );
}

export function MeterLink({ id, search = {}, children }: { id: string; search?: Record<string, string | undefined>; children: ReactNode }) {
  return (
    <Link to="/money/subscriptions/meters/$meterId" params={{ meterId: id }} search={search} className="link">
      <bdi>{children}</bdi>
    </Link>
  );
}

export function ChargeLink({ id, children }: { id: string; children: ReactNode }) {
  return (
    <Link to="/money/subscriptions/charges/$chargeId" params={{ chargeId: id }} className="link">
      <bdi>{children}</bdi>
    </Link>
  );
}

/** To another view of this area, with what it is narrowed to. */
export function ViewLink({ search, onGo, children }: { search: Record<string, string | undefined>; onGo?: () => void; children: ReactNode }) {
  return (
    <Link to="/money/subscriptions" search={search} onClick={onGo} className="link">
      {children}
    </Link>
  );
}

/** Half-open days: the second is the first that does not belong to it. */
export function Period({ value }: { value: { from: string; to: string | null } }) {
  if (value.to === null) return <span className="num whitespace-nowrap">{t('subs.fromOn', { date: formatDate(value.from) })}</span>;
  return (
    <span className="whitespace-nowrap">
      <DateText date={value.from} /> – <DateText date={value.to} />
    </span>
  );
}

/** Of money in its currency, of units as a number. */
export function GrantAmount({ of, amount }: { of: Pick<Grant, 'kind' | 'currency'>; amount: string }) {
  return of.kind === 'money' && of.currency !== null ? (
    <ExactMoney value={{ amountMinor: Number(amount), currency: of.currency }} />
  ) : (
    <Quantity value={amount} />
  );
}

/** Somebody came by an address whose role reads no subscriptions. */
export function NotOpen() {
  return (
    <>
      <MoneyPages />
      <PageHeader title={t('money.subscriptions')} />
      <PageBody>
        <EmptyState title={t('subs.mayNotRead')} detail={t('money.none.detail')} />
      </PageBody>
    </>
  );
}
