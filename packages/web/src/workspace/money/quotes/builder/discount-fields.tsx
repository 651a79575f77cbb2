import { t } from '../../../../lib/i18n/i18n.ts';
import { NumberField } from '../../../../ui/number-field.tsx';
import { Select } from '../../../../ui/select.tsx';
import { TextField } from '../../../../ui/text-field.tsx';
import { toMajor, toMinor } from '../../../deals/kit/money.ts';
import { DecimalField } from '../../pricing/kit/decimal-field.tsx';
import type { Discount } from './draft.ts';

/** None, a percentage or an amount, and why. */
export function DiscountFields({
  label,
  value,
  reason,
  currency,
  onChange,
}: {
  label: string;
  value: Discount;
  reason: string | null;
  currency: string;
  onChange: (discount: Discount, reason: string | null) => void;
}) {
  return (
    <div className="grid grid-cols-2 items-end gap-2 md:grid-cols-[8rem_8rem_minmax(0,1fr)]">
      <Select
        label={label}
        options={[
          { id: 'none', label: t('quotes.discount.none') },
          { id: 'percent', label: t('quotes.discount.percent') },
          { id: 'amount', label: t('quotes.discount.amount') },
        ]}
        value={value?.kind ?? 'none'}
        onChange={(kind) => onChange(kind === 'none' ? null : kind === 'percent' ? { kind, percent: '' } : { kind, amountMinor: 0 }, reason)}
      />
      {value?.kind === 'percent' && (
        <DecimalField
          label={t('pricing.percent')}
          value={value.percent}
          max={100}
          suffix="%"
          isRequired={false}
          onChange={(percent) => onChange({ kind: 'percent', percent }, reason)}
        />
      )}
      {value?.kind === 'amount' && (
        <NumberField
          label={t('quotes.amount')}
          value={value.amountMinor === 0 ? Number.NaN : toMajor(value.amountMinor, currency)}
          minValue={0}
          onChange={(major) => onChange({ kind: 'amount', amountMinor: toMinor(major, currency) ?? 0 }, reason)}
          formatOptions={{ style: 'currency', currency }}
        />
      )}
      {value !== null && (
        <TextField label={t('quotes.discountReason')} value={reason ?? ''} onChange={(text) => onChange(value, text)} className="max-md:col-span-2" />
      )}
    </div>
  );
}
