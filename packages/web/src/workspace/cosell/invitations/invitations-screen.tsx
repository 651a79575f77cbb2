import { useEffect, useState } from 'react';
import { MailQuestion } from 'lucide-react';
import { useRegisterActions } from '../../../lib/actions.ts';
import { useApiPages } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Button } from '../../../ui/button.tsx';
import { Sheet } from '../../../ui/dialog.tsx';
import { PageHeader } from '../../../ui/page.tsx';
import { ScrollArea } from '../../../ui/scroll-area.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { Tabs } from '../../../ui/tabs.tsx';
import { usePhone } from '../../../ui/use-media.ts';
import { useUrlState } from '../../partners/kit/url-state.ts';
import { CosellLinks } from '../cosell-links.tsx';
import { InvitationDetailPane } from './invitation-detail.tsx';
import { InvitationList } from './invitation-list.tsx';
import { filters, isAnswering } from './words.ts';

const SOON = 2_000;

/** What clouds and partners offer us, the one that expires first on top. */
export function InvitationsScreen() {
  const url = useUrlState();
  const phone = usePhone();
  const filter = url.oneOf('status', filters) ?? 'pending';
  const [soon, setSoon] = useState(false);
  const list = useApiPages('invitations.list', { query: { status: filter } }, { keepPrevious: true, refetchInterval: soon ? SOON : false });
  const underWay = list.rows.some(isAnswering);
  if (underWay !== soon) setSoon(underWay);
  const rows = filter === 'pending' ? list.rows.toSorted((left, right) => (left.expiresAt ?? '9').localeCompare(right.expiresAt ?? '9')) : list.rows;
  const chosen = url.text('open');
  // Once answered it leaves the list of those that wait; named in the address, its pane stays until another is chosen.
  const openId = chosen ?? (phone ? undefined : rows[0]?.id);
  const place = rows.findIndex((row) => row.id === openId);
  const show = (id: string | undefined) => url.set({ open: id });

  function move(step: number) {
    const next = rows[Math.min(rows.length - 1, Math.max(0, place + step))];
    if (next) show(next.id);
  }
  useEffect(() => {
    document.querySelector(`[data-invitation="${CSS.escape(openId ?? '')}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [openId]);
  useRegisterActions(
    () => [
      { id: 'invitations.next', label: 'ui.row.next', scope: 'screen', shortcut: 'j', run: () => move(1) },
      { id: 'invitations.before', label: 'ui.row.before', scope: 'screen', shortcut: 'k', run: () => move(-1) },
    ],
    [place, rows.length],
  );
  const detail = openId !== undefined && <InvitationDetailPane key={openId} id={openId} onAnswered={() => show(openId)} />;
  return (
    <>
      <CosellLinks />
      <PageHeader
        title={t('cosell.invitations')}
        tabs={
          <Tabs
            label={t('cosell.invitations')}
            value={filter}
            onChange={(id) => url.set({ status: id === 'pending' ? undefined : id, open: undefined })}
            items={filters.map((id) => ({ id, label: t(`cosell.invitation.filter.${id}`) }))}
          />
        }
      />
      {list.error !== null && list.rows.length === 0 ? (
        <ErrorState error={list.error} onRetry={list.refetch} />
      ) : list.isLoading ? (
        <SkeletonRows rows={6} height={62} widths={[40, 20, 15]} what={t('cosell.invitations')} />
      ) : rows.length === 0 && chosen === undefined ? (
        <EmptyState icon={<MailQuestion size={18} aria-hidden />} title={t(`cosell.invitations.none.${filter}`)} detail={t('cosell.invitations.none.detail')} />
      ) : (
        <div className="flex min-h-0 flex-1">
          <section
            aria-label={t('cosell.invitations.list')}
            className="relative min-h-0 overflow-auto max-md:flex-1 md:w-96 md:shrink-0 md:border-e md:border-line"
          >
            {list.error !== null && <ErrorState compact error={list.error} onRetry={list.refetch} />}
            {rows.length === 0 && <p className="p-4 text-muted">{t(`cosell.invitations.none.${filter}`)}</p>}
            <InvitationList rows={rows} openId={openId} onOpen={show} />
            {list.hasMore && (
              <p className="p-3 text-center">
                <Button isPending={list.isLoadingMore} onPress={list.loadMore}>
                  {t('work.more')}
                </Button>
              </p>
            )}
          </section>
          {phone ? (
            <Sheet title={t('cosell.invitation')} isOpen={openId !== undefined} onClose={() => show(undefined)}>
              {detail}
            </Sheet>
          ) : (
            <ScrollArea className="min-h-0 min-w-0 flex-1 overflow-auto" label={t('cosell.invitation')}>
              {detail}
            </ScrollArea>
          )}
        </div>
      )}
    </>
  );
}
