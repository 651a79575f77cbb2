import { ruleEffects } from '@entente/kernel';
import { t } from '../../../lib/i18n/i18n.ts';
import { Select } from '../../../ui/select.tsx';
import { Switch } from '../../../ui/switch.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import type { Definition, Problem, Rule } from '../definition.ts';
import { Problems } from '../kit/problems.tsx';
import { SentenceField } from './sentence-field.tsx';
import { TestList } from './test-list.tsx';

/** One rule, read from top to bottom as a sentence: when these hold, then this, and the partner is told that. */
export function RuleEditor({
  rule,
  place,
  definition,
  problems,
  isDisabled,
  onChange,
}: {
  rule: Rule;
  place: number;
  definition: Definition;
  problems: readonly Problem[];
  isDisabled: boolean;
  onChange: (changes: Partial<Rule>) => void;
}) {
  return (
    <section
      aria-label={t('programs.rule.named', { n: place + 1, name: rule.name })}
      className="flex flex-col gap-4 rounded-card border border-line bg-surface p-4"
    >
      <div className="flex flex-wrap items-center gap-3">
        <h2 className="min-w-0 flex-1 text-15 font-semibold">
          <bdi>{t('programs.rule.named', { n: place + 1, name: rule.name })}</bdi>
        </h2>
        <Switch isSelected={rule.enabled} isDisabled={isDisabled} onChange={(enabled) => onChange({ enabled })}>
          {t('programs.rule.enabled')}
        </Switch>
      </div>
      <Problems problems={problems} />
      <TextField label={t('programs.rule.name')} value={rule.name} onChange={(name) => onChange({ name })} maxLength={120} isDisabled={isDisabled} isRequired />
      <TestList tests={rule.when} currency={definition.currency} isDisabled={isDisabled} onChange={(when) => onChange({ when })} />
      <Select
        label={t('programs.rule.effect')}
        options={ruleEffects.map((id) => ({ id, label: t(`programs.effect.${id}`) }))}
        value={rule.effect}
        onChange={(effect) => onChange({ effect })}
        isDisabled={isDisabled}
      />
      <SentenceField
        value={rule.partnerSentence}
        definition={definition}
        isDisabled={isDisabled}
        onChange={(partnerSentence) => onChange({ partnerSentence })}
      />
    </section>
  );
}
