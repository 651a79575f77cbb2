import { t } from '../../../lib/i18n/i18n.ts';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { NumberField } from '../../../ui/number-field.tsx';
import { Select } from '../../../ui/select.tsx';
import { DateField, TextField } from '../../../ui/text-field.tsx';
import { sentenceFor } from '../kit/issue-list.tsx';
import { MoneyField } from '../kit/money-field.tsx';
import type { Definition, Issue, Offer } from '../words.ts';

type Values = Offer['fields'];
type Field = Definition['fields'][number];

/** The fields a configured marketplace asks for, each by its type. */
export function OwnFields({
  definition,
  values,
  onChange,
  currency,
  issues,
}: {
  definition: Definition;
  values: Values;
  onChange: (values: Values) => void;
  currency: string;
  issues: readonly Issue[];
}) {
  function set(key: string, value: Values[string] | null) {
    const { [key]: _before, ...rest } = values;
    onChange(value === null || value === '' ? rest : { ...rest, [key]: value });
  }
  return (
    <div className="grid gap-4 md:grid-cols-2">
      {definition.fields.map((field) => (
        <div key={field.key} data-field={`fields.${field.key}`}>
          <OwnField
            field={field}
            value={values[field.key]}
            onChange={(value) => set(field.key, value)}
            currency={currency}
            error={sentenceFor(issues, `fields.${field.key}`)}
          />
        </div>
      ))}
    </div>
  );
}

function OwnField({
  field,
  value,
  onChange,
  currency,
  error,
}: {
  field: Field;
  value: Values[string] | undefined;
  onChange: (value: Values[string] | null) => void;
  currency: string;
  error?: string;
}) {
  const common = { label: field.label, isRequired: field.required, error };
  const text = typeof value === 'string' ? value : '';
  switch (field.type) {
    case 'number':
      return <NumberField {...common} value={typeof value === 'number' ? value : Number.NaN} onChange={(n) => onChange(Number.isNaN(n) ? null : n)} />;
    case 'money':
      return <MoneyField {...common} amountMinor={typeof value === 'number' ? value : null} currency={currency} onChange={onChange} />;
    case 'date':
      return <DateField {...common} value={text} onChange={onChange} />;
    case 'choice':
      return (
        <Select
          {...common}
          options={(field.choices ?? []).map((choice) => ({ id: choice, label: choice }))}
          value={text === '' ? null : text}
          onChange={onChange}
        />
      );
    case 'yes_no':
      return (
        <Checkbox isSelected={value === true} onChange={onChange} description={error}>
          {field.label}
          {field.required && <span className="text-muted"> {t('ui.required')}</span>}
        </Checkbox>
      );
    default:
      return <TextField {...common} value={text} onChange={onChange} />;
  }
}
