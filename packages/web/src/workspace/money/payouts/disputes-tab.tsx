import { useMemo } from 'react';
import { Check } from 'lucide-react';
import { useNavigate } from '@tanstack/react-router';
import { useApi, useApiPages } from '../../../lib/api/index.ts';
import { t, useLocaleId } from '../../../lib/i18n/i18n.ts';
import { Num, RelativeTime } from '../../../lib/i18n/values.tsx';
import { Button } from '../../../ui/button.tsx';
import { DataGrid, type GridColumn, GridOptions, useGridLayout } from '../../../ui/data-grid/data-grid.tsx';
import { SlaClock } from '../../../ui/sla-clock.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import { useRowKeys } from '../../partners/kit/use-row-keys.ts';
import { useUrlState } from '../../partners/kit/url-state.ts';
import { StateTabs } from '../kit/state-tabs.tsx';
import { DisputeState, none } from './badges.tsx';
import { type Dispute, disputeStates } from './words.ts';

const views = [...disputeStates, 'all'] as const;
const of = (dispute: Dispute, amountMinor: number) => ({ amountMinor, currency: dispute.currency });

function useColumns(): readonly GridColumn<Dispute>[] {
  const locale = useLocaleId();
  return useMemo(
    (): readonly GridColumn<Dispute>[] => [
      {
        id: 'title',
        header: t('payouts.dispute'),
        size: 260,
        hideable: false,
        card: 'title',
        cell: (dispute) => <bdi className="font-medium">{t('payouts.dispute.named', { number: dispute.number, title: dispute.earningTitle })}</bdi>,
      },
      { id: 'partner', header: t('work.partner'), size: 160, card: 'meta', cell: (dispute) => <bdi>{dispute.partnerName}</bdi> },
      { id: 'state', header: t('payouts.state'), size: 120, card: 'meta', cell: (dispute) => <DisputeState state={dispute.state} /> },
      {
        id: 'clock',
        header: t('payouts.clock'),
        size: 120,
        card: 'meta',
        cell: (dispute) => (dispute.state === 'open' ? <SlaClock dueAt={dispute.dueAt} startedAt={dispute.openedAt} /> : none),
      },
      { id: 'reason', header: t('payouts.reason'), size: 220, card: 'none', cell: (dispute) => <bdi>{dispute.reason}</bdi> },
      { id: 'opened', header: t('payouts.openedAt'), size: 120, card: 'none', cell: (dispute) => <RelativeTime at={dispute.openedAt} /> },
      { id: 'amount', header: t('payouts.amount'), size: 120, align: 'end', card: 'end', cell: (dispute) => <ExactMoney value={dispute} /> },
      {
        id: 'expected',
        header: t('payouts.expected'),
        size: 120,
        align: 'end',
        card: 'none',
        cell: (dispute) => (dispute.expectedMinor === null ? none : <ExactMoney value={of(dispute, dispute.expectedMinor)} />),
      },
      {
        id: 'correction',
        header: t('payouts.correction'),
        size: 120,
        align: 'end',
        card: 'none',
        cell: (dispute) => (dispute.correctionMinor === null ? none : <ExactMoney value={of(dispute, dispute.correctionMinor)} />),
      },
    ],
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- headers are words of the language in use
    [locale],
  );
}

/** What partners say is wrong, those that wait first, each with the time that is left for an answer. */
export function DisputesTab() {
  const url = useUrlState();
  const navigate = useNavigate();
  const view = url.oneOf('state', views) ?? 'open';
  const figures = useApi('earnings.figures', { query: {} });
  const list = useApiPages(
    'disputes.list',
    { query: { state: view === 'all' ? undefined : view, partnerId: url.text('partner'), limit: 100 } },
    { keepPrevious: true },
  );
  const layout = useGridLayout('payouts.disputes', useColumns());
  useRowKeys();
  return (
    <>
      <div className="flex min-h-11 shrink-0 flex-wrap items-center gap-2 border-b border-line bg-surface px-3 py-1.5 md:px-4">
        <StateTabs
          label={t('payouts.state')}
          value={view}
          fallback="open"
          items={views.map((id) => ({
            id,
            label: id === 'all' ? t('payouts.all') : t(`payouts.dispute.${id}`),
            ...(id === 'open' && figures.data !== undefined ? { count: <Num value={figures.data.openDisputes} /> } : {}),
          }))}
        />
        <span className="flex-1" />
        <GridOptions layout={layout} />
      </div>
      <DataGrid
        label={t('payouts.tab.disputes')}
        layout={layout}
        rows={list.rows}
        rowId={(dispute) => dispute.id}
        isLoading={list.isLoading}
        error={list.error}
        onRetry={list.refetch}
        empty={
          view === 'open' ? (
            <EmptyState
              icon={<Check size={18} aria-hidden />}
              title={t('payouts.disputes.none.open')}
              detail={t('payouts.disputes.none.detail')}
              action={<Button onPress={() => url.set({ state: 'all' })}>{t('payouts.showAll')}</Button>}
            />
          ) : (
            <EmptyState title={t('payouts.disputes.none')} detail={t('payouts.disputes.none.detail')} />
          )
        }
        hasMore={list.hasMore}
        isLoadingMore={list.isLoadingMore}
        onNeedMore={list.loadMore}
        href={(dispute) => `/money/payouts/disputes/${dispute.id}`}
        onOpen={(dispute) => void navigate({ to: '/money/payouts/disputes/$disputeId', params: { disputeId: dispute.id } })}
      />
    </>
  );
}
