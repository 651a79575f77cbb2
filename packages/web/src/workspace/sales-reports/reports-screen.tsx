import { useMemo } from 'react';
import { FileSpreadsheet } from 'lucide-react';
import { Link, useNavigate } from '@tanstack/react-router';
import type { Result } from '@entente/contracts/client';
import { useApiPages } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { DateText, Num, RelativeTime } from '../../lib/i18n/values.tsx';
import { DataGrid, type GridColumn, GridOptions, useGridLayout } from '../../ui/data-grid/data-grid.tsx';
import { type FilterChip, FilterBar } from '../../ui/filter-bar.tsx';
import { PageHeader } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { useRowKeys } from '../partners/kit/use-row-keys.ts';
import { useUrlState } from '../partners/kit/url-state.ts';

type Report = Result<'salesReports.list'>['items'][number];

function useColumns(): readonly GridColumn<Report>[] {
  return useMemo(
    (): readonly GridColumn<Report>[] => [
      {
        id: 'partner',
        header: t('distribution.report.from'),
        size: 220,
        hideable: false,
        card: 'title',
        cell: (row) => <bdi className="font-medium">{row.partnerName}</bdi>,
      },
      {
        id: 'period',
        header: t('distribution.report.period'),
        size: 220,
        card: 'meta',
        cell: (row) => (
          <span>
            <DateText date={row.periodFrom} /> – <DateText date={row.periodTo} />
          </span>
        ),
      },
      { id: 'file', header: t('distribution.report.file'), size: 200, card: 'none', cell: (row) => <bdi className="text-muted">{row.fileName}</bdi> },
      { id: 'lines', header: t('distribution.report.lines'), size: 90, align: 'end', card: 'none', cell: (row) => <Num value={row.lines} /> },
      { id: 'matched', header: t('distribution.report.matched'), size: 100, align: 'end', card: 'none', cell: (row) => <Num value={row.matched} /> },
      {
        id: 'open',
        header: t('distribution.report.open'),
        size: 90,
        align: 'end',
        card: 'end',
        cell: (row) => (
          <span className={row.open > 0 ? 'font-medium text-warn' : 'text-muted'}>
            <Num value={row.open} />
          </span>
        ),
      },
      {
        id: 'uploaded',
        header: t('distribution.report.uploaded'),
        size: 200,
        card: 'meta',
        cell: (row) => (
          <span className="text-muted">
            <bdi>{row.uploadedBy}</bdi> · <RelativeTime at={row.uploadedAt} />
          </span>
        ),
      },
    ],
    [],
  );
}

export function SalesReportsScreen() {
  const url = useUrlState();
  const navigate = useNavigate();
  const partnerId = url.text('partnerId');
  const list = useApiPages('salesReports.list', { query: { partnerId } }, { keepPrevious: true });
  const layout = useGridLayout('sales-reports', useColumns());
  useRowKeys();
  const chips: FilterChip[] =
    partnerId === undefined
      ? []
      : [
          {
            id: 'partner',
            field: t('work.partner'),
            words: list.rows[0]?.partnerName ?? t('leads.onePartner'),
            onRemove: () => url.set({ partnerId: undefined }),
          },
        ];
  const senders = [...new Map(list.rows.map((row) => [row.partnerId, row.partnerName]))];
  return (
    <>
      <PageHeader title={t('distribution.reports')} />
      <FilterBar
        chips={chips}
        addGroups={[
          {
            id: 'partner',
            title: t('work.partner'),
            items: senders.map(([id, name]) => ({ id, label: name, isSelected: id === partnerId, onAction: () => url.set({ partnerId: id }) })),
          },
        ]}
        end={<GridOptions layout={layout} />}
      />
      <DataGrid
        label={t('distribution.reports')}
        layout={layout}
        rows={list.rows}
        rowId={(row) => row.id}
        isLoading={list.isLoading}
        error={list.error}
        onRetry={list.refetch}
        empty={
          <EmptyState
            icon={<FileSpreadsheet size={18} aria-hidden />}
            title={t('distribution.reports.empty')}
            detail={t('distribution.reports.empty.detail')}
            action={
              <Link to="/partners" search={{ type: 'distributor' }} className="link">
                {t('distribution.reports.toDistributors')}
              </Link>
            }
          />
        }
        hasMore={list.hasMore}
        isLoadingMore={list.isLoadingMore}
        onNeedMore={list.loadMore}
        href={(row) => `/sales-reports/${row.id}`}
        onOpen={(row) => void navigate({ to: '/sales-reports/$reportId', params: { reportId: row.id } })}
      />
    </>
  );
}
