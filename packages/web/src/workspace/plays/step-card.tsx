import { ArrowDown, ArrowUp, Trash2 } from 'lucide-react';
import { t } from '../../lib/i18n/i18n.ts';
import { Badge } from '../../ui/badge.tsx';
import { IconButton } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { hasElse, type Problem, type Step, stepKinds, withKind } from './definition.ts';
import { NumberPart, StepFields } from './step-fields.tsx';
import { holderOptions, kindName } from './words.ts';

const END = '$end';

export function ProblemList({ problems }: { problems: readonly Problem[] }) {
  if (problems.length === 0) return null;
  return (
    <div role="alert" className="rounded-popover bg-bad-soft px-3 py-2 text-bad">
      <ul className="flex flex-col gap-1">
        {problems.map((problem, index) => (
          <li key={index}>
            <bdi>{problem.sentence}</bdi>
          </li>
        ))}
      </ul>
    </div>
  );
}

export function StepCard({
  step,
  index,
  steps,
  problems,
  isDisabled,
  onChange,
  onMove,
  onRemove,
}: {
  step: Step;
  index: number;
  steps: readonly Step[];
  problems: readonly Problem[];
  isDisabled: boolean;
  onChange: (step: Step) => void;
  onMove: (by: number) => void;
  onRemove: () => void;
}) {
  const put = (changes: Partial<Step>) => onChange({ ...step, ...changes });
  const targets = [
    { id: END, label: t('plays.ends') },
    ...steps.filter((other) => other.id !== step.id).map((other) => ({ id: other.id, label: other.title === '' ? other.id : other.title })),
  ];
  const name = t('plays.stepNamed', { n: index + 1, title: step.title === '' ? kindName(step.kind) : step.title });
  return (
    <li aria-label={name} className={cx('rounded-card border bg-surface', problems.length > 0 ? 'border-bad' : 'border-line')}>
      <header className="flex min-h-11 items-center gap-2 border-b border-line ps-4 pe-2">
        <h3 className="min-w-0 flex-1 truncate font-semibold">
          <bdi>{name}</bdi>
        </h3>
        <Badge>{kindName(step.kind)}</Badge>
        {!isDisabled && (
          <span className="flex">
            <IconButton size="compact" label={t('plays.moveUp', { step: name })} isDisabled={index === 0} onPress={() => onMove(-1)}>
              <ArrowUp size={14} aria-hidden />
            </IconButton>
            <IconButton size="compact" label={t('plays.moveDown', { step: name })} isDisabled={index === steps.length - 1} onPress={() => onMove(1)}>
              <ArrowDown size={14} aria-hidden />
            </IconButton>
            <IconButton size="compact" label={t('plays.removeStep', { step: name })} onPress={onRemove}>
              <Trash2 size={14} aria-hidden />
            </IconButton>
          </span>
        )}
      </header>
      <div className="grid gap-3 p-4 md:grid-cols-2">
        {problems.length > 0 && (
          <div className="md:col-span-2">
            <ProblemList problems={problems} />
          </div>
        )}
        <TextField label={t('plays.field.title')} value={step.title} onChange={(title) => put({ title })} isDisabled={isDisabled} isRequired />
        <Select
          label={t('plays.field.kind')}
          value={step.kind}
          onChange={(kind) => {
            if (kind !== step.kind) onChange(withKind(step, kind));
          }}
          options={stepKinds.map((id) => ({ id, label: kindName(id) }))}
          isDisabled={isDisabled}
        />
        <StepFields key={step.kind} step={step} put={put} isDisabled={isDisabled} />
        <NumberPart step={step} put={put} isDisabled={isDisabled} name="clockHours" label={t('plays.field.clock')} />
        <Select
          label={t('plays.field.escalate')}
          value={step.escalateTo ?? 'nobody'}
          onChange={(value) => put({ escalateTo: value === 'nobody' ? undefined : value })}
          options={[{ id: 'nobody', label: t('work.nobody') }, ...holderOptions()]}
          isDisabled={isDisabled || step.clockHours === undefined}
        />
        <Select
          label={t('plays.field.next')}
          value={step.next ?? END}
          onChange={(value) => put({ next: value === END ? null : value })}
          options={targets}
          isDisabled={isDisabled}
        />
        {hasElse(step.kind) && (
          <Select
            label={t(`plays.else.${step.kind as 'match' | 'approve' | 'wait' | 'branch'}`)}
            value={step.else ?? END}
            options={targets}
            isDisabled={isDisabled}
            onChange={(value) => put({ else: value === END ? (step.kind === 'branch' ? null : undefined) : value })}
          />
        )}
      </div>
    </li>
  );
}
