import { useMemo, useState } from 'react';
import { Download, Plus } from 'lucide-react';
import { useRegisterActions } from '../../../../lib/actions.ts';
import { problemSentence, useApiPages } from '../../../../lib/api/index.ts';
import { t, useLocaleId } from '../../../../lib/i18n/i18n.ts';
import { useCan } from '../../../../lib/session.ts';
import { Button } from '../../../../ui/button.tsx';
import { DataGrid, type GridColumn, GridOptions, useGridLayout } from '../../../../ui/data-grid/data-grid.tsx';
import { EmptyState } from '../../../../ui/states.tsx';
import { DateField } from '../../../../ui/text-field.tsx';
import { toast } from '../../../../ui/toast.tsx';
import { SearchBox } from '../../../partners/kit/search-box.tsx';
import { useRowKeys } from '../../../partners/kit/use-row-keys.ts';
import { useUrlState } from '../../../partners/kit/url-state.ts';
import { StandingBadge } from '../kit/dates.tsx';
import { DateText } from '../../../../lib/i18n/values.tsx';
import { modelWords } from '../model/model-words.tsx';
import { type Book, type Entry, termWords, todayText } from '../words.ts';
import { EntryDialog } from './entry-dialog.tsx';
import { EntrySheet } from './entry-sheet.tsx';
import { exportEntries } from './export-entries.ts';

const none = <span className="text-muted">–</span>;
const columns = (): readonly GridColumn<Entry>[] => [
  { id: 'product', header: t('pricing.product'), size: 230, hideable: false, card: 'title', cell: (entry) => <bdi>{entry.productName}</bdi> },
  { id: 'term', header: t('pricing.term'), size: 110, card: 'meta', cell: (entry) => termWords(entry.termMonths) },
  {
    id: 'price',
    header: t('pricing.price'),
    size: 280,
    card: 'meta',
    cell: (entry) => (entry.current === null ? none : <bdi>{modelWords(entry.current.model, entry.currency)}</bdi>),
  },
  { id: 'per', header: t('pricing.per'), size: 110, card: 'end', cell: (entry) => (entry.current === null ? none : t(`pricing.per.${entry.current.per}`)) },
  {
    id: 'from',
    header: t('pricing.from'),
    size: 110,
    card: 'none',
    cell: (entry) => (entry.current === null ? none : <DateText date={entry.current.effectiveFrom} />),
  },
  {
    id: 'to',
    header: t('pricing.to'),
    size: 110,
    card: 'none',
    cell: (entry) => (entry.current === null ? none : entry.current.effectiveTo === null ? t('pricing.open') : <DateText date={entry.current.effectiveTo} />),
  },
  {
    id: 'version',
    header: t('pricing.versionShort'),
    size: 80,
    align: 'end',
    card: 'none',
    cell: (entry) => <span className="num">{entry.current?.version ?? '–'}</span>,
  },
];

/** The prices of one book as they hold on a day. */
export function Entries({ book }: { book: Book }) {
  const url = useUrlState();
  const locale = useLocaleId();
  const mayWrite = useCan('pricing:write');
  const [adding, setAdding] = useState(false);
  const [saving, setSaving] = useState(false);
  const on = url.text('on');
  const query = { bookId: book.id, on, q: url.text('q') };
  const list = useApiPages('pricing.entries', { query: { ...query, limit: 100 } }, { keepPrevious: true });
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- headers are words of the language in use
  const shown = useMemo(() => columns(), [locale]);
  const layout = useGridLayout('pricing.entries', shown);
  useRowKeys();
  useRegisterActions(
    () => [{ id: 'pricing.entry.add', label: 'pricing.entry.add', scope: 'screen', shortcut: 'n', permission: 'pricing:write', run: () => setAdding(true) }],
    [],
  );
  async function save() {
    setSaving(true);
    try {
      toast(t('pricing.exported', { n: await exportEntries(query, book.name) }));
    } catch (error) {
      toast(problemSentence(error, t('work.refused')), { tone: 'bad' });
    } finally {
      setSaving(false);
    }
  }
  const add = (
    <Button kind="primary" size="compact" icon={<Plus size={14} aria-hidden />} isDisabled={!mayWrite} onPress={() => setAdding(true)}>
      {t('pricing.entry.add')}
    </Button>
  );
  const openId = url.text('open');
  return (
    <>
      <div className="flex min-h-11 shrink-0 flex-wrap items-center gap-x-3 gap-y-2 border-b border-line bg-surface px-3 py-1.5 md:px-4">
        <Button kind="quiet" size="compact" onPress={() => url.set({ book: undefined, open: undefined, q: undefined, on: undefined })}>
          {t('pricing.books.all')}
        </Button>
        <h2 className="min-w-0 font-semibold">
          <bdi>{book.name}</bdi> <span className="font-normal text-muted">{book.currency}</span>
        </h2>
        <StandingBadge of={book} />
        <span className="flex-1" />
        <SearchBox label={t('pricing.search')} value={url.text('q') ?? ''} onSearch={(q) => url.set({ q })} />
        <DateField
          label={t('pricing.asOf')}
          hideLabel
          value={on ?? todayText()}
          onChange={(day) => url.set({ on: day === '' || day === todayText() ? undefined : day })}
          className="w-36"
        />
        <Button
          kind="quiet"
          size="compact"
          icon={<Download size={15} strokeWidth={1.75} aria-hidden />}
          isDisabled={saving || list.rows.length === 0}
          onPress={() => void save()}
        >
          {t('pricing.export')}
        </Button>
        {add}
        <GridOptions layout={layout} />
      </div>
      <DataGrid
        label={t('pricing.entries')}
        layout={layout}
        rows={list.rows}
        rowId={(entry) => entry.id}
        isLoading={list.isLoading}
        error={list.error}
        onRetry={list.refetch}
        empty={
          query.q === undefined ? (
            <EmptyState title={t('pricing.entries.none')} detail={t('pricing.entries.none.detail')} action={add} />
          ) : (
            <EmptyState
              title={t('work.noMatch')}
              detail={t('work.noMatch.detail')}
              action={<Button onPress={() => url.set({ q: undefined })}>{t('ui.filter.clear')}</Button>}
            />
          )
        }
        hasMore={list.hasMore}
        isLoadingMore={list.isLoadingMore}
        onNeedMore={list.loadMore}
        onOpen={(entry) => url.set({ open: entry.id })}
      />
      {openId !== undefined && <EntrySheet key={openId} id={openId} onClose={() => url.set({ open: undefined })} />}
      {adding && <EntryDialog book={book} onClose={() => setAdding(false)} onDone={(id) => url.set({ open: id })} />}
    </>
  );
}
