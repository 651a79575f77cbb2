import { useMemo } from 'react';
import { Store } from 'lucide-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useApiPages } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Money } from '../../../lib/i18n/values.tsx';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { DataGrid, type GridColumn, GridOptions, useGridLayout } from '../../../ui/data-grid/data-grid.tsx';
import { type FilterChip, FilterBar } from '../../../ui/filter-bar.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { SearchBox } from '../../partners/kit/search-box.tsx';
import { useRowKeys } from '../../partners/kit/use-row-keys.ts';
import { useUrlState } from '../../partners/kit/url-state.ts';
import { Expiry } from '../kit/expiry.tsx';
import { useMarketplaceFilter } from '../use-marketplace-filter.ts';
import { offerPhases, type OfferRow, phaseTones } from '../words.ts';

function useColumns(): readonly GridColumn<OfferRow>[] {
  return useMemo(
    (): readonly GridColumn<OfferRow>[] => [
      { id: 'name', header: t('offers.name'), size: 230, hideable: false, card: 'title', cell: (row) => <bdi className="font-medium">{row.name}</bdi> },
      {
        id: 'state',
        header: t('work.status'),
        size: 150,
        card: 'meta',
        cell: (row) => (
          <span className="inline-flex items-center gap-1.5">
            <Badge tone={phaseTones[row.phase]}>{t(`offers.phase.${row.phase}`)}</Badge>
            {row.problem !== null && <Badge tone="bad">{t('offers.problem')}</Badge>}
          </span>
        ),
      },
      { id: 'marketplace', header: t('marketplaces.marketplace'), size: 160, card: 'meta', cell: (row) => <bdi>{row.marketplaceName}</bdi> },
      { id: 'deal', header: t('offers.deal'), size: 180, card: 'none', cell: (row) => <bdi className="text-muted">{row.dealName}</bdi> },
      { id: 'kind', header: t('offers.kind'), size: 120, card: 'none', cell: (row) => t(`offers.kind.${row.kind}`) },
      { id: 'seller', header: t('offers.seller'), size: 150, card: 'none', cell: (row) => <bdi>{row.sellerName}</bdi> },
      {
        id: 'buyer',
        header: t('offers.buyerAccount'),
        size: 150,
        card: 'none',
        cell: (row) => <bdi className="font-mono text-12">{row.buyerAccount ?? '–'}</bdi>,
      },
      { id: 'expires', header: t('offers.expiresOn'), size: 130, card: 'meta', cell: (row) => <Expiry offer={row} /> },
      {
        id: 'amount',
        header: t('offers.amount'),
        size: 130,
        align: 'end',
        card: 'end',
        cell: (row) => <Money value={{ amountMinor: row.amountMinor, currency: row.currency }} />,
      },
    ],
    [],
  );
}

export function OffersTab() {
  const url = useUrlState();
  const navigate = useNavigate();
  const { marketplaceId, chips, group } = useMarketplaceFilter();
  const phase = url.oneOf('phase', offerPhases);
  const dealId = url.text('dealId');
  const q = url.text('q');
  const list = useApiPages('offers.list', { query: { marketplaceId, phase, dealId, q, limit: 50 } }, { keepPrevious: true });
  const layout = useGridLayout('offers', useColumns());
  useRowKeys();
  const all: FilterChip[] = [
    ...chips,
    ...(phase === undefined
      ? []
      : [{ id: 'phase', field: t('work.status'), words: t(`offers.phase.${phase}`), onRemove: () => url.set({ phase: undefined }) }]),
    ...(dealId === undefined
      ? []
      : [{ id: 'deal', field: t('offers.deal'), words: list.rows[0]?.dealName ?? t('offers.oneDeal'), onRemove: () => url.set({ dealId: undefined }) }]),
  ];
  const clear = () => url.set({ marketplaceId: undefined, phase: undefined, dealId: undefined, q: undefined });
  return (
    <>
      <FilterBar
        chips={all}
        addGroups={[
          {
            id: 'phase',
            title: t('work.status'),
            items: offerPhases.map((id) => ({ id, label: t(`offers.phase.${id}`), isSelected: id === phase, onAction: () => url.set({ phase: id }) })),
          },
          group,
        ]}
        onClear={clear}
        end={
          <>
            <SearchBox label={t('offers.search')} value={q ?? ''} onSearch={(text) => url.set({ q: text })} />
            <GridOptions layout={layout} />
          </>
        }
      />
      <DataGrid
        label={t('marketplaces.tab.offers')}
        layout={layout}
        rows={list.rows}
        rowId={(row) => row.id}
        isLoading={list.isLoading}
        error={list.error}
        onRetry={list.refetch}
        empty={
          all.length > 0 || q !== undefined ? (
            <EmptyState title={t('work.noMatch')} detail={t('work.noMatch.detail')} action={<Button onPress={clear}>{t('ui.filter.clear')}</Button>} />
          ) : (
            <EmptyState
              icon={<Store size={18} aria-hidden />}
              title={t('offers.empty')}
              detail={t('offers.empty.detail')}
              action={
                <Link to="/deals" className="link">
                  {t('offers.empty.go')}
                </Link>
              }
            />
          )
        }
        hasMore={list.hasMore}
        isLoadingMore={list.isLoadingMore}
        onNeedMore={list.loadMore}
        href={(row) => `/offers/${row.id}`}
        onOpen={(row) => void navigate({ to: '/offers/$offerId', params: { offerId: row.id } })}
      />
    </>
  );
}
