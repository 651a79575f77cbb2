import { useMemo, useState } from 'react';
import { Plus } from 'lucide-react';
import { useApiPages } from '../../../lib/api/index.ts';
import { t, useLocaleId } from '../../../lib/i18n/i18n.ts';
import { DateText } from '../../../lib/i18n/values.tsx';
import { useCan } from '../../../lib/session.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { DataGrid, type GridColumn, GridOptions, useGridLayout } from '../../../ui/data-grid/data-grid.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { useRowKeys } from '../../partners/kit/use-row-keys.ts';
import { useUrlState } from '../../partners/kit/url-state.ts';
import { ListFilters, useListFilter } from '../rules/list-filters.tsx';
import { none } from './accrual-columns.tsx';
import { EnrolDialog } from './enrol-dialog.tsx';
import type { Enrolment } from './words.ts';

function useColumns(): readonly GridColumn<Enrolment>[] {
  const locale = useLocaleId();
  return useMemo(
    (): readonly GridColumn<Enrolment>[] => [
      {
        id: 'partner',
        header: t('work.partner'),
        size: 200,
        hideable: false,
        card: 'title',
        cell: (row) => <bdi className="font-medium">{row.partnerName}</bdi>,
      },
      {
        id: 'programme',
        header: t('incentives.programme'),
        size: 200,
        card: 'meta',
        cell: (row) => <bdi>{row.ruleName}</bdi>,
      },
      { id: 'kind', header: t('incentives.kind'), size: 120, card: 'none', cell: (row) => t(`incentives.kind.${row.kind}`) },
      { id: 'from', header: t('incentives.enrol.from'), size: 120, card: 'meta', cell: (row) => <DateText date={row.from} /> },
      { id: 'until', header: t('incentives.enrol.until'), size: 120, card: 'none', cell: (row) => (row.until === null ? none : <DateText date={row.until} />) },
      { id: 'tier', header: t('incentives.tier'), size: 110, card: 'none', cell: (row) => (row.tier === null ? none : <bdi>{row.tier}</bdi>) },
      {
        id: 'target',
        header: t('incentives.target'),
        size: 120,
        align: 'end',
        card: 'none',
        cell: (row) => (row.target === null ? none : <bdi className="num">{row.target}</bdi>),
      },
      {
        id: 'baseline',
        header: t('incentives.baselineIs'),
        size: 120,
        align: 'end',
        card: 'none',
        cell: (row) => (row.baseline === null ? none : <bdi className="num">{row.baseline}</bdi>),
      },
      {
        id: 'missing',
        header: t('incentives.missingHere'),
        size: 260,
        card: 'end',
        cell: (row) => (row.missing === null ? none : <Badge tone="warn">{row.missing}</Badge>),
      },
    ],
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- headers are words of the language in use
    [locale],
  );
}

/** Who takes part in what, with the terms of its own. */
export function EnrolmentsTab() {
  const url = useUrlState();
  const mayWrite = useCan('incentives:write');
  const [open, setOpen] = useState<Enrolment | 'new'>();
  const { partnerId, from } = useListFilter();
  const list = useApiPages('incentives.enrolments', { query: { partnerId, on: from, ruleId: url.text('rule'), limit: 100 } }, { keepPrevious: true });
  const layout = useGridLayout('money.enrolments', useColumns());
  useRowKeys();
  return (
    <>
      <div className="flex min-h-11 shrink-0 flex-wrap items-center gap-2 border-b border-line bg-surface px-3 py-1.5 md:px-4">
        <ListFilters />
        <span className="flex-1" />
        <Button size="compact" icon={<Plus size={14} aria-hidden />} isDisabled={!mayWrite} onPress={() => setOpen('new')}>
          {t('incentives.enrol')}
        </Button>
        <GridOptions layout={layout} />
      </div>
      <DataGrid
        label={t('incentives.tab.enrolments')}
        layout={layout}
        rows={list.rows}
        rowId={(row) => row.id}
        isLoading={list.isLoading}
        error={list.error}
        onRetry={list.refetch}
        empty={<EmptyState title={t('incentives.enrolments.none')} detail={t('incentives.enrolments.none.detail')} />}
        hasMore={list.hasMore}
        isLoadingMore={list.isLoadingMore}
        onNeedMore={list.loadMore}
        {...(mayWrite ? { onOpen: (row: Enrolment) => setOpen(row) } : {})}
      />
      {open !== undefined && <EnrolDialog {...(open === 'new' ? {} : { of: open })} onClose={() => setOpen(undefined)} />}
    </>
  );
}
