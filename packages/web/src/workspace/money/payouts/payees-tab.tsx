import { useMemo } from 'react';
import { useNavigate } from '@tanstack/react-router';
import { useApiPages } from '../../../lib/api/index.ts';
import { t, useLocaleId } from '../../../lib/i18n/i18n.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { DataGrid, type GridColumn, GridOptions, useGridLayout } from '../../../ui/data-grid/data-grid.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { SearchBox } from '../../partners/kit/search-box.tsx';
import { useRowKeys } from '../../partners/kit/use-row-keys.ts';
import { useUrlState } from '../../partners/kit/url-state.ts';
import { StateTabs } from '../kit/state-tabs.tsx';
import { none } from './badges.tsx';
import type { Payee } from './words.ts';

const views = ['all', 'waiting'] as const;
const firstClosed = (payee: Payee) => payee.gates.find((gate) => !gate.passed);

export function Payable({ payee }: { payee: Pick<Payee, 'gates'> }) {
  const open = payee.gates.every((gate) => gate.passed);
  return <Badge tone={open ? 'ok' : 'bad'}>{t(open ? 'payouts.payable' : 'payouts.notPayable')}</Badge>;
}

function useColumns(): readonly GridColumn<Payee>[] {
  const locale = useLocaleId();
  return useMemo(
    (): readonly GridColumn<Payee>[] => [
      {
        id: 'partner',
        header: t('work.partner'),
        size: 200,
        hideable: false,
        card: 'title',
        cell: (payee) => <bdi className="font-medium">{payee.partnerName}</bdi>,
      },
      { id: 'payable', header: t('payouts.state'), size: 130, card: 'end', cell: (payee) => <Payable payee={payee} /> },
      {
        id: 'gate',
        header: t('payouts.why'),
        size: 300,
        card: 'meta',
        cell: (payee) => (firstClosed(payee) === undefined ? none : <bdi>{firstClosed(payee)?.sentence}</bdi>),
      },
      {
        id: 'waiting',
        header: t('payouts.waiting'),
        size: 150,
        card: 'meta',
        cell: (payee) => (payee.waiting.length === 0 ? none : <Badge tone="warn">{t('payouts.waiting.n', { n: payee.waiting.length })}</Badge>),
      },
      {
        id: 'legalName',
        header: t('payouts.legalName'),
        size: 180,
        card: 'none',
        cell: (payee) => (payee.legalName === null ? none : <bdi>{payee.legalName}</bdi>),
      },
      { id: 'bank', header: t('payouts.bank'), size: 130, card: 'none', cell: (payee) => (payee.bank === null ? none : <bdi dir="ltr">{payee.bank}</bdi>) },
      { id: 'currency', header: t('payouts.currency'), size: 100, card: 'none', cell: (payee) => payee.currency ?? none },
    ],
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- headers are words of the language in use
    [locale],
  );
}

/** Partners as those who are paid, and what keeps each from it. */
export function PayeesTab() {
  const url = useUrlState();
  const navigate = useNavigate();
  const view = url.oneOf('state', views) ?? 'all';
  const q = url.text('q');
  const list = useApiPages('payees.list', { query: { q, waiting: view === 'waiting' ? 'true' : undefined, limit: 100 } }, { keepPrevious: true });
  const layout = useGridLayout('payouts.payees', useColumns());
  useRowKeys();
  return (
    <>
      <div className="flex min-h-11 shrink-0 flex-wrap items-center gap-2 border-b border-line bg-surface px-3 py-1.5 md:px-4">
        <SearchBox label={t('payouts.search.partner')} value={q ?? ''} onSearch={(text) => url.set({ q: text })} />
        <StateTabs label={t('payouts.state')} value={view} fallback="all" items={views.map((id) => ({ id, label: t(`payouts.payees.${id}`) }))} />
        <span className="flex-1" />
        <GridOptions layout={layout} />
      </div>
      <DataGrid
        label={t('payouts.tab.payees')}
        layout={layout}
        rows={list.rows}
        rowId={(payee) => payee.partnerId}
        isLoading={list.isLoading}
        error={list.error}
        onRetry={list.refetch}
        empty={
          q !== undefined ? (
            <EmptyState title={t('work.noMatch')} action={<Button onPress={() => url.set({ q: undefined })}>{t('payouts.showAll')}</Button>} />
          ) : (
            <EmptyState title={t(view === 'waiting' ? 'payouts.payees.none.waiting' : 'payouts.payees.none')} detail={t('payouts.payees.none.detail')} />
          )
        }
        hasMore={list.hasMore}
        isLoadingMore={list.isLoadingMore}
        onNeedMore={list.loadMore}
        href={(payee) => `/money/payouts/payees/${payee.partnerId}`}
        onOpen={(payee) => void navigate({ to: '/money/payouts/payees/$partnerId', params: { partnerId: payee.partnerId } })}
      />
    </>
  );
}
