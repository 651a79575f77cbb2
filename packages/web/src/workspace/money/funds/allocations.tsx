import { useMemo } from 'react';
import { useApi, useApiPages } from '../../../lib/api/index.ts';
import { t, useLocaleId } from '../../../lib/i18n/i18n.ts';
import { DateText } from '../../../lib/i18n/values.tsx';
import { useCan } from '../../../lib/session.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { DataGrid, type GridColumn, GridOptions, useGridLayout } from '../../../ui/data-grid/data-grid.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { SearchBox } from '../../partners/kit/search-box.tsx';
import { useRowKeys } from '../../partners/kit/use-row-keys.ts';
import { useUrlState } from '../../partners/kit/url-state.ts';
import { AllocationSheet } from './allocation-sheet.tsx';
import { BalanceBar } from './balance.tsx';
import { Minor } from './marks.tsx';
import type { Allocation, Balance, BudgetDetail } from './words.ts';

function useColumns(): readonly GridColumn<Allocation>[] {
  const locale = useLocaleId();
  return useMemo((): readonly GridColumn<Allocation>[] => {
    const money = (id: string, header: string, key: keyof Balance, card: 'end' | 'none' = 'none'): GridColumn<Allocation> => ({
      id,
      header,
      size: 120,
      align: 'end',
      card,
      cell: ({ balance, currency }) => <Minor amountMinor={balance[key]} currency={currency} />,
    });
    return [
      {
        id: 'partner',
        header: t('work.partner'),
        size: 200,
        hideable: false,
        card: 'title',
        cell: (one) => <bdi className="font-medium">{one.partnerName}</bdi>,
      },
      {
        id: 'state',
        header: t('funds.state'),
        size: 90,
        card: 'meta',
        cell: (one) => <Badge tone={one.endedAt === null ? 'ok' : 'neutral'}>{t(one.endedAt === null ? 'funds.open' : 'funds.ended')}</Badge>,
      },
      { id: 'from', header: t('funds.startsOn'), size: 110, card: 'none', cell: (one) => <DateText date={one.startsOn} /> },
      { id: 'before', header: t('funds.useBefore'), size: 120, card: 'meta', cell: (one) => <DateText date={one.endsOn} /> },
      { id: 'use', header: t('funds.use'), size: 130, card: 'none', cell: (one) => <BalanceBar balance={one.balance} currency={one.currency} height={8} /> },
      money('available', t('funds.part.available'), 'availableMinor', 'end'),
      money('committed', t('funds.part.committed'), 'committedMinor'),
      money('claimed', t('funds.part.claimed'), 'claimedPendingMinor'),
      money('paid', t('funds.part.paid'), 'paidMinor'),
      money('expired', t('funds.part.expired'), 'expiredMinor'),
      money('allocated', t('funds.allocated'), 'allocatedMinor'),
    ];
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- headers are words of the language in use
  }, [locale]);
}

export function Allocations({ budget, onAllocate }: { budget: BudgetDetail; onAllocate: () => void }) {
  const url = useUrlState();
  const mayWrite = useCan('funds:write');
  const q = url.text('q');
  const list = useApiPages('funds.allocations', { query: { budgetId: budget.id, q, limit: 100 } }, { keepPrevious: true });
  const layout = useGridLayout('funds.allocations', useColumns());
  const openId = url.text('open');
  const found = list.rows.find(({ id }) => id === openId);
  const single = useApi('funds.allocation', { params: { id: openId ?? '' } }, { enabled: openId !== undefined && found === undefined && !list.isLoading });
  useRowKeys();
  const open = found ?? single.data;
  return (
    <>
      <div className="flex min-h-11 shrink-0 flex-wrap items-center gap-2 border-b border-line bg-surface px-3 py-1.5 md:px-4">
        <SearchBox label={t('funds.allocations.search')} value={q ?? ''} onSearch={(text) => url.set({ q: text })} />
        <span className="flex-1" />
        <GridOptions layout={layout} />
      </div>
      <DataGrid
        label={t('funds.budget.tab.allocations')}
        layout={layout}
        rows={list.rows}
        rowId={(one) => one.id}
        isLoading={list.isLoading}
        error={list.error}
        onRetry={list.refetch}
        empty={
          q === undefined ? (
            <EmptyState
              title={t('funds.allocations.none')}
              detail={t(budget.kind === 'accrued' ? 'funds.allocations.none.accrued' : 'funds.allocations.none.detail')}
              action={
                mayWrite && budget.closedAt === null ? (
                  <Button kind="primary" onPress={onAllocate}>
                    {t('funds.allocate')}
                  </Button>
                ) : undefined
              }
            />
          ) : (
            <EmptyState
              title={t('work.noMatch')}
              detail={t('work.noMatch.detail')}
              action={<Button onPress={() => url.set({ q: undefined })}>{t('ui.filter.clear')}</Button>}
            />
          )
        }
        hasMore={list.hasMore}
        isLoadingMore={list.isLoadingMore}
        onNeedMore={list.loadMore}
        onOpen={(one) => url.set({ open: one.id })}
      />
      {open !== undefined && <AllocationSheet allocation={open} onClose={() => url.set({ open: undefined })} onReload={list.refetch} />}
    </>
  );
}
