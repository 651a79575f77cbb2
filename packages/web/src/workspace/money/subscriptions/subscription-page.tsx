import { useEffect } from 'react';
import { Link, useParams } from '@tanstack/react-router';
import { useApi } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { DateText } from '../../../lib/i18n/values.tsx';
import { rememberRecent } from '../../../lib/search.ts';
import { allows, useCan, useSession } from '../../../lib/session.ts';
import { Card, Facts, PageBody, PageHeader } from '../../../ui/page.tsx';
import { Timeline } from '../../../ui/timeline.tsx';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import { Nothing, RecordPage } from '../../partners/kit/record-page.tsx';
import { AccountLink, DealLink } from '../invoices/bits.tsx';
import { MoneyPages } from '../money-pages.tsx';
import { none, NotOpen, Period, SubscriptionState, ViewLink } from './bits.tsx';
import { ItemsCard } from './items-card.tsx';
import { RunningCard } from './running-card.tsx';
import { ScheduleCard } from './schedule-card.tsx';
import { SubscriptionActs } from './subscription-acts.tsx';
import type { Subscription } from './words.ts';

export function SubscriptionPage() {
  const { subscriptionId } = useParams({ from: '/workspace/money/subscriptions/$subscriptionId' });
  const session = useSession();
  const query = useApi('subscriptions.get', { params: { id: subscriptionId } }, { enabled: allows(session, 'subscriptions:read') });
  if (session !== undefined && !allows(session, 'subscriptions:read')) return <NotOpen />;
  return (
    <>
      <MoneyPages />
      <RecordPage query={query} what={t('subs.subscription')}>
        {(one) => <One key={one.id} subscription={one} onReload={() => void query.refetch()} />}
      </RecordPage>
    </>
  );
}

function One({ subscription: one, onReload }: { subscription: Subscription; onReload: () => void }) {
  const mayWrite = useCan('subscriptions:write');
  useEffect(
    () => rememberRecent({ id: one.id, label: one.name, note: one.accountName, to: `/money/subscriptions/${one.id}` }),
    [one.id, one.name, one.accountName],
  );
  return (
    <>
      <PageHeader
        title={one.name}
        crumbs={[{ label: t('money.subscriptions'), to: '/money/subscriptions' }, { label: t('subs.number', { n: one.number }) }]}
        badges={<SubscriptionState state={one.state} />}
        actions={<SubscriptionActs subscription={one} onReload={onReload} />}
        facts={
          <Facts
            items={[
              { label: t('work.account'), value: <AccountLink id={one.accountId} name={one.accountName} /> },
              { label: t('work.deal'), value: <DealLink of={one} /> },
              { label: t('subs.term'), value: <Period value={{ from: one.startsOn, to: one.endsOn }} /> },
              { label: t('subs.rhythm'), value: t('subs.rhythm.value', { n: one.billingMonths, timing: t(`subs.timing.${one.timing}`) }) },
              { label: t('subs.anchorDay'), value: t('subs.anchorDay.value', { n: one.anchorDay, zone: one.timeZone }) },
              { label: t('subs.proration'), value: t(`subs.proration.${one.proration}`) },
              { label: t('subs.nextCharge'), value: one.nextChargeOn === null ? none : <DateText date={one.nextChargeOn} /> },
              { label: t('subs.autoRenew'), value: t(one.autoRenew ? 'subs.renews' : 'subs.renewsNot') },
              ...(one.minimumMinor === null
                ? []
                : [{ label: t('subs.minimum'), value: <ExactMoney value={{ amountMinor: one.minimumMinor, currency: one.currency }} /> }]),
              ...(one.cancelledOn === null
                ? []
                : [{ label: t(one.state === 'cancelled' ? 'subs.cancelledOn' : 'subs.cancelledFor'), value: <DateText date={one.cancelledOn} /> }]),
              ...(one.renewalDealId === null ? [] : [{ label: t('subs.renewal'), value: <Renewal dealId={one.renewalDealId} /> }]),
            ]}
          />
        }
      />
      <PageBody>
        <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_26rem]">
          <div className="flex min-w-0 flex-col gap-4">
            <ItemsCard subscription={one} />
            <RunningCard subscription={one} />
            <Card title={t('subs.changes')}>
              {one.changes.length === 0 ? (
                <p className="text-muted">{t('subs.changes.none')}</p>
              ) : (
                <Timeline
                  entries={one.changes.map((change) => ({
                    id: change.id,
                    at: change.madeAt,
                    title: change.sentence,
                    by: change.madeBy,
                    detail: (
                      <p className="flex flex-wrap gap-x-4 text-12 text-muted">
                        <span>{t(`subs.change.${change.kind}`)}</span>
                        <span>
                          {t('subs.effectiveOn')} <DateText date={change.effectiveOn} />
                        </span>
                        {change.netMinor !== 0 && (
                          <span>
                            {t('subs.preview.net')} <ExactMoney value={{ amountMinor: change.netMinor, currency: change.currency }} />
                          </span>
                        )}
                        {change.reason !== null && <bdi>{change.reason}</bdi>}
                      </p>
                    ),
                  }))}
                />
              )}
            </Card>
          </div>
          <div className="flex min-w-0 flex-col gap-4">
            <ScheduleCard subscription={one} />
            <Card title={t('subs.pauses')} flush>
              {one.pauses.length === 0 ? (
                <Nothing>{t('subs.pauses.none')}</Nothing>
              ) : (
                <ul>
                  {one.pauses.map((pause) => (
                    <li key={pause.from} className="flex flex-col border-b border-line px-4 py-2 last:border-b-0">
                      <Period value={pause} />
                      {pause.reason !== null && <bdi className="text-12 text-muted">{pause.reason}</bdi>}
                    </li>
                  ))}
                </ul>
              )}
            </Card>
            <p className="flex flex-wrap gap-4 text-12">
              <ViewLink search={{ tab: 'charges', subscription: one.id }}>{t('subs.tab.charges')}</ViewLink>
              <ViewLink search={{ tab: 'credit', subscription: one.id }}>{t('subs.tab.credit')}</ViewLink>
              <ViewLink search={{ tab: 'outcomes', subscription: one.id }}>{t('subs.tab.outcomes')}</ViewLink>
            </p>
          </div>
        </div>
        {!mayWrite && <p className="mt-3 text-12 text-muted">{t('subs.mayNotWrite')}</p>}
      </PageBody>
    </>
  );
}

function Renewal({ dealId }: { dealId: string }) {
  return (
    <Link to="/deals/$dealId" params={{ dealId }} className="link">
      {t('subs.renewal.to')}
    </Link>
  );
}
