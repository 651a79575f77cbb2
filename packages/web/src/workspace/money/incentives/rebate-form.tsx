import { t } from '../../../lib/i18n/i18n.ts';
import { Card } from '../../../ui/page.tsx';
import { Select } from '../../../ui/select.tsx';
import { CurrencySelect } from '../../deals/kit/pickers.tsx';
import { DaysField, OptionalMoneyField } from '../rules/fields.tsx';
import { PlaceNote, useFieldError } from '../rules/refusals.tsx';
import { BandRows } from './band-rows.tsx';
import { type FormProps, PeriodFields, RolesField } from './common-fields.tsx';
import type { Of } from './words.ts';

const NONE = 'none';

/** A rebate: what counts, over what time, against what, and what each band pays. */
export function RebateForm({ value, onChange, isDisabled }: FormProps<Of<'rebate'>>) {
  const [baseline, pays, against] = [useFieldError('baseline'), useFieldError('pays'), useFieldError('against')];
  const put = (changes: Partial<Of<'rebate'>>) => onChange({ ...value, ...changes });
  return (
    <>
      <Card title={t('incentives.counts')}>
        <div className="flex flex-col gap-4">
          <RolesField value={value.to} isDisabled={isDisabled} onChange={(to) => put({ to })} />
          <PeriodFields value={value.period} isDisabled={isDisabled} onChange={(period) => put({ period })} />
          <div className="grid items-start gap-3 md:grid-cols-3">
            <div>
              <CurrencySelect value={value.currency} isDisabled={isDisabled} onChange={(currency) => put({ currency })} />
              <PlaceNote path="currency" />
            </div>
            <Select
              label={t('incentives.measure')}
              isDisabled={isDisabled}
              options={(['amount', 'quantity'] as const).map((id) => ({ id, label: t(`incentives.measure.${id}`) }))}
              value={value.measure}
              onChange={(measure) => put({ measure })}
            />
            <DaysField
              path="settleAfterDays"
              label={t('incentives.settleAfter')}
              max={90}
              isDisabled={isDisabled}
              value={value.settleAfterDays}
              onChange={(settleAfterDays) => put({ settleAfterDays })}
            />
            <Select
              label={t('incentives.against')}
              {...against}
              isDisabled={isDisabled}
              options={(['volume', 'growth', 'growth_percent', 'target_percent'] as const).map((id) => ({ id, label: t(`incentives.against.${id}`) }))}
              value={value.against}
              onChange={(next) => put({ against: next })}
            />
            <Select<string>
              label={t('incentives.baseline')}
              {...baseline}
              isDisabled={isDisabled}
              options={[
                { id: NONE, label: t('incentives.baseline.none') },
                ...(['enrolment', 'previous_period', 'same_period_last_year'] as const).map((id) => ({ id, label: t(`incentives.baseline.${id}`) })),
              ]}
              value={value.baseline ?? NONE}
              onChange={(id) => put({ baseline: (['enrolment', 'previous_period', 'same_period_last_year'] as const).find((one) => one === id) ?? null })}
            />
          </div>
        </div>
      </Card>
      <Card title={t('incentives.bands')} note={t('incentives.bands.note')}>
        <div className="flex flex-col gap-4">
          <BandRows value={value} onChange={onChange} isDisabled={isDisabled} />
          <div className="grid items-start gap-3 md:grid-cols-2">
            <Select
              label={t('incentives.bandBasis')}
              isDisabled={isDisabled}
              options={(['marginal', 'retroactive'] as const).map((id) => ({ id, label: t(`incentives.bandBasis.${id}`) }))}
              value={value.basis}
              onChange={(basis) => put({ basis })}
            />
            <Select
              label={t('incentives.paysFor')}
              {...pays}
              isDisabled={isDisabled}
              options={(['whole', 'growth'] as const).map((id) => ({ id, label: t(`incentives.paysFor.${id}`) }))}
              value={value.pays}
              onChange={(next) => put({ pays: next })}
            />
            <OptionalMoneyField
              path="atLeastMinor"
              label={t('incentives.atLeast')}
              currency={value.currency}
              amountMinor={value.atLeastMinor}
              onChange={(atLeastMinor) => put({ atLeastMinor })}
            />
            <OptionalMoneyField
              path="atMostMinor"
              label={t('incentives.atMost')}
              currency={value.currency}
              amountMinor={value.atMostMinor}
              onChange={(atMostMinor) => put({ atMostMinor })}
            />
          </div>
        </div>
      </Card>
    </>
  );
}
