import { useMemo } from 'react';
import { Check } from 'lucide-react';
import { useNavigate } from '@tanstack/react-router';
import { useApiPages } from '../../../lib/api/index.ts';
import { t, useLocaleId } from '../../../lib/i18n/i18n.ts';
import { DateText } from '../../../lib/i18n/values.tsx';
import { Button } from '../../../ui/button.tsx';
import { DataGrid, type GridColumn, GridOptions, useGridLayout } from '../../../ui/data-grid/data-grid.tsx';
import { SlaClock } from '../../../ui/sla-clock.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { listSums } from '../../disbursements/sums.ts';
import { SearchBox } from '../../partners/kit/search-box.tsx';
import { useRowKeys } from '../../partners/kit/use-row-keys.ts';
import { useUrlState } from '../../partners/kit/url-state.ts';
import { StateTabs } from '../kit/state-tabs.tsx';
import { SumsFoot } from '../kit/sums-foot.tsx';
import { Narrowed, useNarrowed } from './list-filters.tsx';
import { Minor, none, RequestState } from './marks.tsx';
import { type FundRequest, requestStates } from './words.ts';

const views = ['submitted', 'info_requested', 'approved', 'in_execution', 'executed', 'all', 'settled', 'rejected', 'cancelled', 'expired'] as const;

function useColumns(): readonly GridColumn<FundRequest>[] {
  const locale = useLocaleId();
  return useMemo(
    (): readonly GridColumn<FundRequest>[] => [
      {
        id: 'name',
        header: t('funds.request'),
        size: 250,
        hideable: false,
        card: 'title',
        cell: (one) => <bdi className="font-medium">{t('funds.named', { number: one.number, name: one.name })}</bdi>,
      },
      { id: 'partner', header: t('work.partner'), size: 160, card: 'meta', cell: (one) => <bdi>{one.partnerName}</bdi> },
      { id: 'state', header: t('funds.state'), size: 130, card: 'meta', cell: (one) => <RequestState state={one.state} /> },
      {
        id: 'clock',
        header: t('funds.clock'),
        size: 120,
        card: 'meta',
        cell: (one) =>
          one.state === 'submitted' && one.decideBy !== null ? (
            <SlaClock dueAt={one.decideBy} {...(one.submittedAt === null ? {} : { startedAt: one.submittedAt })} />
          ) : (
            none
          ),
      },
      {
        id: 'approvals',
        header: t('funds.approvals'),
        size: 100,
        card: 'none',
        cell: (one) =>
          one.state === 'submitted' && one.approvalsNeeded > 1 ? (
            <span className="num">{t('funds.approvals.of', { given: one.approvalsGiven, needed: one.approvalsNeeded })}</span>
          ) : (
            none
          ),
      },
      { id: 'budget', header: t('funds.budget'), size: 160, card: 'none', cell: (one) => <bdi>{one.budgetName}</bdi> },
      { id: 'starts', header: t('funds.activity.startsOn'), size: 110, card: 'none', cell: (one) => <DateText date={one.startsOn} /> },
      {
        id: 'claimUntil',
        header: t('funds.claimUntil'),
        size: 110,
        card: 'none',
        cell: (one) => (one.claimUntil === null ? none : <DateText date={one.claimUntil} />),
      },
      {
        id: 'local',
        header: t('funds.askedLocal'),
        size: 120,
        align: 'end',
        card: 'none',
        defaultHidden: true,
        cell: (one) => <Minor amountMinor={one.requestedLocalMinor} currency={one.localCurrency} />,
      },
      {
        id: 'requested',
        header: t('funds.asked'),
        size: 120,
        align: 'end',
        card: 'end',
        cell: (one) => <Minor amountMinor={one.requestedMinor} currency={one.currency} />,
      },
      {
        id: 'approved',
        header: t('funds.approved'),
        size: 120,
        align: 'end',
        card: 'none',
        cell: (one) => <Minor amountMinor={one.approvedMinor} currency={one.currency} />,
      },
      {
        id: 'paid',
        header: t('funds.part.paid'),
        size: 120,
        align: 'end',
        card: 'none',
        defaultHidden: true,
        cell: (one) => <Minor amountMinor={one.paidMinor} currency={one.currency} />,
      },
    ],
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- headers are words of the language in use
    [locale],
  );
}

/** What partners ask for, those that wait for a decision first, each with the time that is left for it. */
export function RequestsTab() {
  const url = useUrlState();
  const navigate = useNavigate();
  const narrowed = useNarrowed();
  const view = url.oneOf('state', views) ?? 'submitted';
  const q = url.text('q');
  const list = useApiPages(
    'fundRequests.list',
    { query: { ...narrowed, q, state: requestStates.find((state) => state === view), limit: 100 } },
    { keepPrevious: true },
  );
  const layout = useGridLayout('funds.requests', useColumns());
  useRowKeys();
  const isNarrowed = q !== undefined || narrowed.partnerId !== undefined || narrowed.budgetId !== undefined;
  return (
    <>
      <div className="flex min-h-11 shrink-0 flex-wrap items-center gap-2 border-b border-line bg-surface px-3 py-1.5 md:px-4">
        <SearchBox label={t('funds.requests.search')} value={q ?? ''} onSearch={(text) => url.set({ q: text })} />
        <StateTabs
          label={t('funds.state')}
          value={view}
          fallback="submitted"
          items={views.map((id) => ({ id, label: id === 'all' ? t('funds.all') : t(`funds.request.${id}`) }))}
        />
        <Narrowed />
        <span className="flex-1" />
        <GridOptions layout={layout} />
      </div>
      <DataGrid
        label={t('funds.tab.requests')}
        layout={layout}
        rows={list.rows}
        rowId={(one) => one.id}
        isLoading={list.isLoading}
        error={list.error}
        onRetry={list.refetch}
        empty={
          isNarrowed ? (
            <EmptyState
              title={t('work.noMatch')}
              detail={t('work.noMatch.detail')}
              action={<Button onPress={() => url.set({ q: undefined, partner: undefined, budget: undefined })}>{t('ui.filter.clear')}</Button>}
            />
          ) : view === 'submitted' ? (
            <EmptyState
              icon={<Check size={18} aria-hidden />}
              title={t('funds.requests.none.waiting')}
              detail={t('funds.requests.none.detail')}
              action={<Button onPress={() => url.set({ state: 'all' })}>{t('funds.showAll')}</Button>}
            />
          ) : (
            <EmptyState title={t('funds.requests.none')} detail={t('funds.requests.none.detail')} />
          )
        }
        hasMore={list.hasMore}
        isLoadingMore={list.isLoadingMore}
        onNeedMore={list.loadMore}
        href={(one) => `/money/funds/requests/${one.id}`}
        onOpen={(one) => void navigate({ to: '/money/funds/requests/$requestId', params: { requestId: one.id } })}
      />
      {list.rows.length > 0 && (
        <SumsFoot
          words={t(list.hasMore ? 'funds.rows.loaded' : 'funds.rows', { n: list.rows.length })}
          sums={listSums(list.rows.map((one) => ({ currency: one.currency, amountMinor: one.requestedMinor })))}
        />
      )}
    </>
  );
}
