import { ArrowDown, ArrowUp, Trash2 } from 'lucide-react';
import { t } from '../../../lib/i18n/i18n.ts';
import { IconButton } from '../../../ui/button.tsx';
import { cx } from '../../../ui/cx.ts';
import { Select } from '../../../ui/select.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { PlaceNote, useFieldError, useRefused } from '../rules/refusals.tsx';
import { PartyField } from './party-field.tsx';
import { StepAmount } from './step-amount.tsx';
import { StepLimits } from './step-limits.tsx';
import type { Step } from './words.ts';

/** One step: from what, how much, to whom, and how several are weighed. */
export function StepCard({
  step,
  index,
  count,
  before,
  isDisabled,
  onChange,
  onMove,
  onRemove,
}: {
  step: Step;
  index: number;
  count: number;
  before: readonly Step[];
  isDisabled: boolean;
  onChange: (step: Step) => void;
  onMove: (by: number) => void;
  onRemove: () => void;
}) {
  const path = `steps.${index}`;
  const wrong = useRefused(path, true) !== undefined;
  const [nameError, fromError, amongError, linesError] = [
    useFieldError(`${path}.name`),
    useFieldError(`${path}.from`),
    useFieldError(`${path}.among`),
    useFieldError(`${path}.lines`),
  ];
  const label = t('splits.step.named', { n: index + 1, name: step.name });
  return (
    <li aria-label={label} className={cx('rounded-card border bg-surface', wrong ? 'border-bad' : 'border-line')}>
      <header className="flex min-h-11 items-center gap-2 border-b border-line ps-4 pe-2">
        <h3 className="min-w-0 flex-1 truncate font-semibold">
          <bdi>{label}</bdi>
        </h3>
        {!isDisabled && (
          <span className="flex">
            <IconButton size="compact" label={t('splits.step.up', { name: step.name })} isDisabled={index === 0} onPress={() => onMove(-1)}>
              <ArrowUp size={14} aria-hidden />
            </IconButton>
            <IconButton size="compact" label={t('splits.step.down', { name: step.name })} isDisabled={index === count - 1} onPress={() => onMove(1)}>
              <ArrowDown size={14} aria-hidden />
            </IconButton>
            <IconButton size="compact" label={t('rules.takeOut', { name: step.name })} onPress={onRemove}>
              <Trash2 size={14} aria-hidden />
            </IconButton>
          </span>
        )}
      </header>
      <div className="grid gap-3 p-4 md:grid-cols-2">
        <TextField
          label={t('work.name')}
          {...nameError}
          isRequired
          isDisabled={isDisabled}
          maxLength={200}
          value={step.name}
          onChange={(name) => onChange({ ...step, name })}
        />
        <Select
          label={t('splits.step.from')}
          {...fromError}
          isDisabled={isDisabled}
          options={[{ id: 'pool', label: t('splits.from.pool') }, ...before.map(({ key, name }) => ({ id: key, label: t('splits.from.step', { name }) }))]}
          value={step.from}
          onChange={(from) => onChange({ ...step, from })}
        />
        <StepAmount path={path} step={step} onChange={onChange} isDisabled={isDisabled} />
        <PartyField
          path={`${path}.to`}
          label={t('splits.step.to')}
          value={step.to}
          isDisabled={isDisabled}
          onChange={(to) => {
            if (to !== null) onChange({ ...step, to, among: to.kind === 'vendor' ? 'alike' : step.among });
          }}
        />
        <Select
          label={t('splits.step.among')}
          {...amongError}
          isDisabled={isDisabled || step.to.kind !== 'role'}
          options={(['alike', 'share', 'credit', 'usage'] as const).map((id) => ({ id, label: t(`splits.among.${id}`) }))}
          value={step.among}
          onChange={(among) => onChange({ ...step, among })}
        />
        <Select
          label={t('splits.step.lines')}
          {...linesError}
          isDisabled={isDisabled}
          options={(['all', 'ours', 'vendors'] as const).map((id) => ({ id, label: t(`rules.lines.${id}`) }))}
          value={step.lines}
          onChange={(lines) => onChange({ ...step, lines })}
        />
        <Select
          label={t('splits.step.whenNobody')}
          isDisabled={isDisabled}
          options={(['skip', 'hold'] as const).map((id) => ({ id, label: t(`splits.whenNobody.${id}`) }))}
          value={step.whenNobody}
          onChange={(whenNobody) => onChange({ ...step, whenNobody })}
        />
        <div className="md:col-span-2">
          <StepLimits path={path} step={step} onChange={onChange} isDisabled={isDisabled} />
          <PlaceNote path={`${path}.key`} />
        </div>
      </div>
    </li>
  );
}
