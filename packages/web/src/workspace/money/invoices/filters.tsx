import { useState } from 'react';
import { ListFilter } from 'lucide-react';
import { useApi } from '../../../lib/api/index.ts';
import { formatDate } from '../../../lib/i18n/format.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Button } from '../../../ui/button.tsx';
import { Select } from '../../../ui/select.tsx';
import { DateField } from '../../../ui/text-field.tsx';
import { AccountPicker } from '../../deals/kit/pickers.tsx';
import { FormDrawer } from '../../partners/kit/form-drawer.tsx';
import { useUrlState } from '../../partners/kit/url-state.ts';
import { DealPicker } from '../kit/deal-picker.tsx';
import { dayIn } from '../kit/months.ts';
import { FilterChips } from './bits.tsx';

const ALL = 'all';
export type FilterKey = 'account' | 'deal' | 'currency' | 'from' | 'to' | 'dueFrom' | 'dueTo';
type Days = 'from' | 'to' | 'dueFrom' | 'dueTo';
const days: readonly Days[] = ['from', 'to', 'dueFrom', 'dueTo'];
const currencies = [
  'EUR',
  'USD',
  'GBP',
  'CHF',
  'SEK',
  'NOK',
  'DKK',
  'PLN',
  'CZK',
  'AED',
  'SAR',
  'KWD',
  'INR',
  'SGD',
  'JPY',
  'AUD',
  'CAD',
  'BRL',
  'MXN',
  'ZAR',
] as const;

/** All that narrows a list, as the address says it. */
export function useFilters() {
  const url = useUrlState();
  return {
    q: url.text('q'),
    accountId: url.text('account'),
    dealId: url.text('deal'),
    currency: url.text('currency'),
    from: dayIn(url.text('from')),
    to: dayIn(url.text('to')),
    dueFrom: dayIn(url.text('dueFrom')),
    dueTo: dayIn(url.text('dueTo')),
  };
}
export const cleared = {
  state: undefined,
  q: undefined,
  account: undefined,
  deal: undefined,
  currency: undefined,
  from: undefined,
  to: undefined,
  dueFrom: undefined,
  dueTo: undefined,
  source: undefined,
  asOf: undefined,
  open: undefined,
  sort: undefined,
} as const;

/** Filters in words, each of which can be taken away, and the form that sets those a list knows. */
export function Filters({ keys }: { keys: readonly FilterKey[] }) {
  const url = useUrlState();
  const [open, setOpen] = useState(false);
  const [accountId, dealId] = [url.text('account'), url.text('deal')];
  const account = useApi('accounts.get', { params: { id: accountId ?? '' } }, { enabled: accountId !== undefined, staleTime: 60_000 });
  const deal = useApi('deals.get', { params: { id: dealId ?? '' } }, { enabled: dealId !== undefined, staleTime: 60_000 });
  function wordsOf(key: FilterKey, value: string): string {
    if (key === 'account') return account.data?.name ?? t('work.account');
    if (key === 'deal') return deal.data === undefined ? t('work.deal') : t('invoices.dealNamed', { number: deal.data.number, name: deal.data.name });
    if (key === 'currency') return value;
    return dayIn(value) === undefined ? value : t(`invoices.filter.${key}`, { date: formatDate(value) });
  }
  const chips = keys.flatMap((key) => {
    const value = url.text(key);
    return value === undefined ? [] : [{ key, words: wordsOf(key, value) }];
  });
  return (
    <>
      <Button size="compact" kind="quiet" icon={<ListFilter size={15} strokeWidth={1.75} aria-hidden />} onPress={() => setOpen(true)}>
        {t('ui.filter')}
      </Button>
      <FilterChips chips={chips} />
      {open && <FilterForm keys={keys} account={account.data?.name ?? null} onClose={() => setOpen(false)} />}
    </>
  );
}

function FilterForm({ keys, account: given, onClose }: { keys: readonly FilterKey[]; account: string | null; onClose: () => void }) {
  const url = useUrlState();
  const [account, setAccount] = useState<string | null>(url.text('account') ?? null);
  const [deal, setDeal] = useState<string | null>(url.text('deal') ?? null);
  const [currency, setCurrency] = useState(url.text('currency') ?? ALL);
  const [typed, setTyped] = useState<Record<Days, string>>({
    from: url.text('from') ?? '',
    to: url.text('to') ?? '',
    dueFrom: url.text('dueFrom') ?? '',
    dueTo: url.text('dueTo') ?? '',
  });
  const knows = (key: FilterKey) => keys.includes(key);
  function submit() {
    url.set({
      open: undefined,
      ...(knows('account') ? { account: account ?? undefined } : {}),
      ...(knows('deal') ? { deal: deal ?? undefined } : {}),
      ...(knows('currency') ? { currency: currency === ALL ? undefined : currency } : {}),
      ...Object.fromEntries(days.filter(knows).map((key) => [key, typed[key] === '' ? undefined : typed[key]])),
    });
    onClose();
  }
  const known: readonly string[] = currencies;
  const options = known.includes(currency) || currency === ALL ? known : [currency, ...known];
  return (
    <FormDrawer title={t('ui.filter')} verb={t('invoices.filter.apply')} isOpen onClose={onClose} onSubmit={submit} isPending={false} error={null}>
      {knows('account') && <AccountPicker label={t('work.account')} value={account} given={given} onChange={setAccount} />}
      {knows('deal') && <DealPicker value={deal} onChange={setDeal} />}
      {knows('currency') && (
        <Select
          label={t('invoices.currency')}
          options={[{ id: ALL, label: t('invoices.currency.all') }, ...options.map((id) => ({ id, label: id }))]}
          value={currency}
          onChange={setCurrency}
        />
      )}
      <div className="grid gap-3 sm:grid-cols-2">
        {days.filter(knows).map((key) => (
          <DateField key={key} label={t(`invoices.day.${key}`)} value={typed[key]} onChange={(day) => setTyped({ ...typed, [key]: day })} />
        ))}
      </div>
    </FormDrawer>
  );
}
