import { useMemo } from 'react';
import { useApiPages } from '../../lib/api/index.ts';
import { formatNumber } from '../../lib/i18n/format.ts';
import { t, useLocaleId } from '../../lib/i18n/i18n.ts';
import { InstantText, Num } from '../../lib/i18n/values.tsx';
import { Badge } from '../../ui/badge.tsx';
import { DataGrid, type GridColumn, useGridLayout } from '../../ui/data-grid/data-grid.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { useRowKeys } from '../partners/kit/use-row-keys.ts';
import { type Batch, outcomeCount } from './words.ts';

const answers = (batch: Batch): string =>
  new Intl.ListFormat(document.documentElement.lang, { style: 'narrow' }).format(
    Object.entries(batch.outcomes).map(([outcome, n]) => outcomeCount(outcome, formatNumber(n))),
  );

function useColumns(): readonly GridColumn<Batch>[] {
  const locale = useLocaleId();
  return useMemo(
    (): readonly GridColumn<Batch>[] => [
      {
        id: 'reserved',
        header: t('metering.batch.reserved'),
        size: 160,
        hideable: false,
        card: 'title',
        cell: (batch) => <InstantText at={batch.reservedAt} />,
      },
      {
        id: 'state',
        header: t('metering.state'),
        size: 110,
        card: 'meta',
        cell: (batch) => <Badge tone={batch.state === 'done' ? 'ok' : 'accent'}>{t(`metering.batch.state.${batch.state}`)}</Badge>,
      },
      { id: 'marketplace', header: t('metering.marketplace'), size: 160, card: 'none', cell: (batch) => <bdi>{batch.marketplace}</bdi> },
      { id: 'lines', header: t('metering.batch.lines'), size: 80, align: 'end', card: 'end', cell: (batch) => <Num value={batch.lines} /> },
      { id: 'attempts', header: t('metering.batch.attempts'), size: 90, align: 'end', card: 'none', cell: (batch) => <Num value={batch.attempts} /> },
      {
        id: 'sent',
        header: t('metering.batch.sent'),
        size: 160,
        card: 'none',
        cell: (batch) => (batch.firstSentAt === null ? '–' : <InstantText at={batch.firstSentAt} />),
      },
      {
        id: 'done',
        header: t('metering.batch.done'),
        size: 160,
        card: 'none',
        cell: (batch) => (batch.doneAt === null ? '–' : <InstantText at={batch.doneAt} />),
      },
      {
        id: 'outcomes',
        header: t('metering.batch.outcomes'),
        size: 300,
        card: 'meta',
        cell: (batch) => <bdi title={batch.lastError ?? answers(batch)}>{batch.lastError ?? answers(batch)}</bdi>,
      },
    ],
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- headers are words of the language in use
    [locale],
  );
}

export function BatchesTab() {
  const list = useApiPages('metering.batches', { query: { limit: 100 } }, { refetchInterval: 15_000 });
  const layout = useGridLayout('metering.batches', useColumns());
  useRowKeys();
  return (
    <DataGrid
      label={t('metering.tab.batches')}
      layout={layout}
      rows={list.rows}
      rowId={(batch) => batch.id}
      isLoading={list.isLoading}
      error={list.error}
      onRetry={list.refetch}
      empty={<EmptyState title={t('metering.batches.none')} detail={t('metering.batches.none.detail')} />}
      hasMore={list.hasMore}
      isLoadingMore={list.isLoadingMore}
      onNeedMore={list.loadMore}
    />
  );
}
