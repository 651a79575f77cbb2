import { t } from '../../lib/i18n/i18n.ts';
import { Checkbox } from '../../ui/checkbox.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { Card } from '../../ui/page.tsx';
import { RadioGroup } from '../../ui/radio-group.tsx';
import { Select } from '../../ui/select.tsx';
import type { Clock, Definition, Problem, Trigger } from './definition.ts';
import { ProblemList } from './step-card.tsx';
import { ConditionField } from './condition-field.tsx';
import { checkOptions, eventName, eventTypes } from './words.ts';

const MINOR_PER_MAJOR = 100;

/** What starts the play and when it applies. */
export function TriggerCard({
  draft,
  put,
  problems,
  isDisabled,
}: {
  draft: Definition;
  put: (changes: Partial<Definition>) => void;
  problems: { trigger: readonly Problem[]; condition: readonly Problem[] };
  isDisabled: boolean;
}) {
  const { trigger } = draft;
  const kind = 'clock' in trigger ? 'clock' : 'event';
  return (
    <Card title={t('plays.when')}>
      <div className="flex flex-col gap-4">
        <ProblemList problems={problems.trigger} />
        <RadioGroup
          label={t('plays.trigger')}
          value={kind}
          isDisabled={isDisabled}
          options={[
            { id: 'event', label: t('plays.trigger.event') },
            { id: 'clock', label: t('plays.trigger.clock') },
          ]}
          onChange={(next) => {
            if (next !== kind) put({ trigger: next === 'clock' ? { clock: { check: 'stalled', days: 14 } } : { on: ['deal.stage_moved'] } });
          }}
        />
        {'clock' in trigger ? (
          <ClockFields clock={trigger.clock} isDisabled={isDisabled} onChange={(clock) => put({ trigger: { clock } })} />
        ) : (
          <EventFields trigger={trigger} isDisabled={isDisabled} onChange={(on) => put({ trigger: { on } })} />
        )}
        <ConditionField label={t('plays.condition')} value={draft.condition} isDisabled={isDisabled} onChange={(condition) => put({ condition })} />
        <ProblemList problems={problems.condition} />
      </div>
    </Card>
  );
}

function EventFields({
  trigger,
  isDisabled,
  onChange,
}: {
  trigger: Extract<Trigger, { on: readonly string[] }>;
  isDisabled: boolean;
  onChange: (on: string[]) => void;
}) {
  const offered = [...new Set([...eventTypes, ...trigger.on])];
  return (
    <fieldset>
      <legend className="mb-1 text-12 font-medium">{t('plays.events')}</legend>
      <div className="grid gap-x-4 sm:grid-cols-2">
        {offered.map((type) => (
          <Checkbox
            key={type}
            isDisabled={isDisabled}
            isSelected={trigger.on.includes(type)}
            onChange={(on) => onChange(on ? [...trigger.on, type] : trigger.on.filter((other) => other !== type))}
          >
            <span title={type}>{eventName(type)}</span>
          </Checkbox>
        ))}
      </div>
    </fieldset>
  );
}

function ClockFields({ clock, isDisabled, onChange }: { clock: Clock; isDisabled: boolean; onChange: (clock: Clock) => void }) {
  const number = (value: number): number | undefined => (Number.isNaN(value) ? undefined : value);
  return (
    <div className="grid gap-3 md:grid-cols-2">
      <Select label={t('plays.check')} value={clock.check} onChange={(check) => onChange({ check })} options={checkOptions()} isDisabled={isDisabled} />
      {clock.check === 'high_value_without_partner' ? (
        <NumberField
          label={t('plays.check.amount')}
          value={clock.amountMinor === undefined ? NaN : clock.amountMinor / MINOR_PER_MAJOR}
          minValue={0}
          isDisabled={isDisabled}
          onChange={(value) => onChange({ ...clock, amountMinor: Number.isNaN(value) ? undefined : Math.round(value * MINOR_PER_MAJOR) })}
        />
      ) : clock.check === 'usage' ? (
        <NumberField
          label={t('plays.check.percent')}
          value={clock.percent ?? NaN}
          isDisabled={isDisabled}
          onChange={(value) => onChange({ ...clock, percent: number(value) })}
        />
      ) : (
        <NumberField
          label={t('plays.check.days')}
          value={clock.days ?? NaN}
          minValue={0}
          isDisabled={isDisabled}
          onChange={(value) => onChange({ ...clock, days: number(value) })}
        />
      )}
    </div>
  );
}
