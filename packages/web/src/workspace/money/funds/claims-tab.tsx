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
import { ClaimState, Minor, none } from './marks.tsx';
import { type Claim, claimStates } from './words.ts';

const views = ['submitted', 'info_requested', 'approved', 'paid', 'all', 'rejected', 'withdrawn', 'reversed'] as const;

function useColumns(): readonly GridColumn<Claim>[] {
  const locale = useLocaleId();
  return useMemo(
    (): readonly GridColumn<Claim>[] => [
      {
        id: 'title',
        header: t('funds.claim'),
        size: 240,
        hideable: false,
        card: 'title',
        cell: (one) => <bdi className="font-medium">{t('funds.claim.named', { number: one.number, name: one.title })}</bdi>,
      },
      { id: 'partner', header: t('work.partner'), size: 160, card: 'meta', cell: (one) => <bdi>{one.partnerName}</bdi> },
      { id: 'state', header: t('funds.state'), size: 120, card: 'meta', cell: (one) => <ClaimState state={one.state} /> },
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
        id: 'request',
        header: t('funds.request'),
        size: 200,
        card: 'none',
        cell: (one) => <bdi>{t('funds.named', { number: one.requestNumber, name: one.requestName })}</bdi>,
      },
      { id: 'payBy', header: t('funds.payBy'), size: 110, card: 'none', cell: (one) => (one.payBy === null ? none : <DateText date={one.payBy} />) },
      { id: 'paidOn', header: t('funds.paidOn'), size: 110, card: 'none', cell: (one) => (one.paidOn === null ? none : <DateText date={one.paidOn} />) },
      {
        id: 'local',
        header: t('funds.claimedLocal'),
        size: 120,
        align: 'end',
        card: 'none',
        cell: (one) => <Minor amountMinor={one.claimedLocalMinor} currency={one.localCurrency} />,
      },
      {
        id: 'claimed',
        header: t('funds.claimed'),
        size: 120,
        align: 'end',
        card: 'end',
        cell: (one) => <Minor amountMinor={one.claimedMinor} currency={one.currency} />,
      },
      {
        id: 'approved',
        header: t('funds.approved'),
        size: 120,
        align: 'end',
        card: 'none',
        cell: (one) => <Minor amountMinor={one.approvedMinor} currency={one.currency} />,
      },
    ],
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- headers are words of the language in use
    [locale],
  );
}

/** Claims of partners, those that wait for a decision first. */
export function ClaimsTab() {
  const url = useUrlState();
  const navigate = useNavigate();
  const narrowed = useNarrowed();
  const view = url.oneOf('state', views) ?? 'submitted';
  const q = url.text('q');
  const list = useApiPages(
    'fundClaims.list',
    { query: { ...narrowed, q, state: claimStates.find((state) => state === view), limit: 100 } },
    { keepPrevious: true },
  );
  const layout = useGridLayout('funds.claims', useColumns());
  useRowKeys();
  const isNarrowed = q !== undefined || narrowed.partnerId !== undefined || narrowed.budgetId !== undefined;
  return (
    <>
      <div className="flex min-h-11 shrink-0 flex-wrap items-center gap-2 border-b border-line bg-surface px-3 py-1.5 md:px-4">
        <SearchBox label={t('funds.claims.search')} value={q ?? ''} onSearch={(text) => url.set({ q: text })} />
        <StateTabs
          label={t('funds.state')}
          value={view}
          fallback="submitted"
          items={views.map((id) => ({ id, label: id === 'all' ? t('funds.all') : t(`funds.claim.${id}`) }))}
        />
        <Narrowed />
        <span className="flex-1" />
        <GridOptions layout={layout} />
      </div>
      <DataGrid
        label={t('funds.tab.claims')}
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
              title={t('funds.claims.none.waiting')}
              detail={t('funds.claims.none.detail')}
              action={<Button onPress={() => url.set({ state: 'all' })}>{t('funds.showAll')}</Button>}
            />
          ) : (
            <EmptyState title={t('funds.claims.none')} detail={t('funds.claims.none.detail')} />
          )
        }
        hasMore={list.hasMore}
        isLoadingMore={list.isLoadingMore}
        onNeedMore={list.loadMore}
        href={(one) => `/money/funds/claims/${one.id}`}
        onOpen={(one) => void navigate({ to: '/money/funds/claims/$claimId', params: { claimId: one.id } })}
      />
      {list.rows.length > 0 && (
        <SumsFoot
          words={t(list.hasMore ? 'funds.rows.loaded' : 'funds.rows', { n: list.rows.length })}
          sums={listSums(list.rows.map((one) => ({ currency: one.currency, amountMinor: one.claimedMinor })))}
        />
      )}
    </>
  );
}
