import { type ReactNode, useMemo, useState } from 'react';
import { Plus, Radar } from 'lucide-react';
import { useNavigate } from '@tanstack/react-router';
import { leadStates } from '@entente/kernel';
import { useRegisterActions } from '../../lib/actions.ts';
import { useApiPages } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { Money, Num } from '../../lib/i18n/values.tsx';
import { useCan } from '../../lib/session.ts';
import { ClaimLinks } from '../../shell/claim-links.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { DataGrid, type GridColumn, GridOptions, useGridLayout } from '../../ui/data-grid/data-grid.tsx';
import { type FilterChip, FilterBar } from '../../ui/filter-bar.tsx';
import { PageBody, PageHeader } from '../../ui/page.tsx';
import { SlaClock } from '../../ui/sla-clock.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { LinkButton } from '../partners/kit/link-button.tsx';
import { SearchBox } from '../partners/kit/search-box.tsx';
import { useRowKeys } from '../partners/kit/use-row-keys.ts';
import { useUrlState } from '../partners/kit/url-state.ts';
import { LeadFigures } from './figures.tsx';
import { LeadForm } from './lead-form.tsx';
import { ageWords, clockOf, isEnded, leadNumber, type LeadRow, leadTone, stateName } from './words.ts';

function Clock({ lead }: { lead: LeadRow }) {
  const due = clockOf(lead);
  if (due !== null) return <SlaClock dueAt={due} />;
  return lead.late ? <Badge tone="bad">{t('leads.late')}</Badge> : null;
}

function useColumns(): readonly GridColumn<LeadRow>[] {
  return useMemo(
    (): readonly GridColumn<LeadRow>[] => [
      {
        id: 'company',
        header: t('leads.company'),
        size: 230,
        hideable: false,
        card: 'title',
        cell: (row) => <bdi className="font-medium">{row.companyName}</bdi>,
      },
      { id: 'number', header: t('leads.number'), size: 80, card: 'none', cell: (row) => <bdi className="num text-muted">{leadNumber(row.number)}</bdi> },
      { id: 'state', header: t('work.status'), size: 130, card: 'meta', cell: (row) => <Badge tone={leadTone[row.state]}>{stateName(row.state)}</Badge> },
      {
        id: 'holder',
        header: t('leads.holder'),
        size: 180,
        card: 'meta',
        cell: (row) => (
          <bdi className={row.partnerName === null ? 'text-muted' : ''}>
            {row.partnerName ?? row.ownerName ?? t(row.state === 'with_vendor' ? 'leads.ours' : 'work.nobody')}
          </bdi>
        ),
      },
      { id: 'clock', header: t('leads.clock'), size: 120, card: 'end', cell: (row) => <Clock lead={row} /> },
      {
        id: 'age',
        header: t('leads.age'),
        size: 80,
        align: 'end',
        card: 'none',
        cell: (row) => <bdi className={isEnded(row.state) ? 'text-muted' : ''}>{ageWords(row.ageHours)}</bdi>,
      },
      { id: 'source', header: t('leads.source'), size: 130, card: 'meta', cell: (row) => <bdi className="text-muted">{row.source}</bdi> },
      { id: 'product', header: t('leads.product'), size: 140, card: 'none', cell: (row) => <bdi className="text-muted">{row.productName ?? '–'}</bdi> },
      {
        id: 'place',
        header: t('leads.place'),
        size: 120,
        card: 'none',
        cell: (row) => <bdi className="text-muted">{[row.country, row.region].filter(Boolean).join(', ') || '–'}</bdi>,
      },
      {
        id: 'value',
        header: t('work.value'),
        size: 110,
        align: 'end',
        card: 'none',
        cell: (row) =>
          row.amountMinor === null || row.currency === null ? '–' : <Money value={{ amountMinor: row.amountMinor, currency: row.currency }} look="compact" />,
      },
      { id: 'hops', header: t('leads.hops'), size: 80, align: 'end', card: 'none', cell: (row) => <Num value={row.hops} /> },
    ],
    [],
  );
}

