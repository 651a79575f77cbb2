import { lazy, Suspense, useState } from 'react';
import { Bell as BellIcon } from 'lucide-react';
import { Button } from 'react-aria-components';
import { useApi } from '../lib/api/index.ts';
import { useRegisterActions } from '../lib/actions.ts';
import { t } from '../lib/i18n/i18n.ts';
import { Num } from '../lib/i18n/values.tsx';
import { cx } from '../ui/cx.ts';
import { Tooltip } from '../ui/tooltip.tsx';

const NotificationsPanel = lazy(async () => ({ default: (await import('./notifications-panel.tsx')).NotificationsPanel }));

// Events of others reach this page at once; what a clock brings about is found with the next look.
export const useUnread = (): number =>
  useApi('notifications.list', { query: { unread: 'true', limit: 1 } }, { refetchInterval: 60_000 }).data?.unreadCount ?? 0;

/** How many things I was told and have not read; opens the list of them. */
export function Bell({ look }: { look: 'icon' | 'row' }) {
  const [open, setOpen] = useState(false);
  const count = useUnread();
  useRegisterActions(() => [{ id: 'notifications', label: 'telling.open', scope: 'global', shortcut: 'g n', run: () => setOpen(true) }], []);
  const label = count === 0 ? t('telling.bell') : t('telling.bell.unread', { n: count });
  return (
    <>
      {look === 'icon' ? (
        <Tooltip text={label} shortcut="g n">
          <Button
            aria-label={label}
            onPress={() => setOpen(true)}
            className="relative inline-flex size-7 shrink-0 items-center justify-center rounded-control text-muted data-hovered:bg-hover data-hovered:text-text"
          >
            <BellIcon size={16} strokeWidth={1.75} aria-hidden />
            {count > 0 && (
              // Drawn, not written: the button's name says the number in words.
              <span
                aria-hidden
                data-count={count > 99 ? '99+' : count}
                className="num absolute -end-0.5 -top-0.5 min-w-4 rounded-full bg-ink px-1 text-center text-[10px] leading-4 text-on-ink before:content-[attr(data-count)]"
              />
            )}
          </Button>
        </Tooltip>
      ) : (
        <Button onPress={() => setOpen(true)} className={cx('flex h-11 w-full items-center gap-3 rounded-control px-2 text-muted data-hovered:bg-hover')}>
          <BellIcon size={16} strokeWidth={1.75} aria-hidden />
          <span className="flex-1 text-start">{t('telling.bell')}</span>
          {count > 0 && (
            <span className="text-12">
              <span aria-hidden>
                <Num value={count} />
              </span>
              <span className="sr-only">{t('telling.unread', { n: count })}</span>
            </span>
          )}
        </Button>
      )}
      <Suspense fallback={null}>{open && <NotificationsPanel onClose={() => setOpen(false)} />}</Suspense>
    </>
  );
}
