import type { ReactNode } from 'react';
import { useNavigate } from '@tanstack/react-router';
import { callApi, useApiPages } from '../../../lib/api/index.ts';
import { everyPage } from '../../../lib/csv.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { SearchBox } from '../../partners/kit/search-box.tsx';
import { useUrlState } from '../../partners/kit/url-state.ts';
import { MoneyList } from '../kit/money-list.tsx';
import { StateTabs } from '../kit/state-tabs.tsx';
import { ColumnSums } from './bits.tsx';
import { cleared, Filters, type FilterKey, useFilters } from './filters.tsx';
import { invoiceFile, useInvoiceColumns } from './invoice-columns.tsx';
import { invoiceStates } from './words.ts';

const keys = ['account', 'deal', 'currency', 'from', 'to', 'dueFrom', 'dueTo'] as const satisfies readonly FilterKey[];
/** States, and the two questions finance asks most: what is owed, and what is late. */
const views = ['draft', 'open', 'overdue', ...invoiceStates.filter((state) => state !== 'draft')] as const;

export function InvoicesTab({ create }: { create: ReactNode }) {
  const url = useUrlState();
  const navigate = useNavigate();
  const view = url.oneOf('state', views);
  const filter = useFilters();
  const state = invoiceStates.find((one) => one === view);
  const query = { ...filter, state, ...(view === 'open' ? { open: 'true' as const } : {}), ...(view === 'overdue' ? { overdue: 'true' as const } : {}) };
  const list = useApiPages('invoices.list', { query: { ...query, limit: 100 } }, { keepPrevious: true });
  const narrowed = view !== undefined || Object.values(filter).some((value) => value !== undefined);
  return (
    <MoneyList
      id="invoices.list"
      label={t('invoices.tab.invoices')}
      columns={useInvoiceColumns()}
      list={list}
      rowId={(invoice) => invoice.id}
      filters={
        <>
          <SearchBox label={t('invoices.search')} value={filter.q ?? ''} onSearch={(q) => url.set({ q })} />
          <StateTabs
            label={t('invoices.state')}
            value={view ?? 'all'}
            fallback="all"
            items={[{ id: 'all', label: t('invoices.all') }, ...views.map((id) => ({ id, label: t(`invoices.state.${id}`) }))]}
          />
          <Filters keys={keys} />
        </>
      }
      empty={
        narrowed ? (
          <EmptyState
            title={t('work.noMatch')}
            detail={t('work.noMatch.detail')}
            action={<Button onPress={() => url.set(cleared)}>{t('invoices.showAll')}</Button>}
          />
        ) : (
          <EmptyState title={t('invoices.none')} detail={t('invoices.none.detail')} action={create} />
        )
      }
      file={{
        name: 'invoices.csv',
        columns: invoiceFile,
        all: () => everyPage((cursor) => callApi('invoices.list', { query: { ...query, limit: 200, cursor } })),
      }}
      foot={(rows) => (
        <ColumnSums
          rows={rows}
          columns={[
            { label: t('invoices.total'), read: (invoice) => invoice.totalMinor },
            { label: t('invoices.open'), read: (invoice) => invoice.openMinor },
          ]}
        />
      )}
      onOpen={(invoice) => void navigate({ to: '/money/invoices/$invoiceId', params: { invoiceId: invoice.id } })}
      href={(invoice) => `/money/invoices/${invoice.id}`}
    />
  );
}
