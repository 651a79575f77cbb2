import { useMemo, useState } from 'react';
import { useApi } from '../../../lib/api/index.ts';
import { ComboBox } from '../../../ui/combo-box.tsx';

type PickerProps = {
  label: string;
  value: string | null;
  onChange: (value: string | null) => void;
  isRequired?: boolean;
  hideLabel?: boolean;
  className?: string;
};

/** People of the workspace, by name. */
export function PersonPicker(props: PickerProps) {
  const people = useApi('people.list', { query: { limit: 200 } }, { staleTime: 5 * 60_000 });
  const options = useMemo(
    () =>
      (people.data?.items ?? [])
        .filter((person) => person.status === 'active' && person.audience === 'workspace')
        .map((person) => ({ id: person.id, label: person.name })),
    [people.data],
  );
  // A chosen person shows by name only once the list is here; the key draws the field anew then.
  return <ComboBox key={options.length} {...props} options={options} />;
}

export function PartnerPicker(props: PickerProps) {
  const [typed, setTyped] = useState('');
  const found = useApi('partners.list', { query: { q: typed === '' ? undefined : typed, limit: 30 } }, { keepPrevious: true });
  const options = (found.data?.items ?? []).map((partner) => ({ id: partner.id, label: partner.name }));
  return <ComboBox {...props} options={options} onSearch={setTyped} />;
}

export function AccountPicker({ except, ...props }: PickerProps & { except?: string }) {
  const [typed, setTyped] = useState('');
  const found = useApi('accounts.list', { query: { q: typed === '' ? undefined : typed, limit: 30 } }, { keepPrevious: true });
  const options = (found.data?.items ?? []).filter((account) => account.id !== except).map((account) => ({ id: account.id, label: account.name }));
  return <ComboBox {...props} options={options} onSearch={setTyped} />;
}
