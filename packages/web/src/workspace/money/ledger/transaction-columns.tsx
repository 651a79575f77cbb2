import { useMemo } from 'react';
import type { CsvColumn } from '../../../lib/csv.ts';
import { t, useLocaleId } from '../../../lib/i18n/i18n.ts';
import { DateText, InstantText, Num } from '../../../lib/i18n/values.tsx';
import { Badge } from '../../../ui/badge.tsx';
import type { GridColumn } from '../../../ui/data-grid/data-grid.tsx';
import { decimalText } from '../../deals/kit/money.ts';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import { LateMark } from './entry-columns.tsx';
import { DealLink } from './links.tsx';
import { type Transaction, templateWord } from './words.ts';

export function Marks({ of }: { of: Pick<Transaction, 'late' | 'reverses' | 'reversedBy'> }) {
  return (
    <>
      {of.late && <LateMark />}
      {of.reverses !== null && <Badge tone="accent">{t('ledger.isReversal')}</Badge>}
      {of.reversedBy !== null && <Badge tone="neutral">{t('ledger.reversed')}</Badge>}
    </>
  );
}

/** What it moves, in each currency; a posting of nothing moved nothing. */
export function Moved({ amounts }: { amounts: Transaction['amounts'] }) {
  if (amounts.length === 0) return <span className="text-muted">{t('ledger.nothingMoved')}</span>;
  return (
    <span className="flex justify-end gap-3">
      {amounts.map((amount) => (
        <ExactMoney key={amount.currency} value={amount} />
      ))}
    </span>
  );
}

export function useTransactionColumns(): readonly GridColumn<Transaction>[] {
  const locale = useLocaleId();
  return useMemo(
    (): readonly GridColumn<Transaction>[] => [
      {
        id: 'bookedOn',
        header: t('ledger.bookedOn'),
        size: 110,
        hideable: false,
        sortable: true,
        card: 'meta',
        cell: (row) => <DateText date={row.bookedOn} />,
      },
      { id: 'event', header: t('ledger.event'), size: 160, card: 'title', cell: (row) => templateWord(row.template) },
      { id: 'memo', header: t('ledger.memo'), size: 240, card: 'meta', cell: (row) => <bdi>{row.memo}</bdi> },
      { id: 'deal', header: t('ledger.deal'), size: 180, card: 'none', cell: (row) => <DealLink of={row} /> },
      {
        id: 'marks',
        header: t('ledger.state'),
        size: 130,
        card: 'none',
        cell: (row) => (
          <span className="flex gap-1">
            <Marks of={row} />
          </span>
        ),
      },
      { id: 'amount', header: t('ledger.amount'), size: 140, align: 'end', card: 'end', cell: (row) => <Moved amounts={row.amounts} /> },
      { id: 'createdBy', header: t('ledger.createdBy'), size: 130, card: 'none', cell: (row) => <bdi>{row.createdBy}</bdi> },
      { id: 'createdAt', header: t('ledger.createdAt'), size: 140, sortable: true, card: 'none', cell: (row) => <InstantText at={row.createdAt} /> },
      {
        id: 'seal',
        header: t('ledger.place'),
        size: 80,
        align: 'end',
        card: 'none',
        cell: (row) => (row.sequence === null ? <span className="text-muted">–</span> : <Num value={row.sequence} />),
      },
    ],
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- headers are words of the language in use
    [locale],
  );
}

export const transactionFile: readonly CsvColumn<Transaction>[] = [
  ['booked_on', (row) => row.bookedOn],
  ['day_of_the_fact', (row) => row.factOn],
  ['late', (row) => (row.late ? 'yes' : 'no')],
  ['event', (row) => row.template],
  ['memo', (row) => row.memo],
  ['cause', (row) => row.cause],
  ['deal', (row) => (row.dealNumber === null ? '' : `D-${row.dealNumber} ${row.dealName ?? ''}`)],
  ['amounts', (row) => row.amounts.map(({ amountMinor, currency }) => `${decimalText(amountMinor, currency)} ${currency}`).join('; ')],
  ['reverses', (row) => row.reverses ?? ''],
  ['reversed_by', (row) => row.reversedBy ?? ''],
  ['reason', (row) => row.reason ?? ''],
  ['booked_by', (row) => row.createdBy],
  ['booked_at', (row) => row.createdAt],
  ['place_in_the_chain', (row) => (row.sequence === null ? '' : String(row.sequence)), 'plain'],
  ['id', (row) => row.id],
];
