import { minorDigits } from '@entente/kernel';
import { t } from '../../../../lib/i18n/i18n.ts';
import { ComboBox } from '../../../../ui/combo-box.tsx';
import { NumberField } from '../../../../ui/number-field.tsx';
import { Select } from '../../../../ui/select.tsx';
import { DateField, TextField } from '../../../../ui/text-field.tsx';
import { ChoiceBoxes } from '../../../programs/kit/choice-boxes.tsx';
import type { FieldChoice, FieldValue } from './words.ts';

export type Described = { type: string; choices: readonly FieldChoice[] };

type Props = {
  label: string;
  described: Described;
  currency: string;
  value: FieldValue;
  onChange: (value: FieldValue) => void;
  hideLabel?: boolean;
  description?: string;
  error?: string;
  isRequired?: boolean;
};

const NONE = '';
/** Up to here a list is read at a glance; beyond, people type to find. */
const GLANCE = 12;
const textOf = (value: FieldValue): string => (typeof value === 'string' ? value : '');
/** Nothing typed is nothing known. */
const orNull = (text: string): string | null => (text.trim() === '' ? null : text);

/** One input for each kind of field, so that a demand of any cloud can be met where it is shown. */
export function FactField({ described, currency, value, onChange, ...texts }: Props) {
  const { isRequired: _, ...plain } = texts;
  switch (described.type) {
    case 'long_text':
      return <TextField {...texts} rows={4} value={textOf(value)} onChange={(text) => onChange(orNull(text))} />;
    case 'number':
      return (
        <NumberField
          {...texts}
          value={typeof value === 'number' ? value : Number.NaN}
          onChange={(figure) => onChange(Number.isNaN(figure) ? null : figure)}
          formatOptions={{ maximumFractionDigits: 0 }}
        />
      );
    case 'money':
      return <MoneyInput {...texts} currency={currency} value={value} onChange={onChange} />;
    case 'date':
      return <DateField {...texts} value={textOf(value).slice(0, 10)} onChange={(day) => onChange(orNull(day))} />;
    case 'yes_no':
      return (
        <Select
          {...texts}
          value={typeof value === 'boolean' ? String(value) : NONE}
          options={[
            { id: NONE, label: t('views.notSaid') },
            { id: 'true', label: t('views.yes') },
            { id: 'false', label: t('views.no') },
          ]}
          onChange={(id) => onChange(id === NONE ? null : id === 'true')}
        />
      );
    case 'choice': {
      const options = described.choices.map((choice) => ({ id: choice.value, label: choice.label }));
      if (options.length > GLANCE)
        return <ComboBox {...texts} options={options} value={orNull(textOf(value))} onChange={onChange} placeholder={t('views.find')} />;
      return (
        <Select {...texts} value={textOf(value)} options={[{ id: NONE, label: t('views.notSaid') }, ...options]} onChange={(id) => onChange(orNull(id))} />
      );
    }
    case 'choices':
      return (
        <div>
          <ChoiceBoxes
            label={plain.label}
            description={plain.description}
            options={described.choices.map((choice) => ({ id: choice.value, label: choice.label }))}
            value={Array.isArray(value) ? value : []}
            onChange={(chosen) => onChange(chosen.length === 0 ? null : chosen)}
          />
          {plain.error !== undefined && <p className="text-12 text-bad">{plain.error}</p>}
        </div>
      );
    default:
      return <TextField {...texts} value={textOf(value)} onChange={(text) => onChange(orNull(text))} />;
  }
}

function MoneyInput({ currency, value, onChange, ...texts }: Omit<Props, 'described'>) {
  const unit = 10 ** minorDigits(currency);
  return (
    <NumberField
      {...texts}
      value={typeof value === 'number' ? value / unit : Number.NaN}
      onChange={(major) => onChange(Number.isNaN(major) ? null : Math.round(major * unit))}
      formatOptions={{ style: 'currency', currency }}
    />
  );
}
