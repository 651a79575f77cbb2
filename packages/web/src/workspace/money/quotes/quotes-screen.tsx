import { useMemo, useState } from 'react';
import { Download, Plus } from 'lucide-react';
import { useNavigate } from '@tanstack/react-router';
import { useRegisterActions } from '../../../lib/actions.ts';
import { problemSentence, useApi, useApiPages } from '../../../lib/api/index.ts';
import { t, useLocaleId } from '../../../lib/i18n/i18n.ts';
import { useCan } from '../../../lib/session.ts';
import { Button } from '../../../ui/button.tsx';
import { DataGrid, GridOptions, useGridLayout } from '../../../ui/data-grid/data-grid.tsx';
import { PageBody, PageHeader } from '../../../ui/page.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { Tabs } from '../../../ui/tabs.tsx';
import { toast } from '../../../ui/toast.tsx';
import { SumsFoot } from '../../disbursements/sums-foot.tsx';
import { listSums } from '../../disbursements/sums.ts';
import { LinkButton } from '../../partners/kit/link-button.tsx';
import { SearchBox } from '../../partners/kit/search-box.tsx';
import { useRowKeys } from '../../partners/kit/use-row-keys.ts';
import { useUrlState } from '../../partners/kit/url-state.ts';
import { MoneyPages } from '../money-pages.tsx';
import { quoteColumns } from './columns.tsx';
import { exportQuotes } from './export-quotes.ts';
import { quoteStates } from './words.ts';
import { Select } from '../../../ui/select.tsx';

const views = ['all', 'to_approve', 'written'] as const;

/** What was offered to buyers; “waits for my approval” is a view of it. */
export function QuotesScreen() {
  const mayRead = useCan('quotes:read');
  if (mayRead) return <QuoteList />;
  return (
    <>
      <MoneyPages />
      <PageHeader title={t('quotes.title')} />
      <PageBody>
        <EmptyState title={t('money.none')} detail={t('money.none.detail')} />
      </PageBody>
    </>
  );
}

