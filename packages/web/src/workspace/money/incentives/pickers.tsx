import { useState } from 'react';
import { useApi } from '../../../lib/api/index.ts';
import { ComboBox } from '../../../ui/combo-box.tsx';
import { Select } from '../../../ui/select.tsx';
import { useSettled } from '../../deals/kit/pickers.tsx';
import { t } from '../../../lib/i18n/i18n.ts';
import type { Kind } from './words.ts';

type Props = { label: string; value: string | null; onChange: (id: string | null) => void; error?: string | undefined };

/** Programmes of a kind that are not retired. */
export function ProgrammeSelect({ kind, label, value, onChange, error }: Props & { kind?: Kind }) {
  const rules = useApi('incentives.rules', { query: { ...(kind === undefined ? {} : { kind }), retired: 'false' } });
  return (
    <Select
      label={label}
      isRequired
      {...(error === undefined ? {} : { error })}
      options={(rules.data?.items ?? []).map((rule) => ({ id: rule.id, label: rule.name, note: t(`incentives.kind.${rule.kind}`) }))}
      value={value}
      onChange={onChange}
    />
  );
}

export function DealPicker({ label, value, onChange, error }: Props) {
  const [text, setText] = useState('');
  const found = useApi('deals.list', { query: { q: useSettled(text) || undefined, limit: 20 } }, { keepPrevious: true });
  const options = (found.data?.items ?? []).map((deal) => ({ id: deal.id, label: t('disbursements.dealNamed', { number: deal.number, name: deal.name }) }));
  return (
    <ComboBox label={label} isRequired {...(error === undefined ? {} : { error })} options={options} value={value} onChange={onChange} onSearch={setText} />
  );
}

/** People of one partner. */
export function PartnerPersonPicker({ partnerId, label, value, onChange, error }: Props & { partnerId: string }) {
  const people = useApi('partners.people', { params: { id: partnerId } });
  return (
    <Select
      label={label}
      isRequired
      {...(error === undefined ? {} : { error })}
      options={(people.data?.items ?? []).map((person) => ({ id: person.id, label: person.name }))}
      value={value}
      onChange={onChange}
    />
  );
}
