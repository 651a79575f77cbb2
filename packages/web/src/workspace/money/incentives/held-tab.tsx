import { problemSentence, useApiMutation, useApiPages } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { DateText } from '../../../lib/i18n/values.tsx';
import { useCan } from '../../../lib/session.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, PageBody } from '../../../ui/page.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { toast } from '../../../ui/toast.tsx';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import { DealLink } from './accrual-columns.tsx';
import { incentiveReads } from './words.ts';

/** Receipts and sales that incentives could not follow: why, and the way to try again. */
export function HeldTab() {
  const mayWrite = useCan('incentives:write');
  const list = useApiPages('incentives.facts', { query: { state: 'held', limit: 50 } });
  const retry = useApiMutation('incentives.retry', {
    invalidates: incentiveReads,
    onDone: (fact) =>
      toast(fact.state === 'done' ? t('incentives.held.done') : (fact.sentence ?? t('splits.stillHeld')), { tone: fact.state === 'done' ? 'normal' : 'bad' }),
  });
  if (list.error !== null && list.rows.length === 0) return <ErrorState error={list.error} onRetry={list.refetch} />;
  if (list.isLoading) return <SkeletonRows what={t('incentives.tab.held')} />;
  if (list.rows.length === 0) return <EmptyState title={t('incentives.held.none')} detail={t('incentives.held.none.detail')} />;
  return (
    <PageBody>
      <Card title={t('incentives.tab.held')} flush>
        <ul>
          {list.rows.map((fact) => (
            <li key={`${fact.type}/${fact.id}`} className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-4 py-2.5 last:border-b-0">
              <div className="min-w-0 flex-1 max-md:basis-full">
                <p className="flex flex-wrap gap-x-3">
                  <span className="font-medium">{t(`incentives.fact.${fact.type}`)}</span>
                  <DealLink of={fact} />
                  <span className="text-muted">
                    <DateText date={fact.on} />
                  </span>
                  <ExactMoney value={{ amountMinor: fact.netMinor, currency: fact.currency }} />
                </p>
                <p className="text-warn">
                  <bdi>{fact.sentence}</bdi>
                </p>
              </div>
              <Button
                size="compact"
                isDisabled={!mayWrite}
                isPending={retry.isPending && retry.variables.params.id === fact.id}
                onPress={() =>
                  retry.mutate(
                    { params: { type: fact.type, id: fact.id } },
                    { onError: (error) => toast(problemSentence(error, t('work.refused')), { tone: 'bad' }) },
                  )
                }
              >
                {t('ui.retry')}
              </Button>
            </li>
          ))}
        </ul>
        {list.hasMore && (
          <p className="p-2 text-center">
            <Button size="compact" isPending={list.isLoadingMore} onPress={list.loadMore}>
              {t('work.more')}
            </Button>
          </p>
        )}
      </Card>
    </PageBody>
  );
}
