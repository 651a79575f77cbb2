import { useState } from 'react';
import { problemSentence, useApiMutation, useApiPages } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { DateText } from '../../../lib/i18n/values.tsx';
import { useCan } from '../../../lib/session.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/page.tsx';
import { ErrorState } from '../../../ui/states.tsx';
import { toast } from '../../../ui/toast.tsx';
import { Nothing } from '../../partners/kit/record-page.tsx';
import { SubscriptionLink, SubscriptionState, ViewLink } from './bits.tsx';
import { NewSubscription } from './new-subscription.tsx';
import { type SubscriptionRow, subscriptionReads } from './words.ts';

const SHOWN = 5;

function Rows({ rows }: { rows: readonly SubscriptionRow[] }) {
  return (
    <ul>
      {rows.slice(0, SHOWN).map((one) => (
        <li key={one.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-2">
          <span className="min-w-40 flex-1">
            <SubscriptionLink id={one.id}>{one.name}</SubscriptionLink>
            <span className="block text-12 text-muted">
              {t('subs.number', { n: one.number })}
              {' · '}
              {one.endsOn === null ? (
                t('subs.runsOn')
              ) : (
                <>
                  {t('subs.endsOn')} <DateText date={one.endsOn} />
                </>
              )}
              {one.nextChargeOn !== null && (
                <>
                  {' · '}
                  {t('subs.nextCharge')} <DateText date={one.nextChargeOn} />
                </>
              )}
            </span>
          </span>
          <SubscriptionState state={one.state} />
        </li>
      ))}
    </ul>
  );
}

/** On the page of an account: what it subscribed to. */
export function AccountSubscriptions({ account }: { account: { id: string; name: string } }) {
  const mayRead = useCan('subscriptions:read');
  const mayWrite = useCan('subscriptions:write');
  const [adding, setAdding] = useState(false);
  const list = useApiPages('subscriptions.list', { query: { accountId: account.id, limit: SHOWN + 1 } }, { enabled: mayRead });
  if (!mayRead) return null;
  return (
    <Card
      title={t('money.subscriptions')}
      flush
      actions={
        mayWrite && (
          <Button size="compact" onPress={() => setAdding(true)}>
            {t('subs.new')}
          </Button>
        )
      }
    >
      {list.error !== null && list.rows.length === 0 ? (
        <div className="p-4">
          <ErrorState compact error={list.error} onRetry={list.refetch} />
        </div>
      ) : list.isLoading ? (
        <p aria-hidden className="ghost m-4 h-8" />
      ) : list.rows.length === 0 ? (
        <Nothing>{t('subs.ofAccount.none')}</Nothing>
      ) : (
        <Rows rows={list.rows} />
      )}
      <p className="flex flex-wrap gap-4 px-4 py-2 text-12">
        {list.rows.length > 0 && <ViewLink search={{ account: account.id }}>{t('work.seeAll')}</ViewLink>}
        <ViewLink search={{ tab: 'charges', account: account.id }}>{t('subs.tab.charges')}</ViewLink>
        <ViewLink search={{ tab: 'credit', account: account.id }}>{t('subs.tab.credit')}</ViewLink>
      </p>
      {adding && <NewSubscription account={account} onClose={() => setAdding(false)} />}
    </Card>
  );
}

/** In the deal's room: what was started from its quote; where a won deal started nothing by itself, the act that does. */
export function DealSubscriptions({ deal }: { deal: { id: string; status: string } }) {
  const mayRead = useCan('subscriptions:read');
  const mayWrite = useCan('subscriptions:write');
  const list = useApiPages('subscriptions.list', { query: { dealId: deal.id, limit: SHOWN + 1 } }, { enabled: mayRead });
  const take = useApiMutation('subscriptions.takeOrder', {
    invalidates: subscriptionReads,
    onDone: ({ subscriptionIds, charges }) =>
      toast(subscriptionIds.length + charges === 0 ? t('subs.order.nothing') : t('subs.order.taken', { n: subscriptionIds.length, charges })),
  });
  const isWon = deal.status === 'won';
  if (!mayRead || (list.rows.length === 0 && !isWon && list.error === null)) return null;
  return (
    <Card title={t('money.subscriptions')} flush>
      {list.error !== null && list.rows.length === 0 ? (
        <div className="p-4">
          <ErrorState compact error={list.error} onRetry={list.refetch} />
        </div>
      ) : list.isLoading ? (
        <p aria-hidden className="ghost m-4 h-8" />
      ) : list.rows.length === 0 ? (
        <div className="flex flex-wrap items-center gap-3 px-4 py-3">
          <p className="min-w-40 flex-1 text-muted">{t('subs.ofDeal.none')}</p>
          {mayWrite && (
            <Button
              size="compact"
              isPending={take.isPending}
              onPress={() =>
                take.mutate({ params: { id: deal.id } }, { onError: (error) => toast(problemSentence(error, t('work.refused')), { tone: 'bad' }) })
              }
            >
              {t('subs.order.take')}
            </Button>
          )}
        </div>
      ) : (
        <Rows rows={list.rows} />
      )}
      <p className="flex flex-wrap gap-4 px-4 py-2 text-12">
        {list.rows.length > 0 && <ViewLink search={{ deal: deal.id }}>{t('work.seeAll')}</ViewLink>}
        <ViewLink search={{ tab: 'charges', deal: deal.id }}>{t('subs.tab.charges')}</ViewLink>
      </p>
    </Card>
  );
}
