import { useNavigate } from '@tanstack/react-router';
import { BookOpen } from 'lucide-react';
import { callApi, useApi, useApiPages } from '../../../lib/api/index.ts';
import { everyPage } from '../../../lib/csv.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Button } from '../../../ui/button.tsx';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { SearchBox } from '../../partners/kit/search-box.tsx';
import { useUrlState } from '../../partners/kit/url-state.ts';
import { MoneyList } from '../kit/money-list.tsx';
import { monthIn } from '../kit/months.ts';
import { MonthField } from './month-field.tsx';
import { PartyFilter, TemplateFilter } from './pickers.tsx';
import { PlainSums } from './side-sums.tsx';
import { movedSums } from './sums.ts';
import { transactionFile, useTransactionColumns } from './transaction-columns.tsx';
import { templates } from './words.ts';

const sorts = ['-createdAt', 'createdAt', '-bookedOn', 'bookedOn'] as const;
const unnarrowed = { template: undefined, party: undefined, deal: undefined, account: undefined, period: undefined, late: undefined, q: undefined };

/** Every business event that moved money, as it was booked. */
export function TransactionsTab() {
  const url = useUrlState();
  const navigate = useNavigate();
  const sort = url.oneOf('sort', sorts) ?? '-createdAt';
  const dealId = url.text('deal');
  const query = {
    template: url.oneOf('template', templates),
    party: url.text('party'),
    dealId,
    accountId: url.text('account'),
    period: monthIn(url.text('period')),
    late: url.text('late') === 'true' ? ('true' as const) : undefined,
    q: url.text('q'),
  };
  const list = useApiPages('ledger.transactions', { query: { ...query, sort, limit: 100 } }, { keepPrevious: true });
  const deal = useApi('deals.get', { params: { id: dealId ?? '' } }, { enabled: dealId !== undefined, staleTime: 60_000 });
  const narrowed = Object.values(query).some((value) => value !== undefined);
  const clear = () => url.set(unnarrowed);
  const filters = (
    <>
      <SearchBox label={t('ledger.search')} value={query.q ?? ''} onSearch={(q) => url.set({ q })} />
      <TemplateFilter value={query.template} onChange={(template) => url.set({ template })} />
      <PartyFilter value={query.party} given={undefined} onChange={(party) => url.set({ party })} />
      <MonthField hideLabel value={query.period} onChange={(period) => url.set({ period })} />
      <Checkbox isSelected={query.late !== undefined} onChange={(on) => url.set({ late: on ? 'true' : undefined })}>
        {t('ledger.onlyLate')}
      </Checkbox>
      {dealId !== undefined && (
        <Button size="compact" onPress={() => url.set({ deal: undefined })}>
          {t('ui.filter.remove', {
            filter: deal.data === undefined ? t('ledger.deal') : t('ledger.dealNamed', { number: deal.data.number, name: deal.data.name }),
          })}
        </Button>
      )}
      {query.accountId !== undefined && (
        <Button size="compact" onPress={() => url.set({ account: undefined })}>
          {t('ui.filter.remove', { filter: t('ledger.oneAccount') })}
        </Button>
      )}
      {narrowed && (
        <Button kind="quiet" size="compact" onPress={clear}>
          {t('ui.filter.clear')}
        </Button>
      )}
    </>
  );
  return (
    <MoneyList
      id="ledger.transactions"
      label={t('ledger.tab.transactions')}
      columns={useTransactionColumns()}
      list={list}
      rowId={(row) => row.id}
      filters={filters}
      empty={
        narrowed ? (
          <EmptyState title={t('ledger.transactions.none')} action={<Button onPress={clear}>{t('ui.filter.clear')}</Button>} />
        ) : (
          <EmptyState icon={<BookOpen size={18} aria-hidden />} title={t('ledger.empty')} detail={t('ledger.empty.detail')} />
        )
      }
      file={{
        name: 'ledger-transactions.csv',
        columns: transactionFile,
        all: () => everyPage((cursor) => callApi('ledger.transactions', { query: { ...query, sort, limit: 200, cursor } })),
      }}
      foot={(rows) => <PlainSums sums={movedSums(rows)} />}
      sort={{ id: sort.replace('-', ''), desc: sort.startsWith('-') }}
      onSort={({ id, desc }) => url.set({ sort: sorts.find((one) => one === `${desc ? '-' : ''}${id}`) })}
      onOpen={(row) => void navigate({ to: '/money/ledger/transactions/$transactionId', params: { transactionId: row.id } })}
      href={(row) => `/money/ledger/transactions/${row.id}`}
    />
  );
}
