import { useMemo } from 'react';
import type { CsvColumn } from '../../../lib/csv.ts';
import { t, useLocaleId } from '../../../lib/i18n/i18n.ts';
import { DateText } from '../../../lib/i18n/values.tsx';
import { Badge } from '../../../ui/badge.tsx';
import type { GridColumn } from '../../../ui/data-grid/data-grid.tsx';
import { usePhone } from '../../../ui/use-media.ts';
import { decimalText } from '../../deals/kit/money.ts';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import { Party } from './account-columns.tsx';
import { type Entry, purposeWord, templateWord } from './words.ts';

/** Nothing where the entry is on the other side. */
export function Side({ of, side }: { of: Pick<Entry, 'amountMinor' | 'currency'>; side: 'debit' | 'credit' }) {
  const amountMinor = side === 'debit' ? of.amountMinor : -of.amountMinor;
  return amountMinor > 0 ? <ExactMoney value={{ amountMinor, currency: of.currency }} /> : null;
}

export function LateMark() {
  return <Badge tone="warn">{t('ledger.late')}</Badge>;
}

export function useEntryColumns(): readonly GridColumn<Entry>[] {
  const locale = useLocaleId();
  const phone = usePhone();
  return useMemo(
    (): readonly GridColumn<Entry>[] => [
      {
        id: 'booked',
        header: t('ledger.bookedOn'),
        size: 150,
        hideable: false,
        card: 'meta',
        cell: (row) => (
          <span className="flex items-center gap-2">
            <DateText date={row.bookedOn} />
            {row.factOn !== row.bookedOn && <LateMark />}
          </span>
        ),
      },
      { id: 'fact', header: t('ledger.factOn'), size: 110, card: 'none', defaultHidden: true, cell: (row) => <DateText date={row.factOn} /> },
      { id: 'event', header: t('ledger.event'), size: 160, card: 'title', cell: (row) => templateWord(row.template) },
      { id: 'memo', header: t('ledger.memo'), size: 220, card: 'none', cell: (row) => <bdi>{row.memo}</bdi> },
      { id: 'purpose', header: t('ledger.purpose'), size: 160, card: 'meta', cell: (row) => purposeWord(row.purpose) },
      { id: 'party', header: t('ledger.party'), size: 150, card: 'none', cell: (row) => <Party of={row} /> },
      { id: 'debit', header: t('ledger.debit'), size: 120, align: 'end', card: 'none', cell: (row) => <Side of={row} side="debit" /> },
      { id: 'credit', header: t('ledger.credit'), size: 120, align: 'end', card: 'none', cell: (row) => <Side of={row} side="credit" /> },
      ...(phone
        ? [
            {
              id: 'amount',
              header: t('ledger.amount'),
              size: 120,
              align: 'end' as const,
              card: 'end' as const,
              cell: (row: Entry) => <ExactMoney value={row} />,
            },
          ]
        : []),
      { id: 'currency', header: t('ledger.currency'), size: 80, card: 'none', defaultHidden: true, cell: (row) => row.currency },
    ],
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- headers are words of the language in use
    [locale, phone],
  );
}

export const entryFile: readonly CsvColumn<Entry>[] = [
  ['booked_on', (row) => row.bookedOn],
  ['day_of_the_fact', (row) => row.factOn],
  ['event', (row) => row.template],
  ['memo', (row) => row.memo],
  ['account', (row) => row.purpose],
  ['party', (row) => row.partyName ?? row.party ?? ''],
  ['party_id', (row) => row.party ?? ''],
  ['currency', (row) => row.currency],
  ['debit', (row) => (row.amountMinor > 0 ? decimalText(row.amountMinor, row.currency) : ''), 'plain'],
  ['credit', (row) => (row.amountMinor < 0 ? decimalText(-row.amountMinor, row.currency) : ''), 'plain'],
  ['deal_id', (row) => row.dealId ?? ''],
  ['line', (row) => row.lineId ?? ''],
  ['transaction', (row) => row.transactionId],
];