function QuoteList() {
  const url = useUrlState();
  const locale = useLocaleId();
  const navigate = useNavigate();
  const mayWrite = useCan('quotes:write');
  const mayApprove = useCan('quotes:approve');
  const [saving, setSaving] = useState(false);
  const view = url.oneOf('mine', views) ?? 'all';
  const state = url.oneOf('state', quoteStates);
  const [dealId, partnerId, q] = [url.text('deal'), url.text('partner'), url.text('q')];
  const query = { q, state, dealId, partnerId, mine: view === 'all' ? undefined : view };
  const list = useApiPages('quotes.list', { query: { ...query, limit: 100 } }, { keepPrevious: true });
  const waiting = useApi('quotes.list', { query: { mine: 'to_approve', limit: 50 } }, { enabled: mayApprove });
  const deal = useApi('deals.get', { params: { id: dealId ?? '' } }, { enabled: dealId !== undefined, staleTime: 60_000 });
  const partner = useApi('partners.get', { params: { id: partnerId ?? '' } }, { enabled: partnerId !== undefined, staleTime: 60_000 });
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- headers are words of the language in use
  const shown = useMemo(() => quoteColumns(), [locale]);
  const layout = useGridLayout('quotes', shown);
  useRowKeys();
  useRegisterActions(
    () => [
      {
        id: 'quotes.new',
        label: 'quotes.new',
        scope: 'screen',
        shortcut: 'n',
        permission: 'quotes:write',
        run: () => void navigate({ to: '/money/quotes/new' }),
      },
    ],
    [navigate],
  );
  const narrowed = q !== undefined || state !== undefined || dealId !== undefined || partnerId !== undefined;
  const clear = () => url.set({ q: undefined, state: undefined, deal: undefined, partner: undefined });
  async function save() {
    setSaving(true);
    try {
      toast(t('quotes.exported', { n: await exportQuotes(query) }));
    } catch (error) {
      toast(problemSentence(error, t('work.refused')), { tone: 'bad' });
    } finally {
      setSaving(false);
    }
  }
  const waitingCount = waiting.data?.items.length ?? 0;
  const chips = [
    ...(dealId === undefined ? [] : [{ key: 'deal', label: deal.data?.name ?? t('quotes.deal') }]),
    ...(partnerId === undefined ? [] : [{ key: 'partner', label: partner.data?.name ?? t('quotes.partner') }]),
  ];
  return (
    <>
      <MoneyPages />
      <PageHeader
        title={t('quotes.title')}
        tabs={
          <Tabs
            label={t('quotes.title')}
            value={view}
            onChange={(id) => url.set({ mine: id === 'all' ? undefined : id })}
            items={views
              .filter((id) => id !== 'to_approve' || mayApprove)
              .map((id) => ({ id, label: t(`quotes.view.${id}`), ...(id === 'to_approve' && waitingCount > 0 ? { count: waitingCount } : {}) }))}
          />
        }
        actions={
          mayWrite && (
            <LinkButton to="/money/quotes/new" kind="primary" icon={<Plus size={16} strokeWidth={1.75} aria-hidden />}>
              {t('quotes.new')}
            </LinkButton>
          )
        }
      />
      <div className="flex min-h-11 shrink-0 flex-wrap items-center gap-2 border-b border-line bg-surface px-3 py-1.5 md:px-4">
        <SearchBox label={t('quotes.search')} value={q ?? ''} onSearch={(text) => url.set({ q: text })} />
        <Select
          label={t('quotes.state')}
          hideLabel
          options={[{ id: 'any', label: t('quotes.state.any') }, ...quoteStates.map((id) => ({ id, label: t(`quotes.state.${id}`) }))]}
          value={state ?? 'any'}
          onChange={(id) => url.set({ state: id === 'any' ? undefined : id })}
          className="w-44"
        />
        {chips.map((chip) => (
          <Button key={chip.key} size="compact" onPress={() => url.set({ [chip.key]: undefined })}>
            {t('ui.filter.remove', { filter: chip.label })}
          </Button>
        ))}
        <span className="flex-1" />
        <Button
          kind="quiet"
          size="compact"
          icon={<Download size={15} strokeWidth={1.75} aria-hidden />}
          isDisabled={saving || list.rows.length === 0}
          onPress={() => void save()}
        >
          {t('pricing.export')}
        </Button>
        <GridOptions layout={layout} />
      </div>
      <DataGrid
        label={t('quotes.title')}
        layout={layout}
        rows={list.rows}
        rowId={(row) => row.id}
        isLoading={list.isLoading}
        error={list.error}
        onRetry={list.refetch}
        empty={
          narrowed ? (
            <EmptyState title={t('work.noMatch')} detail={t('work.noMatch.detail')} action={<Button onPress={clear}>{t('ui.filter.clear')}</Button>} />
          ) : view === 'to_approve' ? (
            <EmptyState title={t('quotes.none.toApprove')} action={<Button onPress={() => url.set({ mine: undefined })}>{t('quotes.view.all')}</Button>} />
          ) : (
            <EmptyState
              title={t('quotes.none')}
              detail={t('quotes.none.detail')}
              action={
                mayWrite ? (
                  <LinkButton to="/money/quotes/new" kind="primary">
                    {t('quotes.new')}
                  </LinkButton>
                ) : undefined
              }
            />
          )
        }
        hasMore={list.hasMore}
        isLoadingMore={list.isLoadingMore}
        onNeedMore={list.loadMore}
        href={(row) => `/money/quotes/${row.id}`}
        onOpen={(row) => void navigate({ to: '/money/quotes/$quoteId', params: { quoteId: row.id } })}
      />
      {list.rows.length > 0 && (
        <SumsFoot
          words={t(list.hasMore ? 'quotes.loaded' : 'quotes.count', { n: list.rows.length })}
          sums={listSums(list.rows.map((row) => ({ currency: row.currency, amountMinor: row.netMinor })))}
        />
      )}
    </>
  );
}
