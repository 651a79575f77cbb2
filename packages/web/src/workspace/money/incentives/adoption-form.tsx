import { t } from '../../../lib/i18n/i18n.ts';
import { Card } from '../../../ui/page.tsx';
import { Select } from '../../../ui/select.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { CurrencySelect } from '../../deals/kit/pickers.tsx';
import { ProductsField } from '../rules/chosen.tsx';
import { DaysField, DecimalField } from '../rules/fields.tsx';
import { PlaceNote, useFieldError } from '../rules/refusals.tsx';
import { CapsField, type FormProps, PeriodFields, RolesField } from './common-fields.tsx';
import type { Of } from './words.ts';

/** Pay for what customers use more than before. */
export function AdoptionForm({ value, onChange, isDisabled }: FormProps<Of<'adoption'>>) {
  const put = (changes: Partial<Of<'adoption'>>) => onChange({ ...value, ...changes });
  const [metric, baseline] = [useFieldError('metric'), useFieldError('baseline')];
  return (
    <Card title={t('incentives.counts')}>
      <div className="flex flex-col gap-4">
        <RolesField value={value.to} isDisabled={isDisabled} onChange={(to) => put({ to })} />
        <PeriodFields value={value.period} isDisabled={isDisabled} onChange={(period) => put({ period })} />
        <ProductsField
          path="productIds"
          label={t('incentives.products')}
          value={value.productIds}
          isDisabled={isDisabled}
          onChange={(productIds) => put({ productIds })}
        />
        <div className="grid items-start gap-3 md:grid-cols-3">
          <TextField
            label={t('incentives.metric')}
            {...metric}
            isRequired
            isDisabled={isDisabled}
            maxLength={80}
            value={value.metric}
            onChange={(text) => put({ metric: text })}
          />
          <Select
            label={t('incentives.baseline')}
            {...baseline}
            isDisabled={isDisabled}
            options={(['enrolment', 'previous_period'] as const).map((id) => ({ id, label: t(`incentives.baseline.${id}`) }))}
            value={value.baseline}
            onChange={(next) => put({ baseline: next })}
          />
          <div>
            <CurrencySelect value={value.currency} isDisabled={isDisabled} onChange={(currency) => put({ currency })} />
            <PlaceNote path="currency" />
          </div>
          <DecimalField
            path="perUnit"
            label={t('incentives.perUnit', { currency: value.currency })}
            isRequired
            isDisabled={isDisabled}
            value={value.perUnit}
            onChange={(perUnit) => put({ perUnit })}
          />
          <DaysField
            path="settleAfterDays"
            label={t('incentives.settleAfter')}
            max={90}
            isDisabled={isDisabled}
            value={value.settleAfterDays}
            onChange={(settleAfterDays) => put({ settleAfterDays })}
          />
          <DaysField
            path="clawbackDays"
            label={t('incentives.clawback')}
            description={t('incentives.clawback.note')}
            max={730}
            isDisabled={isDisabled}
            value={value.clawbackDays}
            onChange={(clawbackDays) => put({ clawbackDays })}
          />
        </div>
        <CapsField value={value.caps} isDisabled={isDisabled} onChange={(caps) => put({ caps })} />
      </div>
    </Card>
  );
}
