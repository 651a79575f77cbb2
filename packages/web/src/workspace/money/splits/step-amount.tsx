import { t } from '../../../lib/i18n/i18n.ts';
import { Select } from '../../../ui/select.tsx';
import { AmountsField, DecimalField } from '../rules/fields.tsx';
import { useFieldError } from '../rules/refusals.tsx';
import type { Step } from './words.ts';

type What = Step['what'];
const fresh: Record<What['kind'], What> = {
  percent: { kind: 'percent', percent: '10', base: 'pool' },
  fixed: { kind: 'fixed', amounts: [{ amountMinor: 0, currency: 'EUR' }], per: 'receipt' },
  rest: { kind: 'rest' },
};

/** How much a step gives: a percentage, a fixed amount, or all that is left. */
export function StepAmount({ path, step, onChange, isDisabled }: { path: string; step: Step; onChange: (step: Step) => void; isDisabled: boolean }) {
  const { what } = step;
  const put = (next: What) => onChange({ ...step, what: next });
  const refused = useFieldError(`${path}.what`);
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <Select
        label={t('splits.step.what')}
        {...refused}
        isDisabled={isDisabled}
        options={(['percent', 'fixed', 'rest'] as const).map((id) => ({ id, label: t(`splits.what.${id}`) }))}
        value={what.kind}
        onChange={(kind) => {
          if (kind !== what.kind) put(fresh[kind]);
        }}
      />
      {what.kind === 'percent' && (
        <div className="grid grid-cols-[7rem_minmax(0,1fr)] gap-2">
          <DecimalField
            path={`${path}.what.percent`}
            label={t('splits.percent')}
            suffix="%"
            isRequired
            isDisabled={isDisabled}
            value={what.percent}
            onChange={(percent) => put({ ...what, percent })}
          />
          <Select
            label={t('splits.base')}
            isDisabled={isDisabled}
            options={(['price', 'pool', 'rest'] as const).map((id) => ({ id, label: t(`splits.base.${id}`) }))}
            value={what.base}
            onChange={(base) => put({ ...what, base })}
          />
        </div>
      )}
      {what.kind === 'fixed' && (
        <>
          <AmountsField
            path={`${path}.what.amounts`}
            label={t('splits.amounts')}
            isDisabled={isDisabled}
            value={what.amounts}
            onChange={(amounts) => put({ ...what, amounts })}
          />
          <Select
            label={t('splits.per')}
            isDisabled={isDisabled}
            options={(['receipt', 'deal'] as const).map((id) => ({ id, label: t(`splits.per.${id}`) }))}
            value={what.per}
            onChange={(per) => put({ ...what, per })}
          />
        </>
      )}
    </div>
  );
}
