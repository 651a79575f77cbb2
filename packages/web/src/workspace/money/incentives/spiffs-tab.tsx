import { useMemo, useState } from 'react';
import { Plus } from 'lucide-react';
import { useApiMutation, useApiPages } from '../../../lib/api/index.ts';
import { t, useLocaleId } from '../../../lib/i18n/i18n.ts';
import { DateText } from '../../../lib/i18n/values.tsx';
import { useCan } from '../../../lib/session.ts';
import { Button } from '../../../ui/button.tsx';
import { DataGrid, type GridColumn, GridOptions, useGridLayout } from '../../../ui/data-grid/data-grid.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { toast } from '../../../ui/toast.tsx';
import { FormDrawer } from '../../partners/kit/form-drawer.tsx';
import { PartnerPicker } from '../../partners/kit/pickers.tsx';
import { useRowKeys } from '../../partners/kit/use-row-keys.ts';
import { ListFilters, useListFilter } from '../rules/list-filters.tsx';
import { DealLink } from './accrual-columns.tsx';
import { DealPicker, PartnerPersonPicker, ProgrammeSelect } from './pickers.tsx';
import { incentiveReads, type Spiff } from './words.ts';

function useColumns(): readonly GridColumn<Spiff>[] {
  const locale = useLocaleId();
  return useMemo(
    (): readonly GridColumn<Spiff>[] => [
      {
        id: 'person',
        header: t('incentives.person'),
        size: 180,
        hideable: false,
        card: 'title',
        cell: (row) => <bdi className="font-medium">{row.personName}</bdi>,
      },
      { id: 'partner', header: t('work.partner'), size: 180, card: 'meta', cell: (row) => <bdi>{row.partnerName}</bdi> },
      { id: 'programme', header: t('incentives.programme'), size: 200, card: 'meta', cell: (row) => <bdi>{row.ruleName}</bdi> },
      { id: 'deal', header: t('work.deal'), size: 220, card: 'none', cell: (row) => <DealLink of={row} /> },
      { id: 'on', header: t('incentives.registeredOn'), size: 130, card: 'end', cell: (row) => <DateText date={row.registeredOn} /> },
      { id: 'by', header: t('incentives.registeredBy'), size: 160, card: 'none', cell: (row) => <bdi>{row.registeredBy}</bdi> },
    ],
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- headers are words of the language in use
    [locale],
  );
}

/** People registered for a spiff, before the deal is won. */
export function SpiffsTab() {
  const mayWrite = useCan('incentives:write');
  const [creating, setCreating] = useState(false);
  const { partnerId, dealId } = useListFilter();
  const list = useApiPages('incentives.spiffRegistrations', { query: { partnerId, dealId, limit: 100 } }, { keepPrevious: true });
  const layout = useGridLayout('money.spiffs', useColumns());
  useRowKeys();
  const register = (
    <Button size="compact" icon={<Plus size={14} aria-hidden />} isDisabled={!mayWrite} onPress={() => setCreating(true)}>
      {t('incentives.spiff.register')}
    </Button>
  );
  return (
    <>
      <div className="flex min-h-11 shrink-0 flex-wrap items-center gap-2 border-b border-line bg-surface px-3 py-1.5 md:px-4">
        <ListFilters />
        <span className="flex-1" />
        {register}
        <GridOptions layout={layout} />
      </div>
      <DataGrid
        label={t('incentives.tab.spiffs')}
        layout={layout}
        rows={list.rows}
        rowId={(row) => row.id}
        isLoading={list.isLoading}
        error={list.error}
        onRetry={list.refetch}
        empty={<EmptyState title={t('incentives.spiffs.none')} detail={t('incentives.spiffs.none.detail')} />}
        hasMore={list.hasMore}
        isLoadingMore={list.isLoadingMore}
        onNeedMore={list.loadMore}
      />
      {creating && <RegisterSpiff onClose={() => setCreating(false)} />}
    </>
  );
}

function RegisterSpiff({ onClose }: { onClose: () => void }) {
  const [ruleId, setRuleId] = useState<string | null>(null);
  const [dealId, setDealId] = useState<string | null>(null);
  const [partnerId, setPartnerId] = useState<string | null>(null);
  const [personId, setPersonId] = useState<string | null>(null);
  const [tried, setTried] = useState(false);
  const register = useApiMutation('incentives.registerSpiff', {
    invalidates: incentiveReads,
    onDone: (row) => {
      toast(t('incentives.spiff.registered', { name: row.personName }));
      onClose();
    },
  });
  const missing = (value: string | null) => (tried && value === null ? t('incentives.choose') : undefined);
  return (
    <FormDrawer
      title={t('incentives.spiff.register')}
      verb={t('incentives.spiff.register')}
      isOpen
      onClose={onClose}
      isPending={register.isPending}
      error={register.error}
      onSubmit={() => {
        setTried(true);
        if (ruleId !== null && dealId !== null && personId !== null) register.mutate({ body: { ruleId, dealId, personId } });
      }}
    >
      <ProgrammeSelect kind="spiff" label={t('incentives.programme')} value={ruleId} onChange={setRuleId} error={missing(ruleId)} />
      <DealPicker label={t('work.deal')} value={dealId} onChange={setDealId} error={missing(dealId)} />
      <PartnerPicker
        label={t('work.partner')}
        isRequired
        value={partnerId}
        onChange={(id) => {
          setPartnerId(id);
          setPersonId(null);
        }}
      />
      {partnerId !== null && (
        <PartnerPersonPicker
          key={partnerId}
          partnerId={partnerId}
          label={t('incentives.person')}
          value={personId}
          onChange={setPersonId}
          error={missing(personId)}
        />
      )}
    </FormDrawer>
  );
}
