import { type ReactNode, useMemo } from 'react';
import { useNavigate } from '@tanstack/react-router';
import { callApi, useApiPages } from '../../../lib/api/index.ts';
import { type CsvColumn, everyPage } from '../../../lib/csv.ts';
import { t, useLocaleId } from '../../../lib/i18n/i18n.ts';
import { DateText, Num } from '../../../lib/i18n/values.tsx';
import { Button } from '../../../ui/button.tsx';
import type { GridColumn } from '../../../ui/data-grid/data-grid.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { SearchBox } from '../../partners/kit/search-box.tsx';
import { useUrlState } from '../../partners/kit/url-state.ts';
import { MoneyList } from '../kit/money-list.tsx';
import { StateTabs } from '../kit/state-tabs.tsx';
import { none, SubscriptionState } from './bits.tsx';
import { cleared, Filters, type FilterKey, useFilters } from './filters.tsx';
import { type SubscriptionRow, subscriptionStates } from './words.ts';

const keys = ['account', 'deal', 'product', 'endsBefore'] as const satisfies readonly FilterKey[];
const sorts = ['-created', 'endsOn', 'account'] as const;

function useColumns(): readonly GridColumn<SubscriptionRow>[] {
  const locale = useLocaleId();
  return useMemo(
    (): readonly GridColumn<SubscriptionRow>[] => [
      {
        id: 'name',
        header: t('subs.subscription'),
        size: 240,
        hideable: false,
        card: 'title',
        cell: (one) => <bdi className="font-medium">{one.name}</bdi>,
      },
      {
        id: 'number',
        header: t('subs.numbered'),
        size: 80,
        card: 'meta',
        cell: (one) => <span className="num text-muted">{t('subs.number', { n: one.number })}</span>,
      },
      { id: 'account', header: t('work.account'), size: 190, sortable: true, card: 'meta', cell: (one) => <bdi>{one.accountName}</bdi> },
      { id: 'state', header: t('subs.state'), size: 110, card: 'end', cell: (one) => <SubscriptionState state={one.state} /> },
      {
        id: 'rhythm',
        header: t('subs.rhythm'),
        size: 150,
        card: 'none',
        cell: (one) => t('subs.rhythm.value', { n: one.billingMonths, timing: t(`subs.timing.${one.timing}`) }),
      },
      { id: 'items', header: t('subs.items'), size: 70, align: 'end', card: 'none', cell: (one) => <Num value={one.items} /> },
      { id: 'startsOn', header: t('subs.startsOn'), size: 110, card: 'none', cell: (one) => <DateText date={one.startsOn} /> },
      {
        id: 'endsOn',
        header: t('subs.endsOn'),
        size: 120,
        sortable: true,
        card: 'meta',
        cell: (one) => (one.endsOn === null ? t('subs.runsOn') : <DateText date={one.endsOn} />),
      },
      { id: 'renews', header: t('subs.autoRenew'), size: 120, card: 'none', cell: (one) => t(one.autoRenew ? 'subs.renews' : 'subs.renewsNot') },
      {
        id: 'next',
        header: t('subs.nextCharge'),
        size: 120,
        card: 'none',
        cell: (one) => (one.nextChargeOn === null ? none : <DateText date={one.nextChargeOn} />),
      },
      { id: 'currency', header: t('invoices.currency'), size: 80, card: 'none', cell: (one) => one.currency },
      {
        id: 'deal',
        header: t('work.deal'),
        size: 90,
        card: 'none',
        cell: (one) => (one.dealNumber === null ? none : t('invoices.dealNumber', { number: one.dealNumber })),
      },
    ],
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- headers are words of the language in use
    [locale],
  );
}

const fileColumns: readonly CsvColumn<SubscriptionRow>[] = [
  ['number', (one) => String(one.number), 'plain'],
  ['name', (one) => one.name],
  ['account', (one) => one.accountName],
  ['state', (one) => one.state],
  ['currency', (one) => one.currency],
  ['billing_months', (one) => String(one.billingMonths), 'plain'],
  ['timing', (one) => one.timing],
  ['starts_on', (one) => one.startsOn],
  ['ends_on', (one) => one.endsOn ?? ''],
  ['auto_renew', (one) => String(one.autoRenew)],
  ['next_charge_on', (one) => one.nextChargeOn ?? ''],
  ['deal', (one) => String(one.dealNumber ?? ''), 'plain'],
  ['items', (one) => String(one.items), 'plain'],
  ['id', (one) => one.id],
];

export function ListTab({ create }: { create: ReactNode }) {
  const url = useUrlState();
  const navigate = useNavigate();
  const { q, accountId, dealId, productId, endsBefore } = useFilters();
  const state = url.oneOf('state', subscriptionStates);
  const sort = url.oneOf('sort', sorts) ?? '-created';
  const query = { q, accountId, dealId, productId, endsBefore, state, sort };
  const list = useApiPages('subscriptions.list', { query: { ...query, limit: 100 } }, { keepPrevious: true });
  const narrowed = [q, accountId, dealId, productId, endsBefore, state].some((value) => value !== undefined);
  return (
    <MoneyList
      id="subscriptions.list"
      label={t('subs.tab.subscriptions')}
      columns={useColumns()}
      list={list}
      rowId={(one) => one.id}
      filters={
        <>
          <SearchBox label={t('subs.search')} value={q ?? ''} onSearch={(text) => url.set({ q: text })} />
          <StateTabs
            label={t('subs.state')}
            value={state ?? 'all'}
            fallback="all"
            items={[{ id: 'all', label: t('subs.all') }, ...subscriptionStates.map((id) => ({ id, label: t(`subs.state.${id}`) }))]}
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
          <EmptyState title={t('subs.none')} detail={t('subs.none.detail')} action={create} />
        )
      }
      file={{
        name: 'subscriptions.csv',
        columns: fileColumns,
        all: () => everyPage((cursor) => callApi('subscriptions.list', { query: { ...query, limit: 200, cursor } })),
      }}
      sort={sort === 'endsOn' ? { id: 'endsOn', desc: false } : sort === 'account' ? { id: 'account', desc: false } : null}
      onSort={({ id }) => url.set({ sort: id === sort ? undefined : id })}
      onOpen={(one) => void navigate({ to: '/money/subscriptions/$subscriptionId', params: { subscriptionId: one.id } })}
      href={(one) => `/money/subscriptions/${one.id}`}
    />
  );
}
