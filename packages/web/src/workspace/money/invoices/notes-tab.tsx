import { useMemo } from 'react';
import { callApi, useApiPages } from '../../../lib/api/index.ts';
import { type CsvColumn, everyPage } from '../../../lib/csv.ts';
import { t, useLocaleId } from '../../../lib/i18n/i18n.ts';
import { DateText } from '../../../lib/i18n/values.tsx';
import { Button } from '../../../ui/button.tsx';
import type { GridColumn } from '../../../ui/data-grid/data-grid.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { decimalText } from '../../deals/kit/money.ts';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import { useUrlState } from '../../partners/kit/url-state.ts';
import { MoneyList } from '../kit/money-list.tsx';
import { ColumnSums, InvoiceLink } from './bits.tsx';
import { cleared, Filters } from './filters.tsx';
import { NoteSheet } from './note-sheet.tsx';
import type { CreditNote } from './words.ts';

export function NotesTab() {
  const url = useUrlState();
  const query = { accountId: url.text('account') };
  const list = useApiPages('creditNotes.list', { query: { ...query, limit: 100 } }, { keepPrevious: true });
  const openId = url.text('open');
  return (
    <>
      <MoneyList
        id="invoices.notes"
        label={t('invoices.tab.notes')}
        columns={useColumns()}
        list={list}
        rowId={(note) => note.id}
        filters={<Filters keys={['account']} />}
        empty={
          query.accountId === undefined ? (
            <EmptyState title={t('invoices.notes.none')} detail={t('invoices.notes.none.detail')} />
          ) : (
            <EmptyState
              title={t('work.noMatch')}
              detail={t('work.noMatch.detail')}
              action={<Button onPress={() => url.set(cleared)}>{t('invoices.showAll')}</Button>}
            />
          )
        }
        file={{
          name: 'credit-notes.csv',
          columns: noteFile,
          all: () => everyPage((cursor) => callApi('creditNotes.list', { query: { ...query, limit: 200, cursor } })),
        }}
        foot={(rows) => (
          <ColumnSums
            rows={rows}
            columns={[
              { label: t('invoices.net'), read: (note) => note.netMinor },
              { label: t('invoices.tax'), read: (note) => note.taxMinor },
              { label: t('invoices.total'), read: (note) => note.totalMinor },
            ]}
          />
        )}
        onOpen={(note) => url.set({ open: note.id })}
      />
      {openId !== undefined && <NoteSheet id={openId} onClose={() => url.set({ open: undefined })} />}
    </>
  );
}

function useColumns(): readonly GridColumn<CreditNote>[] {
  const locale = useLocaleId();
  return useMemo((): readonly GridColumn<CreditNote>[] => {
    const money = (read: (note: CreditNote) => number) => (note: CreditNote) => <ExactMoney value={{ amountMinor: read(note), currency: note.currency }} />;
    return [
      {
        id: 'number',
        header: t('invoices.creditNote'),
        size: 150,
        hideable: false,
        card: 'title',
        cell: (note) => <bdi className="font-medium">{note.number}</bdi>,
      },
      { id: 'issued', header: t('invoices.issuedOn'), size: 110, card: 'meta', cell: (note) => <DateText date={note.issuedOn} /> },
      { id: 'account', header: t('work.account'), size: 190, card: 'meta', cell: (note) => <bdi>{note.accountName}</bdi> },
      {
        id: 'invoice',
        header: t('invoices.invoice'),
        size: 140,
        card: 'none',
        cell: (note) => <InvoiceLink id={note.invoiceId}>{note.invoiceNumber}</InvoiceLink>,
      },
      { id: 'reason', header: t('invoices.reason'), size: 220, card: 'none', cell: (note) => <bdi>{note.reason}</bdi> },
      { id: 'by', header: t('invoices.issuedBy'), size: 130, card: 'none', defaultHidden: true, cell: (note) => <bdi>{note.issuedBy}</bdi> },
      { id: 'net', header: t('invoices.net'), size: 120, align: 'end', card: 'none', cell: money((note) => note.netMinor) },
      { id: 'tax', header: t('invoices.tax'), size: 110, align: 'end', card: 'none', cell: money((note) => note.taxMinor) },
      { id: 'total', header: t('invoices.total'), size: 130, align: 'end', card: 'end', cell: money((note) => note.totalMinor) },
    ];
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- headers are words of the language in use
  }, [locale]);
}

const money = (read: (note: CreditNote) => number) => (note: CreditNote) => decimalText(read(note), note.currency);
const noteFile: readonly CsvColumn<CreditNote>[] = [
  ['number', (note) => note.number],
  ['issued_on', (note) => note.issuedOn],
  ['invoice', (note) => note.invoiceNumber],
  ['account', (note) => note.accountName],
  ['reason', (note) => note.reason],
  ['currency', (note) => note.currency],
  ['net', money((note) => note.netMinor), 'plain'],
  ['tax', money((note) => note.taxMinor), 'plain'],
  ['total', money((note) => note.totalMinor), 'plain'],
  ['lowered_what_was_open', money((note) => note.openMinor), 'plain'],
  ['issued_by', (note) => note.issuedBy],
  ['id', (note) => note.id],
];
