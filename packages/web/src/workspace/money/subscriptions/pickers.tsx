import { useState } from 'react';
import { useApi, useApiPages } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { ComboBox } from '../../../ui/combo-box.tsx';
import { type Option, Select } from '../../../ui/select.tsx';
import { useSettled } from '../../deals/kit/pickers.tsx';
import type { Meter } from './words.ts';

type Props = {
  value: string | null;
  onChange: (id: string | null) => void;
  isRequired?: boolean;
  error?: string | undefined;
  description?: string | undefined;
};

/** A contract by name; of one account where one is chosen. */
export function SubscriptionPicker({
  accountId,
  given,
  value,
  onChange,
  label = t('subs.subscription'),
  except,
  ...rest
}: Props & { label?: string; accountId?: string | null; /** Not this one. */ except?: string; given?: { id: string; name: string } | undefined }) {
  const [text, setText] = useState('');
  const [kept, setKept] = useState<Option | undefined>(given && { id: given.id, label: given.name });
  const found = useApi(
    'subscriptions.list',
    { query: { q: useSettled(text) || undefined, accountId: accountId ?? undefined, limit: 20 } },
    { keepPrevious: true },
  );
  const rows: Option[] = (found.data?.items ?? [])
    .filter(({ id }) => id !== except)
    .map((one) => ({ id: one.id, label: one.name, note: t('subs.number', { n: one.number }) }));
  const options = kept !== undefined && kept.id === value && !rows.some(({ id }) => id === value) ? [kept, ...rows] : rows;
  return (
    <ComboBox
      {...rest}
      label={label}
      options={options}
      value={value}
      onSearch={setText}
      onChange={(id) => {
        setKept(options.find((option) => option.id === id));
        onChange(id);
      }}
    />
  );
}

/** Meters are few: one list, of those that take events. */
export function useMeters(enabled = true): readonly Meter[] {
  return useApiPages('meters.list', { query: { active: 'true', limit: 200 } }, { enabled }).rows;
}

export function MeterSelect({ value, onChange, error, isRequired = true, enabled = true }: Props & { enabled?: boolean }) {
  const meters = useMeters(enabled);
  return (
    <Select
      label={t('subs.meter')}
      isRequired={isRequired}
      options={meters.map((one) => ({ id: one.id, label: one.name, note: one.key }))}
      value={value}
      onChange={onChange}
      {...(meters.length === 0 ? { description: t('subs.meters.none') } : {})}
      {...(error === undefined ? {} : { error })}
    />
  );
}
