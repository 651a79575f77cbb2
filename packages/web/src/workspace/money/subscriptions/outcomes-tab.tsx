import { type ReactNode, useMemo } from 'react';
import { Handshake } from 'lucide-react';
import { callApi, useApiPages } from '../../../lib/api/index.ts';
import { type CsvColumn, everyPage } from '../../../lib/csv.ts';
import { t, useLocaleId } from '../../../lib/i18n/i18n.ts';
import { Button } from '../../../ui/button.tsx';
import type { GridColumn } from '../../../ui/data-grid/data-grid.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { decimalText } from '../../deals/kit/money.ts';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import { useUrlState } from '../../partners/kit/url-state.ts';
import { ColumnSums } from '../invoices/bits.tsx';
import { MoneyList } from '../kit/money-list.tsx';
import { StateTabs } from '../kit/state-tabs.tsx';
import { none, OutcomeState } from './bits.tsx';
import { cleared, Filters, type FilterKey, useFilters } from './filters.tsx';
import { OutcomeSheet } from './outcome-sheet.tsx';
import { type Outcome, outcomeStates } from './words.ts';

const keys = ['account', 'subscription'] as const satisfies readonly FilterKey[];
const file: readonly CsvColumn<Outcome>[] = [
  ['description', (one) => one.description],
  ['account', (one) => one.accountName],
  ['subscription', (one) => one.subscriptionName],
  ['state', (one) => one.state],
  ['amount', (one) => decimalText(one.amountMinor, one.currency), 'plain'],
  ['currency', (one) => one.currency],
  ['accepted_by_us', (one) => one.ours?.by ?? ''],
  ['accepted_by_them', (one) => one.theirs?.by ?? ''],
  ['charge', (one) => one.chargeId ?? ''],
  ['id', (one) => one.id],
];

function useColumns(): readonly GridColumn<Outcome>[] {
  const locale = useLocaleId();
  return useMemo(
    (): readonly GridColumn<Outcome>[] => [
      {
        id: 'description',
        header: t('subs.outcome'),
        size: 230,
        hideable: false,
        card: 'title',
        cell: (one) => <bdi className="font-medium">{one.description}</bdi>,
      },
      { id: 'account', header: t('work.account'), size: 170, card: 'meta', cell: (one) => <bdi>{one.accountName}</bdi> },
      { id: 'subscription', header: t('subs.subscription'), size: 160, card: 'none', cell: (one) => <bdi>{one.subscriptionName}</bdi> },
      { id: 'state', header: t('subs.state'), size: 110, card: 'meta', cell: (one) => <OutcomeState state={one.state} /> },
      { id: 'ours', header: t('subs.outcome.ours'), size: 140, card: 'none', cell: (one) => (one.ours === null ? none : <bdi>{one.ours.by}</bdi>) },
      { id: 'theirs', header: t('subs.outcome.theirs'), size: 140, card: 'none', cell: (one) => (one.theirs === null ? none : <bdi>{one.theirs.by}</bdi>) },
      { id: 'amount', header: t('subs.amount'), size: 120, align: 'end', card: 'end', cell: (one) => <ExactMoney value={one} /> },
    ],
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- headers are words of the language in use
    [locale],
  );
}

/** What was reached and is paid for by itself: owed once both sides have accepted what shows it. */
export function OutcomesTab({ create }: { create: ReactNode }) {
  const url = useUrlState();
  const { accountId, subscriptionId } = useFilters();
  const state = url.oneOf('state', outcomeStates);
  const query = { accountId, subscriptionId, state };
  const list = useApiPages('outcomes.list', { query: { ...query, limit: 100 } }, { keepPrevious: true });
  const narrowed = Object.values(query).some((value) => value !== undefined);
  const opened = list.rows.find((one) => one.id === url.text('open'));
  return (
    <>
      <MoneyList
        id="subscriptions.outcomes"
        label={t('subs.tab.outcomes')}
        columns={useColumns()}
        list={list}
        rowId={(one) => one.id}
        filters={
          <>
            <StateTabs
              label={t('subs.state')}
              value={state ?? 'all'}
              fallback="all"
              items={[{ id: 'all', label: t('subs.all') }, ...outcomeStates.map((id) => ({ id, label: t(`subs.outcome.${id}`) }))]}
            />
            <Filters keys={keys} />
          </>
        }
        empty={
          narrowed ? (
            <EmptyState
              title={t('work.noMatch')}
              detail={t('work.noMatch.detail')}
              action={<Button onPress={() => url.set(cleared)}>{t('subs.showAll')}</Button>}
            />
          ) : (
            <EmptyState icon={<Handshake size={18} aria-hidden />} title={t('subs.outcomes.none')} detail={t('subs.outcomes.none.detail')} action={create} />
          )
        }
        foot={(rows) => <ColumnSums rows={rows} columns={[{ label: t('subs.amount'), read: (row) => row.amountMinor }]} />}
        file={{ name: 'outcomes.csv', columns: file, all: () => everyPage((cursor) => callApi('outcomes.list', { query: { ...query, limit: 200, cursor } })) }}
        onOpen={(one) => url.set({ open: one.id })}
      />
      {opened !== undefined && <OutcomeSheet key={opened.id} outcome={opened} onReload={list.refetch} onClose={() => url.set({ open: undefined })} />}
    </>
  );
}
