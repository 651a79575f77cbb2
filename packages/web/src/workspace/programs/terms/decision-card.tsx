import { t } from '../../../lib/i18n/i18n.ts';
import { Card } from '../../../ui/page.tsx';
import { Select } from '../../../ui/select.tsx';
import type { Definition } from '../definition.ts';
import { AmountField, WholeField } from '../kit/numbers.tsx';
import { Problems } from '../kit/problems.tsx';
import type { TermsPart } from './part.ts';

type Decision = Definition['decision'];
const escalated: readonly Decision['escalateToRole'][] = ['owner', 'admin', 'partner_manager', 'alliance_manager'];

export function DecisionTerms({ draft, isDisabled, problems, put }: TermsPart) {
  const value = draft.decision;
  const set = (changes: Partial<Decision>) => put((before) => ({ ...before, decision: { ...before.decision, ...changes } }));
  return (
    <Card title={t('programs.terms.decision')}>
      <div className="grid gap-4 sm:grid-cols-2">
        <Problems problems={problems} className="sm:col-span-2" />
        <WholeField
          label={t('programs.terms.hours')}
          value={value.hours}
          min={1}
          max={1000}
          unit="hour"
          isDisabled={isDisabled}
          onChange={(hours) => set({ hours })}
        />
        <WholeField
          label={t('programs.terms.warnAt')}
          value={value.warnAtPercent}
          min={1}
          max={100}
          unit="percent"
          isDisabled={isDisabled}
          onChange={(warnAtPercent) => set({ warnAtPercent })}
        />
        <Select
          label={t('programs.terms.escalate')}
          options={escalated.map((id) => ({ id, label: t(`people.role.${id}`) }))}
          value={value.escalateToRole}
          isDisabled={isDisabled}
          onChange={(escalateToRole) => set({ escalateToRole })}
        />
        <AmountField
          label={t('programs.terms.second')}
          description={t('programs.terms.second.note')}
          value={value.secondApproverAboveMinor}
          currency={draft.currency}
          isDisabled={isDisabled}
          onChange={(secondApproverAboveMinor) => set({ secondApproverAboveMinor })}
        />
        <WholeField
          label={t('programs.terms.resubmissions')}
          value={value.maxResubmissions}
          max={20}
          isDisabled={isDisabled}
          onChange={(maxResubmissions) => set({ maxResubmissions })}
        />
      </div>
    </Card>
  );
}
