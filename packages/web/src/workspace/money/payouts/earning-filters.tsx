import { useState } from 'react';
import { ListFilter, X } from 'lucide-react';
import { earningKinds } from '@entente/kernel';
import { useApi } from '../../../lib/api/index.ts';
import { formatDate } from '../../../lib/i18n/format.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Button } from '../../../ui/button.tsx';
import { Select } from '../../../ui/select.tsx';
import { DateField } from '../../../ui/text-field.tsx';
import { FormDrawer } from '../../partners/kit/form-drawer.tsx';
import { PartnerPicker } from '../../partners/kit/pickers.tsx';
import { useUrlState } from '../../partners/kit/url-state.ts';

const ALL = 'all';
const keys = ['kind', 'partner', 'deal', 'currency', 'from', 'to'] as const;
type Key = (typeof keys)[number];

/** All that narrows the list, as the address says it. */
export function useEarningQuery() {
  const url = useUrlState();
  return {
    kind: url.oneOf('kind', earningKinds),
    partnerId: url.text('partner'),
    dealId: url.text('deal'),
    currency: url.text('currency'),
    from: url.text('from'),
    to: url.text('to'),
    q: url.text('q'),
  };
}

/** Filters in words, each of which can be taken away, and the form that sets them. */
export function EarningFilters({ currencies }: { currencies: readonly string[] }) {
  const url = useUrlState();
  const [open, setOpen] = useState(false);
  const partnerId = url.text('partner');
  const dealId = url.text('deal');
  const partner = useApi('partners.get', { params: { id: partnerId ?? '' } }, { enabled: partnerId !== undefined, staleTime: 60_000 });
  const deal = useApi('deals.get', { params: { id: dealId ?? '' } }, { enabled: dealId !== undefined, staleTime: 60_000 });
  const words: Record<Key, (value: string) => string> = {
    kind: (value) => t(`payouts.kind.${earningKinds.find((kind) => kind === value) ?? 'adjustment'}`),
    partner: () => partner.data?.name ?? t('work.partner'),
    deal: () => (deal.data === undefined ? t('work.deal') : t('disbursements.dealNamed', { number: deal.data.number, name: deal.data.name })),
    currency: (value) => value,
    from: (value) => t('payouts.from.is', { date: formatDate(value) }),
    to: (value) => t('payouts.to.is', { date: formatDate(value) }),
  };
  const chips = keys.flatMap((key) => {
    const value = url.text(key);
    return value === undefined ? [] : [{ key, words: words[key](value) }];
  });
  return (
    <>
      <Button size="compact" kind="quiet" icon={<ListFilter size={15} strokeWidth={1.75} aria-hidden />} onPress={() => setOpen(true)}>
        {t('ui.filter')}
      </Button>
      {chips.length > 0 && (
        <ul className="flex flex-wrap gap-2">
          {chips.map((chip) => (
            <li key={chip.key} className="flex h-7 items-center rounded-control border border-line-strong ps-2 text-12">
              <bdi>{chip.words}</bdi>
              <button
                type="button"
                aria-label={t('ui.filter.remove', { filter: chip.words })}
                onClick={() => url.set({ [chip.key]: undefined, open: undefined })}
                className="grid size-6 place-items-center text-muted hover:text-text"
              >
                <X size={12} aria-hidden />
              </button>
            </li>
          ))}
        </ul>
      )}
      {open && <FilterForm currencies={currencies} onClose={() => setOpen(false)} />}
    </>
  );
}

function FilterForm({ currencies, onClose }: { currencies: readonly string[]; onClose: () => void }) {
  const url = useUrlState();
  const [kind, setKind] = useState<string>(url.oneOf('kind', earningKinds) ?? ALL);
  const [partner, setPartner] = useState<string | null>(url.text('partner') ?? null);
  const [currency, setCurrency] = useState(url.text('currency') ?? ALL);
  const [from, setFrom] = useState(url.text('from') ?? '');
  const [to, setTo] = useState(url.text('to') ?? '');
  const given = (value: string) => (value === '' || value === ALL ? undefined : value);
  function submit() {
    url.set({ kind: given(kind), partner: partner ?? undefined, currency: given(currency), from: given(from), to: given(to), open: undefined });
    onClose();
  }
  return (
    <FormDrawer title={t('ui.filter')} verb={t('payouts.filter.apply')} isOpen onClose={onClose} onSubmit={submit} isPending={false} error={null}>
      <Select
        label={t('payouts.kind')}
        options={[{ id: ALL, label: t('payouts.all') }, ...earningKinds.map((id) => ({ id, label: t(`payouts.kind.${id}`) }))]}
        value={kind}
        onChange={setKind}
      />
      <PartnerPicker label={t('work.partner')} value={partner} onChange={setPartner} />
      <Select
        label={t('payouts.currency')}
        options={[{ id: ALL, label: t('payouts.currency.all') }, ...currencies.map((id) => ({ id, label: id }))]}
        value={currency}
        onChange={setCurrency}
      />
      <div className="grid gap-3 sm:grid-cols-2">
        <DateField label={t('payouts.from')} value={from} onChange={setFrom} />
        <DateField label={t('payouts.to')} value={to} onChange={setTo} />
      </div>
    </FormDrawer>
  );
}
