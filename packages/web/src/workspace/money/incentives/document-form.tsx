import { t } from '../../../lib/i18n/i18n.ts';
import { Card } from '../../../ui/page.tsx';
import { ConditionList, incentiveConditions, isIncentiveCondition } from '../rules/conditions.tsx';
import { AdoptionForm } from './adoption-form.tsx';
import { CommonFields, type FormProps } from './common-fields.tsx';
import { InfluenceForm } from './influence-form.tsx';
import { RebateForm } from './rebate-form.tsx';
import { SalesForm, SpiffForm } from './sales-form.tsx';
import type { IncentiveDocument } from './words.ts';

/** A programme as it is written: for whom, what it pays, and when that is owed. */
export function DocumentForm({ value, onChange, isDisabled }: FormProps<IncentiveDocument>) {
  return (
    <>
      <Card title={t('rules.when')}>
        <p className="mb-3 text-12 text-muted">{t('rules.when.note')}</p>
        <ConditionList
          kinds={incentiveConditions}
          value={value.when}
          isDisabled={isDisabled}
          onChange={(when) => onChange({ ...value, when: when.filter(isIncentiveCondition) })}
        />
      </Card>
      <KindForm value={value} onChange={onChange} isDisabled={isDisabled} />
      <CommonFields value={value} onChange={onChange} isDisabled={isDisabled} />
    </>
  );
}

function KindForm({ value, ...rest }: FormProps<IncentiveDocument>) {
  switch (value.kind) {
    case 'commission':
    case 'renewal':
      return <SalesForm value={value} {...rest} />;
    case 'spiff':
      return <SpiffForm value={value} {...rest} />;
    case 'rebate':
      return <RebateForm value={value} {...rest} />;
    case 'influence':
      return <InfluenceForm value={value} {...rest} />;
    case 'adoption':
      return <AdoptionForm value={value} {...rest} />;
  }
}
