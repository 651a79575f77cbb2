import { useMemo } from 'react';
import { useNavigate } from '@tanstack/react-router';
import { CalendarCheck } from 'lucide-react';
import { callApi, useApiPages } from '../../../lib/api/index.ts';
import { type CsvColumn, everyPage } from '../../../lib/csv.ts';
import { t, useLocaleId } from '../../../lib/i18n/i18n.ts';
import { InstantText, Num } from '../../../lib/i18n/values.tsx';
import { Badge } from '../../../ui/badge.tsx';
import type { GridColumn } from '../../../ui/data-grid/data-grid.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { monthName } from '../../disbursements/words.ts';
import { MoneyList } from '../kit/money-list.tsx';
import { type Period, periodTones } from './words.ts';

export function PeriodState({ state }: { state: Period['state'] }) {
  return <Badge tone={periodTones[state]}>{t(`ledger.periodState.${state}`)}</Badge>;
}

/** Who did it and when; nothing where nobody did. */
export function ByAt({ by, at }: { by: string | null; at: string | null }) {
  if (by === null) return <span className="text-muted">–</span>;
  return (
    <span className="whitespace-nowrap">
      <bdi>{by}</bdi> {at !== null && <span className="text-muted">{<InstantText at={at} />}</span>}
    </span>
  );
}

const file: readonly CsvColumn<Period>[] = [
  ['month', (row) => row.month],
  ['state', (row) => row.state],
  ['entries', (row) => String(row.entries), 'plain'],
  ['facts_booked_later', (row) => String(row.bookedLater), 'plain'],
  ['closing_by', (row) => row.closingBy ?? ''],
  ['closing_at', (row) => row.closingAt ?? ''],
  ['closed_by', (row) => row.closedBy ?? ''],
  ['closed_at', (row) => row.closedAt ?? ''],
];

/** Months with anything in them: open, being closed, or closed for good. */
export function PeriodsTab() {
  const navigate = useNavigate();
  const locale = useLocaleId();
  const list = useApiPages('ledger.periods', { query: { limit: 100 } });
  const columns = useMemo(
    (): readonly GridColumn<Period>[] => [
      { id: 'month', header: t('ledger.month'), size: 150, hideable: false, card: 'title', cell: (row) => <bdi>{monthName(row.month, 'long')}</bdi> },
      { id: 'state', header: t('ledger.state'), size: 110, card: 'end', cell: (row) => <PeriodState state={row.state} /> },
      { id: 'entries', header: t('ledger.entries'), size: 90, align: 'end', card: 'none', cell: (row) => <Num value={row.entries} /> },
      { id: 'later', header: t('ledger.bookedLater'), size: 150, align: 'end', card: 'none', cell: (row) => <Num value={row.bookedLater} /> },
      { id: 'closing', header: t('ledger.closingBy'), size: 240, card: 'none', cell: (row) => <ByAt by={row.closingBy} at={row.closingAt} /> },
      { id: 'closed', header: t('ledger.closedBy'), size: 240, card: 'meta', cell: (row) => <ByAt by={row.closedBy} at={row.closedAt} /> },
    ],
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- headers are words of the language in use
    [locale],
  );
  return (
    <MoneyList
      id="ledger.periods"
      label={t('ledger.tab.periods')}
      columns={columns}
      list={list}
      rowId={(row) => row.month}
      filters={<p className="text-12 text-muted max-md:w-full">{t('ledger.periods.note')}</p>}
      empty={<EmptyState icon={<CalendarCheck size={18} aria-hidden />} title={t('ledger.periods.none')} detail={t('ledger.empty.detail')} />}
      file={{
        name: 'ledger-periods.csv',
        columns: file,
        all: () => everyPage((cursor) => callApi('ledger.periods', { query: { limit: 200, cursor } })),
      }}
      onOpen={(row) => void navigate({ to: '/money/ledger/periods/$month', params: { month: row.month } })}
      href={(row) => `/money/ledger/periods/${row.month}`}
    />
  );
}
