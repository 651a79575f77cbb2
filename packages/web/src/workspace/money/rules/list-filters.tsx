import { useState } from 'react';
import { ListFilter, X } from 'lucide-react';
import { formatDate } from '../../../lib/i18n/format.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Button } from '../../../ui/button.tsx';
import { DateField, TextField } from '../../../ui/text-field.tsx';
import { FormDrawer } from '../../partners/kit/form-drawer.tsx';
import { PartnerPicker } from '../../partners/kit/pickers.tsx';
import { useUrlState } from '../../partners/kit/url-state.ts';
import { usePartnerNames } from './names.ts';

const keys = ['partner', 'deal', 'currency', 'from', 'to'] as const;
type Key = (typeof keys)[number];

/** What narrows a list of money besides its state, as the address says it. */
export function useListFilter() {
  const url = useUrlState();
  return { partnerId: url.text('partner'), dealId: url.text('deal'), currency: url.text('currency'), from: url.text('from'), to: url.text('to') };
}
export const noFilter = { partner: undefined, deal: undefined, currency: undefined, from: undefined, to: undefined };

/** Filters in words, each of which can be taken away, and the form that sets them. */
export function ListFilters() {
  const url = useUrlState();
  const [open, setOpen] = useState(false);
  const partner = url.text('partner');
  const nameOf = usePartnerNames(partner === undefined ? [] : [partner]);
  const word = (key: Key, value: string): string => {
    if (key === 'partner') return nameOf(value);
    if (key === 'deal') return t('rules.filter.deal');
    if (key === 'currency') return value;
    return t(key === 'from' ? 'rules.filter.from' : 'rules.filter.to', { day: formatDate(value) });
  };
  return (
    <>
      <Button kind="quiet" size="compact" icon={<ListFilter size={15} strokeWidth={1.75} aria-hidden />} onPress={() => setOpen(true)}>
        {t('ui.filter')}
      </Button>
      {keys.map((key) => {
        const value = url.text(key);
        return value === undefined ? null : (
          <span key={key} className="flex h-7 items-center rounded-control border border-line-strong ps-2 text-12">
            <bdi>{word(key, value)}</bdi>
            <button
              type="button"
              aria-label={t('ui.filter.remove', { filter: word(key, value) })}
              onClick={() => url.set({ [key]: undefined })}
              className="grid size-6 place-items-center text-muted hover:text-text"
            >
              <X size={12} aria-hidden />
            </button>
          </span>
        );
      })}
      {open && <FilterForm onClose={() => setOpen(false)} />}
    </>
  );
}

function FilterForm({ onClose }: { onClose: () => void }) {
  const url = useUrlState();
  const [partner, setPartner] = useState<string | null>(url.text('partner') ?? null);
  const [currency, setCurrency] = useState(url.text('currency') ?? '');
  const [from, setFrom] = useState(url.text('from') ?? '');
  const [to, setTo] = useState(url.text('to') ?? '');
  const orNone = (text: string) => (text === '' ? undefined : text);
  return (
    <FormDrawer
      title={t('ui.filter')}
      verb={t('rules.filter.show')}
      isOpen
      onClose={onClose}
      isPending={false}
      error={null}
      onSubmit={() => {
        url.set({ partner: partner ?? undefined, currency: orNone(currency.trim().toUpperCase()), from: orNone(from), to: orNone(to) });
        onClose();
      }}
    >
      <PartnerPicker label={t('work.partner')} value={partner} onChange={setPartner} />
      <TextField label={t('rules.currency')} value={currency} onChange={setCurrency} maxLength={3} className="w-32" />
      <div className="grid grid-cols-2 gap-3">
        <DateField label={t('rules.simulate.from')} value={from} onChange={setFrom} />
        <DateField label={t('rules.simulate.to')} value={to} onChange={setTo} />
      </div>
    </FormDrawer>
  );
}
