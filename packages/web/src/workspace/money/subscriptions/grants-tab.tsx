import { type ReactNode, useMemo } from 'react';
import { Coins } from 'lucide-react';
import { callApi, useApiPages } from '../../../lib/api/index.ts';
import { type CsvColumn, everyPage } from '../../../lib/csv.ts';
import { t, useLocaleId } from '../../../lib/i18n/i18n.ts';
import { DateText, Num } from '../../../lib/i18n/values.tsx';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import type { GridColumn } from '../../../ui/data-grid/data-grid.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { decimalText } from '../../deals/kit/money.ts';
import { useUrlState } from '../../partners/kit/url-state.ts';
import { MoneyList } from '../kit/money-list.tsx';
import { StateTabs } from '../kit/state-tabs.tsx';
import { GrantAmount, none } from './bits.tsx';
import { drawOrder } from './draw-order.ts';
import { cleared, Filters, type FilterKey, useFilters } from './filters.tsx';
import { GrantSheet } from './grant-sheet.tsx';
import type { Grant } from './words.ts';

const keys = ['account', 'subscription'] as const satisfies readonly FilterKey[];
const states = ['left'] as const;
const exact = (one: Grant, amount: string): string => (one.kind === 'money' && one.currency !== null ? decimalText(Number(amount), one.currency) : amount);
const file: readonly CsvColumn<Grant>[] = [
  ['account', (one) => one.accountName],
  ['description', (one) => one.description],
  ['source', (one) => one.source],
  ['of', (one) => one.currency ?? one.meterKey ?? ''],
  ['priority', (one) => String(one.priority), 'plain'],
  ['granted', (one) => exact(one, one.granted), 'plain'],
  ['used', (one) => exact(one, one.used), 'plain'],
  ['left', (one) => exact(one, one.left), 'plain'],
  ['granted_on', (one) => one.grantedOn],
  ['expires_on', (one) => one.expiresOn ?? ''],
  ['created_by', (one) => one.createdBy],
  ['id', (one) => one.id],
];

function useColumns(places: ReadonlyMap<string, number>): readonly GridColumn<Grant>[] {
  const locale = useLocaleId();
  return useMemo(
    (): readonly GridColumn<Grant>[] => [
      {
        id: 'place',
        header: t('subs.grant.place'),
        size: 70,
        align: 'end',
        card: 'none',
        cell: (one) => {
          const place = places.get(one.id);
          return place === undefined ? none : <Num value={place} />;
        },
      },
      {
        id: 'description',
        header: t('subs.grant'),
        size: 200,
        hideable: false,
        card: 'title',
        cell: (one) => <bdi className="font-medium">{one.description}</bdi>,
      },
      { id: 'account', header: t('work.account'), size: 160, card: 'meta', cell: (one) => <bdi>{one.accountName}</bdi> },
      { id: 'source', header: t('subs.grant.source'), size: 110, card: 'meta', cell: (one) => t(`subs.source.${one.source}`) },
      { id: 'of', header: t('subs.grant.of'), size: 130, card: 'none', cell: (one) => <bdi>{one.currency ?? one.meterKey}</bdi> },
      { id: 'left', header: t('subs.grant.left'), size: 90, align: 'end', card: 'end', cell: (one) => <GrantAmount of={one} amount={one.left} /> },
      { id: 'used', header: t('subs.grant.used'), size: 90, align: 'end', card: 'none', cell: (one) => <GrantAmount of={one} amount={one.used} /> },
      { id: 'granted', header: t('subs.grant.granted'), size: 90, align: 'end', card: 'none', cell: (one) => <GrantAmount of={one} amount={one.granted} /> },
      {
        id: 'expires',
        header: t('subs.grant.expires'),
        size: 130,
        card: 'meta',
        cell: (one) =>
          one.expiresOn === null ? (
            t('subs.grant.never')
          ) : (
            <>
              <DateText date={one.expiresOn} /> {one.expired && <Badge tone="neutral">{t('subs.grant.expired')}</Badge>}
            </>
          ),
      },
      { id: 'priority', header: t('subs.grant.priority'), size: 90, align: 'end', card: 'none', cell: (one) => <Num value={one.priority} /> },
      { id: 'grantedOn', header: t('subs.grant.on'), size: 120, card: 'none', cell: (one) => <DateText date={one.grantedOn} /> },
    ],
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- headers are words of the language in use
    [locale, places],
  );
}

/** Credit that was bought or given beforehand, in the order in which usage draws it. */
export function GrantsTab({ create }: { create: ReactNode }) {
  const url = useUrlState();
  const { accountId, subscriptionId } = useFilters();
  const left = url.oneOf('state', states) === 'left';
  const query = { accountId, subscriptionId, ...(left ? { withLeft: 'true' } : {}) };
  const list = useApiPages('grants.list', { query: { ...query, limit: 100 } }, { keepPrevious: true });
  const places = useMemo(() => drawOrder(list.rows), [list.rows]);
  const narrowed = accountId !== undefined || subscriptionId !== undefined || left;
  const opened = list.rows.find((one) => one.id === url.text('open'));
  return (
    <>
      <MoneyList
        id="subscriptions.grants"
        label={t('subs.tab.credit')}
        columns={useColumns(places)}
        list={list}
        rowId={(one) => one.id}
        filters={
          <>
            <StateTabs
              label={t('subs.state')}
              value={left ? 'left' : 'all'}
              fallback="all"
              items={[
                { id: 'all', label: t('subs.all') },
                { id: 'left', label: t('subs.grant.withLeft') },
              ]}
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
            <EmptyState icon={<Coins size={18} aria-hidden />} title={t('subs.grants.none')} detail={t('subs.grants.none.detail')} action={create} />
          )
        }
        foot={() => (
          <span className="text-muted">
            {t('subs.grants.order.money')} {t('subs.grants.order.units')}
          </span>
        )}
        file={{ name: 'credit.csv', columns: file, all: () => everyPage((cursor) => callApi('grants.list', { query: { ...query, limit: 200, cursor } })) }}
        onOpen={(one) => url.set({ open: one.id })}
      />
      {opened !== undefined && <GrantSheet grant={opened} place={places.get(opened.id)} onClose={() => url.set({ open: undefined })} />}
    </>
  );
}
