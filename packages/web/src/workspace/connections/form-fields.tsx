import { t } from '../../lib/i18n/i18n.ts';
import { Select } from '../../ui/select.tsx';
import { Switch } from '../../ui/switch.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { FormField } from './words.ts';

export type FormValues = Readonly<Record<string, string | boolean>>;

/** Those that are demanded and still empty, by key. */
export const missingOf = (fields: readonly FormField[], values: FormValues): readonly string[] =>
  fields.filter((field) => field.required && field.kind !== 'yes_no' && String(values[field.key] ?? '').trim() === '').map((field) => field.key);

/** As the server takes them: numbers as numbers, what was left empty not at all. */
export function settingsOf(fields: readonly FormField[], values: FormValues): Record<string, unknown> {
  const given: Record<string, unknown> = {};
  for (const field of fields) {
    const value = values[field.key];
    if (value === undefined || value === '') continue;
    given[field.key] = field.kind === 'number' && typeof value === 'string' && Number.isFinite(Number(value)) ? Number(value) : value;
  }
  return given;
}

export function secretsOf(fields: readonly FormField[], values: FormValues): Record<string, string> {
  return Object.fromEntries(
    fields.flatMap((field) => (values[field.key] === undefined || values[field.key] === '' ? [] : [[field.key, String(values[field.key])]])),
  );
}

/** A form that the server describes: each system asks for its own. */
export function FormFields({
  fields,
  values,
  onChange,
  missing,
}: {
  fields: readonly FormField[];
  values: FormValues;
  onChange: (key: string, value: string | boolean) => void;
  missing: readonly string[];
}) {
  return (
    <>
      {fields.map((field) => {
        const error = missing.includes(field.key) ? t('connections.form.missing') : undefined;
        const description = field.help ?? undefined;
        const text = String(values[field.key] ?? '');
        if (field.kind === 'yes_no')
          return (
            <div key={field.key}>
              <Switch isSelected={values[field.key] === true} onChange={(on) => onChange(field.key, on)}>
                {field.label}
              </Switch>
              {description !== undefined && <p className="text-12 text-muted">{description}</p>}
            </div>
          );
        if (field.kind === 'choice')
          return (
            <Select
              key={field.key}
              label={field.label}
              options={(field.choices ?? []).map((choice) => ({ id: choice, label: choice }))}
              value={text === '' ? null : text}
              onChange={(choice) => onChange(field.key, choice)}
              placeholder={t('ui.select.choose')}
              isRequired={field.required}
              description={description}
              error={error}
            />
          );
        return (
          <TextField
            key={field.key}
            label={field.label}
            value={text}
            onChange={(next) => onChange(field.key, next)}
            type={field.kind === 'secret' ? 'password' : field.kind === 'url' ? 'url' : 'text'}
            rows={field.kind === 'long_secret' ? 4 : undefined}
            {...(field.kind === 'number' ? { inputMode: 'decimal' as const } : {})}
            autoComplete="off"
            isRequired={field.required}
            validationBehavior="aria"
            description={description}
            error={error}
          />
        );
      })}
    </>
  );
}
