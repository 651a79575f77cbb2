import { useApi, useApiPages } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { RelativeTime } from '../../../lib/i18n/values.tsx';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/page.tsx';
import { Select } from '../../../ui/select.tsx';
import { ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { Nothing } from '../../partners/kit/record-page.tsx';
import { useUrlState } from '../../partners/kit/url-state.ts';
import { DeliverySheet } from './delivery-sheet.tsx';
import { type Delivery, deliveryStates, deliveryTones, type Endpoint } from './words.ts';

const ANY = 'any';

/** Filter and the opened message stand in the address. */
export function Deliveries({ endpoint }: { endpoint: Endpoint }) {
  const url = useUrlState();
  const types = useApi('webhooks.eventTypes', undefined, { staleTime: Number.POSITIVE_INFINITY });
  const state = url.oneOf('state', deliveryStates);
  const eventType = types.data?.items.find(({ type }) => type === url.text('event'))?.type;
  const opened = url.text('delivery');
  const list = useApiPages('webhooks.deliveries', { params: { id: endpoint.id }, query: { state, eventType } }, { keepPrevious: true, refetchInterval: 5_000 });
  const filters = (
    <div className="flex flex-wrap items-center gap-2 border-b border-line px-4 py-2">
      <Select
        label={t('webhooks.filter.state')}
        hideLabel
        value={state ?? ANY}
        onChange={(id) => url.set({ state: id === ANY ? undefined : id })}
        options={[
          { id: ANY as string, label: t('webhooks.filter.anyState') },
          ...deliveryStates.map((id) => ({ id: id as string, label: t(`webhooks.delivery.${id}`) })),
        ]}
        className="w-36"
      />
      <Select
        label={t('webhooks.test.event')}
        hideLabel
        value={eventType ?? ANY}
        onChange={(id) => url.set({ event: id === ANY ? undefined : id })}
        options={[
          { id: ANY as string, label: t('webhooks.filter.anyEvent') },
          ...(types.data?.items ?? [])
            .filter(({ type }) => endpoint.eventTypes?.includes(type) ?? true)
            .map(({ type }) => ({ id: type as string, label: type })),
        ]}
        className="w-52"
      />
    </div>
  );
  return (
    <>
      <Card title={t('webhooks.deliveries')} flush>
        {filters}
        {list.error !== null && list.rows.length === 0 ? (
          <ErrorState error={list.error} onRetry={list.refetch} />
        ) : list.isLoading ? (
          <SkeletonRows rows={8} height={48} what={t('webhooks.deliveries')} />
        ) : list.rows.length === 0 ? (
          <Nothing>{t(state === undefined && eventType === undefined ? 'webhooks.deliveries.none' : 'webhooks.deliveries.noMatch')}</Nothing>
        ) : (
          <ul>
            {list.rows.map((delivery) => (
              <DeliveryRow key={delivery.id} delivery={delivery} onOpen={() => url.set({ delivery: delivery.id })} />
            ))}
          </ul>
        )}
        {list.hasMore && (
          <p className="p-3 text-center">
            <Button isPending={list.isLoadingMore} onPress={list.loadMore}>
              {t('work.more')}
            </Button>
          </p>
        )}
      </Card>
      {opened !== undefined && <DeliverySheet endpoint={endpoint} deliveryId={opened} onClose={() => url.set({ delivery: undefined })} />}
    </>
  );
}

function DeliveryRow({ delivery, onOpen }: { delivery: Delivery; onOpen: () => void }) {
  return (
    <li className="border-b border-line last:border-b-0">
      <button type="button" onClick={onOpen} className="flex min-h-12 w-full flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2 text-start hover:bg-hover">
        <span className="min-w-0 flex-1 basis-52">
          <code dir="ltr" className="font-mono text-12 font-medium">
            {delivery.eventType}
          </code>
          {delivery.lastError !== null && <bdi className="block truncate text-12 text-bad">{delivery.lastError}</bdi>}
        </span>
        {delivery.test && <Badge>{t('webhooks.delivery.test')}</Badge>}
        <span className="text-12 text-muted">{t('webhooks.delivery.attempts', { n: delivery.attempts })}</span>
        {delivery.lastTookMs !== null && <span className="num text-12 text-muted">{t('webhooks.ms', { ms: delivery.lastTookMs })}</span>}
        <span className="text-12 text-muted">
          {delivery.nextAttemptAt !== null && delivery.attempts > 0 ? (
            <>
              {t('webhooks.delivery.next')} <RelativeTime at={delivery.nextAttemptAt} />
            </>
          ) : (
            <RelativeTime at={delivery.finishedAt ?? delivery.createdAt} />
          )}
        </span>
        <Badge tone={deliveryTones[delivery.state]}>
          {delivery.lastStatus === null ? t(`webhooks.delivery.${delivery.state}`) : `${t(`webhooks.delivery.${delivery.state}`)} · ${delivery.lastStatus}`}
        </Badge>
      </button>
    </li>
  );
}
