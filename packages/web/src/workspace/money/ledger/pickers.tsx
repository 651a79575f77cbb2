import { useState } from 'react';
import { useApi } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { ComboBox } from '../../../ui/combo-box.tsx';
import { type Option, Select } from '../../../ui/select.tsx';
import { AccountPicker, PartnerPicker, useSettled } from '../../deals/kit/pickers.tsx';
import { type PartyKind, purposes, purposeWord, templates, templateWord } from './words.ts';
import type { AccountPurpose } from '@entente/kernel';

const ANY = ' any';
type Known = { hideLabel?: boolean; className?: string };

function AnyOf<Id extends string>({
  label,
  any,
  options,
  value,
  onChange,
  className,
}: Known & { label: string; any: string; options: readonly Option<Id>[]; value: Id | undefined; onChange: (id: Id | undefined) => void }) {
  return (
    <Select<string>
      label={label}
      hideLabel
      options={[{ id: ANY, label: any }, ...options]}
      value={value ?? ANY}
      onChange={(id) => onChange(options.find((option) => option.id === id)?.id)}
      className={className}
    />
  );
}

export function PurposeFilter({ value, onChange }: { value: AccountPurpose | undefined; onChange: (purpose: AccountPurpose | undefined) => void }) {
  const options = purposes.map((id) => ({ id, label: purposeWord(id) }));
  return <AnyOf label={t('ledger.purpose')} any={t('ledger.purpose.any')} options={options} value={value} onChange={onChange} className="w-48 max-md:w-full" />;
}

export function TemplateFilter({
  value,
  onChange,
}: {
  value: (typeof templates)[number] | undefined;
  onChange: (template: (typeof templates)[number] | undefined) => void;
}) {
  const options = templates.map((id) => ({ id, label: templateWord(id) }));
  return <AnyOf label={t('ledger.event')} any={t('ledger.event.any')} options={options} value={value} onChange={onChange} className="w-48 max-md:w-full" />;
}

export function CurrencyFilter({
  currencies,
  value,
  onChange,
}: {
  currencies: readonly string[];
  value: string | undefined;
  onChange: (currency: string | undefined) => void;
}) {
  const all = [...new Set([...currencies, ...(value === undefined ? [] : [value])])].toSorted();
  return (
    <AnyOf
      label={t('ledger.currency')}
      any={t('ledger.currency.any')}
      options={all.map((id) => ({ id, label: id }))}
      value={value}
      onChange={onChange}
      className="w-36 max-md:w-[calc(50%-0.25rem)]"
    />
  );
}

/** A partner, a customer or a marketplace, by name. `given` is the name of the chosen one where it is already known. */
export function PartyFilter({
  value,
  given,
  onChange,
}: {
  value: string | undefined;
  given: string | undefined;
  onChange: (party: string | undefined) => void;
}) {
  const [text, setText] = useState('');
  const [kept, setKept] = useState<{ id: string; label: string }>();
  const q = useSettled(text) || undefined;
  const partners = useApi('partners.list', { query: { q, limit: 10 } }, { keepPrevious: true });
  const accounts = useApi('accounts.list', { query: { q, limit: 10 } }, { keepPrevious: true });
  const places = useApi('marketplaces.list', undefined, { staleTime: 300_000 });
  const named = (places.data?.items ?? []).filter(({ name }) => q === undefined || name.toLowerCase().includes(q.toLowerCase()));
  const found: Option[] = [
    ...(partners.data?.items ?? []).map((row) => ({ id: row.id, label: row.name, note: t('ledger.party.partner') })),
    ...(accounts.data?.items ?? []).map((row) => ({ id: row.id, label: row.name, note: t('ledger.party.account') })),
    ...named.map((row) => ({ id: row.id, label: row.name, note: t('ledger.party.marketplace') })),
  ];
  const chosen = value === undefined || found.some(({ id }) => id === value) ? [] : [kept?.id === value ? kept : { id: value, label: given ?? value }];
  return (
    <ComboBox
      // The name of a party in the address is known once rows are here; the field is drawn anew then.
      key={`${value ?? ''} ${given === undefined ? '' : 'named'}`}
      label={t('ledger.party')}
      hideLabel
      placeholder={t('ledger.party.any')}
      options={[...chosen, ...found]}
      value={value ?? null}
      onSearch={setText}
      onChange={(id) => {
        setKept(found.find((option) => option.id === id));
        onChange(id ?? undefined);
      }}
      className="w-48 max-md:w-full"
    />
  );
}

/** For a new entry: among those who can be the party of such an account. */
export function PartyPicker({ kind, value, onChange }: { kind: PartyKind; value: string | null; onChange: (party: string | null) => void }) {
  const places = useApi('marketplaces.list', undefined, { enabled: kind === 'marketplace', staleTime: 300_000 });
  const label = t(`ledger.party.${kind}`);
  if (kind === 'partner') return <PartnerPicker label={label} value={value} onChange={onChange} />;
  if (kind === 'account') return <AccountPicker label={label} value={value} onChange={onChange} />;
  return <Select label={label} options={(places.data?.items ?? []).map((row) => ({ id: row.id, label: row.name }))} value={value} onChange={onChange} />;
}
