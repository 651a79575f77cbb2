import { useApiPages } from '../../lib/api/index.ts';
import { RelativeTime } from '../../lib/i18n/values.tsx';
import { useAct } from '../act.ts';
import { Go, useParam } from '../address.tsx';
import { Button, GoButton } from '../kit/button.tsx';
import { Tick } from '../kit/fields.tsx';
import { Page, Panel } from '../kit/page.tsx';
import { Listed } from '../shared/rows.tsx';
import { useWhyNot } from '../session.ts';
import { SettingsViews } from '../team/settings-views.tsx';
import { t } from '../text.ts';

export function NotificationList() {
  const [unreadOnly, setUnreadOnly] = useParam('unread');
  const pages = useApiPages('notifications.list', { query: { unread: unreadOnly === '1' ? 'true' : undefined } }, { keepPrevious: true });
  const read = useAct('notifications.read');
  const why = useWhyNot()('notifications:read');
  const unread = pages.first?.unreadCount ?? 0;
  return (
    <Page
      title={t('portal.notes.title')}
      meta={pages.first && <span>{t('portal.notes.unread', { n: unread })}</span>}
      actions={
        unread > 0 && (
          <Button busy={read.busy} why={why} onClick={() => void read.run({ body: {} })}>
            {t('portal.notes.readAll')}
          </Button>
        )
      }
    >
      <SettingsViews open="list" />
      <div className="mb-4">
        <Tick label={t('portal.notes.unreadOnly')} checked={unreadOnly === '1'} onChange={(on) => setUnreadOnly(on ? '1' : undefined)} />
      </div>
      <Panel flush>
        <Listed
          pages={pages}
          what={t('portal.notes.title')}
          empty={{
            title: t('portal.notes.empty.title'),
            detail: t('portal.notes.empty.detail'),
            action: <GoButton to="/portal/settings">{t('portal.prefs.title')}</GoButton>,
          }}
        >
          <ul aria-label={t('portal.notes.title')}>
            {pages.rows.map((note) => (
              <li key={note.id} className="flex gap-3 border-b border-line px-4 py-3 last:border-b-0">
                <span aria-hidden className={`mt-2 size-2 shrink-0 rounded-full ${note.readAt === null ? 'bg-accent' : ''}`} />
                <div className="min-w-0 flex-1">
                  <p className={note.readAt === null ? 'font-medium' : ''}>
                    {note.path === null ? (
                      <bdi>{note.title}</bdi>
                    ) : (
                      <Go
                        to={note.path}
                        className="hover:underline"
                        onClick={() => {
                          if (note.readAt === null && why === undefined) void read.run({ body: { ids: [note.id] } });
                        }}
                      >
                        <bdi>{note.title}</bdi>
                      </Go>
                    )}
                    {note.readAt === null && <span className="sr-only"> {t('portal.notes.isUnread')}</span>}
                  </p>
                  <p dir="auto">{note.body}</p>
                  <p className="text-12 text-muted">
                    <RelativeTime at={note.at} />
                  </p>
                </div>
              </li>
            ))}
          </ul>
        </Listed>
      </Panel>
    </Page>
  );
}
