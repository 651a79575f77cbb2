import { useMemo } from 'react';
import { Scale } from 'lucide-react';
import { useNavigate } from '@tanstack/react-router';
import { caseStates } from '@entente/kernel';
import { useApiPages } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { RelativeTime } from '../../lib/i18n/values.tsx';
import { ClaimLinks } from '../../shell/claim-links.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { DataGrid, type GridColumn, GridOptions, useGridLayout } from '../../ui/data-grid/data-grid.tsx';
import { type FilterChip, FilterBar } from '../../ui/filter-bar.tsx';
import { PageHeader } from '../../ui/page.tsx';
import { SlaClock } from '../../ui/sla-clock.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { Switch } from '../../ui/switch.tsx';
import { LinkButton } from '../partners/kit/link-button.tsx';
import { useRowKeys } from '../partners/kit/use-row-keys.ts';
import { useUrlState } from '../partners/kit/url-state.ts';
import { caseNumber, type CaseRow, caseTone, clockOf, stateName } from './words.ts';

function useColumns(): readonly GridColumn<CaseRow>[] {
  return useMemo(
    (): readonly GridColumn<CaseRow>[] => [
      { id: 'title', header: t('cases.one'), size: 300, hideable: false, card: 'title', cell: (row) => <bdi className="font-medium">{row.title}</bdi> },
      { id: 'number', header: t('cases.number'), size: 80, card: 'none', cell: (row) => <bdi className="num text-muted">{caseNumber(row.number)}</bdi> },
      { id: 'state', header: t('work.status'), size: 130, card: 'meta', cell: (row) => <Badge tone={caseTone[row.state]}>{stateName(row.state)}</Badge> },
      {
        id: 'clock',
        header: t('cases.clock'),
        size: 130,
        card: 'end',
        cell: (row) => {
          const due = clockOf(row);
          return due === null ? <span className="text-muted">–</span> : <SlaClock dueAt={due} startedAt={row.openedAt} />;
        },
      },
      {
        id: 'mediator',
        header: t('cases.mediator'),
        size: 160,
        card: 'meta',
        cell: (row) => <bdi className={row.mediatorName === null ? 'text-warn' : ''}>{row.mediatorName ?? t('cases.noMediator')}</bdi>,
      },
      {
        id: 'deal',
        header: t('work.deal'),
        size: 90,
        card: 'none',
        cell: (row) => <bdi className="num text-muted">{row.dealNumber === null ? '–' : `D-${row.dealNumber}`}</bdi>,
      },
      {
        id: 'opened',
        header: t('inbox.opened'),
        size: 130,
        card: 'none',
        cell: (row) => (
          <span className="text-muted">
            <RelativeTime at={row.openedAt} />
          </span>
        ),
      },
    ],
    [],
  );
}

export function CasesScreen() {
  const url = useUrlState();
  const navigate = useNavigate();
  const state = url.oneOf('state', caseStates);
  const mine = url.text('mine') === 'true';
  const list = useApiPages('cases.list', { query: { state, mine: mine ? 'true' : 'false' } }, { keepPrevious: true });
  const layout = useGridLayout('cases', useColumns());
  useRowKeys();
  const clear = () => url.set({ state: undefined, mine: undefined });
  const chips: FilterChip[] =
    state === undefined
      ? []
      : [{ id: 'state', field: t('work.status'), words: t('work.is', { value: stateName(state) }), onRemove: () => url.set({ state: undefined }) }];
  const filtered = state !== undefined || mine;
  return (
    <>
      <ClaimLinks />
      <PageHeader
        title={t('cases.title')}
        actions={
          <Switch isSelected={mine} onChange={(on) => url.set({ mine: on ? true : undefined })}>
            {t('cases.mine')}
          </Switch>
        }
      />
      <FilterBar
        chips={chips}
        addGroups={[
          {
            id: 'state',
            title: t('work.status'),
            items: caseStates.map((id) => ({ id, label: stateName(id), isSelected: id === state, onAction: () => url.set({ state: id }) })),
          },
        ]}
        end={<GridOptions layout={layout} />}
      />
      <DataGrid
        label={t('cases.title')}
        layout={layout}
        rows={list.rows}
        rowId={(row) => row.id}
        isLoading={list.isLoading}
        error={list.error}
        onRetry={list.refetch}
        empty={
          filtered ? (
            <EmptyState title={t('work.noMatch')} detail={t('work.noMatch.detail')} action={<Button onPress={clear}>{t('ui.filter.clear')}</Button>} />
          ) : (
            <EmptyState
              icon={<Scale size={18} aria-hidden />}
              title={t('cases.empty')}
              detail={t('cases.empty.detail')}
              action={<LinkButton to="/registrations">{t('cases.toRegistrations')}</LinkButton>}
            />
          )
        }
        hasMore={list.hasMore}
        isLoadingMore={list.isLoadingMore}
        onNeedMore={list.loadMore}
        href={(row) => `/cases/${row.id}`}
        onOpen={(row) => void navigate({ to: '/cases/$caseId', params: { caseId: row.id } })}
      />
    </>
  );
}
