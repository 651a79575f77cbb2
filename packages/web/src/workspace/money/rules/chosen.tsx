import { X } from 'lucide-react';
import { useState } from 'react';
import { t } from '../../../lib/i18n/i18n.ts';
import { ComboBox } from '../../../ui/combo-box.tsx';
import { PartnerPicker } from '../../partners/kit/pickers.tsx';
import { usePartnerNames, useProductNames } from './names.ts';
import { useRefused } from './refusals.tsx';

type Props = { path: string; label: string; value: readonly string[]; onChange: (value: string[]) => void; isDisabled?: boolean };

function Chips({
  label,
  ids,
  nameOf,
  onRemove,
}: {
  label: string;
  ids: readonly string[];
  nameOf: (id: string) => string;
  onRemove: ((id: string) => void) | undefined;
}) {
  if (ids.length === 0) return null;
  return (
    <ul aria-label={label} className="flex flex-wrap gap-1.5">
      {ids.map((id) => (
        <li key={id} className="flex h-7 max-w-full items-center rounded-control border border-line-strong bg-surface px-2 text-12">
          <bdi className="truncate">{nameOf(id)}</bdi>
          {onRemove && (
            <button
              type="button"
              aria-label={t('rules.takeOut', { name: nameOf(id) })}
              onClick={() => onRemove(id)}
              className="-me-1.5 grid size-6 shrink-0 place-items-center rounded-control text-muted hover:text-text"
            >
              <X size={12} aria-hidden />
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}

/** Partners chosen by name, one after the other. */
export function PartnersField({ path, label, value, onChange, isDisabled = false }: Props) {
  const nameOf = usePartnerNames(value);
  const refused = useRefused(path, true);
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      {!isDisabled && (
        <PartnerPicker
          key={value.length}
          label={label}
          value={null}
          onChange={(id) => {
            if (id !== null && !value.includes(id)) onChange([...value, id]);
          }}
        />
      )}
      <Chips label={label} ids={value} nameOf={nameOf} onRemove={isDisabled ? undefined : (id) => onChange(value.filter((one) => one !== id))} />
      {refused !== undefined && <p className="text-12 text-bad">{refused}</p>}
    </div>
  );
}

export function ProductsField({ path, label, value, onChange, isDisabled = false }: Props) {
  const { products, nameOf } = useProductNames();
  const [round, setRound] = useState(0);
  const refused = useRefused(path, true);
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      {!isDisabled && (
        <ComboBox
          // Drawn anew after each choice, so that it stands empty for the next one.
          key={`${round}/${products.length}`}
          label={label}
          options={products.filter(({ id }) => !value.includes(id)).map(({ id, name }) => ({ id, label: name }))}
          value={null}
          onChange={(id) => {
            if (id === null) return;
            onChange([...value, id]);
            setRound(round + 1);
          }}
        />
      )}
      <Chips label={label} ids={value} nameOf={nameOf} onRemove={isDisabled ? undefined : (id) => onChange(value.filter((one) => one !== id))} />
      {refused !== undefined && <p className="text-12 text-bad">{refused}</p>}
    </div>
  );
}

/** One partner, shown by name also before anything was searched. */
export function OnePartner({
  path,
  label,
  value,
  onChange,
  isDisabled = false,
}: {
  path: string;
  label: string;
  value: string;
  onChange: (id: string) => void;
  isDisabled?: boolean;
}) {
  return <PartnersField path={path} label={label} value={value === '' ? [] : [value]} onChange={(ids) => onChange(ids.at(-1) ?? '')} isDisabled={isDisabled} />;
}
