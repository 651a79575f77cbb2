import { useEffect, useState } from 'react';
import { useApi } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { ComboBox } from '../../../ui/combo-box.tsx';
import { Select } from '../../../ui/select.tsx';

/** The text as it stood a moment ago, so that each key does not ask the server. */
export function useSettled(text: string, wait = 200): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), wait);
    return () => clearTimeout(timer);
  }, [text, wait]);
  return settled;
}

type PickerProps = {
  label: string;
  value: string | null;
  onChange: (id: string | null) => void;
  isRequired?: boolean;
  error?: string | undefined;
  description?: string;
  className?: string;
  /** The name behind `value` where it is already known, so that the field shows it before any search. */
  given?: string | null;
};
type Named = { id: string; label: string; note?: string };

/** The chosen one stays among the options while the next search runs, or its name would vanish from the field. */
function useKept(options: readonly Named[], value: string | null, given?: string | null): { options: readonly Named[]; keep: (id: string | null) => void } {
  const [kept, setKept] = useState<Named | null>(() => (value !== null && given ? { id: value, label: given } : null));
  const all = kept !== null && kept.id === value && !options.some((option) => option.id === kept.id) ? [kept, ...options] : options;
  return { options: all, keep: (id) => setKept(all.find((option) => option.id === id) ?? null) };
}

export function AccountPicker({ onChange, given, ...props }: PickerProps) {
  const [text, setText] = useState('');
  const found = useApi('accounts.list', { query: { q: useSettled(text) || undefined, limit: 20 } }, { keepPrevious: true });
  const { options, keep } = useKept(
    (found.data?.items ?? []).map((row) => ({ id: row.id, label: row.name, note: row.country ?? undefined })),
    props.value,
    given,
  );
  return (
    <ComboBox
      {...props}
      options={options}
      onSearch={setText}
      onChange={(id) => {
        keep(id);
        onChange(id);
      }}
      placeholder={t('deals.pick.account')}
    />
  );
}

export function PartnerPicker({ onChange, given, ...props }: PickerProps) {
  const [text, setText] = useState('');
  const found = useApi('partners.list', { query: { q: useSettled(text) || undefined, limit: 20 } }, { keepPrevious: true });
  const { options, keep } = useKept(
    (found.data?.items ?? []).map((row) => ({ id: row.id, label: row.name, note: row.tier ?? undefined })),
    props.value,
    given,
  );
  return (
    <ComboBox
      {...props}
      options={options}
      onSearch={setText}
      onChange={(id) => {
        keep(id);
        onChange(id);
      }}
      placeholder={t('deals.pick.partner')}
    />
  );
}

export function MemberPicker({ onChange, given, ...props }: PickerProps) {
  const [text, setText] = useState('');
  const found = useApi('people.list', { query: { q: useSettled(text) || undefined, limit: 50 } }, { keepPrevious: true });
  const { options, keep } = useKept(
    (found.data?.items ?? []).filter((row) => row.audience === 'workspace' && row.status === 'active').map((row) => ({ id: row.id, label: row.name })),
    props.value,
    given,
  );
  return (
    <ComboBox
      {...props}
      options={options}
      onSearch={setText}
      onChange={(id) => {
        keep(id);
        onChange(id);
      }}
      placeholder={t('deals.pick.person')}
    />
  );
}

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
  'INR',
  'SGD',
  'JPY',
  'AUD',
  'CAD',
  'BRL',
  'MXN',
  'ZAR',
] as const;

export function CurrencySelect({
  value,
  onChange,
  ...rest
}: {
  value: string;
  onChange: (currency: string) => void;
  isDisabled?: boolean | undefined;
  description?: string | undefined;
}) {
  const known: readonly string[] = currencies;
  const options = (known.includes(value) ? known : [value, ...known]).map((code) => ({ id: code, label: code }));
  return <Select {...rest} label={t('deals.field.currency')} options={options} value={value} onChange={onChange} />;
}
