import { useState } from 'react';
import { useApi } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { ComboBox } from '../../../ui/combo-box.tsx';
import type { Option } from '../../../ui/select.tsx';
import { useSettled } from '../../deals/kit/pickers.tsx';

/** A deal by its number or name. */
export function DealPicker({ value, onChange }: { value: string | null; onChange: (deal: string | null) => void }) {
  const [text, setText] = useState('');
  const [kept, setKept] = useState<Option>();
  const deals = useApi('deals.list', { query: { q: useSettled(text) || undefined, limit: 20 } }, { keepPrevious: true });
  const found: Option[] = (deals.data?.items ?? []).map((deal) => ({ id: deal.id, label: t('ledger.dealNamed', { number: deal.number, name: deal.name }) }));
  const options = kept !== undefined && kept.id === value && !found.some(({ id }) => id === value) ? [kept, ...found] : found;
  return (
    <ComboBox
      label={t('ledger.deal')}
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
