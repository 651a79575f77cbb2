import { Plus, X } from 'lucide-react';
import { t } from '../../../lib/i18n/i18n.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Select } from '../../../ui/select.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import type { Choice, Pair } from './value-pairs.ts';

/** Where one side is free text, its half of each pair is typed. The first pair that fits counts. */
export function PairsByHand({
  ours,
  theirs,
  pairs,
  isDisabled,
  onChange,
}: {
  ours: readonly Choice[];
  theirs: readonly Choice[];
  pairs: readonly Pair[];
  isDisabled: boolean;
  onChange: (pairs: Pair[]) => void;
}) {
  const put = (index: number, changes: Partial<Pair>) => onChange(pairs.map((pair, at) => (at === index ? { ...pair, ...changes } : { ...pair })));
  return (
    <div className="flex flex-col gap-2">
      <ul className="flex flex-col gap-1.5">
        {pairs.map((pair, index) => (
          <li key={index} className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)_2rem] items-center gap-2">
            <Side
              label={t('connections.values.ours', { n: index + 1 })}
              choices={ours}
              value={pair.ours}
              isDisabled={isDisabled}
              onChange={(value) => put(index, { ours: value })}
            />
            <Side
              label={t('connections.values.theirs', { n: index + 1 })}
              choices={theirs}
              value={pair.theirs}
              isDisabled={isDisabled}
              onChange={(value) => put(index, { theirs: value })}
            />
            <IconButton
              label={t('connections.values.remove', { n: index + 1 })}
              isDisabled={isDisabled}
              onPress={() => onChange(pairs.filter((_, at) => at !== index).map((one) => ({ ...one })))}
            >
              <X size={14} aria-hidden />
            </IconButton>
          </li>
        ))}
      </ul>
      <p>
        <Button
          size="compact"
          icon={<Plus size={14} aria-hidden />}
          isDisabled={isDisabled}
          onPress={() => onChange([...pairs.map((one) => ({ ...one })), { ours: '', theirs: '' }])}
        >
          {t('connections.values.add')}
        </Button>
      </p>
    </div>
  );
}

function Side({
  label,
  choices,
  value,
  isDisabled,
  onChange,
}: {
  label: string;
  choices: readonly Choice[];
  value: string;
  isDisabled: boolean;
  onChange: (value: string) => void;
}) {
  if (choices.length === 0) return <TextField label={label} hideLabel value={value} onChange={onChange} isDisabled={isDisabled} />;
  return (
    <Select
      label={label}
      hideLabel
      isDisabled={isDisabled}
      value={value === '' ? null : value}
      options={choices.map((choice) => ({ id: choice.value, label: choice.label }))}
      onChange={onChange}
      placeholder={t('ui.select.choose')}
    />
  );
}
