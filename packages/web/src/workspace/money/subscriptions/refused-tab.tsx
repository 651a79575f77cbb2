import { useMemo } from 'react';
import { callApi, useApiPages } from '../../../lib/api/index.ts';
import { type CsvColumn, everyPage } from '../../../lib/csv.ts';
import { t, useLocaleId } from '../../../lib/i18n/i18n.ts';
import { InstantText } from '../../../lib/i18n/values.tsx';
import { Button } from '../../../ui/button.tsx';
import type { GridColumn } from '../../../ui/data-grid/data-grid.tsx';
import { Select } from '../../../ui/select.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { SearchBox } from '../../partners/kit/search-box.tsx';
import { useUrlState } from '../../partners/kit/url-state.ts';
import { MoneyList } from '../kit/money-list.tsx';
import { none } from './bits.tsx';
import { cleared } from './filters.tsx';
import { RefusedSheet } from './refused-sheet.tsx';
import { type Refused, refusalCodes } from './words.ts';

const ANY = 'any';
const file: readonly CsvColumn<Refused>[] = [
  ['received_at', (one) => one.receivedAt],
  ['event_id', (one) => one.eventId ?? ''],
  ['meter', (one) => one.meter ?? ''],
  ['subject', (one) => one.subject ?? ''],
  ['code', (one) => one.code],
  ['sentence', (one) => one.sentence],
  ['content', (one) => JSON.stringify(one.content)],
  ['received_by', (one) => one.receivedBy],
];

function useColumns(): readonly GridColumn<Refused>[] {
  const locale = useLocaleId();
  return useMemo(
    (): readonly GridColumn<Refused>[] => [
      {
        id: 'why',
        header: t('subs.refused.why'),
        size: 330,
        hideable: false,
        card: 'title',
        cell: (one) => (
          <>
            <span className="font-medium">{t(`subs.code.${one.code}`)}</span> <bdi className="text-12 text-muted">{one.sentence}</bdi>
          </>
        ),
      },
      {
        id: 'event',
        header: t('subs.event.id'),
        size: 190,
        card: 'meta',
        cell: (one) => (one.eventId === null ? none : <bdi className="font-mono text-12">{one.eventId}</bdi>),
      },
      {
        id: 'meter',
        header: t('subs.meter'),
        size: 160,
        card: 'meta',
        cell: (one) => (one.meter === null ? none : <bdi className="font-mono text-12">{one.meter}</bdi>),
      },
      { id: 'subject', header: t('subs.subject'), size: 180, card: 'none', cell: (one) => (one.subject === null ? none : <bdi>{one.subject}</bdi>) },
      { id: 'at', header: t('subs.refused.at'), size: 160, card: 'meta', cell: (one) => <InstantText at={one.receivedAt} /> },
      { id: 'by', header: t('subs.refused.by'), size: 160, card: 'none', cell: (one) => <bdi>{one.receivedBy}</bdi> },
    ],
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- headers are words of the language in use
    [locale],
  );
}

/** What was reported and not counted, with why; each can be put right and reported again. */
export function RefusedTab() {
  const url = useUrlState();
  const [q, code] = [url.text('q'), url.oneOf('code', refusalCodes)];
  const query = { q, code };
  const list = useApiPages('meters.rejections', { query: { ...query, limit: 100 } }, { keepPrevious: true });
  const narrowed = q !== undefined || code !== undefined;
  const opened = list.rows.find((one) => one.id === url.text('open'));
  return (
    <>
      <MoneyList
        id="subscriptions.refused"
        label={t('subs.tab.refused')}
        columns={useColumns()}
        list={list}
        rowId={(one) => one.id}
        filters={
          <>
            <SearchBox label={t('subs.refused.search')} value={q ?? ''} onSearch={(text) => url.set({ q: text, open: undefined })} />
            <Select
              label={t('subs.refused.why')}
              hideLabel
              options={[{ id: ANY, label: t('subs.refused.any') }, ...refusalCodes.map((id) => ({ id, label: t(`subs.code.${id}`) }))]}
              value={code ?? ANY}
              onChange={(id) => url.set({ code: id === ANY ? undefined : id, open: undefined })}
              className="w-56 max-md:w-full"
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
            <EmptyState title={t('subs.refused.none')} detail={t('subs.refused.none.detail')} />
          )
        }
        file={{
          name: 'refused-usage.csv',
          columns: file,
          all: () => everyPage((cursor) => callApi('meters.rejections', { query: { ...query, limit: 200, cursor } })),
        }}
        onOpen={(one) => url.set({ open: one.id })}
      />
      {opened !== undefined && <RefusedSheet key={opened.id} refused={opened} onClose={() => url.set({ open: undefined })} />}
    </>
  );
}
