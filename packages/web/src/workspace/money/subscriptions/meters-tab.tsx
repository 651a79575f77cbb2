import { type ReactNode, useMemo } from 'react';
import { Gauge } from 'lucide-react';
import { useNavigate } from '@tanstack/react-router';
import { callApi, useApiPages } from '../../../lib/api/index.ts';
import { type CsvColumn, everyPage } from '../../../lib/csv.ts';
import { t, useLocaleId } from '../../../lib/i18n/i18n.ts';
import { Button } from '../../../ui/button.tsx';
import type { GridColumn } from '../../../ui/data-grid/data-grid.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { SearchBox } from '../../partners/kit/search-box.tsx';
import { useUrlState } from '../../partners/kit/url-state.ts';
import { MoneyList } from '../kit/money-list.tsx';
import { StateTabs } from '../kit/state-tabs.tsx';
import { MeterState, none } from './bits.tsx';
import { cleared } from './filters.tsx';
import type { Meter } from './words.ts';

const states = ['active', 'inactive'] as const;
const file: readonly CsvColumn<Meter>[] = [
  ['key', (one) => one.key],
  ['name', (one) => one.name],
  ['unit', (one) => one.unit],
  ['aggregation', (one) => one.aggregation],
  ['dimensions', (one) => one.dimensions.join(' ')],
  ['product', (one) => one.productName ?? ''],
  ['grace_hours', (one) => String(one.graceHours), 'plain'],
  ['latest_days', (one) => String(one.latestDays), 'plain'],
  ['active', (one) => String(one.active)],
  ['id', (one) => one.id],
];

function useColumns(): readonly GridColumn<Meter>[] {
  const locale = useLocaleId();
  return useMemo(
    (): readonly GridColumn<Meter>[] => [
      { id: 'name', header: t('subs.meter'), size: 220, hideable: false, card: 'title', cell: (one) => <bdi className="font-medium">{one.name}</bdi> },
      { id: 'key', header: t('subs.meter.key'), size: 190, card: 'meta', cell: (one) => <bdi className="font-mono text-12">{one.key}</bdi> },
      { id: 'aggregation', header: t('subs.aggregation'), size: 170, card: 'meta', cell: (one) => t(`subs.aggregation.${one.aggregation}`) },
      { id: 'unit', header: t('subs.unit'), size: 120, card: 'none', cell: (one) => <bdi>{one.unit}</bdi> },
      {
        id: 'dimensions',
        header: t('subs.dimensions'),
        size: 180,
        card: 'none',
        cell: (one) => (one.dimensions.length === 0 ? none : <bdi className="font-mono text-12">{one.dimensions.join(', ')}</bdi>),
      },
      { id: 'product', header: t('subs.product'), size: 180, card: 'none', cell: (one) => (one.productName === null ? none : <bdi>{one.productName}</bdi>) },
      { id: 'grace', header: t('subs.grace'), size: 120, card: 'none', cell: (one) => t('subs.hours', { n: one.graceHours }) },
      { id: 'latest', header: t('subs.latest'), size: 120, card: 'none', cell: (one) => t('subs.days', { n: one.latestDays }) },
      { id: 'state', header: t('subs.state'), size: 120, card: 'end', cell: (one) => <MeterState active={one.active} /> },
    ],
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- headers are words of the language in use
    [locale],
  );
}

/** What is counted, and how. */
export function MetersTab({ create }: { create: ReactNode }) {
  const url = useUrlState();
  const navigate = useNavigate();
  const state = url.oneOf('state', states);
  const query = { q: url.text('q'), ...(state === undefined ? {} : { active: state === 'active' ? 'true' : 'false' }) };
  const list = useApiPages('meters.list', { query: { ...query, limit: 100 } }, { keepPrevious: true });
  const narrowed = query.q !== undefined || state !== undefined;
  return (
    <MoneyList
      id="subscriptions.meters"
      label={t('subs.tab.meters')}
      columns={useColumns()}
      list={list}
      rowId={(one) => one.id}
      filters={
        <>
          <SearchBox label={t('subs.meters.search')} value={query.q ?? ''} onSearch={(q) => url.set({ q })} />
          <StateTabs
            label={t('subs.state')}
            value={state ?? 'all'}
            fallback="all"
            items={[{ id: 'all', label: t('subs.all') }, ...states.map((id) => ({ id, label: t(`subs.meter.${id}`) }))]}
          />
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
          <EmptyState icon={<Gauge size={18} aria-hidden />} title={t('subs.meters.none')} detail={t('subs.meters.none.detail')} action={create} />
        )
      }
      file={{ name: 'meters.csv', columns: file, all: () => everyPage((cursor) => callApi('meters.list', { query: { ...query, limit: 200, cursor } })) }}
      onOpen={(one) => void navigate({ to: '/money/subscriptions/meters/$meterId', params: { meterId: one.id } })}
      href={(one) => `/money/subscriptions/meters/${one.id}`}
    />
  );
}
