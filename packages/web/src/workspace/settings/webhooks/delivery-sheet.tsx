import { problemSentence, useApi, useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { RelativeTime } from '../../../lib/i18n/values.tsx';
import { useCan } from '../../../lib/session.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { CopyField } from '../../../ui/copy-field.tsx';
import { Sheet } from '../../../ui/dialog.tsx';
import { ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { toast } from '../../../ui/toast.tsx';
import { AttemptView, Block } from './attempt-view.tsx';
import { deliveryTones, type Endpoint, eventSentence, type OpenDelivery, readable } from './words.ts';

/** A message as it is sent, and each attempt, newest first. */
export function DeliverySheet({ endpoint, deliveryId, onClose }: { endpoint: Endpoint; deliveryId: string; onClose: () => void }) {
  const query = useApi('webhooks.delivery', { params: { id: endpoint.id, childId: deliveryId } }, { refetchInterval: 5_000 });
  const replay = useApiMutation('webhooks.replay', { invalidates: ['webhooks.delivery', 'webhooks.deliveries', 'webhooks.get'] });
  const mayWrite = useCan('webhooks:write');
  function again() {
    replay.mutate(
      { params: { id: endpoint.id }, body: { what: 'one', deliveryId } },
      {
        onError: (error) => toast(problemSentence(error, t('work.refused')), { tone: 'bad' }),
        onSuccess: ({ count }) => toast(t('webhooks.replayed', { n: count })),
      },
    );
  }
  return (
    <Sheet
      title={query.data?.eventType ?? t('webhooks.delivery.body')}
      isOpen
      onClose={onClose}
      footer={
        mayWrite && (
          <Button kind="primary" isPending={replay.isPending} isDisabled={endpoint.status === 'disabled'} onPress={again}>
            {t('webhooks.replay.one')}
          </Button>
        )
      }
    >
      {query.error !== null && query.data === undefined ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.data === undefined ? (
        <SkeletonRows rows={8} what={t('webhooks.delivery.body')} />
      ) : (
        <Opened delivery={query.data} />
      )}
    </Sheet>
  );
}

function Opened({ delivery }: { delivery: OpenDelivery }) {
  return (
    <div className="flex min-w-0 flex-col gap-5">
      <div className="flex flex-wrap items-center gap-2">
        <Badge tone={deliveryTones[delivery.state]}>{t(`webhooks.delivery.${delivery.state}`)}</Badge>
        {delivery.test && <Badge>{t('webhooks.delivery.test')}</Badge>}
        {delivery.nextAttemptAt !== null && (
          <span className="text-12 text-muted">
            {t('webhooks.delivery.next')} <RelativeTime at={delivery.nextAttemptAt} />
          </span>
        )}
        <p className="basis-full text-muted">{eventSentence(delivery.eventType)}</p>
      </div>
      <CopyField label={t('webhooks.delivery.id')} value={delivery.messageId} />
      <Block label={t('webhooks.delivery.body')} text={readable(delivery.body)} />
      <section aria-label={t('webhooks.attempts')} className="flex flex-col gap-2">
        <h3 className="text-13 font-semibold">{t('webhooks.attempts')}</h3>
        {delivery.tries.length === 0 ? (
          <p className="text-muted">{t('webhooks.attempts.none')}</p>
        ) : (
          <ol className="flex flex-col gap-4">
            {delivery.tries.map((attempt) => (
              <li key={attempt.id} className="border-t border-line pt-3">
                <AttemptView attempt={attempt} />
              </li>
            ))}
          </ol>
        )}
      </section>
    </div>
  );
}
