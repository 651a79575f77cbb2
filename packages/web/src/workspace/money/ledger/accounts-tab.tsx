import { useNavigate } from '@tanstack/react-router';
import { BookOpen } from 'lucide-react';
import { callApi, useApiPages } from '../../../lib/api/index.ts';
import { everyPage } from '../../../lib/csv.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Button } from '../../../ui/button.tsx';
import { Select } from '../../../ui/select.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { useUrlState } from '../../partners/kit/url-state.ts';
import { MoneyList } from '../kit/money-list.tsx';
import { dayIn, monthIn, thisMonth, today } from '../kit/months.ts';
import { accountFile, useAccountColumns } from './account-columns.tsx';
import { DayBox } from './day-box.tsx';
import { ledgerHref } from './links.tsx';
import { MonthField } from './month-field.tsx';
import { CurrencyFilter, PartyFilter, PurposeFilter } from './pickers.tsx';
import { SideSums } from './side-sums.tsx';
import { balanceSums } from './sums.ts';
import { type Balance, partyWord, purposes } from './words.ts';

const spans = ['now', 'day', 'month'] as const;
const unnarrowed = { purpose: undefined, party: undefined, currency: undefined, asOf: undefined, period: undefined };

/** What stands on each account, at the end of a day or as a month moved it; a balance opens the entries it is made of. */
export function AccountsTab() {
  const url = useUrlState();
  const navigate = useNavigate();
  const purpose = url.oneOf('purpose', purposes);
  const [party, currency] = [url.text('party'), url.text('currency')];
  const period = monthIn(url.text('period'));
  const asOf = period === undefined ? dayIn(url.text('asOf')) : undefined;
  const query = { purpose, party, currency, asOf, period };
  const list = useApiPages('ledger.accounts', { query: { ...query, limit: 200 } }, { keepPrevious: true });
  const span = period !== undefined ? 'month' : asOf !== undefined ? 'day' : 'now';
  const narrowed = purpose !== undefined || party !== undefined || currency !== undefined;
  const entriesOf = (row: Balance) => ({ tab: 'entries', account: row.id, asOf, period });
  const filters = (
    <>
      <PurposeFilter value={purpose} onChange={(id) => url.set({ purpose: id })} />
      <PartyFilter value={party} given={nameOf(list.rows, party)} onChange={(id) => url.set({ party: id })} />
      <CurrencyFilter currencies={list.rows.map((row) => row.currency)} value={currency} onChange={(id) => url.set({ currency: id })} />
      <Select
        label={t('ledger.span')}
        hideLabel
        options={spans.map((id) => ({ id, label: t(`ledger.span.${id}`) }))}
        value={span}
        onChange={(id) => url.set({ asOf: id === 'day' ? today() : undefined, period: id === 'month' ? thisMonth() : undefined })}
        className="w-40 max-md:w-[calc(50%-0.25rem)]"
      />
      {span === 'day' && <DayBox label={t('ledger.asOf')} value={asOf} onChange={(day) => url.set({ asOf: day ?? today() })} />}
      {span === 'month' && <MonthField hideLabel value={period} onChange={(month) => url.set({ period: month ?? thisMonth() })} />}
      {narrowed && (
        <Button kind="quiet" size="compact" onPress={() => url.set(unnarrowed)}>
          {t('ui.filter.clear')}
        </Button>
      )}
    </>
  );
  return (
    <MoneyList
      id={`ledger.accounts.${span === 'month' ? 'month' : 'day'}`}
      key={span === 'month' ? 'month' : 'day'}
      label={t('ledger.tab.accounts')}
      columns={useAccountColumns(span === 'month')}
      list={list}
      rowId={(row) => row.id}
      filters={filters}
      empty={
        narrowed ? (
          <EmptyState title={t('ledger.accounts.none')} action={<Button onPress={() => url.set(unnarrowed)}>{t('ui.filter.clear')}</Button>} />
        ) : (
          <EmptyState icon={<BookOpen size={18} aria-hidden />} title={t('ledger.empty')} detail={t('ledger.empty.detail')} />
        )
      }
      file={{
        name: 'ledger-accounts.csv',
        columns: accountFile,
        all: () => everyPage((cursor) => callApi('ledger.accounts', { query: { ...query, limit: 200, cursor } })),
      }}
      foot={(rows) => {
        const { oneSided, sums } = balanceSums(rows);
        return <SideSums sums={sums} last={t(oneSided ? 'ledger.balance' : 'ledger.debitsLessCredits')} />;
      }}
      onOpen={(row) => void navigate({ to: '/money/ledger', search: entriesOf(row) })}
      href={(row) => ledgerHref(entriesOf(row))}
    />
  );
}

export const nameOf = (rows: readonly { party: string | null; partyName: string | null }[], party: string | undefined): string | undefined => {
  const row = party === undefined ? undefined : rows.find((one) => one.party === party);
  return row === undefined ? undefined : partyWord(row);
};
