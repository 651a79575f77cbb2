import { useMemo } from 'react';
import { Download } from 'lucide-react';
import { callApi, useApi, useApiPages } from '../../../lib/api/index.ts';
import { t, useLocaleId } from '../../../lib/i18n/i18n.ts';
import { DateText } from '../../../lib/i18n/values.tsx';
import { Button } from '../../../ui/button.tsx';
import { DataGrid, type GridColumn, GridOptions, useGridLayout } from '../../../ui/data-grid/data-grid.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { toast } from '../../../ui/toast.tsx';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import { Quantity } from '../../metering/quantity-text.tsx';
import { SearchBox } from '../../partners/kit/search-box.tsx';
import { useRowKeys } from '../../partners/kit/use-row-keys.ts';
import { useUrlState } from '../../partners/kit/url-state.ts';
import { useSaving } from '../kit/save-file.ts';
import { StateTabs } from '../kit/state-tabs.tsx';
import { none, Period } from './bits.tsx';
import { ChargeSheet } from './charge-sheet.tsx';
import { cleared, Filters, type FilterKey, useFilters } from './filters.tsx';
import { type Charge, kindOf } from './words.ts';

const keys = ['account', 'deal', 'subscription', 'product', 'kind', 'currency', 'from', 'to'] as const satisfies readonly FilterKey[];
const states = ['open', 'claimed'] as const;

function useColumns(): readonly GridColumn<Charge>[] {
  const locale = useLocaleId();
  return useMemo(
    (): readonly GridColumn<Charge>[] => [
      {
        id: 'description',
        header: t('subs.charge'),
        size: 240,
        hideable: false,
        card: 'title',
        cell: (one) => <bdi className="font-medium">{one.description}</bdi>,
      },
      { id: 'account', header: t('work.account'), size: 160, card: 'meta', cell: (one) => <bdi>{one.accountName}</bdi> },
      { id: 'kind', header: t('subs.charge.kind'), size: 120, card: 'meta', cell: (one) => t(`subs.kind.${kindOf(one)}`) },
      { id: 'period', header: t('subs.period'), size: 210, card: 'none', cell: (one) => (one.period === null ? none : <Period value={one.period} />) },
      { id: 'chargedOn', header: t('subs.chargedOn'), size: 120, card: 'meta', cell: (one) => <DateText date={one.chargedOn} /> },
      { id: 'quantity', header: t('subs.quantity'), size: 90, align: 'end', card: 'none', cell: (one) => <Quantity value={one.quantity} /> },
      { id: 'amount', header: t('subs.amount'), size: 130, align: 'end', card: 'end', cell: (one) => <ExactMoney value={one} /> },
      {
        id: 'state',
        header: t('subs.state'),
        size: 150,
        card: 'none',
        cell: (one) => t(one.invoiceId === null ? 'subs.charges.open' : 'subs.charges.claimed'),
      },
      {
        id: 'subscription',
        header: t('subs.subscription'),
        size: 170,
        card: 'none',
        cell: (one) => (one.subscriptionName === null ? none : <bdi>{one.subscriptionName}</bdi>),
      },
    ],
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- headers are words of the language in use
    [locale],
  );
}

/** Every amount that customers owe, down to its arithmetic; open ones wait for an invoice. */
export function ChargesTab() {
  const url = useUrlState();
  const { endsBefore: _, ...own } = useFilters();
  const state = url.oneOf('state', states);
  const query = { ...own, state };
  const list = useApiPages('charges.list', { query: { ...query, limit: 100 } }, { keepPrevious: true });
  const totals = useApi('charges.totals', { query }, { keepPrevious: true });
  const layout = useGridLayout('subscriptions.charges', useColumns());
  const { saving, save } = useSaving();
  useRowKeys();
  const narrowed = Object.values(query).some((value) => value !== undefined);
  const open = url.text('open');
  async function exported() {
    await save(async () => {
      const file = await callApi('charges.export', { query });
      toast(t(file.complete ? 'ledger.exported' : 'subs.charges.cut', { n: file.rows }));
      return { fileName: file.fileName, mediaType: 'text/csv', text: file.csv };
    });
  }
  return (
    <>
      <div className="flex min-h-11 shrink-0 flex-wrap items-center gap-2 border-b border-line bg-surface px-3 py-1.5 md:px-4">
        <SearchBox label={t('subs.charges.search')} value={own.q ?? ''} onSearch={(q) => url.set({ q, open: undefined })} />
        <StateTabs
          label={t('subs.state')}
          value={state ?? 'all'}
          fallback="all"
          items={[{ id: 'all', label: t('subs.all') }, ...states.map((id) => ({ id, label: t(`subs.charges.${id}`) }))]}
        />
        <Filters keys={keys} />
        <span className="flex-1" />
        <Button
          kind="quiet"
          size="compact"
          icon={<Download size={15} strokeWidth={1.75} aria-hidden />}
          isPending={saving}
          isDisabled={list.rows.length === 0}
          onPress={() => void exported()}
        >
          {t('ledger.exportList')}
        </Button>
        <GridOptions layout={layout} />
      </div>
      <DataGrid
        label={t('subs.tab.charges')}
        layout={layout}
        rows={list.rows}
        rowId={(one) => one.id}
        isLoading={list.isLoading}
        error={list.error}
        onRetry={list.refetch}
        empty={
          narrowed ? (
            <EmptyState
              title={t('work.noMatch')}
              detail={t('work.noMatch.detail')}
              action={<Button onPress={() => url.set(cleared)}>{t('subs.showAll')}</Button>}
            />
          ) : (
            <EmptyState title={t('subs.charges.none')} detail={t('subs.charges.none.detail')} />
          )
        }
        hasMore={list.hasMore}
        isLoadingMore={list.isLoadingMore}
        onNeedMore={list.loadMore}
        onOpen={(one) => url.set({ open: one.id })}
      />
      {(totals.data?.totals.length ?? 0) > 0 && (
        <section
          aria-label={t('ledger.foot')}
          className="flex min-h-9 shrink-0 flex-wrap items-center gap-x-6 gap-y-1 border-t border-line bg-surface px-4 py-1.5 text-12"
        >
          {totals.data?.totals.map((sum) => (
            <span key={sum.currency} className="flex flex-wrap gap-x-4">
              <span className="text-muted">{t('subs.charges.in', { n: sum.charges, currency: sum.currency })}</span>
              {(['open', 'claimed'] as const).map((part) => (
                <span key={part} className="flex gap-2">
                  <span className="text-muted">{t(`subs.charges.${part}`)}</span>
                  <span className="font-medium">
                    <ExactMoney value={{ currency: sum.currency, amountMinor: part === 'open' ? sum.openMinor : sum.claimedMinor }} />
                  </span>
                </span>
              ))}
            </span>
          ))}
        </section>
      )}
      {open !== undefined && <ChargeSheet id={open} onClose={() => url.set({ open: undefined })} />}
    </>
  );
}
