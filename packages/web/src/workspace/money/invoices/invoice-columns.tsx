import { useMemo } from 'react';
import type { CsvColumn } from '../../../lib/csv.ts';
import { t, useLocaleId } from '../../../lib/i18n/i18n.ts';
import { DateText, Num } from '../../../lib/i18n/values.tsx';
import type { GridColumn } from '../../../ui/data-grid/data-grid.tsx';
import { decimalText } from '../../deals/kit/money.ts';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import { InvoiceState, none } from './bits.tsx';
import { type InvoiceRow, invoiceName } from './words.ts';

/** What a reader must know of it before anything else. */
function Note({ invoice }: { invoice: InvoiceRow }) {
  if (invoice.obstacle !== null) return <bdi className="text-warn">{invoice.obstacle}</bdi>;
  if (invoice.overdueDays !== null) return <span className="text-bad">{t('invoices.overdueBy', { n: invoice.overdueDays })}</span>;
  return none;
}

export function useInvoiceColumns(): readonly GridColumn<InvoiceRow>[] {
  const locale = useLocaleId();
  return useMemo((): readonly GridColumn<InvoiceRow>[] => {
    const amount = (read: (invoice: InvoiceRow) => number) => (invoice: InvoiceRow) =>
      read(invoice) === 0 ? none : <ExactMoney value={{ amountMinor: read(invoice), currency: invoice.currency }} />;
    return [
      {
        id: 'number',
        header: t('invoices.invoice'),
        size: 150,
        hideable: false,
        card: 'title',
        cell: (invoice) => <bdi className="font-medium">{invoiceName(invoice)}</bdi>,
      },
      { id: 'account', header: t('work.account'), size: 200, card: 'meta', cell: (invoice) => <bdi>{invoice.accountName}</bdi> },
      { id: 'state', header: t('invoices.state'), size: 110, card: 'meta', cell: (invoice) => <InvoiceState state={invoice.state} /> },
      { id: 'note', header: t('invoices.note.column'), size: 170, card: 'none', cell: (invoice) => <Note invoice={invoice} /> },
      {
        id: 'issued',
        header: t('invoices.issuedOn'),
        size: 110,
        card: 'none',
        cell: (invoice) => (invoice.issuedOn === null ? none : <DateText date={invoice.issuedOn} />),
      },
      {
        id: 'due',
        header: t('invoices.dueOn'),
        size: 110,
        card: 'meta',
        cell: (invoice) => (invoice.dueOn === null ? none : <DateText date={invoice.dueOn} />),
      },
      { id: 'lines', header: t('invoices.lines'), size: 70, align: 'end', card: 'none', cell: (invoice) => <Num value={invoice.lines} /> },
      { id: 'net', header: t('invoices.net'), size: 120, align: 'end', card: 'none', defaultHidden: true, cell: amount((invoice) => invoice.netMinor) },
      { id: 'tax', header: t('invoices.tax'), size: 110, align: 'end', card: 'none', defaultHidden: true, cell: amount((invoice) => invoice.taxMinor) },
      {
        id: 'total',
        header: t('invoices.total'),
        size: 130,
        align: 'end',
        card: 'end',
        cell: (invoice) => <ExactMoney value={{ amountMinor: invoice.totalMinor, currency: invoice.currency }} />,
      },
      { id: 'paid', header: t('invoices.paid'), size: 120, align: 'end', card: 'none', cell: amount((invoice) => invoice.paidMinor) },
      { id: 'credited', header: t('invoices.credited'), size: 120, align: 'end', card: 'none', cell: amount((invoice) => invoice.creditedMinor) },
      {
        id: 'open',
        header: t('invoices.open'),
        size: 130,
        align: 'end',
        card: 'none',
        cell: (invoice) => <span className="font-medium">{amount((one) => one.openMinor)(invoice)}</span>,
      },
    ];
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- headers are words of the language in use
  }, [locale]);
}

const money = (read: (invoice: InvoiceRow) => number) => (invoice: InvoiceRow) => decimalText(read(invoice), invoice.currency);
export const invoiceFile: readonly CsvColumn<InvoiceRow>[] = [
  ['number', (invoice) => invoice.number ?? ''],
  ['state', (invoice) => invoice.state],
  ['account', (invoice) => invoice.accountName],
  ['account_id', (invoice) => invoice.accountId],
  ['issued_on', (invoice) => invoice.issuedOn ?? ''],
  ['due_on', (invoice) => invoice.dueOn ?? ''],
  ['overdue_days', (invoice) => String(invoice.overdueDays ?? ''), 'plain'],
  ['currency', (invoice) => invoice.currency],
  ['net', money((invoice) => invoice.netMinor), 'plain'],
  ['tax', money((invoice) => invoice.taxMinor), 'plain'],
  ['total', money((invoice) => invoice.totalMinor), 'plain'],
  ['paid', money((invoice) => invoice.paidMinor), 'plain'],
  ['credited', money((invoice) => invoice.creditedMinor), 'plain'],
  ['written_off', money((invoice) => invoice.writtenOffMinor), 'plain'],
  ['open', money((invoice) => invoice.openMinor), 'plain'],
  ['note', (invoice) => invoice.obstacle ?? ''],
  ['id', (invoice) => invoice.id],
];