export function LeadsScreen() {
  const url = useUrlState();
  const mayWrite = useCan('leads:write');
  const [creating, setCreating] = useState(false);
  const navigate = useNavigate();
  const tab = url.oneOf('tab', ['list', 'figures']) ?? 'list';
  useRegisterActions(
    () => [
      { id: 'leads.create', label: 'leads.create', scope: 'screen', shortcut: 'c', permission: 'leads:write', run: () => setCreating(true) },
      { id: 'leads.routing', label: 'leads.routing', scope: 'screen', run: () => navigate({ to: '/leads/routing' }) },
    ],
    [],
  );
  const create = mayWrite && (
    <Button kind="primary" icon={<Plus size={16} aria-hidden />} onPress={() => setCreating(true)}>
      {t('leads.create')}
    </Button>
  );
  return (
    <>
      <ClaimLinks />
      <PageHeader
        title={t('leads.title')}
        tabs={
          <Tabs
            label={t('leads.title')}
            value={tab}
            onChange={(id) => url.set({ tab: id === 'list' ? undefined : id })}
            items={[
              { id: 'list', label: t('leads.tab.list') },
              { id: 'figures', label: t('leads.tab.figures') },
            ]}
          />
        }
        actions={
          <>
            <LinkButton to="/leads/routing">{t('leads.routing')}</LinkButton>
            {create}
          </>
        }
      />
      {tab === 'list' ? (
        <LeadList create={create} />
      ) : (
        <PageBody>
          <LeadFigures />
        </PageBody>
      )}
      {creating && <LeadForm onClose={() => setCreating(false)} onSaved={(lead) => void navigate({ to: '/leads/$leadId', params: { leadId: lead.id } })} />}
    </>
  );
}

function LeadList({ create }: { create: ReactNode }) {
  const url = useUrlState();
  const navigate = useNavigate();
  const state = url.oneOf('state', leadStates);
  const late = url.text('late') === 'true';
  const q = url.text('q');
  const partnerId = url.text('partnerId');
  const list = useApiPages('leads.list', { query: { state, late: late ? 'true' : 'false', q, partnerId } }, { keepPrevious: true });
  const layout = useGridLayout('leads', useColumns());
  useRowKeys();
  const filtered = state !== undefined || late || q !== undefined || partnerId !== undefined;
  const clear = () => url.set({ state: undefined, late: undefined, q: undefined, partnerId: undefined });
  const partner = list.rows.find((row) => row.partnerId === partnerId)?.partnerName;
  const chips: FilterChip[] = [
    ...(state === undefined
      ? []
      : [{ id: 'state', field: t('work.status'), words: t('work.is', { value: stateName(state) }), onRemove: () => url.set({ state: undefined }) }]),
    ...(late ? [{ id: 'late', field: t('leads.clock'), words: t('leads.late'), onRemove: () => url.set({ late: undefined }) }] : []),
    ...(partnerId === undefined
      ? []
      : [{ id: 'partner', field: t('work.partner'), words: partner ?? t('leads.onePartner'), onRemove: () => url.set({ partnerId: undefined }) }]),
  ];
  const groups = [
    {
      id: 'state',
      title: t('work.status'),
      items: leadStates.map((id) => ({ id, label: stateName(id), isSelected: id === state, onAction: () => url.set({ state: id }) })),
    },
    { id: 'clock', title: t('leads.clock'), items: [{ id: 'late', label: t('leads.late'), isSelected: late, onAction: () => url.set({ late: true }) }] },
  ];
  return (
    <>
      <FilterBar
        chips={chips}
        addGroups={groups}
        onClear={clear}
        end={
          <>
            <SearchBox label={t('leads.search')} value={q ?? ''} onSearch={(text) => url.set({ q: text })} />
            <GridOptions layout={layout} />
          </>
        }
      />
      <DataGrid
        label={t('leads.title')}
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
            <EmptyState icon={<Radar size={18} aria-hidden />} title={t('leads.empty')} detail={t('leads.empty.detail')} action={create} />
          )
        }
        hasMore={list.hasMore}
        isLoadingMore={list.isLoadingMore}
        onNeedMore={list.loadMore}
        href={(row) => `/leads/${row.id}`}
        onOpen={(row) => void navigate({ to: '/leads/$leadId', params: { leadId: row.id } })}
      />
    </>
  );
}
