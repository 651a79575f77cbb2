import { t } from '../../../lib/i18n/i18n.ts';
import { Card } from '../../../ui/page.tsx';
import { NumberField } from '../../../ui/number-field.tsx';
import { Select } from '../../../ui/select.tsx';
import { DateField } from '../../../ui/text-field.tsx';
import { AmountsField, DecimalField } from '../rules/fields.tsx';
import { useFieldError } from '../rules/refusals.tsx';
import { CapsField, type FormProps, OptionalAmounts, RolesField } from './common-fields.tsx';
import type { Of } from './words.ts';

/** Commission and renewal: a rate of what was collected or booked. */
export function SalesForm<D extends Of<'commission'> | Of<'renewal'>>({ value, onChange, isDisabled }: FormProps<D>) {
  return (
    <Card title={t('incentives.pays')}>
      <div className="flex flex-col gap-4">
        <RolesField value={value.to} isDisabled={isDisabled} onChange={(to) => onChange({ ...value, to })} />
        <div className="grid gap-3 md:grid-cols-3">
          <DecimalField
            path="rate"
            label={t('incentives.rate')}
            suffix="%"
            isRequired
            isDisabled={isDisabled}
            value={value.rate}
            onChange={(rate) => onChange({ ...value, rate })}
          />
          <Select
            label={t('incentives.basis')}
            isDisabled={isDisabled}
            options={(['collected', 'booked'] as const).map((id) => ({ id, label: t(`incentives.basis.${id}`) }))}
            value={value.basis}
            onChange={(basis) => onChange({ ...value, basis })}
          />
          <Select
            label={t('incentives.among')}
            isDisabled={isDisabled}
            options={(['each', 'alike', 'share', 'credit'] as const).map((id) => ({ id, label: t(`incentives.among.${id}`) }))}
            value={value.among}
            onChange={(among) => onChange({ ...value, among })}
          />
        </div>
        <CapsField value={value.caps} isDisabled={isDisabled} onChange={(caps) => onChange({ ...value, caps })} />
      </div>
    </Card>
  );
}

/** A fixed sum for people who sell, for a time. */
export function SpiffForm({ value, onChange, isDisabled }: FormProps<Of<'spiff'>>) {
  const [basis, from, until] = [useFieldError('basis'), useFieldError('from'), useFieldError('until')];
  return (
    <Card title={t('incentives.pays')}>
      <div className="flex flex-col gap-4">
        <RolesField value={value.to} isDisabled={isDisabled} onChange={(to) => onChange({ ...value, to })} />
        <div className="grid gap-3 md:grid-cols-2">
          <DateField
            label={t('incentives.spiff.from')}
            {...from}
            isRequired
            isDisabled={isDisabled}
            value={value.from}
            onChange={(day) => onChange({ ...value, from: day })}
          />
          <DateField
            label={t('incentives.spiff.until')}
            {...until}
            isRequired
            isDisabled={isDisabled}
            value={value.until}
            onChange={(day) => onChange({ ...value, until: day })}
          />
          <Select
            label={t('incentives.basis')}
            {...basis}
            isDisabled={isDisabled}
            options={(['collected', 'booked'] as const).map((id) => ({ id, label: t(`incentives.basis.${id}`) }))}
            value={value.basis}
            onChange={(next) => onChange({ ...value, basis: next })}
          />
          <Select
            label={t('incentives.spiff.per')}
            isDisabled={isDisabled}
            options={(['deal', 'line', 'unit'] as const).map((id) => ({ id, label: t(`incentives.spiff.per.${id}`) }))}
            value={value.per}
            onChange={(per) => onChange({ ...value, per })}
          />
          <NumberField
            label={t('incentives.spiff.everyNth')}
            description={t('incentives.spiff.everyNth.note')}
            isDisabled={isDisabled}
            value={value.everyNth ?? Number.NaN}
            minValue={1}
            maxValue={100_000}
            onChange={(n) => onChange({ ...value, everyNth: Number.isNaN(n) ? null : Math.trunc(n) })}
          />
        </div>
        <AmountsField
          path="amounts"
          label={t('incentives.spiff.amounts')}
          value={value.amounts}
          isDisabled={isDisabled}
          onChange={(amounts) => onChange({ ...value, amounts })}
        />
        <OptionalAmounts
          path="capPerPerson"
          label={t('incentives.spiff.capPerPerson')}
          value={value.capPerPerson}
          isDisabled={isDisabled}
          onChange={(capPerPerson) => onChange({ ...value, capPerPerson })}
        />
      </div>
    </Card>
  );
}
