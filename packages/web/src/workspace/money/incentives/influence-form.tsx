import { t } from '../../../lib/i18n/i18n.ts';
import { Card } from '../../../ui/page.tsx';
import { NumberField } from '../../../ui/number-field.tsx';
import { RadioGroup } from '../../../ui/radio-group.tsx';
import { Select } from '../../../ui/select.tsx';
import { CurrencySelect } from '../../deals/kit/pickers.tsx';
import { DecimalField, MoneyField, WordsField } from '../rules/fields.tsx';
import { PlaceNote } from '../rules/refusals.tsx';
import { type FormProps, PeriodFields } from './common-fields.tsx';
import type { Of } from './words.ts';

/** Pay for influence: out of a pool, for evidence. */
export function InfluenceForm({ value, onChange, isDisabled }: FormProps<Of<'influence'>>) {
  const put = (changes: Partial<Of<'influence'>>) => onChange({ ...value, ...changes });
  const { pay, evidence, currency } = value;
  return (
    <>
      <Card title={t('incentives.pays')}>
        <div className="flex flex-col gap-4">
          <PeriodFields value={value.period} isDisabled={isDisabled} onChange={(period) => put({ period })} />
          <div className="grid items-start gap-3 md:grid-cols-2">
            <div>
              <CurrencySelect value={currency} isDisabled={isDisabled} onChange={(next) => put({ currency: next })} />
              <PlaceNote path="currency" />
            </div>
            <MoneyField
              path="poolMinor"
              label={t('incentives.pool')}
              description={t('incentives.pool.note')}
              isDisabled={isDisabled}
              value={{ amountMinor: value.poolMinor, currency }}
              onChange={(amount) => put({ poolMinor: amount ?? 0 })}
            />
            <Select
              label={t('incentives.pay')}
              isDisabled={isDisabled}
              options={(['fixed', 'percent'] as const).map((id) => ({ id, label: t(`incentives.pay.${id}`) }))}
              value={pay.kind}
              onChange={(kind) => {
                if (kind !== pay.kind) put({ pay: kind === 'fixed' ? { kind, amountMinor: 50_000 } : { kind, percent: '5' } });
              }}
            />
            {pay.kind === 'fixed' ? (
              <MoneyField
                path="pay.amountMinor"
                label={t('incentives.amount')}
                isDisabled={isDisabled}
                value={{ amountMinor: pay.amountMinor, currency }}
                onChange={(amount) => put({ pay: { kind: 'fixed', amountMinor: amount ?? 0 } })}
              />
            ) : (
              <DecimalField
                path="pay.percent"
                label={t('incentives.rate')}
                suffix="%"
                isDisabled={isDisabled}
                value={pay.percent}
                onChange={(percent) => put({ pay: { kind: 'percent', percent } })}
              />
            )}
          </div>
        </div>
      </Card>
      <Card title={t('incentives.evidence')}>
        <div className="grid items-start gap-4 md:grid-cols-2">
          <RadioGroup
            label={t('incentives.touches')}
            isDisabled={isDisabled}
            value={evidence.touches === 'any' ? 'any' : 'some'}
            onChange={(id) => put({ evidence: { ...evidence, touches: id === 'any' ? 'any' : ['meeting'] } })}
            options={[
              { id: 'any', label: t('incentives.touches.any') },
              { id: 'some', label: t('incentives.touches.some') },
            ]}
          />
          <NumberField
            label={t('incentives.touches.atLeast')}
            isDisabled={isDisabled}
            value={evidence.atLeast}
            minValue={1}
            maxValue={100}
            steppers
            onChange={(n) => put({ evidence: { ...evidence, atLeast: Number.isNaN(n) ? 1 : Math.trunc(n) } })}
          />
          {evidence.touches !== 'any' && (
            <WordsField
              path="evidence.touches"
              label={t('incentives.touches.kinds')}
              isDisabled={isDisabled}
              value={evidence.touches}
              onChange={(touches) => put({ evidence: { ...evidence, touches } })}
            />
          )}
          <RadioGroup
            label={t('incentives.approval')}
            isDisabled={isDisabled}
            value={value.approval}
            onChange={(approval) => put({ approval })}
            options={(['person', 'rule'] as const).map((id) => ({ id, label: t(`incentives.approval.${id}`) }))}
          />
        </div>
      </Card>
    </>
  );
}
