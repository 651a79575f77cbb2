import { type ReactNode, useMemo } from 'react';
import { callApi, useApiPages } from '../../../lib/api/index.ts';
import { type CsvColumn, everyPage } from '../../../lib/csv.ts';
import { t, useLocaleId } from '../../../lib/i18n/i18n.ts';
import { DateText } from '../../../lib/i18n/values.tsx';
import { Button } from '../../../ui/button.tsx';
import type { GridColumn } from '../../../ui/data-grid/data-grid.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { decimalText } from '../../deals/kit/money.ts';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import { SearchBox } from '../../partners/kit/search-box.tsx';
import { useUrlState } from '../../partners/kit/url-state.ts';
import { MoneyList } from '../kit/money-list.tsx';
import { StateTabs } from '../kit/state-tabs.tsx';
import { ColumnSums, none, PaymentState } from './bits.tsx';
import { cleared, Filters, useFilters } from './filters.tsx';
import { PaymentSheet } from './payment-sheet.tsx';
import { type Payment, paymentStates } from './words.ts';

const views = [...paymentStates, 'credit'] as const;

/** Money that came; what matches nobody waits in its own view until somebody says whose it is. */
export function PaymentsTab({ create }: { create: ReactNode }) {
  const url = useUrlState();
  const view = url.oneOf('state', views);
  const { q, accountId, from, to } = useFilters();
  const state = paymentStates.find((one) => one === view);
  const query = { q, accountId, from, to, state, ...(view === 'credit' ? { withCredit: 'true' as const } : {}) };
  const list = useApiPages('payments.list', { query: { ...query, limit: 100 } }, { keepPrevious: true });
  const narrowed = [view, q, accountId, from, to].some((value) => value !== undefined);
  const openId = url.text('open');
  return (
    <>
      <MoneyList
        id="invoices.payments"
        label={t('invoices.tab.payments')}
        columns={useColumns()}
        list={list}
        rowId={(payment) => payment.id}
        filters={
          <>
            <SearchBox label={t('invoices.payments.search')} value={q ?? ''} onSearch={(text) => url.set({ q: text, open: undefined })} />
            <StateTabs
              label={t('invoices.state')}
              value={view ?? 'all'}
              fallback="all"
              items={[{ id: 'all', label: t('invoices.all') }, ...views.map((id) => ({ id, label: t(`invoices.payment.${id}`) }))]}
            />
            <Filters keys={['account', 'from', 'to']} />
          </>
        }
        empty={
          view === 'unmatched' && q === undefined && accountId === undefined ? (
            <EmptyState title={t('invoices.unmatched.none')} detail={t('invoices.unmatched.none.detail')} />
          ) : narrowed ? (
            <EmptyState
              title={t('work.noMatch')}
              detail={t('work.noMatch.detail')}
              action={<Button onPress={() => url.set(cleared)}>{t('invoices.showAll')}</Button>}
            />
          ) : (
            <EmptyState title={t('invoices.payments.none')} detail={t('invoices.payments.none.detail')} action={create} />
          )
        }
        file={{
          name: 'payments.csv',
          columns: paymentFile,
          all: () => everyPage((cursor) => callApi('payments.list', { query: { ...query, limit: 200, cursor } })),
        }}
        foot={(rows) => (
          <ColumnSums
            rows={rows}
            columns={[
              { label: t('invoices.amount'), read: (payment) => payment.amountMinor },
              { label: t('invoices.left'), read: (payment) => payment.leftMinor },
            ]}
          />
        )}
        onOpen={(payment) => url.set({ open: payment.id })}
      />
      {openId !== undefined && <PaymentSheet id={openId} onClose={() => url.set({ open: undefined })} />}
    </>
  );
}

function useColumns(): readonly GridColumn<Payment>[] {
  const locale = useLocaleId();
  return useMemo((): readonly GridColumn<Payment>[] => {
    const amount = (read: (payment: Payment) => number) => (payment: Payment) =>
      read(payment) === 0 ? none : <ExactMoney value={{ amountMinor: read(payment), currency: payment.currency }} />;
    return [
      { id: 'received', header: t('invoices.receivedOn'), size: 120, hideable: false, card: 'meta', cell: (payment) => <DateText date={payment.receivedOn} /> },
      {
        id: 'account',
        header: t('work.account'),
        size: 190,
        card: 'title',
        cell: (payment) =>
          payment.accountName === null ? <bdi className="text-muted">{payment.payer ?? t('invoices.payer.unknown')}</bdi> : <bdi>{payment.accountName}</bdi>,
      },
      { id: 'state', header: t('invoices.state'), size: 120, card: 'meta', cell: (payment) => <PaymentState state={payment.state} /> },
      {
        id: 'reference',
        header: t('invoices.reference'),
        size: 220,
        card: 'none',
        cell: (payment) => (payment.reference === null ? none : <bdi>{payment.reference}</bdi>),
      },
      { id: 'payer', header: t('invoices.payer'), size: 150, card: 'none', cell: (payment) => (payment.payer === null ? none : <bdi>{payment.payer}</bdi>) },
      { id: 'origin', header: t('invoices.origin'), size: 110, card: 'none', defaultHidden: true, cell: (payment) => t(`invoices.origin.${payment.origin}`) },
      {
        id: 'came',
        header: t('invoices.came'),
        size: 120,
        align: 'end',
        card: 'none',
        defaultHidden: true,
        cell: (payment) => (payment.received === null ? none : <ExactMoney value={payment.received} />),
      },
      { id: 'amount', header: t('invoices.amount'), size: 130, align: 'end', card: 'end', cell: (payment) => <ExactMoney value={payment} /> },
      { id: 'applied', header: t('invoices.applied'), size: 120, align: 'end', card: 'none', cell: amount((payment) => payment.appliedMinor) },
      { id: 'refunded', header: t('invoices.refunded'), size: 120, align: 'end', card: 'none', cell: amount((payment) => payment.refundedMinor) },
      { id: 'left', header: t('invoices.left'), size: 120, align: 'end', card: 'none', cell: amount((payment) => payment.leftMinor) },
    ];
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- headers are words of the language in use
  }, [locale]);
}

const money = (read: (payment: Payment) => number) => (payment: Payment) => decimalText(read(payment), payment.currency);
const paymentFile: readonly CsvColumn<Payment>[] = [
  ['received_on', (payment) => payment.receivedOn],
  ['state', (payment) => payment.state],
  ['account', (payment) => payment.accountName ?? ''],
  ['payer', (payment) => payment.payer ?? ''],
  ['reference', (payment) => payment.reference ?? ''],
  ['currency', (payment) => payment.currency],
  ['amount', money((payment) => payment.amountMinor), 'plain'],
  ['applied', money((payment) => payment.appliedMinor), 'plain'],
  ['refunded', money((payment) => payment.refundedMinor), 'plain'],
  ['left', money((payment) => payment.leftMinor), 'plain'],
  ['came_in', (payment) => payment.received?.currency ?? ''],
  ['came', (payment) => (payment.received === null ? '' : decimalText(payment.received.amountMinor, payment.received.currency)), 'plain'],
  ['rate', (payment) => payment.received?.rate ?? '', 'plain'],
  ['origin', (payment) => payment.origin],
  ['id', (payment) => payment.id],
];
