import { useMemo, useState } from 'react';
import { PackageSearch, Plus } from 'lucide-react';
import { useApiPages } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Money, Num, RelativeTime } from '../../../lib/i18n/values.tsx';
import { useCan } from '../../../lib/session.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { DataGrid, type GridColumn, GridOptions, useGridLayout } from '../../../ui/data-grid/data-grid.tsx';
import { type FilterChip, FilterBar } from '../../../ui/filter-bar.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { Tabs } from '../../../ui/tabs.tsx';
import { useRowKeys } from '../../partners/kit/use-row-keys.ts';
import { useUrlState } from '../../partners/kit/url-state.ts';
import { useMarketplaceFilter } from '../use-marketplace-filter.ts';
import { type Listing, listingTones } from '../words.ts';
import { DriftMark } from './drift-mark.tsx';
import { ListingForm } from './listing-form.tsx';
import { ListingMatrix } from './listing-matrix.tsx';
import { ListingSheet } from './listing-sheet.tsx';

function useColumns(): readonly GridColumn<Listing>[] {
  return useMemo(
    (): readonly GridColumn<Listing>[] => [
      { id: 'name', header: t('listings.name'), size: 240, hideable: false, card: 'title', cell: (row) => <bdi className="font-medium">{row.name}</bdi> },
      { id: 'marketplace', header: t('marketplaces.marketplace'), size: 170, card: 'meta', cell: (row) => <bdi>{row.marketplaceName}</bdi> },
      { id: 'product', header: t('listings.product'), size: 170, card: 'none', cell: (row) => <bdi className="text-muted">{row.productName}</bdi> },
      {
        id: 'status',
        header: t('work.status'),
        size: 110,
        card: 'meta',
        cell: (row) => <Badge tone={listingTones[row.status]}>{t(`listings.status.${row.status}`)}</Badge>,
      },
      { id: 'dimensions', header: t('listings.dimensions'), size: 110, align: 'end', card: 'none', cell: (row) => <Num value={row.dimensions.length} /> },
      {
        id: 'price',
        header: t('listings.price'),
        size: 120,
        align: 'end',
        card: 'end',
        cell: (row) => (row.priceMinor === null || row.currency === null ? '–' : <Money value={{ amountMinor: row.priceMinor, currency: row.currency }} />),
      },
      {
        id: 'drift',
        header: t('listings.drift'),
        size: 150,
        card: 'meta',
        cell: (row) => (row.drift.length === 0 ? <span className="text-muted">–</span> : <DriftMark listing={row} />),
      },
      {
        id: 'eligible',
        header: t('listings.eligible'),
        size: 130,
        card: 'none',
        cell: (row) => <bdi className="text-muted">{[...new Set(row.eligibility.map((entry) => entry.programme))].join(', ') || '–'}</bdi>,
      },
      {
        id: 'checked',
        header: t('listings.checked'),
        size: 130,
        card: 'none',
        cell: (row) => (
          <span className="text-muted">
            {row.checkError !== null ? t('listings.checkFailed') : row.checkedAt === null ? t('listings.never') : <RelativeTime at={row.checkedAt} />}
          </span>
        ),
      },
    ],
    [],
  );
}

export function ListingsTab() {
  const url = useUrlState();
  const mayWrite = useCan('marketplaces:write');
  const [form, setForm] = useState<Listing | 'new' | null>(null);
  const { marketplaceId, chips, group } = useMarketplaceFilter();
  const productId = url.text('productId');
  const drifted = url.text('drifted') === 'true';
  const look = url.oneOf('look', ['list', 'matrix']) ?? 'list';
  const list = useApiPages('listings.list', { query: { marketplaceId, productId, drifted: drifted ? 'true' : undefined, limit: 200 } }, { keepPrevious: true });
  const layout = useGridLayout('listings', useColumns());
  useRowKeys();
  const openId = url.text('open');
  const open = list.rows.find((row) => row.id === openId);
  const all: FilterChip[] = [
    ...chips,
    ...(drifted ? [{ id: 'drifted', field: t('listings.drift'), words: t('listings.drift.some'), onRemove: () => url.set({ drifted: undefined }) }] : []),
    ...(productId === undefined
      ? []
      : [
          {
            id: 'product',
            field: t('listings.product'),
            words: list.rows.find((row) => row.productId === productId)?.productName ?? t('listings.oneProduct'),
            onRemove: () => url.set({ productId: undefined }),
          },
        ]),
  ];
  const clear = () => url.set({ marketplaceId: undefined, drifted: undefined, productId: undefined });
  const add = mayWrite && (
    <Button kind="primary" size="compact" icon={<Plus size={14} aria-hidden />} onPress={() => setForm('new')}>
      {t('listings.add')}
    </Button>
  );
  const empty =
    all.length > 0 ? (
      <EmptyState title={t('work.noMatch')} detail={t('work.noMatch.detail')} action={<Button onPress={clear}>{t('ui.filter.clear')}</Button>} />
    ) : (
      <EmptyState icon={<PackageSearch size={18} aria-hidden />} title={t('listings.empty')} detail={t('listings.empty.detail')} action={add} />
    );
  return (
    <>
      <FilterBar
        chips={all}
        addGroups={[
          group,
          {
            id: 'drift',
            title: t('listings.drift'),
            items: [{ id: 'drifted', label: t('listings.drift.some'), isSelected: drifted, onAction: () => url.set({ drifted: true }) }],
          },
        ]}
        onClear={clear}
        end={
          <>
            <Tabs
              label={t('listings.look')}
              value={look}
              onChange={(id) => url.set({ look: id === 'list' ? undefined : id })}
              items={[
                { id: 'list', label: t('listings.look.list') },
                { id: 'matrix', label: t('listings.look.matrix') },
              ]}
            />
            {add}
            {look === 'list' && <GridOptions layout={layout} />}
          </>
        }
      />
      {look === 'matrix' ? (
        <ListingMatrix list={list} empty={empty} onOpen={(id) => url.set({ open: id })} />
      ) : (
        <DataGrid
          label={t('marketplaces.tab.listings')}
          layout={layout}
          rows={list.rows}
          rowId={(row) => row.id}
          isLoading={list.isLoading}
          error={list.error}
          onRetry={list.refetch}
          empty={empty}
          hasMore={list.hasMore}
          isLoadingMore={list.isLoadingMore}
          onNeedMore={list.loadMore}
          onOpen={(row) => url.set({ open: row.id })}
        />
      )}
      {open && form === null && <ListingSheet listing={open} onClose={() => url.set({ open: undefined })} onEdit={() => setForm(open)} />}
      {form !== null && <ListingForm listing={form === 'new' ? null : form} onClose={() => setForm(null)} onReload={list.refetch} />}
    </>
  );
}
