import { useMemo, useState } from 'react';
import { Plus, Users } from 'lucide-react';
import { Link, useNavigate } from '@tanstack/react-router';
import type { Result } from '@entente/contracts/client';
import { useRegisterActions } from '../../lib/actions.ts';
import { useApiPages } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { Num, RelativeTime } from '../../lib/i18n/values.tsx';
import { useCan } from '../../lib/session.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { DataGrid, type GridColumn, GridOptions, useGridLayout } from '../../ui/data-grid/data-grid.tsx';
import { type FilterChip, FilterBar } from '../../ui/filter-bar.tsx';
import { PageHeader } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { LinkButton } from './kit/link-button.tsx';
import { SearchBox } from './kit/search-box.tsx';
import { useUrlState } from './kit/url-state.ts';
import { PartnerForm } from './partner-form.tsx';
import { regionNames, statuses, statusName, statusTone, typeName, types } from './words.ts';

type Row = Result<'partners.list'>['items'][number];

function useColumns(): readonly GridColumn<Row>[] {
  return useMemo(
    (): readonly GridColumn<Row>[] => [
      { id: 'name', header: t('work.name'), size: 240, hideable: false, card: 'title', cell: (row) => <bdi className="font-medium">{row.name}</bdi> },
      { id: 'types', header: t('partners.types'), size: 180, card: 'meta', cell: (row) => <bdi>{row.types.map(typeName).join(', ')}</bdi> },
      { id: 'status', header: t('work.status'), size: 110, card: 'meta', cell: (row) => <Badge tone={statusTone[row.status]}>{statusName(row.status)}</Badge> },
      { id: 'regions', header: t('partners.regions'), size: 140, card: 'none', cell: (row) => <bdi className="text-muted">{row.regions.join(', ')}</bdi> },
      { id: 'tier', header: t('partners.tier'), size: 110, card: 'none', cell: (row) => <bdi className="text-muted">{row.tier ?? t('work.none')}</bdi> },
      {
        id: 'manager',
        header: t('partners.manager'),
        size: 160,
        card: 'none',
        cell: (row) => <bdi className="text-muted">{row.managerName ?? t('work.nobody')}</bdi>,
      },
      { id: 'open', header: t('partners.openDeals'), size: 110, align: 'end', card: 'end', cell: (row) => <Num value={row.openDeals} /> },
      { id: 'won', header: t('partners.wonDeals'), size: 110, align: 'end', card: 'none', cell: (row) => <Num value={row.wonDeals} /> },
      {
        id: 'touch',
        header: t('partners.lastTouch'),
        size: 140,
        card: 'meta',
        cell: (row) => <span className="text-muted">{row.lastTouchAt === null ? t('work.never') : <RelativeTime at={row.lastTouchAt} />}</span>,
      },
    ],
    [],
  );
}

export function PartnersScreen() {
  const url = useUrlState();
  const navigate = useNavigate();
  const mayWrite = useCan('partners:write');
  const mayReadReports = useCan('distribution:read');
  const [creating, setCreating] = useState(false);
  const query = { q: url.text('q'), type: url.oneOf('type', types), status: url.oneOf('status', statuses), region: url.text('region') };
  const list = useApiPages('partners.list', { query }, { keepPrevious: true });
  const layout = useGridLayout('partners', useColumns());
  const filtered = Object.values(query).some((value) => value !== undefined);
  const clear = () => url.set({ q: undefined, type: undefined, status: undefined, region: undefined });
  useRegisterActions(
    () => [{ id: 'partners.create', label: 'partners.create', scope: 'screen', shortcut: 'c', permission: 'partners:write', run: () => setCreating(true) }],
    [],
  );

  const chips: FilterChip[] = [
    ...(query.type === undefined
      ? []
      : [{ id: 'type', field: t('partners.types'), words: t('work.is', { value: typeName(query.type) }), onRemove: () => url.set({ type: undefined }) }]),
    ...(query.status === undefined
      ? []
      : [{ id: 'status', field: t('work.status'), words: t('work.is', { value: statusName(query.status) }), onRemove: () => url.set({ status: undefined }) }]),
    ...(query.region === undefined
      ? []
      : [{ id: 'region', field: t('partners.regions'), words: t('work.is', { value: query.region }), onRemove: () => url.set({ region: undefined }) }]),
  ];
  const groups = [
    {
      id: 'type',
      title: t('partners.types'),
      items: types.map((id) => ({ id, label: typeName(id), isSelected: id === query.type, onAction: () => url.set({ type: id }) })),
    },
    {
      id: 'status',
      title: t('work.status'),
      items: statuses.map((id) => ({ id, label: statusName(id), isSelected: id === query.status, onAction: () => url.set({ status: id }) })),
    },
    {
      id: 'region',
      title: t('partners.regions'),
      items: regionNames.map((id) => ({ id, label: id, isSelected: id === query.region, onAction: () => url.set({ region: id }) })),
    },
  ];
  const create = mayWrite && (
    <Button kind="primary" icon={<Plus size={16} aria-hidden />} onPress={() => setCreating(true)}>
      {t('partners.create')}
    </Button>
  );
  const empty = filtered ? (
    <EmptyState title={t('work.noMatch')} detail={t('work.noMatch.detail')} action={<Button onPress={clear}>{t('ui.filter.clear')}</Button>} />
  ) : (
    <EmptyState
      icon={<Users size={18} aria-hidden />}
      title={t('partners.empty')}
      detail={t('partners.empty.detail')}
      action={
        mayWrite ? (
          create
        ) : (
          <Link to="/inbox" className="link">
            {t('shell.notFound.back')}
          </Link>
        )
      }
    />
  );
  return (
    <>
      <PageHeader
        title={t('partners.title')}
        actions={
          <>
            {mayReadReports && <LinkButton to="/sales-reports">{t('distribution.reports')}</LinkButton>}
            {create}
          </>
        }
      />
      <FilterBar
        chips={chips}
        addGroups={groups}
        onClear={clear}
        end={
          <>
            <SearchBox label={t('partners.search')} value={query.q ?? ''} onSearch={(q) => url.set({ q })} />
            <GridOptions layout={layout} />
          </>
        }
      />
      <DataGrid
        label={t('partners.title')}
        layout={layout}
        rows={list.rows}
        rowId={(row) => row.id}
        isLoading={list.isLoading}
        error={list.error}
        onRetry={list.refetch}
        empty={empty}
        hasMore={list.hasMore}
        isLoadingMore={list.isLoadingMore}
        onNeedMore={list.loadMore}
        href={(row) => `/partners/${row.id}`}
        onOpen={(row) => void navigate({ to: '/partners/$partnerId', params: { partnerId: row.id } })}
      />
      {creating && (
        <PartnerForm
          isOpen
          onClose={() => setCreating(false)}
          onSaved={(saved) => void navigate({ to: '/partners/$partnerId', params: { partnerId: saved.id } })}
        />
      )}
    </>
  );
}
