import { useState } from 'react';
import type { Result } from '@entente/contracts/client';
import { problemSentence, useApiMutation, useApiPages } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { Num, RelativeTime } from '../../lib/i18n/values.tsx';
import { useCan } from '../../lib/session.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog, Sheet } from '../../ui/dialog.tsx';
import { Facts, Card } from '../../ui/page.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { toast } from '../../ui/toast.tsx';
import { useUrlState } from '../partners/kit/url-state.ts';
import { RawText } from './raw-text.tsx';
import type { Connection } from './words.ts';

type Message = Result<'connections.messages'>['items'][number];

/** What the other side told us. It is only a hint: the record itself is read afterwards. */
export function MessagesTab({ connection }: { connection: Connection }) {
  const url = useUrlState();
  const mayWrite = useCan('connections:write');
  const [asking, setAsking] = useState(false);
  const list = useApiPages('connections.messages', { params: { id: connection.id }, query: { limit: 50 } }, { keepPrevious: true, refetchInterval: 10_000 });
  const replay = useApiMutation('connections.replay', { invalidates: ['connections.messages', 'connections.log', 'connections.health'] });
  const opened = list.rows.find((message) => message.id === url.text('message'));
  return (
    <>
      <Card
        title={t('connections.tab.messages')}
        flush
        actions={
          mayWrite && list.rows.length > 0 ? (
            <Button size="compact" isPending={replay.isPending} onPress={() => setAsking(true)}>
              {t('connections.replay')}
            </Button>
          ) : undefined
        }
      >
        {list.error !== null && list.rows.length === 0 ? (
          <ErrorState error={list.error} onRetry={list.refetch} />
        ) : list.isLoading ? (
          <SkeletonRows rows={10} height={44} what={t('connections.tab.messages')} />
        ) : list.rows.length === 0 ? (
          <EmptyState title={t('connections.messages.none')} detail={t('connections.messages.none.detail')} />
        ) : (
          <ul>
            {list.rows.map((message) => (
              <li key={message.id} className="border-b border-line last:border-b-0">
                <button
                  type="button"
                  aria-haspopup="dialog"
                  onClick={() => url.set({ message: message.id })}
                  className="flex min-h-11 w-full flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2 text-start outline-offset-[-2px] hover:bg-hover"
                >
                  <span className="min-w-0 flex-1 basis-52">
                    <code dir="ltr" className="font-mono text-12 font-medium">
                      {message.type}
                    </code>
                    {message.outsideId !== null && (
                      <code dir="ltr" className="ms-2 font-mono text-12 text-muted">
                        {message.outsideId}
                      </code>
                    )}
                  </span>
                  {message.times > 1 && <Badge>{t('connections.messages.times', { n: message.times })}</Badge>}
                  <bdi className="text-12 text-muted">{message.outcome ?? t('connections.messages.waiting')}</bdi>
                  <span className="min-w-24 text-12 text-muted md:text-end">
                    <RelativeTime at={message.receivedAt} />
                  </span>
                </button>
              </li>
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
      <Sheet title={opened?.type ?? t('connections.tab.messages')} isOpen={opened !== undefined} onClose={() => url.set({ message: undefined })}>
        {opened && <MessageBody message={opened} />}
      </Sheet>
      <ConfirmDialog
        title={t('connections.replay')}
        body={<p>{t('connections.replay.body')}</p>}
        verb={t('connections.replay')}
        isOpen={asking}
        onClose={() => setAsking(false)}
        onConfirm={() =>
          replay.mutate(
            { params: { id: connection.id }, body: {} },
            {
              onSuccess: (done) => toast(t('connections.replayed', { n: done.messages })),
              onError: (error) => toast(problemSentence(error, t('work.refused')), { tone: 'bad' }),
            },
          )
        }
      />
    </>
  );
}

function MessageBody({ message }: { message: Message }) {
  return (
    <div className="flex flex-col gap-4">
      <Facts
        items={[
          { label: t('connections.messages.received'), value: <RelativeTime at={message.receivedAt} /> },
          { label: t('connections.messages.about'), value: message.outsideId ?? t('work.none') },
          { label: t('connections.messages.came'), value: <Num value={message.times} /> },
          { label: t('connections.messages.outcome'), value: message.outcome ?? t('connections.messages.waiting') },
        ]}
      />
      <RawText label={t('connections.messages.body')} value={message.body} />
    </div>
  );
}
