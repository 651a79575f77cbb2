import { participantRoles } from '@entente/kernel';
import { t } from '../../lib/i18n/i18n.ts';
import { Checkbox } from '../../ui/checkbox.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { roleName } from '../../ui/role-glyph.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { lineOf, listOf } from '../partners/kit/text-list.ts';
import { ConditionField } from './condition-field.tsx';
import type { Step } from './definition.ts';
import { holderOptions } from './words.ts';

type Part = { step: Step; put: (changes: Partial<Step>) => void; isDisabled: boolean };
type NumberKey = 'maxPartners' | 'durationMinutes' | 'withinDays' | 'hours' | 'clockHours';

export function NumberPart({ step, put, isDisabled, name, label, min = 1 }: Part & { name: NumberKey; label: string; min?: number }) {
  return (
    <NumberField
      label={label}
      value={step[name] ?? NaN}
      minValue={min}
      isDisabled={isDisabled}
      onChange={(value) => put({ [name]: Number.isNaN(value) ? undefined : value })}
    />
  );
}

function Holder({ step, put, isDisabled, name, label }: Part & { name: 'assignee' | 'organizer' | 'to'; label: string }) {
  return (
    <Select
      label={label}
      value={step[name] ?? null}
      onChange={(value) => put({ [name]: value })}
      options={holderOptions()}
      isDisabled={isDisabled}
      placeholder={t('ui.select.choose')}
    />
  );
}

function Words({ step, put, isDisabled, name, label, rows }: Part & { name: 'detail' | 'message' | 'note' | 'touch'; label: string; rows?: number }) {
  return (
    <TextField
      label={label}
      value={step[name] ?? ''}
      rows={rows}
      isDisabled={isDisabled}
      onChange={(value) => put({ [name]: value === '' && (name === 'detail' || name === 'touch') ? undefined : value })}
      className={rows === undefined ? undefined : 'md:col-span-2'}
    />
  );
}

/** The fields that belong to the kind of a step, and no others. */
export function StepFields(part: Part) {
  const { step, put, isDisabled } = part;
  switch (step.kind) {
    case 'match': {
      const roles = step.roles ?? [];
      return (
        <>
          <NumberPart {...part} name="maxPartners" label={t('plays.field.maxPartners')} />
          <fieldset disabled={isDisabled} className="md:col-span-2">
            <legend className="mb-1 text-12 font-medium">{t('plays.field.roles')}</legend>
            <div className="flex flex-wrap gap-x-4">
              {participantRoles.map((role) => (
                <Checkbox
                  key={role}
                  isDisabled={isDisabled}
                  isSelected={roles.includes(role)}
                  onChange={(on) => {
                    const next = on ? [...roles, role] : roles.filter((other) => other !== role);
                    put({ roles: next.length === 0 ? undefined : next });
                  }}
                >
                  {roleName(role)}
                </Checkbox>
              ))}
            </div>
          </fieldset>
        </>
      );
    }
    case 'brief':
      return null;
    case 'meeting':
      return (
        <>
          <Holder {...part} name="organizer" label={t('plays.field.organizer')} />
          <NumberPart {...part} name="durationMinutes" label={t('plays.field.duration')} />
          <NumberPart {...part} name="withinDays" label={t('plays.field.withinDays')} />
        </>
      );
    case 'assign':
    case 'approve':
      return (
        <>
          <Holder {...part} name="assignee" label={t('plays.field.assignee')} />
          <Words {...part} name="detail" label={t('plays.field.detail')} rows={2} />
        </>
      );
    case 'wait':
      return (
        <>
          <NumberPart {...part} name="hours" label={t('plays.field.hours')} />
          <TextField
            label={t('plays.field.until')}
            description={t('work.list.note')}
            isDisabled={isDisabled}
            defaultValue={lineOf(step.until ?? [])}
            onChange={(value) => {
              const until = listOf(value);
              put({ until: until.length === 0 ? undefined : until });
            }}
          />
        </>
      );
    case 'branch':
      return (
        <div className="md:col-span-2">
          <ConditionField
            label={t('plays.field.condition')}
            value={step.condition ?? ''}
            isDisabled={isDisabled}
            onChange={(condition) => put({ condition })}
          />
        </div>
      );
    case 'notify':
      return (
        <>
          <Holder {...part} name="to" label={t('plays.field.to')} />
          <Words {...part} name="message" label={t('plays.field.message')} rows={2} />
        </>
      );
    case 'log':
      return (
        <>
          <Words {...part} name="note" label={t('plays.field.note')} rows={2} />
          <Words {...part} name="touch" label={t('plays.field.touch')} />
        </>
      );
  }
}
