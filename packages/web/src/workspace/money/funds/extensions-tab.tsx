import { useMemo, useState } from 'react';
import { Check } from 'lucide-react';
import { Link } from '@tanstack/react-router';
import { useApiPages } from '../../../lib/api/index.ts';
import { t, useLocaleId } from '../../../lib/i18n/i18n.ts';
import { DateText, RelativeTime } from '../../../lib/i18n/values.tsx';
import { useCan } from '../../../lib/session.ts';
import { Button } from '../../../ui/button.tsx';
import { DataGrid, type GridColumn, GridOptions, useGridLayout } from '../../../ui/data-grid/data-grid.tsx';
import { Sheet } from '../../../ui/dialog.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { toast } from '../../../ui/toast.tsx';
import { useRowKeys } from '../../partners/kit/use-row-keys.ts';
import { useUrlState } from '../../partners/kit/url-state.ts';
import { ReasonDialog } from '../kit/reason-dialog.tsx';
import { StateTabs } from '../kit/state-tabs.tsx';
import { ExtensionState, PartnerLink } from './marks.tsx';
import { Lines } from './request-cards.tsx';
import { useFundAct } from './use-fund-act.ts';
import { type Extension, extensionStates } from './words.ts';

const views = [...extensionStates, 'all'] as const;

function useColumns(): readonly GridColumn<Extension>[] {
  const locale = useLocaleId();
  return useMemo(
    (): readonly GridColumn<Extension>[] => [
      {
        id: 'request',
        header: t('funds.request'),
        size: 250,
        hideable: false,
        card: 'title',
        cell: (one) => <bdi className="font-medium">{t('funds.named', { number: one.requestNumber, name: one.requestName })}</bdi>,
      },
      { id: 'partner', header: t('work.partner'), size: 170, card: 'meta', cell: (one) => <bdi>{one.partnerName}</bdi> },
      { id: 'state', header: t('funds.state'), size: 110, card: 'meta', cell: (one) => <ExtensionState state={one.state} /> },
      { id: 'before', header: t('funds.claimUntil'), size: 120, card: 'none', cell: (one) => <DateText date={one.claimUntilBefore} /> },
      { id: 'until', header: t('funds.extension.until'), size: 130, card: 'end', cell: (one) => <DateText date={one.claimUntil} /> },
      { id: 'reason', header: t('funds.reason'), size: 260, card: 'none', cell: (one) => <bdi>{one.reason}</bdi> },
      { id: 'asked', header: t('funds.extension.askedAt'), size: 120, card: 'none', cell: (one) => <RelativeTime at={one.askedAt} /> },
    ],
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- headers are words of the language in use
    [locale],
  );
}

/** Who asks to claim later; while one waits nothing of its activity expires. */
export function ExtensionsTab() {
  const url = useUrlState();
  const view = url.oneOf('state', views) ?? 'asked';
  const list = useApiPages('fundExtensions.list', { query: { state: extensionStates.find((state) => state === view), limit: 100 } }, { keepPrevious: true });
  const layout = useGridLayout('funds.extensions', useColumns());
  const open = list.rows.find(({ id }) => id === url.text('open'));
  useRowKeys();
  return (
    <>
      <div className="flex min-h-11 shrink-0 flex-wrap items-center gap-2 border-b border-line bg-surface px-3 py-1.5 md:px-4">
        <StateTabs
          label={t('funds.state')}
          value={view}
          fallback="asked"
          items={views.map((id) => ({ id, label: id === 'all' ? t('funds.all') : t(`funds.extension.${id}`) }))}
        />
        <span className="flex-1" />
        <GridOptions layout={layout} />
      </div>
      <DataGrid
        label={t('funds.tab.extensions')}
        layout={layout}
        rows={list.rows}
        rowId={(one) => one.id}
        isLoading={list.isLoading}
        error={list.error}
        onRetry={list.refetch}
        empty={
          view === 'asked' ? (
            <EmptyState
              icon={<Check size={18} aria-hidden />}
              title={t('funds.extensions.none.waiting')}
              detail={t('funds.extensions.none.detail')}
              action={<Button onPress={() => url.set({ state: 'all' })}>{t('funds.showAll')}</Button>}
            />
          ) : (
            <EmptyState title={t('funds.extensions.none')} detail={t('funds.extensions.none.detail')} />
          )
        }
        hasMore={list.hasMore}
        isLoadingMore={list.isLoadingMore}
        onNeedMore={list.loadMore}
        onOpen={(one) => url.set({ open: one.id })}
      />
      {open && <ExtensionSheet key={open.id} extension={open} onClose={() => url.set({ open: undefined })} />}
    </>
  );
}

function ExtensionSheet({ extension, onClose }: { extension: Extension; onClose: () => void }) {
  const [grant, setGrant] = useState<boolean>();
  const mayDecide = useCan('funds:approve');
  const decide = useFundAct('fundExtensions.decide');
  if (grant !== undefined)
    return (
      <ReasonDialog
        title={t(grant ? 'funds.extension.grant' : 'funds.extension.refuse')}
        verb={t(grant ? 'funds.extension.grant' : 'funds.extension.refuse')}
        body={t('funds.extension.answer', { partner: extension.partnerName })}
        isPending={decide.isPending}
        error={decide.error}
        onClose={() => setGrant(undefined)}
        onDone={(answer) =>
          decide.mutate(
            { params: { id: extension.id }, body: { grant, answer } },
            {
              onSuccess: () => {
                onClose();
                toast(t(grant ? 'funds.extension.granted.done' : 'funds.extension.refused.done'));
              },
            },
          )
        }
      />
    );
  return (
    <Sheet
      title={extension.requestName}
      isOpen
      onClose={onClose}
      footer={
        extension.state === 'asked' ? (
          <>
            {!mayDecide && <span className="flex-1 text-12 text-muted">{t('funds.mayNotDecide')}</span>}
            <Button isDisabled={!mayDecide} onPress={() => setGrant(false)}>
              {t('funds.extension.refuse')}
            </Button>
            <Button kind="primary" isDisabled={!mayDecide} onPress={() => setGrant(true)}>
              {t('funds.extension.grant')}
            </Button>
          </>
        ) : undefined
      }
    >
      <p className="mb-3 flex items-center gap-3">
        <ExtensionState state={extension.state} />
        <Link to="/money/funds/requests/$requestId" params={{ requestId: extension.requestId }} className="link">
          {t('funds.request.number', { number: extension.requestNumber })}
        </Link>
      </p>
      <p className="mb-3 [overflow-wrap:anywhere] whitespace-pre-line">
        <bdi>{extension.reason}</bdi>
      </p>
      <Lines
        items={[
          [t('work.partner'), <PartnerLink key="1" partnerId={extension.partnerId} name={extension.partnerName} />],
          [t('funds.claimUntil'), <DateText key="2" date={extension.claimUntilBefore} />],
          [t('funds.extension.until'), <DateText key="3" date={extension.claimUntil} />],
          [t('funds.extension.askedBy'), extension.askedBy],
          ...(extension.decidedBy === null ? [] : ([[t('funds.decidedBy'), extension.decidedBy]] as const)),
          ...(extension.answer === null ? [] : ([[t('funds.extension.said'), extension.answer]] as const)),
        ]}
      />
    </Sheet>
  );
}
