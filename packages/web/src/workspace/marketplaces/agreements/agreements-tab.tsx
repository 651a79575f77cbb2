import { useMemo } from 'react';
import { FileCheck } from 'lucide-react';
import { useApi, useApiPages } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { DateText, Money } from '../../../lib/i18n/values.tsx';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { DataGrid, type GridColumn, GridOptions, useGridLayout } from '../../../ui/data-grid/data-grid.tsx';
import { type FilterChip, FilterBar } from '../../../ui/filter-bar.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { useRowKeys } from '../../partners/kit/use-row-keys.ts';
import { useUrlState } from '../../partners/kit/url-state.ts';
import { useMarketplaceFilter } from '../use-marketplace-filter.ts';
import { type Agreement, agreementStates, agreementTones } from '../words.ts';
import { AgreementSheet } from './agreement-sheet.tsx';
import { PurchaseDialog } from './purchase-dialog.tsx';
import { Term } from './term.tsx';

function useColumns(): readonly GridColumn<Agreement>[] {
  return useMemo(
    (): readonly GridColumn<Agreement>[] => [
      {
        id: 'id',
        header: t('agreements.agreement'),
        size: 210,
        hideable: false,
        card: 'title',
        cell: (row) => <bdi className="font-mono text-12">{row.externalId}</bdi>,
      },
      {
        id: 'status',
        header: t('work.status'),
        size: 180,
        card: 'meta',
        cell: (row) => (
          <span className="inline-flex items-center gap-1.5">
            <Badge tone={agreementTones[row.status]}>{t(`agreements.status.${row.status}`)}</Badge>
            {row.dealId === null && <Badge tone="warn">{t('agreements.unmatched')}</Badge>}
          </span>
        ),
      },
      { id: 'marketplace', header: t('marketplaces.marketplace'), size: 160, card: 'meta', cell: (row) => <bdi>{row.marketplaceName}</bdi> },
      { id: 'deal', header: t('offers.deal'), size: 180, card: 'none', cell: (row) => <bdi className="text-muted">{row.dealName ?? '–'}</bdi> },
      {
        id: 'buyer',
        header: t('offers.buyerAccount'),
        size: 150,
        card: 'none',
        cell: (row) => <bdi className="font-mono text-12">{row.buyerAccount ?? '–'}</bdi>,
      },
      { id: 'term', header: t('agreements.term'), size: 210, card: 'none', cell: (row) => <Term agreement={row} /> },
      { id: 'renewal', header: t('agreements.ends'), size: 120, card: 'meta', cell: (row) => (row.endsAt === null ? '–' : <DateText date={row.endsAt} />) },
      {
        id: 'amount',
        header: t('offers.amount'),
        size: 130,
        align: 'end',
        card: 'end',
        cell: (row) => (row.amountMinor === null || row.currency === null ? '–' : <Money value={{ amountMinor: row.amountMinor, currency: row.currency }} />),
      },
    ],
    [],
  );
}

export function AgreementsTab() {
  const url = useUrlState();
  const { marketplaceId, chips, group } = useMarketplaceFilter();
  const status = url.oneOf('status', agreementStates);
  const unmatched = url.text('unmatched') === 'true';
  const dealId = url.text('dealId');
  const list = useApiPages(
    'agreements.list',
    { query: { marketplaceId, status, dealId, unmatched: unmatched ? 'true' : undefined, limit: 100 } },
    { keepPrevious: true },
  );
  const layout = useGridLayout('agreements', useColumns());
  useRowKeys();
  const openId = url.text('open');
  const listed = list.rows.find((row) => row.id === openId);
  // A link may lead to one that the filters leave out, or that is further down than was read.
  const further = useApi('agreements.get', { params: { id: openId ?? '' } }, { enabled: openId !== undefined && listed === undefined && !list.isLoading });
  const open = listed ?? (openId === undefined ? undefined : further.data);
  const all: FilterChip[] = [
    ...chips,
    ...(status === undefined
      ? []
      : [{ id: 'status', field: t('work.status'), words: t(`agreements.status.${status}`), onRemove: () => url.set({ status: undefined }) }]),
    ...(unmatched ? [{ id: 'unmatched', field: t('offers.deal'), words: t('agreements.unmatched'), onRemove: () => url.set({ unmatched: undefined }) }] : []),
    ...(dealId === undefined
      ? []
      : [{ id: 'deal', field: t('offers.deal'), words: list.rows[0]?.dealName ?? t('offers.oneDeal'), onRemove: () => url.set({ dealId: undefined }) }]),
  ];
  const clear = () => url.set({ marketplaceId: undefined, status: undefined, unmatched: undefined, dealId: undefined });
  return (
    <>
      <FilterBar
        chips={all}
        addGroups={[
          {
            id: 'status',
            title: t('work.status'),
            items: agreementStates.map((id) => ({
              id,
              label: t(`agreements.status.${id}`),
              isSelected: id === status,
              onAction: () => url.set({ status: id }),
            })),
          },
          {
            id: 'deal',
            title: t('offers.deal'),
            items: [{ id: 'unmatched', label: t('agreements.unmatched'), isSelected: unmatched, onAction: () => url.set({ unmatched: true }) }],
          },
          group,
        ]}
        onClear={clear}
        end={
          <>
            <PurchaseDialog />
            <GridOptions layout={layout} />
          </>
        }
      />
      <DataGrid
        label={t('marketplaces.tab.agreements')}
        layout={layout}
        rows={list.rows}
        rowId={(row) => row.id}
        isLoading={list.isLoading}
        error={list.error}
        onRetry={list.refetch}
        empty={
          all.length > 0 ? (
            <EmptyState title={t('work.noMatch')} detail={t('work.noMatch.detail')} action={<Button onPress={clear}>{t('ui.filter.clear')}</Button>} />
          ) : (
            <EmptyState
              icon={<FileCheck size={18} aria-hidden />}
              title={t('agreements.empty')}
              detail={t('agreements.empty.detail')}
              action={<Button onPress={() => url.set({ tab: 'offers' })}>{t('agreements.empty.go')}</Button>}
            />
          )
        }
        hasMore={list.hasMore}
        isLoadingMore={list.isLoadingMore}
        onNeedMore={list.loadMore}
        onOpen={(row) => url.set({ open: row.id })}
      />
      {open && (
        <AgreementSheet key={open.id} agreement={open} others={list.rows} onOpen={(id) => url.set({ open: id })} onClose={() => url.set({ open: undefined })} />
      )}
    </>
  );
}
