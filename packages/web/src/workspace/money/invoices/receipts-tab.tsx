import { useMemo } from 'react';
import { useNavigate } from '@tanstack/react-router';
import { callApi, useApiPages } from '../../../lib/api/index.ts';
import { type CsvColumn, everyPage } from '../../../lib/csv.ts';
import { t, useLocaleId } from '../../../lib/i18n/i18n.ts';
import { DateText } from '../../../lib/i18n/values.tsx';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import type { GridColumn } from '../../../ui/data-grid/data-grid.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { decimalText } from '../../deals/kit/money.ts';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import { useUrlState } from '../../partners/kit/url-state.ts';
import { Tabs } from '../../../ui/tabs.tsx';
import { MoneyList } from '../kit/money-list.tsx';
import { ColumnSums, DealLink, InvoiceLink, none } from './bits.tsx';
import { cleared, Filters, useFilters } from './filters.tsx';
import type { Receipt } from './words.ts';

const sources = ['payment', 'marketplace'] as const;

/** What came of the lines of each deal, and what went back: what splits divide. */
export function ReceiptsTab() {
  const url = useUrlState();
  const navigate = useNavigate();
  const source = url.oneOf('source', sources);
  const { accountId, dealId, from, to } = useFilters();
  const query = { accountId, dealId, from, to, source };
  const list = useApiPages('receipts.list', { query: { ...query, limit: 100 } }, { keepPrevious: true });
  const narrowed = Object.values(query).some((value) => value !== undefined);
  return (
    <MoneyList
      id="invoices.receipts"
      label={t('invoices.tab.receipts')}
      columns={useColumns()}
      list={list}
      rowId={(receipt) => receipt.id}
      filters={
        <>
          <Tabs
            label={t('invoices.source')}
            value={source ?? 'all'}
            onChange={(id) => url.set({ source: id === 'all' ? undefined : id })}
            items={[{ id: 'all', label: t('invoices.all') }, ...sources.map((id) => ({ id, label: t(`invoices.source.${id}`) }))]}
          />
          <Filters keys={['account', 'deal', 'from', 'to']} />
        </>
      }
      empty={
        narrowed ? (
          <EmptyState
            title={t('work.noMatch')}
            detail={t('work.noMatch.detail')}
            action={<Button onPress={() => url.set(cleared)}>{t('invoices.showAll')}</Button>}
          />
        ) : (
          <EmptyState title={t('invoices.receipts.none')} detail={t('invoices.receipts.none.detail')} />
        )
      }
      file={{
        name: 'receipts.csv',
        columns: receiptFile,
        all: () => everyPage((cursor) => callApi('receipts.list', { query: { ...query, limit: 200, cursor } })),
      }}
      foot={(rows) => (
        <ColumnSums
          rows={rows}
          columns={[
            { label: t('invoices.net'), read: (receipt) => receipt.netMinor },
            { label: t('invoices.tax'), read: (receipt) => receipt.taxMinor },
            { label: t('invoices.fee'), read: (receipt) => receipt.feeMinor },
          ]}
        />
      )}
      onOpen={(receipt) => void navigate({ to: '/money/invoices/receipts/$receiptId', params: { receiptId: receipt.id } })}
      href={(receipt) => `/money/invoices/receipts/${receipt.id}`}
    />
  );
}

export function ReceiptKind({ receipt }: { receipt: Pick<Receipt, 'source' | 'reverses'> }) {
  return (
    <span className="inline-flex gap-1">
      <Badge tone="neutral">{t(`invoices.source.${receipt.source}`)}</Badge>
      {receipt.reverses !== null && <Badge tone="warn">{t('invoices.receipt.back')}</Badge>}
    </span>
  );
}

function useColumns(): readonly GridColumn<Receipt>[] {
  const locale = useLocaleId();
  return useMemo((): readonly GridColumn<Receipt>[] => {
    const money = (read: (receipt: Receipt) => number) => (receipt: Receipt) =>
      read(receipt) === 0 ? none : <ExactMoney value={{ amountMinor: read(receipt), currency: receipt.currency }} />;
    return [
      { id: 'received', header: t('invoices.receivedOn'), size: 130, hideable: false, card: 'meta', cell: (receipt) => <DateText date={receipt.receivedOn} /> },
      { id: 'kind', header: t('invoices.source'), size: 190, card: 'meta', cell: (receipt) => <ReceiptKind receipt={receipt} /> },
      {
        id: 'account',
        header: t('work.account'),
        size: 190,
        card: 'title',
        cell: (receipt) => (receipt.accountName === null ? none : <bdi>{receipt.accountName}</bdi>),
      },
      { id: 'deal', header: t('work.deal'), size: 210, card: 'none', cell: (receipt) => <DealLink of={receipt} /> },
      {
        id: 'invoice',
        header: t('invoices.invoice'),
        size: 140,
        card: 'none',
        cell: (receipt) => (receipt.invoiceId === null ? none : <InvoiceLink id={receipt.invoiceId}>{receipt.invoiceNumber}</InvoiceLink>),
      },
      { id: 'net', header: t('invoices.net'), size: 130, align: 'end', card: 'end', cell: money((receipt) => receipt.netMinor) },
      { id: 'tax', header: t('invoices.tax'), size: 120, align: 'end', card: 'none', cell: money((receipt) => receipt.taxMinor) },
      { id: 'fee', header: t('invoices.fee'), size: 120, align: 'end', card: 'none', cell: money((receipt) => receipt.feeMinor) },
    ];
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- headers are words of the language in use
  }, [locale]);
}

const money = (read: (receipt: Receipt) => number) => (receipt: Receipt) => decimalText(read(receipt), receipt.currency);
const receiptFile: readonly CsvColumn<Receipt>[] = [
  ['received_on', (receipt) => receipt.receivedOn],
  ['source', (receipt) => receipt.source],
  ['account', (receipt) => receipt.accountName ?? ''],
  ['deal', (receipt) => (receipt.dealNumber === null ? '' : `D-${receipt.dealNumber} ${receipt.dealName ?? ''}`)],
  ['invoice', (receipt) => receipt.invoiceNumber ?? ''],
  ['currency', (receipt) => receipt.currency],
  ['net', money((receipt) => receipt.netMinor), 'plain'],
  ['tax', money((receipt) => receipt.taxMinor), 'plain'],
  ['fee', money((receipt) => receipt.feeMinor), 'plain'],
  ['reverses', (receipt) => receipt.reverses ?? ''],
  ['id', (receipt) => receipt.id],
];
