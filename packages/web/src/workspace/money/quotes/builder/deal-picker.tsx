import { useState } from 'react';
import { useApi } from '../../../../lib/api/index.ts';
import { t } from '../../../../lib/i18n/i18n.ts';
import { ComboBox } from '../../../../ui/combo-box.tsx';
import { useSettled } from '../../../deals/kit/pickers.tsx';

/** Open deals, those of an account first chosen where there is one. */
export function DealPicker({ accountId, value, onChange }: { accountId: string | null; value: string | null; onChange: (id: string | null) => void }) {
  const [text, setText] = useState('');
  const found = useApi(
    'deals.list',
    { query: { q: useSettled(text) || undefined, limit: 30, status: 'open', ...(accountId === null ? {} : { accountId }) } },
    { keepPrevious: true },
  );
  const options = (found.data?.items ?? []).map((deal) => ({ id: deal.id, label: deal.name, note: `D-${deal.number}` }));
  return (
    <ComboBox
      label={t('quotes.deal')}
      options={options}
      value={value}
      onChange={onChange}
      onSearch={setText}
      placeholder={t('quotes.deal.choose')}
      isRequired
    />
  );
}
