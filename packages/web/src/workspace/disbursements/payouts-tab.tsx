import { useMemo } from 'react';
import { Link } from '@tanstack/react-router';
import { useApiPages } from '../../lib/api/index.ts';
import { t, useLocaleId } from '../../lib/i18n/i18n.ts';
import { DateText, Num } from '../../lib/i18n/values.tsx';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { DataGrid, type GridColumn, GridOptions, useGridLayout } from '../../ui/data-grid/data-grid.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { useRowKeys } from '../partners/kit/use-row-keys.ts';
import { useUrlState } from '../partners/kit/url-state.ts';
import { ExactMoney } from './exact-money.tsx';
import { PayoutSheet } from './payout-sheet.tsx';
import { PayoutState } from './payout-state.tsx';
import { listSums } from './sums.ts';
import { SumsFoot } from './sums-foot.tsx';
import { type Payout, payoutStates } from './words.ts';

const none = <span className="text-muted">–</span>;
const views = ['all', ...payoutStates] as const;

function useColumns(): readonly GridColumn<Payout>[] {
  const locale = useLocaleId();
  return useMemo(
    (): readonly GridColumn<Payout>[] => [
      {
        id: 'key',
        header: t('disbursements.payout'),
        size: 210,
        hideable: false,
        card: 'title',
        cell: (payout) => <bdi className="font-mono text-12">{payout.key}</bdi>,
      },
      { id: 'state', header: t('disbursements.state'), size: 110, card: 'meta', cell: (payout) => <PayoutState state={payout.state} /> },
      {
        id: 'paidOn',
        header: t('disbursements.paidOn'),
        size: 110,
        card: 'meta',
        cell: (payout) => (payout.paidOn === null ? none : <DateText date={payout.paidOn} />),
      },
      { id: 'marketplace', header: t('disbursements.marketplace'), size: 160, card: 'meta', cell: (payout) => <bdi>{payout.marketplace}</bdi> },
      { id: 'lines', header: t('disbursements.lines'), size: 80, align: 'end', card: 'none', cell: (payout) => <Num value={payout.lines} /> },
      {
        id: 'unmatched',
        header: t('disbursements.unmatched'),
        size: 100,
        align: 'end',
        card: 'none',
        cell: (payout) =>
          payout.unmatched === 0 ? (
            none
          ) : (
            <span className="font-medium text-warn">
              <Num value={payout.unmatched} />
            </span>
          ),
      },
      {
        id: 'linesMinor',
        header: t('disbursements.lineSum'),
        size: 130,
        align: 'end',
        card: 'none',
        cell: (payout) => <ExactMoney value={{ amountMinor: payout.linesMinor, currency: payout.currency }} />,
      },
      {
        id: 'amount',
        header: t('disbursements.amount'),
        size: 130,
        align: 'end',
        card: 'end',
        cell: (payout) => (payout.amountMinor === null ? none : <ExactMoney value={{ amountMinor: payout.amountMinor, currency: payout.currency }} />),
      },
      {
        id: 'difference',
        header: t('disbursements.difference'),
        size: 110,
        align: 'end',
        card: 'none',
        cell: (payout) =>
          payout.differenceMinor === null ? (
            none
          ) : (
            <span className={payout.differenceMinor === 0 ? 'text-muted' : 'font-medium text-bad'}>
              <ExactMoney value={{ amountMinor: payout.differenceMinor, currency: payout.currency }} />
            </span>
          ),
      },
    ],
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- headers are words of the language in use
    [locale],
  );
}

export function PayoutsTab() {
  const url = useUrlState();
  const state = url.oneOf('state', payoutStates);
  const list = useApiPages('disbursements.list', { query: { state, limit: 100 } }, { keepPrevious: true });
  const layout = useGridLayout('disbursements.payouts', useColumns());
  useRowKeys();
  const open = list.rows.find((payout) => payout.id === url.text('open'));
  const empty =
    state === undefined ? (
      <EmptyState title={t('disbursements.payouts.none')} detail={t('disbursements.payouts.none.detail')} />
    ) : (
      <EmptyState
        title={t('disbursements.payouts.none.state')}
        action={<Button onPress={() => url.set({ state: undefined })}>{t('disbursements.showAll')}</Button>}
      />
    );
  return (
    <>
      <div className="flex min-h-11 shrink-0 flex-wrap items-center gap-2 border-b border-line bg-surface px-3 py-1.5 md:px-4">
        <nav aria-label={t('disbursements.state')} className="min-w-0 overflow-x-auto">
          <ul className="flex gap-0.5 p-0.5">
            {views.map((id) => {
              const isChosen = (state ?? 'all') === id;
              return (
                <li key={id}>
                  <Link
                    to="/disbursements"
                    search={(before: Record<string, unknown>) => ({ ...before, tab: 'payouts', state: id === 'all' ? undefined : id, open: undefined })}
                    replace
                    activeOptions={{ exact: true, includeSearch: true, explicitUndefined: true }}
                    aria-current={isChosen ? 'true' : undefined}
                    className={cx(
                      'flex h-7 items-center rounded-control px-2.5 whitespace-nowrap outline-offset-[-1px] hover:text-text max-md:h-10',
                      isChosen ? 'bg-hover font-medium text-text' : 'text-muted',
                    )}
                  >
                    {id === 'all' ? t('disbursements.lineState.all') : t(`disbursements.state.${id}`)}
                  </Link>
                </li>
              );
            })}
          </ul>
        </nav>
        <span className="flex-1" />
        <GridOptions layout={layout} />
      </div>
      <DataGrid
        label={t('disbursements.payouts')}
        layout={layout}
        rows={list.rows}
        rowId={(payout) => payout.id}
        isLoading={list.isLoading}
        error={list.error}
        onRetry={list.refetch}
        empty={empty}
        hasMore={list.hasMore}
        isLoadingMore={list.isLoadingMore}
        onNeedMore={list.loadMore}
        onOpen={(payout) => url.set({ open: payout.id })}
      />
      {list.rows.length > 0 && (
        <SumsFoot
          words={t(list.hasMore ? 'disbursements.payouts.loaded' : 'disbursements.payouts.count', { n: list.rows.length })}
          sums={listSums(list.rows)}
        />
      )}
      {open && <PayoutSheet payout={open} onClose={() => url.set({ open: undefined })} />}
    </>
  );
}
