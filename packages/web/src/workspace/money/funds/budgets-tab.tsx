import { type ReactNode, useMemo } from 'react';
import { useNavigate } from '@tanstack/react-router';
import { useApiPages } from '../../../lib/api/index.ts';
import { t, useLocaleId } from '../../../lib/i18n/i18n.ts';
import { DateText, Num } from '../../../lib/i18n/values.tsx';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { DataGrid, type GridColumn, GridOptions, useGridLayout } from '../../../ui/data-grid/data-grid.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { SearchBox } from '../../partners/kit/search-box.tsx';
import { useRowKeys } from '../../partners/kit/use-row-keys.ts';
import { useUrlState } from '../../partners/kit/url-state.ts';
import { StateTabs } from '../kit/state-tabs.tsx';
import { BalanceBar } from './balance.tsx';
import { Minor, none } from './marks.tsx';
import { budgetSums } from './sums.ts';
import { Totals } from './totals.tsx';
import type { Budget } from './words.ts';

const views = ['open', 'closed', 'all'] as const;

function useColumns(): readonly GridColumn<Budget>[] {
  const locale = useLocaleId();
  return useMemo((): readonly GridColumn<Budget>[] => {
    const money = (id: string, header: string, of: (budget: Budget) => number, more: Partial<GridColumn<Budget>> = {}): GridColumn<Budget> => ({
      id,
      header,
      size: 120,
      align: 'end',
      card: 'none',
      cell: (budget) => <Minor amountMinor={of(budget)} currency={budget.currency} />,
      ...more,
    });
    return [
      { id: 'name', header: t('funds.budget'), size: 220, hideable: false, card: 'title', cell: (budget) => <bdi className="font-medium">{budget.name}</bdi> },
      { id: 'kind', header: t('funds.kind'), size: 110, card: 'none', cell: (budget) => t(`funds.kind.${budget.kind}`) },
      {
        id: 'state',
        header: t('funds.state'),
        size: 90,
        card: 'meta',
        cell: (budget) => <Badge tone={budget.closedAt === null ? 'ok' : 'neutral'}>{t(budget.closedAt === null ? 'funds.open' : 'funds.closed')}</Badge>,
      },
      {
        id: 'time',
        header: t('funds.time'),
        size: 200,
        card: 'meta',
        cell: (budget) => (
          <span className="whitespace-nowrap">
            <DateText date={budget.startsOn} /> – <DateText date={budget.endsOn} />
          </span>
        ),
      },
      {
        id: 'owner',
        header: t('funds.owner'),
        size: 130,
        card: 'none',
        defaultHidden: true,
        cell: (budget) => (budget.ownerName === null ? none : <bdi>{budget.ownerName}</bdi>),
      },
      { id: 'partners', header: t('funds.partners'), size: 80, align: 'end', card: 'none', cell: (budget) => <Num value={budget.allocations} /> },
      {
        id: 'use',
        header: t('funds.use'),
        size: 140,
        card: 'none',
        cell: (budget) => <BalanceBar balance={budget.balance} currency={budget.currency} height={8} />,
      },
      money('amount', t('funds.budgeted'), (budget) => budget.amountMinor, { card: 'end' }),
      money('unallocated', t('funds.unallocated'), (budget) => budget.unallocatedMinor),
      money('available', t('funds.part.available'), (budget) => budget.balance.availableMinor),
      money('committed', t('funds.part.committed'), (budget) => budget.balance.committedMinor),
      money('claimed', t('funds.part.claimed'), (budget) => budget.balance.claimedPendingMinor),
      money('paid', t('funds.part.paid'), (budget) => budget.balance.paidMinor),
      money('expired', t('funds.part.expired'), (budget) => budget.balance.expiredMinor),
    ];
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- headers are words of the language in use
  }, [locale]);
}

export function BudgetsTab({ create }: { create: ReactNode }) {
  const url = useUrlState();
  const navigate = useNavigate();
  const view = url.oneOf('state', views) ?? 'open';
  const q = url.text('q');
  const list = useApiPages(
    'funds.budgets',
    { query: { q, open: view === 'all' ? undefined : view === 'open' ? 'true' : 'false', limit: 100 } },
    { keepPrevious: true },
  );
  const layout = useGridLayout('funds.budgets', useColumns());
  useRowKeys();
  return (
    <>
      <div className="flex min-h-11 shrink-0 flex-wrap items-center gap-2 border-b border-line bg-surface px-3 py-1.5 md:px-4">
        <SearchBox label={t('funds.budgets.search')} value={q ?? ''} onSearch={(text) => url.set({ q: text })} />
        <StateTabs label={t('funds.state')} value={view} fallback="open" items={views.map((id) => ({ id, label: t(`funds.budgets.${id}`) }))} />
        <span className="flex-1" />
        <GridOptions layout={layout} />
      </div>
      {list.rows.length > 0 && <Totals sums={budgetSums(list.rows)} partly={list.hasMore} />}
      <DataGrid
        label={t('funds.tab.budgets')}
        layout={layout}
        rows={list.rows}
        rowId={(budget) => budget.id}
        isLoading={list.isLoading}
        error={list.error}
        onRetry={list.refetch}
        empty={
          q !== undefined || view === 'closed' ? (
            <EmptyState
              title={t('work.noMatch')}
              detail={t('work.noMatch.detail')}
              action={<Button onPress={() => url.set({ q: undefined, state: undefined })}>{t('ui.filter.clear')}</Button>}
            />
          ) : (
            <EmptyState title={t('funds.budgets.none')} detail={t('funds.budgets.none.detail')} action={create} />
          )
        }
        hasMore={list.hasMore}
        isLoadingMore={list.isLoadingMore}
        onNeedMore={list.loadMore}
        href={(budget) => `/money/funds/${budget.id}`}
        onOpen={(budget) => void navigate({ to: '/money/funds/$budgetId', params: { budgetId: budget.id } })}
      />
    </>
  );
}
