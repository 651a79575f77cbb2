import { useNavigate } from '@tanstack/react-router';
import { callApi, useApi, useApiPages } from '../../../lib/api/index.ts';
import { everyPage } from '../../../lib/csv.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { useUrlState } from '../../partners/kit/url-state.ts';
import { MoneyList } from '../kit/money-list.tsx';
import { dayIn, monthIn, thisMonth } from '../kit/months.ts';
import { AccountHead } from './account-head.tsx';
import { nameOf } from './accounts-tab.tsx';
import { DayBox } from './day-box.tsx';
import { entryFile, useEntryColumns } from './entry-columns.tsx';
import { MonthField } from './month-field.tsx';
import { CurrencyFilter, PartyFilter, PurposeFilter } from './pickers.tsx';
import { SideSums } from './side-sums.tsx';
import { sides } from './sums.ts';
import { purposes } from './words.ts';

const unnarrowed = { purpose: undefined, party: undefined, currency: undefined, account: undefined, deal: undefined, asOf: undefined, period: undefined };

/** The rows behind a balance. Without a filter, those of this month. */
export function EntriesTab() {
  const url = useUrlState();
  const navigate = useNavigate();
  const accountId = url.text('account');
  const dealId = url.text('deal');
  const [purpose, party, currency] = [url.oneOf('purpose', purposes), url.text('party'), url.text('currency')];
  const asOf = dayIn(url.text('asOf'));
  const chosenPeriod = monthIn(url.text('period'));
  const nothing = [accountId, dealId, purpose, party, currency, asOf, chosenPeriod].every((one) => one === undefined);
  const period = nothing ? thisMonth() : chosenPeriod;
  const query = accountId === undefined ? { purpose, party, currency, dealId, asOf, period } : { accountId, dealId, asOf, period };
  const list = useApiPages('ledger.entries', { query: { ...query, limit: 200 } }, { keepPrevious: true });
  const deal = useApi('deals.get', { params: { id: dealId ?? '' } }, { enabled: dealId !== undefined, staleTime: 60_000 });
  const first = list.rows[0];
  const filters = (
    <>
      {accountId === undefined ? (
        <>
          <PurposeFilter value={purpose} onChange={(id) => url.set({ purpose: id })} />
          <PartyFilter value={party} given={nameOf(list.rows, party)} onChange={(id) => url.set({ party: id })} />
          <CurrencyFilter currencies={list.rows.map((row) => row.currency)} value={currency} onChange={(id) => url.set({ currency: id })} />
        </>
      ) : (
        <Button size="compact" onPress={() => url.set({ account: undefined })}>
          {t('ledger.otherAccounts')}
        </Button>
      )}
      <MonthField hideLabel value={period} onChange={(month) => url.set({ period: month })} />
      <DayBox label={t('ledger.until')} value={asOf} onChange={(day) => url.set({ asOf: day })} />
      {dealId !== undefined && (
        <Button size="compact" onPress={() => url.set({ deal: undefined })}>
          {t('ui.filter.remove', {
            filter: deal.data === undefined ? t('ledger.deal') : t('ledger.dealNamed', { number: deal.data.number, name: deal.data.name }),
          })}
        </Button>
      )}
      {!nothing && (
        <Button kind="quiet" size="compact" onPress={() => url.set(unnarrowed)}>
          {t('ui.filter.clear')}
        </Button>
      )}
    </>
  );
  return (
    <>
      {accountId !== undefined && first !== undefined && <AccountHead key={accountId} entry={first} asOf={asOf} period={chosenPeriod} />}
      <MoneyList
        id="ledger.entries"
        label={t('ledger.tab.entries')}
        columns={useEntryColumns()}
        list={list}
        rowId={(row) => `${row.transactionId} ${row.position}`}
        filters={filters}
        empty={
          <EmptyState
            title={t('ledger.entries.none')}
            action={<Button onPress={() => url.set({ ...unnarrowed, tab: undefined })}>{t('ledger.toAccounts')}</Button>}
          />
        }
        file={{
          name: 'ledger-entries.csv',
          columns: entryFile,
          all: () => everyPage((cursor) => callApi('ledger.entries', { query: { ...query, limit: 200, cursor } })),
        }}
        foot={(rows) => <SideSums sums={sides(rows)} last={t('ledger.debitsLessCredits')} />}
        onOpen={(row) => void navigate({ to: '/money/ledger/transactions/$transactionId', params: { transactionId: row.transactionId } })}
        href={(row) => `/money/ledger/transactions/${row.transactionId}`}
      />
    </>
  );
}
