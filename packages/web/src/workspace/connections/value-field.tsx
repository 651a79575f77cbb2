import { t } from '../../lib/i18n/i18n.ts';
import { Checkbox } from '../../ui/checkbox.tsx';
import { ComboBox } from '../../ui/combo-box.tsx';
import { Select } from '../../ui/select.tsx';
import { DateField, TextField } from '../../ui/text-field.tsx';
import type { Choice, FieldType } from './values.ts';

/** Longer lists are searched instead of scrolled. */
const SCROLLED = 12;

/** One input for a value of any type; `text` is what stands in it (see `typedText`). */
export function ValueField({
  label,
  type,
  choices,
  text,
  onChange,
  error,
  description,
}: {
  label: string;
  type: FieldType;
  choices: readonly Choice[];
  text: string;
  onChange: (text: string) => void;
  error?: string;
  description?: string;
}) {
  const given = { label, error, description };
  if (type === 'choices' && choices.length > 0) {
    const chosen = text.split('\n');
    return (
      <fieldset className="flex min-w-0 flex-col gap-1">
        <legend className="mb-1 text-12 font-medium">{label}</legend>
        {choices.map((choice) => (
          <Checkbox
            key={choice.value}
            isSelected={chosen.includes(choice.value)}
            onChange={(on) => onChange([...chosen.filter((one) => one !== '' && one !== choice.value), ...(on ? [choice.value] : [])].join('\n'))}
          >
            {choice.label}
          </Checkbox>
        ))}
        {error !== undefined && <p className="text-12 text-bad">{error}</p>}
      </fieldset>
    );
  }
  if (choices.length > 0) {
    const options = choices.map((choice) => ({ id: choice.value, label: choice.label }));
    const value = options.some((option) => option.id === text) ? text : null;
    return choices.length > SCROLLED ? (
      <ComboBox {...given} options={options} value={value} onChange={(id) => onChange(id ?? '')} />
    ) : (
      <Select {...given} options={options} value={value} onChange={onChange} placeholder={t('ui.select.choose')} />
    );
  }
  if (type === 'yes_no')
    return (
      <Select
        {...given}
        options={[
          { id: 'true', label: t('connections.value.yes') },
          { id: 'false', label: t('connections.value.no') },
        ]}
        value={text === 'true' || text === 'false' ? text : null}
        onChange={onChange}
        placeholder={t('ui.select.choose')}
      />
    );
  if (type === 'date') return <DateField {...given} value={text} onChange={onChange} />;
  return (
    <TextField
      {...given}
      value={text}
      onChange={onChange}
      {...(type === 'number' || type === 'money' ? { inputMode: 'decimal' as const } : {})}
      rows={type === 'long_text' || type === 'choices' ? 4 : undefined}
    />
  );
}
