import { t } from '../../../lib/i18n/i18n.ts';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { Select } from '../../../ui/select.tsx';
import { AmountsField } from '../rules/fields.tsx';
import { PlaceNote } from '../rules/refusals.tsx';
import type { Step } from './words.ts';

type Limits = NonNullable<Step['limits']>;
const none: Limits = { per: 'receipt', atLeast: null, atMost: null };

/** The least and the most a step gives; without either there is no limit. */
export function StepLimits({ path, step, onChange, isDisabled }: { path: string; step: Step; onChange: (step: Step) => void; isDisabled: boolean }) {
  const limits = step.limits ?? none;
  const put = (next: Limits) => onChange({ ...step, limits: next.atLeast === null && next.atMost === null ? null : next });
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="mb-1 text-12 font-medium">{t('splits.limits')}</legend>
      <div className="grid gap-4 md:grid-cols-2">
        {(['atLeast', 'atMost'] as const).map((side) => {
          const amounts = limits[side];
          return (
            <div key={side} className="flex min-w-0 flex-col gap-2">
              <Checkbox
                isDisabled={isDisabled}
                isSelected={amounts !== null}
                onChange={(on) => put({ ...limits, [side]: on ? [{ amountMinor: 0, currency: 'EUR' }] : null })}
              >
                {t(`splits.limits.${side}`)}
              </Checkbox>
              {amounts !== null && (
                <AmountsField
                  path={`${path}.limits.${side}`}
                  label={t(`splits.limits.${side}`)}
                  isDisabled={isDisabled}
                  value={amounts}
                  onChange={(next) => put({ ...limits, [side]: next })}
                />
              )}
            </div>
          );
        })}
      </div>
      {step.limits !== null && (
        <Select
          label={t('splits.per')}
          isDisabled={isDisabled}
          className="md:w-72"
          options={(['receipt', 'deal'] as const).map((id) => ({ id, label: t(`splits.per.${id}`) }))}
          value={limits.per}
          onChange={(per) => put({ ...limits, per })}
        />
      )}
      <PlaceNote path={`${path}.limits`} />
    </fieldset>
  );
}
