import { useMemo, useState } from 'react';
import { Building2, Plus } from 'lucide-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useRegisterActions } from '../../lib/actions.ts';
import { useApiPages } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { Money, Num } from '../../lib/i18n/values.tsx';
import { useCan } from '../../lib/session.ts';
import { Button } from '../../ui/button.tsx';
import { DataGrid, type GridColumn, GridOptions, useGridLayout } from '../../ui/data-grid/data-grid.tsx';
import { FilterBar } from '../../ui/filter-bar.tsx';
import { PageHeader } from '../../ui/page.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { SearchBox } from '../partners/kit/search-box.tsx';
import { useUrlState } from '../partners/kit/url-state.ts';
import { regionNames } from '../partners/words.ts';
import { type AccountFacts, AccountForm } from './account-form.tsx';

function useColumns(): readonly GridColumn<AccountFacts>[] {
  return useMemo(
    (): readonly GridColumn<AccountFacts>[] => [
      { id: 'name', header: t('work.name'), size: 260, hideable: false, card: 'title', cell: (row) => <bdi className="font-medium">{row.name}</bdi> },
      {
        id: 'industry',
        header: t('accounts.industry'),
        size: 150,
        card: 'meta',
        cell: (row) => <bdi className="text-muted">{row.industry ?? t('work.none')}</bdi>,
      },
      {
        id: 'country',
        header: t('accounts.country'),
        size: 130,
        card: 'meta',
        cell: (row) => <bdi className="text-muted">{row.country ?? t('work.none')}</bdi>,
      },
      { id: 'region', header: t('accounts.region'), size: 90, card: 'none', cell: (row) => <bdi className="text-muted">{row.region ?? t('work.none')}</bdi> },
      {
        id: 'parent',
        header: t('accounts.parent'),
        size: 170,
        card: 'none',
        cell: (row) => <bdi className="text-muted">{row.parentName ?? t('work.none')}</bdi>,
      },
      { id: 'owner', header: t('work.owner'), size: 150, card: 'meta', cell: (row) => <bdi className="text-muted">{row.ownerName ?? t('work.nobody')}</bdi> },
      {
        id: 'employees',
        header: t('accounts.employees'),
        size: 110,
        align: 'end',
        card: 'none',
        cell: (row) => (row.employees === null ? t('work.none') : <Num value={row.employees} />),
      },
      {
        id: 'revenue',
        header: t('accounts.revenue'),
        size: 120,
        align: 'end',
        card: 'none',
        cell: (row) =>
          row.revenueMinor === null || row.currency === null ? (
            t('work.none')
          ) : (
            <Money value={{ amountMinor: row.revenueMinor, currency: row.currency }} look="compact" />
          ),
      },
      { id: 'open', header: t('partners.openDeals'), size: 110, align: 'end', card: 'end', cell: (row) => <Num value={row.openDeals} /> },
    ],
    [],
  );
}

export function AccountsScreen() {
  const url = useUrlState();
  const navigate = useNavigate();
  const mayWrite = useCan('accounts:write');
  const [creating, setCreating] = useState(false);
  const query = { q: url.text('q'), region: url.text('region'), industry: url.text('industry') };
  const list = useApiPages('accounts.list', { query }, { keepPrevious: true });
  const layout = useGridLayout('accounts', useColumns());
  const filtered = Object.values(query).some((value) => value !== undefined);
  const clear = () => url.set({ q: undefined, region: undefined, industry: undefined });
  useRegisterActions(
    () => [{ id: 'accounts.create', label: 'accounts.create', scope: 'screen', shortcut: 'c', permission: 'accounts:write', run: () => setCreating(true) }],
    [],
  );
  // Industries come from imported data; those in view are the ones worth offering.
  const industries = [...new Set(list.rows.flatMap((row) => row.industry ?? []))].toSorted().slice(0, 20);
  const chips = (['region', 'industry'] as const).flatMap((key) => {
    const value = query[key];
    return value === undefined ? [] : [{ id: key, field: t(`accounts.${key}`), words: t('work.is', { value }), onRemove: () => url.set({ [key]: undefined }) }];
  });
  const groups = [
    {
      id: 'region',
      title: t('accounts.region'),
      items: regionNames.map((id) => ({ id, label: id, isSelected: id === query.region, onAction: () => url.set({ region: id }) })),
    },
    ...(industries.length === 0
      ? []
      : [
          {
            id: 'industry',
            title: t('accounts.industry'),
            items: industries.map((id) => ({ id, label: id, isSelected: id === query.industry, onAction: () => url.set({ industry: id }) })),
          },
        ]),
  ];
  const create = mayWrite && (
    <Button kind="primary" icon={<Plus size={16} aria-hidden />} onPress={() => setCreating(true)}>
      {t('accounts.create')}
    </Button>
  );
  const empty = filtered ? (
    <EmptyState title={t('work.noMatch')} detail={t('work.noMatch.detail')} action={<Button onPress={clear}>{t('ui.filter.clear')}</Button>} />
  ) : (
    <EmptyState
      icon={<Building2 size={18} aria-hidden />}
      title={t('accounts.empty')}
      detail={t('accounts.empty.detail')}
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
      <PageHeader title={t('accounts.title')} actions={create} />
      <FilterBar
        chips={chips}
        addGroups={groups}
        onClear={clear}
        end={
          <>
            <SearchBox label={t('accounts.search')} value={query.q ?? ''} onSearch={(q) => url.set({ q })} />
            <GridOptions layout={layout} />
          </>
        }
      />
      <DataGrid
        label={t('accounts.title')}
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
        href={(row) => `/accounts/${row.id}`}
        onOpen={(row) => void navigate({ to: '/accounts/$accountId', params: { accountId: row.id } })}
      />
      {creating && (
        <AccountForm onClose={() => setCreating(false)} onSaved={(saved) => void navigate({ to: '/accounts/$accountId', params: { accountId: saved.id } })} />
      )}
    </>
  );
}
