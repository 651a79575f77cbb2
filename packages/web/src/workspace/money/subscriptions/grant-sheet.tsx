import { t } from '../../../lib/i18n/i18n.ts';
import { DateText, Num } from '../../../lib/i18n/values.tsx';
import { Sheet } from '../../../ui/dialog.tsx';
import { Facts } from '../../../ui/page.tsx';
import { AccountLink } from '../invoices/bits.tsx';
import { GrantAmount, MeterLink, none, SubscriptionLink, ViewLink } from './bits.tsx';
import type { Grant } from './words.ts';

/** One piece of credit: what of it is left, for what it counts, and when it is its turn. */
export function GrantSheet({ grant: one, place, onClose }: { grant: Grant; place: number | undefined; onClose: () => void }) {
  return (
    <Sheet title={one.description} isOpen onClose={onClose}>
      <div className="flex flex-col gap-5">
        <Facts
          items={[
            { label: t('subs.grant.left'), value: <GrantAmount of={one} amount={one.left} /> },
            { label: t('subs.grant.used'), value: <GrantAmount of={one} amount={one.used} /> },
            { label: t('subs.grant.granted'), value: <GrantAmount of={one} amount={one.granted} /> },
          ]}
        />
        <Facts
          items={[
            { label: t('work.account'), value: <AccountLink id={one.accountId} name={one.accountName} /> },
            {
              label: t('subs.subscription'),
              value:
                one.subscriptionId === null ? (
                  t('subs.grant.anySubscription')
                ) : (
                  <SubscriptionLink id={one.subscriptionId}>{t('subs.grant.toSubscription')}</SubscriptionLink>
                ),
            },
            { label: t('subs.grant.of'), value: one.meterId === null ? one.currency : <MeterLink id={one.meterId}>{one.meterKey}</MeterLink> },
            { label: t('subs.grant.source'), value: t(`subs.source.${one.source}`) },
            ...(one.kind === 'units' ? [] : [{ label: t('subs.grant.place'), value: place === undefined ? none : <Num value={place} /> }]),
            { label: t('subs.grant.priority'), value: <Num value={one.priority} /> },
            { label: t('subs.grant.on'), value: <DateText date={one.grantedOn} /> },
            { label: t('subs.grant.expires'), value: one.expiresOn === null ? t('subs.grant.never') : <DateText date={one.expiresOn} /> },
            { label: t('subs.grant.by'), value: one.createdBy },
          ]}
        />
        <p className="text-12 text-muted">{t(`subs.grants.order.${one.kind}`)}</p>
        <p className="flex flex-wrap gap-4 text-12">
          <ViewLink search={{ tab: 'charges', account: one.accountId, kind: 'usage' }}>{t('subs.grant.toUsage')}</ViewLink>
          <ViewLink search={{ tab: 'credit', account: one.accountId }}>{t('subs.grant.ofAccount')}</ViewLink>
        </p>
      </div>
    </Sheet>
  );
}
