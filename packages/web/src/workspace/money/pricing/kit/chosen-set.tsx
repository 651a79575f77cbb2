import { X } from 'lucide-react';
import { useState } from 'react';
import { t } from '../../../../lib/i18n/i18n.ts';
import { ComboBox } from '../../../../ui/combo-box.tsx';
import type { Option } from '../../../../ui/select.tsx';

/** Some of many: chosen by name one after the other, each taken out again by its cross. */
export function ChosenSet({
  label,
  options,
  value,
  onChange,
  description,
  nameOf,
}: {
  label: string;
  options: readonly Option[];
  value: readonly string[];
  onChange: (value: string[]) => void;
  description?: string;
  nameOf?: (id: string) => string;
}) {
  // The field is drawn anew after each choice, so that it stands empty for the next one.
  const [round, setRound] = useState(0);
  const known = new Map(options.map((option) => [option.id, option.label]));
  const name = (id: string) => known.get(id) ?? nameOf?.(id) ?? id;
  return (
    <div className="flex min-w-0 flex-col gap-1.5">
      <ComboBox
        key={`${round}/${options.length}`}
        label={label}
        options={options.filter((option) => !value.includes(option.id))}
        value={null}
        onChange={(id) => {
          if (id === null) return;
          onChange([...value, id]);
          setRound(round + 1);
        }}
        placeholder={t('pricing.add')}
        {...(description === undefined ? {} : { description })}
      />
      {value.length > 0 && (
        <ul aria-label={label} className="flex flex-wrap gap-1.5">
          {value.map((id) => (
            <li key={id} className="flex h-7 max-w-full items-center rounded-control border border-line-strong bg-surface ps-2 text-12">
              <bdi className="truncate">{name(id)}</bdi>
              <button
                type="button"
                aria-label={t('pricing.takeOut', { name: name(id) })}
                onClick={() => onChange(value.filter((entry) => entry !== id))}
                className="grid size-6 shrink-0 place-items-center rounded-control text-muted hover:text-text"
              >
                <X size={12} aria-hidden />
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
