import { useState } from 'react';
import { useApiMutation, useApiPages } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { InstantText } from '../../../lib/i18n/values.tsx';
import { useCan } from '../../../lib/session.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/page.tsx';
import { Select } from '../../../ui/select.tsx';
import { ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { sayRefusal } from '../../deals/kit/notify.ts';
import { saleReads } from '../use-marketplaces.ts';

const states = ['parked', 'done', 'ignored'] as const;
const tones = { parked: 'warn', done: 'ok', ignored: 'neutral' } as const;

/** News of the marketplace; what is parked waits for its offer or agreement to become known here. */
export function NoticesCard({ marketplaceId }: { marketplaceId: string }) {
  const [state, setState] = useState<(typeof states)[number]>('parked');
  const list = useApiPages('marketplaceNotices.list', { query: { marketplaceId, state, limit: 20 } }, { keepPrevious: true });
  const retry = useApiMutation('marketplaceNotices.retry', { invalidates: ['marketplaceNotices.list', 'marketplaces.list', ...saleReads] });
  const mayWrite = useCan('marketplaces:write');
  return (
    <Card
      title={t('marketplaces.notices')}
      flush
      actions={
        <Select
          label={t('marketplaces.notices.show')}
          hideLabel
          options={states.map((id) => ({ id, label: t(`marketplaces.notice.${id}`) }))}
          value={state}
          onChange={setState}
          className="w-36"
        />
      }
    >
      {list.error !== null && <ErrorState compact error={list.error} onRetry={list.refetch} />}
      {list.isLoading && <SkeletonRows rows={2} widths={[50, 20]} what={t('marketplaces.notices')} />}
      {!list.isLoading && list.error === null && list.rows.length === 0 && <p className="p-4 text-muted">{t(`marketplaces.notices.none.${state}`)}</p>}
      <ul>
        {list.rows.map((notice) => (
          <li key={notice.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-2.5 last:border-b-0">
            <span className="min-w-52 flex-1">
              <span className="block">
                <bdi>{notice.sentence ?? notice.kind.replaceAll('_', ' ')}</bdi>
              </span>
              <span className="block text-12 text-muted">
                <bdi className="font-mono">{notice.offerId ?? notice.agreementId ?? notice.entitlementId ?? ''}</bdi> <InstantText at={notice.at} />
              </span>
            </span>
            <Badge tone={tones[notice.state]}>{t(`marketplaces.notice.${notice.state}`)}</Badge>
            {notice.state === 'parked' && mayWrite && (
              <span className="flex gap-2">
                <Button
                  size="compact"
                  isPending={retry.isPending}
                  onPress={() => retry.mutate({ params: { id: notice.id }, body: { ignore: false } }, { onError: sayRefusal })}
                >
                  {t('marketplaces.notice.retry')}
                </Button>
                <Button
                  size="compact"
                  kind="quiet"
                  onPress={() => retry.mutate({ params: { id: notice.id }, body: { ignore: true } }, { onError: sayRefusal })}
                >
                  {t('marketplaces.notice.ignore')}
                </Button>
              </span>
            )}
          </li>
        ))}
      </ul>
      {list.hasMore && (
        <p className="px-4 py-2">
          <Button kind="quiet" size="compact" isPending={list.isLoadingMore} onPress={list.loadMore}>
            {t('deals.older')}
          </Button>
        </p>
      )}
    </Card>
  );
}
