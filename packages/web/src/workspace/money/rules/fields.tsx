import { Plus, X } from 'lucide-react';
import { t } from '../../../lib/i18n/i18n.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { NumberField } from '../../../ui/number-field.tsx';
import { TextField, type TextFieldProps } from '../../../ui/text-field.tsx';
import { toMajor, toMinor } from '../../deals/kit/money.ts';
import { CurrencySelect } from '../../deals/kit/pickers.tsx';
import { lineOf, listOf } from '../../partners/kit/text-list.ts';
import { useFieldError, useRefused } from './refusals.tsx';

export type Amount = { amountMinor: number; currency: string };

/** A figure of any fineness stays the text that was typed; it never becomes a float. */
export function DecimalField({
  path,
  value,
  onChange,
  ...rest
}: Omit<TextFieldProps, 'value' | 'onChange' | 'error'> & { path: string; value: string; onChange: (value: string) => void }) {
  const refused = useFieldError(path);
  return <TextField {...rest} {...refused} inputMode="decimal" value={value} onChange={(typed) => onChange(typed.trim().replace(',', '.'))} />;
}

export function MoneyField({
  path,
  label,
  description,
  value,
  onChange,
  className,
  isDisabled,
}: {
  path: string;
  label: string;
  description?: string;
  value: Amount;
  onChange: (amountMinor: number | null) => void;
  className?: string;
  isDisabled?: boolean | undefined;
}) {
  const refused = useFieldError(path);
  return (
    <NumberField
      label={label}
      {...(description === undefined ? {} : { description })}
      {...refused}
      value={toMajor(value.amountMinor, value.currency)}
      onChange={(major) => onChange(toMinor(major, value.currency))}
      minValue={0}
      formatOptions={{ style: 'currency', currency: value.currency }}
      {...(className === undefined ? {} : { className })}
      {...(isDisabled === undefined ? {} : { isDisabled })}
    />
  );
}

/** An amount that need not be there. */
export function OptionalMoneyField({
  path,
  label,
  description,
  amountMinor,
  currency,
  onChange,
}: {
  path: string;
  label: string;
  description?: string;
  amountMinor: number | null;
  currency: string;
  onChange: (amountMinor: number | null) => void;
}) {
  const refused = useFieldError(path);
  return (
    <NumberField
      label={label}
      {...(description === undefined ? {} : { description })}
      {...refused}
      value={toMajor(amountMinor, currency)}
      onChange={(major) => onChange(toMinor(major, currency))}
      minValue={0}
      formatOptions={{ style: 'currency', currency }}
    />
  );
}

const usual = ['EUR', 'USD', 'GBP', 'CHF', 'AED', 'SAR', 'JPY'];
const nextCurrency = (list: readonly Amount[]): string => usual.find((code) => !list.some(({ currency }) => currency === code)) ?? 'EUR';

/** One amount for each currency; what comes in another is for a person. */
export function AmountsField({
  path,
  label,
  value,
  onChange,
  isDisabled = false,
}: {
  path: string;
  label: string;
  value: readonly Amount[];
  onChange: (value: Amount[]) => void;
  isDisabled?: boolean;
}) {
  const refused = useRefused(path, true);
  const put = (at: number, next: Amount) => onChange(value.map((one, index) => (index === at ? next : one)));
  return (
    <fieldset className="flex min-w-0 flex-col gap-2" disabled={isDisabled}>
      <legend className="mb-1 text-12 font-medium">{label}</legend>
      {value.map((amount, index) => (
        <div key={index} className="grid grid-cols-[minmax(0,1fr)_7rem_2rem] items-end gap-2">
          <NumberField
            label={t('rules.amount.in', { currency: amount.currency })}
            value={toMajor(amount.amountMinor, amount.currency)}
            onChange={(major) => put(index, { ...amount, amountMinor: toMinor(major, amount.currency) ?? 0 })}
            minValue={0}
            isDisabled={isDisabled}
            formatOptions={{ style: 'currency', currency: amount.currency }}
          />
          <CurrencySelect
            value={amount.currency}
            isDisabled={isDisabled}
            onChange={(currency) => put(index, { amountMinor: toMinor(toMajor(amount.amountMinor, amount.currency), currency) ?? 0, currency })}
          />
          {value.length > 1 && !isDisabled && (
            <IconButton label={t('rules.takeOut', { name: amount.currency })} onPress={() => onChange(value.filter((_, at) => at !== index))}>
              <X size={14} aria-hidden />
            </IconButton>
          )}
        </div>
      ))}
      {refused !== undefined && <p className="text-12 text-bad">{refused}</p>}
      {!isDisabled && (
        <p>
          <Button
            kind="quiet"
            size="compact"
            icon={<Plus size={14} aria-hidden />}
            isDisabled={value.length >= 30}
            onPress={() => onChange([...value, { amountMinor: 0, currency: nextCurrency(value) }])}
          >
            {t('rules.amount.add')}
          </Button>
        </p>
      )}
    </fieldset>
  );
}

/** A short list typed as one line; the commas stay while it is written. */
export function WordsField({
  path,
  label,
  value,
  onChange,
  upper = false,
  isDisabled = false,
}: {
  path: string;
  label: string;
  value: readonly string[];
  onChange: (value: string[]) => void;
  upper?: boolean;
  isDisabled?: boolean;
}) {
  const refused = useFieldError(path, true);
  return (
    <TextField
      label={label}
      description={t('work.list.note')}
      {...refused}
      isDisabled={isDisabled}
      defaultValue={lineOf(value)}
      onChange={(text) => onChange(listOf(upper ? text.toUpperCase() : text))}
    />
  );
}

export function DaysField({
  path,
  label,
  description,
  value,
  onChange,
  max,
  isDisabled = false,
}: {
  path: string;
  label: string;
  description?: string;
  value: number;
  onChange: (days: number) => void;
  max: number;
  isDisabled?: boolean;
}) {
  const refused = useFieldError(path);
  return (
    <NumberField
      label={label}
      {...(description === undefined ? {} : { description })}
      {...refused}
      value={value}
      minValue={0}
      maxValue={max}
      steppers
      isDisabled={isDisabled}
      onChange={(days) => onChange(Number.isNaN(days) ? 0 : Math.trunc(days))}
    />
  );
}
