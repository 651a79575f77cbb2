import { useState } from 'react';
import { ListFilter } from 'lucide-react';
import { chargeKinds } from '@entente/kernel';
import { useApi } from '../../../lib/api/index.ts';
import { formatDate } from '../../../lib/i18n/format.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Button } from '../../../ui/button.tsx';
import { Select } from '../../../ui/select.tsx';
import { DateField, TextField } from '../../../ui/text-field.tsx';
import { AccountPicker } from '../../deals/kit/pickers.tsx';
import { FormDrawer } from '../../partners/kit/form-drawer.tsx';
import { useUrlState } from '../../partners/kit/url-state.ts';
import { FilterChips } from '../invoices/bits.tsx';
import { DealPicker } from '../kit/deal-picker.tsx';
import { dayIn } from '../kit/months.ts';
import { useProducts } from '../pricing/use-products.ts';
import { SubscriptionPicker } from './pickers.tsx';

const ANY = 'any';
const keys = ['account', 'deal', 'subscription', 'product', 'kind', 'currency', 'endsBefore', 'from', 'to'] as const;
export type FilterKey = (typeof keys)[number];
const isDay = (key: FilterKey): key is 'endsBefore' | 'from' | 'to' => key === 'endsBefore' || key === 'from' || key === 'to';

export const cleared = {
  ...(Object.fromEntries(keys.map((key) => [key, undefined])) as Record<FilterKey, undefined>),
  q: undefined,
  state: undefined,
  sort: undefined,
  open: undefined,
  left: undefined,
  code: undefined,
} as const;

/** All that narrows a list, as the address says it. */
export function useFilters() {
  const url = useUrlState();
  const currency = url.text('currency');
  return {
    q: url.text('q'),
    accountId: url.text('account'),
    dealId: url.text('deal'),
    subscriptionId: url.text('subscription'),
    productId: url.text('product'),
    kind: url.oneOf('kind', chargeKinds),
    currency: currency !== undefined && /^[A-Z]{3}$/.test(currency) ? currency : undefined,
    endsBefore: dayIn(url.text('endsBefore')),
    from: dayIn(url.text('from')),
    to: dayIn(url.text('to')),
  };
}

/** Filters in words, each of which can be taken away, and the form that sets those a list knows. */
export function Filters({ keys: own }: { keys: readonly FilterKey[] }) {
  const url = useUrlState();
  const [open, setOpen] = useState(false);
  const products = useProducts();
  const [accountId, dealId, subscriptionId] = [url.text('account'), url.text('deal'), url.text('subscription')];
  const account = useApi('accounts.get', { params: { id: accountId ?? '' } }, { enabled: accountId !== undefined, staleTime: 60_000 });
  const deal = useApi('deals.get', { params: { id: dealId ?? '' } }, { enabled: dealId !== undefined, staleTime: 60_000 });
  const subscription = useApi('subscriptions.get', { params: { id: subscriptionId ?? '' } }, { enabled: subscriptionId !== undefined, staleTime: 60_000 });
  function wordsOf(key: FilterKey, value: string): string {
    if (key === 'account') return account.data?.name ?? t('work.account');
    if (key === 'deal') return deal.data === undefined ? t('work.deal') : t('invoices.dealNamed', { number: deal.data.number, name: deal.data.name });
    if (key === 'subscription') return subscription.data?.name ?? t('subs.subscription');
    if (key === 'product') return products.nameOf(value);
    if (key === 'kind') return chargeKinds.some((one) => one === value) ? t(`subs.kind.${chargeKinds.find((one) => one === value) ?? 'usage'}`) : value;
    if (key === 'currency' || dayIn(value) === undefined) return value;
    return t(`subs.filter.${key}`, { date: formatDate(value) });
  }
  const chips = own.flatMap((key) => {
    const value = url.text(key);
    return value === undefined ? [] : [{ key, words: wordsOf(key, value) }];
  });
  return (
    <>
      <Button size="compact" kind="quiet" icon={<ListFilter size={15} strokeWidth={1.75} aria-hidden />} onPress={() => setOpen(true)}>
        {t('ui.filter')}
      </Button>
      <FilterChips chips={chips} />
      {open && <FilterForm keys={own} account={account.data?.name ?? null} onClose={() => setOpen(false)} />}
    </>
  );
}

function FilterForm({ keys: own, account, onClose }: { keys: readonly FilterKey[]; account: string | null; onClose: () => void }) {
  const url = useUrlState();
  const { products } = useProducts();
  const [typed, setTyped] = useState(() => Object.fromEntries(keys.map((key) => [key, url.text(key) ?? ''])) as Record<FilterKey, string>);
  const put = (key: FilterKey) => (value: string | null) => setTyped({ ...typed, [key]: value ?? '' });
  const or = (value: string) => (value === '' ? null : value);
  function submit() {
    url.set({ open: undefined, ...Object.fromEntries(own.map((key) => [key, typed[key] === '' || typed[key] === ANY ? undefined : typed[key]])) });
    onClose();
  }
  return (
    <FormDrawer title={t('ui.filter')} verb={t('invoices.filter.apply')} isOpen onClose={onClose} onSubmit={submit} isPending={false} error={null}>
      {own.includes('account') && <AccountPicker label={t('work.account')} value={or(typed.account)} given={account} onChange={put('account')} />}
      {own.includes('deal') && <DealPicker value={or(typed.deal)} onChange={put('deal')} />}
      {own.includes('subscription') && <SubscriptionPicker accountId={or(typed.account)} value={or(typed.subscription)} onChange={put('subscription')} />}
      {own.includes('product') && (
        <Select
          label={t('subs.product')}
          options={[{ id: ANY, label: t('subs.product.any') }, ...products.map((one) => ({ id: one.productId, label: one.productName }))]}
          value={typed.product === '' ? ANY : typed.product}
          onChange={put('product')}
        />
      )}
      {own.includes('kind') && (
        <Select
          label={t('subs.charge.kind')}
          options={[{ id: ANY, label: t('subs.charge.kind.any') }, ...chargeKinds.map((id) => ({ id, label: t(`subs.kind.${id}`) }))]}
          value={typed.kind === '' ? ANY : typed.kind}
          onChange={put('kind')}
        />
      )}
      {own.includes('currency') && (
        <TextField label={t('invoices.currency')} maxLength={3} value={typed.currency} onChange={(value) => put('currency')(value.toUpperCase())} />
      )}
      <div className="grid gap-3 sm:grid-cols-2">
        {own.filter(isDay).map((key) => (
          <DateField key={key} label={t(`subs.day.${key}`)} value={typed[key]} onChange={put(key)} />
        ))}
      </div>
    </FormDrawer>
  );
}
