import { useEffect, useState } from 'react';
import { useApiPages } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/page.tsx';
import { Select } from '../../../ui/select.tsx';
import { ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { Timeline } from '../../../ui/timeline.tsx';
import { timelineGroups, type TimelineGroup, groupOfEvent } from './timeline-groups.ts';

const ENOUGH = 8;

/** All that happened, or one kind of it. The server gives everything in order, so a narrow choice reads on until there is enough to show. */
export function DealTimeline({ dealId }: { dealId: string }) {
  const [group, setGroup] = useState<TimelineGroup | 'all'>('all');
  const list = useApiPages('deals.timeline', { params: { id: dealId }, query: { limit: group === 'all' ? 30 : 100 } }, { keepPrevious: true });
  const rows = group === 'all' ? list.rows : list.rows.filter((entry) => groupOfEvent(entry.kind) === group);
  const isShort = group !== 'all' && rows.length < ENOUGH && list.hasMore && !list.isLoadingMore;
  const { loadMore } = list;
  useEffect(() => {
    if (isShort) loadMore();
  }, [isShort, loadMore]);
  return (
    <Card
      title={t('deals.timeline')}
      actions={
        <Select
          label={t('deals.timeline.show')}
          hideLabel
          value={group}
          onChange={setGroup}
          options={[{ id: 'all', label: t('deals.timeline.all') }, ...timelineGroups.map((id) => ({ id, label: t(`deals.timeline.${id}`) }))]}
          className="w-36"
        />
      }
    >
      {list.isLoading && <SkeletonRows rows={4} what={t('deals.timeline')} />}
      {list.error !== null && <ErrorState compact error={list.error} onRetry={list.refetch} />}
      {!list.isLoading && list.error === null && rows.length === 0 && !list.isLoadingMore && (
        <p className="text-muted">{t(group === 'all' ? 'deals.timeline.empty' : 'deals.timeline.none')}</p>
      )}
      <Timeline
        entries={rows.map((entry) => ({
          id: entry.id,
          at: entry.at,
          title: entry.sentence,
          by: entry.by === '' ? undefined : entry.by,
          role: entry.role ?? undefined,
        }))}
      />
      {list.hasMore && (
        <Button kind="quiet" size="compact" className="mt-2" isPending={list.isLoadingMore} onPress={list.loadMore}>
          {t('deals.older')}
        </Button>
      )}
    </Card>
  );
}
