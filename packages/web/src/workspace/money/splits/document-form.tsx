import { Plus } from 'lucide-react';
import { t } from '../../../lib/i18n/i18n.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/page.tsx';
import { RadioGroup } from '../../../ui/radio-group.tsx';
import { toast } from '../../../ui/toast.tsx';
import { movedBy } from '../../leads/routing/draft.ts';
import { ConditionList, isSplitCondition, splitConditions, type SplitDocument } from '../rules/conditions.tsx';
import { DaysField } from '../rules/fields.tsx';
import { freshStep } from './fresh.ts';
import { PartyField } from './party-field.tsx';
import { StepCard } from './step-card.tsx';
import type { Step } from './words.ts';

/** A rule as it is written: for what, in which steps, and who has what is left. */
export function DocumentForm({ value, onChange, isDisabled }: { value: SplitDocument; onChange: (value: SplitDocument) => void; isDisabled: boolean }) {
  const { steps } = value;
  const setSteps = (next: Step[]) => onChange({ ...value, steps: next });
  return (
    <>
      <Card title={t('rules.when')}>
        <p className="mb-3 text-12 text-muted">{t('rules.when.note')}</p>
        <ConditionList
          kinds={splitConditions}
          value={value.when}
          isDisabled={isDisabled}
          onChange={(when) => onChange({ ...value, when: when.filter(isSplitCondition) })}
        />
      </Card>
      <section aria-label={t('splits.steps')} className="flex flex-col gap-3">
        <div>
          <h2 className="text-15 font-semibold">{t('splits.steps')}</h2>
          <p className="text-muted">{t('splits.steps.note')}</p>
        </div>
        <ol className="flex flex-col gap-3">
          {steps.map((step, index) => (
            <StepCard
              key={step.key}
              step={step}
              index={index}
              count={steps.length}
              before={steps.slice(0, index)}
              isDisabled={isDisabled}
              onChange={(next) => setSteps(steps.map((other, at) => (at === index ? next : other)))}
              onMove={(by) => setSteps(movedBy(steps, index, by))}
              onRemove={() => {
                setSteps(steps.filter((_, at) => at !== index));
                toast(t('programs.rule.removed', { name: step.name }), { undo: () => onChange(value) });
              }}
            />
          ))}
        </ol>
        {!isDisabled && (
          <Button
            className="self-start"
            icon={<Plus size={14} aria-hidden />}
            isDisabled={steps.length >= 30}
            onPress={() => setSteps([...steps, freshStep(steps, t('splits.step.fresh'))])}
          >
            {t('splits.step.add')}
          </Button>
        )}
      </section>
      <Card title={t('splits.rest')}>
        <div className="grid gap-4 md:grid-cols-2">
          <PartyField
            path="remainder"
            label={t('splits.remainder')}
            value={value.remainder}
            allowUs
            isDisabled={isDisabled}
            onChange={(remainder) => onChange({ ...value, remainder })}
          />
          <DaysField
            path="holdDays"
            label={t('rules.holdDays')}
            description={t('splits.holdDays.note')}
            max={365}
            value={value.holdDays}
            isDisabled={isDisabled}
            onChange={(holdDays) => onChange({ ...value, holdDays })}
          />
          <RadioGroup
            label={t('splits.keptFee')}
            isDisabled={isDisabled}
            value={value.keptFee}
            onChange={(keptFee) => onChange({ ...value, keptFee })}
            options={(['us', 'parties'] as const).map((id) => ({ id, label: t(`splits.keptFee.${id}`) }))}
          />
        </div>
      </Card>
    </>
  );
}
