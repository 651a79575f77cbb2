import { type ReactNode, useState } from 'react';
import { Download } from 'lucide-react';
import { type Action, useRegisterActions } from '../../../lib/actions.ts';
import { problemSentence } from '../../../lib/api/index.ts';
import { type CsvColumn, csvOf } from '../../../lib/csv.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Button } from '../../../ui/button.tsx';
import { DataGrid, type GridColumn, GridOptions, type GridSelection, type GridSort, noSelection, useGridLayout } from '../../../ui/data-grid/data-grid.tsx';
import { isSelected } from '../../../ui/data-grid/selection.ts';
import { toast } from '../../../ui/toast.tsx';
import { useRowKeys } from '../../partners/kit/use-row-keys.ts';
import { download } from '../../settings/download.ts';
import { tableText } from './copy-rows.ts';

type Pages<Row> = {
  rows: readonly Row[];
  hasMore: boolean;
  isLoadingMore: boolean;
  isLoading: boolean;
  error: unknown;
  loadMore: () => void;
  refetch: () => void;
};
type Props<Row> = {
  id: string;
  label: string;
  columns: readonly GridColumn<Row>[];
  list: Pages<Row>;
  rowId: (row: Row) => string;
  filters: ReactNode;
  empty: ReactNode;
  /** All that the filters find, not only what is loaded. */
  file: { name: string; columns: readonly CsvColumn<Row>[]; all: () => Promise<Row[]> };
  foot?: (rows: readonly Row[], chosen: boolean) => ReactNode;
  onOpen?: (row: Row) => void;
  href?: (row: Row) => string;
  sort?: GridSort | null;
  onSort?: (sort: GridSort) => void;
};

/** A list of money: filters above, sums below, and rows that go into a sheet or a file. */
export function MoneyList<Row>({ id, label, columns, list, rowId, filters, empty, file, foot, ...grid }: Props<Row>) {
  const layout = useGridLayout(id, columns);
  const [selection, setSelection] = useState<GridSelection>(noSelection);
  const [saving, setSaving] = useState(false);
  useRowKeys();
  const chosen = list.rows.filter((row) => isSelected(selection, rowId(row)));
  const save = (rows: readonly Row[]) => {
    download(file.name, 'text/csv', csvOf(file.columns, rows));
    toast(t('ledger.exported', { n: rows.length }));
  };
  async function saveAll() {
    setSaving(true);
    try {
      save(await file.all());
    } catch (error) {
      toast(problemSentence(error, t('work.refused')), { tone: 'bad' });
    } finally {
      setSaving(false);
    }
  }
  async function copy() {
    await navigator.clipboard.writeText(tableText(file.columns, chosen));
    toast(t('ledger.copied', { n: chosen.length }));
  }
  const bulk: readonly Action[] = [
    { id: 'ledger.copy', label: 'ledger.copyMany', values: { n: chosen.length }, scope: 'selection', shortcut: 'mod+shift+c', run: copy },
    { id: 'ledger.exportChosen', label: 'ledger.exportMany', values: { n: chosen.length }, scope: 'selection', run: () => save(chosen) },
  ];
  useRegisterActions(() => (chosen.length > 0 ? bulk : []), [selection, list.rows]);
  return (
    <>
      <div className="flex min-h-11 shrink-0 flex-wrap items-center gap-2 border-b border-line bg-surface px-3 py-1.5 md:px-4">
        {filters}
        <span className="flex-1" />
        <Button
          kind="quiet"
          size="compact"
          icon={<Download size={15} strokeWidth={1.75} aria-hidden />}
          isDisabled={saving || list.rows.length === 0}
          onPress={() => void saveAll()}
        >
          {t('ledger.exportList')}
        </Button>
        <GridOptions layout={layout} />
      </div>
      <DataGrid
        label={label}
        layout={layout}
        rows={list.rows}
        rowId={rowId}
        isLoading={list.isLoading}
        error={list.error}
        onRetry={list.refetch}
        empty={empty}
        hasMore={list.hasMore}
        isLoadingMore={list.isLoadingMore}
        onNeedMore={list.loadMore}
        selection={selection}
        onSelect={setSelection}
        bulk={bulk}
        {...grid}
      />
      {foot !== undefined && list.rows.length > 0 && (
        <section
          aria-label={t('ledger.foot')}
          className="flex min-h-9 shrink-0 flex-wrap items-center gap-x-6 gap-y-1 border-t border-line bg-surface px-4 py-1.5 text-12"
        >
          <span className="num text-muted">
            {chosen.length > 0 ? t('ledger.chosen', { n: chosen.length }) : t(list.hasMore ? 'ledger.loaded' : 'ledger.listed', { n: list.rows.length })}
          </span>
          <span className="flex-1 max-md:hidden" />
          {foot(chosen.length > 0 ? chosen : list.rows, chosen.length > 0)}
        </section>
      )}
    </>
  );
}
