import { useApiPages } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Num } from '../../../lib/i18n/values.tsx';
import { Button } from '../../../ui/button.tsx';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { Card } from '../../../ui/page.tsx';
import { ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { Quantity } from '../../metering/quantity-text.tsx';
import { Nothing } from '../../partners/kit/record-page.tsx';
import { useUrlState } from '../../partners/kit/url-state.ts';
import { MeterLink, SubscriptionLink } from './bits.tsx';
import { instantsOf, rangeOf, steps } from './usage-range.ts';
import type { Meter } from './words.ts';

/** Who used it in the same days, and which contract pays for it. What nobody pays for is said. */
export function SubjectsCard({ meter }: { meter: Meter }) {
  const url = useUrlState();
  const range = rangeOf(url.oneOf('by', steps) ?? 'day', url.text('from'), url.text('to'));
  const unassigned = url.text('unassigned') === 'true';
  const list = useApiPages(
    'meters.subjects',
    { params: { id: meter.id }, query: { ...instantsOf(range), ...(unassigned ? { unassigned: 'true' } : {}), limit: 50 } },
    { keepPrevious: true },
  );
  return (
    <Card title={t('subs.subjects')} flush>
      <div className="border-b border-line px-4 py-2">
        <Checkbox isSelected={unassigned} onChange={(only) => url.set({ unassigned: only ? true : undefined })}>
          {t('subs.subjects.unassigned')}
        </Checkbox>
      </div>
      {list.error !== null && list.rows.length === 0 ? (
        <div className="p-4">
          <ErrorState compact error={list.error} onRetry={list.refetch} />
        </div>
      ) : list.isLoading ? (
        <SkeletonRows rows={3} what={t('subs.subjects')} />
      ) : list.rows.length === 0 ? (
        <Nothing>{t(unassigned ? 'subs.subjects.allPaid' : 'subs.usage.none')}</Nothing>
      ) : (
        <ul>
          {list.rows.map((one) => (
            <li key={one.subject} className="flex flex-wrap items-baseline gap-x-3 border-b border-line px-4 py-2 last:border-b-0">
              <span className="min-w-40 flex-1 break-all">
                <span className="block leading-6">
                  <MeterLink id={meter.id} search={{ subject: one.subject, from: range.from, to: range.to }}>
                    {one.subject}
                  </MeterLink>
                </span>
                <span className="block text-12 leading-6 text-muted">
                  {one.subscriptionId === null ? (
                    <span className="text-warn">{t('subs.subjects.nobody')}</span>
                  ) : (
                    <>
                      <SubscriptionLink id={one.subscriptionId}>{one.subscriptionName}</SubscriptionLink> · <bdi>{one.accountName}</bdi>
                    </>
                  )}
                </span>
              </span>
              <span className="text-end">
                <Quantity value={one.quantity} /> <bdi className="text-muted">{meter.unit}</bdi>
                <span className="block text-12 text-muted">
                  {t('subs.events')} <Num value={one.events} />
                </span>
              </span>
            </li>
          ))}
        </ul>
      )}
      {list.hasMore && (
        <p className="p-3 text-center">
          <Button size="compact" isPending={list.isLoadingMore} onPress={list.loadMore}>
            {t('work.more')}
          </Button>
        </p>
      )}
    </Card>
  );
}
