import { Link } from '@tanstack/react-router';
import { useApiMutation, useApiPages, type Result } from '../lib/api/index.ts';
import { t } from '../lib/i18n/i18n.ts';
import { RelativeTime } from '../lib/i18n/values.tsx';
import { Button } from '../ui/button.tsx';
import { cx } from '../ui/cx.ts';
import { Sheet } from '../ui/dialog.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../ui/states.tsx';

type Told = Result<'notifications.list'>['items'][number];

export function NotificationsPanel({ onClose }: { onClose: () => void }) {
  const list = useApiPages('notifications.list', { query: { limit: 30 } });
  const read = useApiMutation('notifications.read', { invalidates: ['notifications.list'] });
  const unread = list.first?.unreadCount ?? 0;
  return (
    <Sheet
      title={t('telling.bell')}
      isOpen
      onClose={onClose}
      footer={
        <>
          <Link to="/settings/$section" params={{ section: 'notifications' }} onClick={onClose} className="link me-auto">
            {t('telling.toPreferences')}
          </Link>
          {unread > 0 && (
            <Button isPending={read.isPending} onPress={() => read.mutate({ body: {} })}>
              {t('telling.readAll')}
            </Button>
          )}
        </>
      }
    >
      {list.error !== null && list.rows.length === 0 ? (
        <ErrorState error={list.error} onRetry={list.refetch} />
      ) : list.isLoading ? (
        <SkeletonRows rows={6} height={64} widths={[60, 20]} what={t('telling.bell')} />
      ) : list.rows.length === 0 ? (
        <EmptyState title={t('telling.empty')} detail={t('telling.empty.detail')} />
      ) : (
        <ul className="-m-5">
          {list.rows.map((told) => (
            <li key={told.id}>
              <Row
                told={told}
                onOpen={() => {
                  if (told.readAt === null) read.mutate({ body: { ids: [told.id] } });
                  if (told.path !== null) onClose();
                }}
              />
            </li>
          ))}
        </ul>
      )}
      {list.hasMore && (
        <p className="pt-8 text-center">
          <Button isPending={list.isLoadingMore} onPress={list.loadMore}>
            {t('work.more')}
          </Button>
        </p>
      )}
    </Sheet>
  );
}

const row = 'flex w-full flex-col gap-0.5 border-b border-line px-5 py-3 text-start outline-offset-[-2px] hover:bg-hover';

function Row({ told, onOpen }: { told: Told; onOpen: () => void }) {
  const inside = (
    <>
      <span className="flex items-start gap-2">
        {told.readAt === null && (
          <span className="mt-1.5 size-2 shrink-0 rounded-full bg-accent">
            <span className="sr-only">{t('telling.new')}</span>
          </span>
        )}
        <bdi className={cx('min-w-0 flex-1', told.readAt === null && 'font-semibold')}>{told.title}</bdi>
        <span className="shrink-0 text-12 text-muted">
          <RelativeTime at={told.at} />
        </span>
      </span>
      <bdi className="text-muted">{told.body}</bdi>
    </>
  );
  return told.path === null ? (
    <button type="button" onClick={onOpen} className={row}>
      {inside}
    </button>
  ) : (
    <Link to={told.path} onClick={onOpen} className={row}>
      {inside}
    </Link>
  );
}
