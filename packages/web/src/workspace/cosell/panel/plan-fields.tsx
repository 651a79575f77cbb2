import { type KeyboardEvent, useState } from 'react';
import { Check, Circle, CircleAlert } from 'lucide-react';
import { Link } from '@tanstack/react-router';
import { t } from '../../../lib/i18n/i18n.ts';
import { Button } from '../../../ui/button.tsx';
import { cx } from '../../../ui/cx.ts';
import { ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { ValueText } from '../../connections/value-text.tsx';
import { Refusal } from '../../deals/kit/form-dialog.tsx';
import type { Deal } from '../../deals/room/use-room.ts';
import { FactField } from '../../deals/room/views/fact-field.tsx';
import { useSetValues } from '../../deals/room/views/use-set-values.ts';
import { type FieldValue, readType } from '../../deals/room/views/words.ts';
import { isBlocking, type Plan, type PlanField, type PlanIssue, type PlanQuery, sortPlan } from './plan.ts';
import { PlanWrites } from './plan-writes.tsx';

/** The plan as a checklist: what is missing with its input, what would be written, what is locked. */
export function PlanFields({ deal, plan, onDirty }: { deal: Deal; plan: PlanQuery; onDirty?: (dirty: boolean) => void }) {
  if (plan.data === undefined)
    return plan.error === null ? (
      <SkeletonRows rows={4} widths={[40, 40]} height={52} what={t('cosell.plan')} />
    ) : (
      <ErrorState compact error={plan.error} onRetry={() => void plan.refetch()} />
    );
  return <Checklist deal={deal} plan={plan.data} onDirty={onDirty} />;
}

function Checklist({ deal, plan, onDirty }: { deal: Deal; plan: Plan; onDirty?: (dirty: boolean) => void }) {
  const values = useSetValues(deal);
  const [draft, setDraft] = useState<Readonly<Record<string, FieldValue>>>({});
  const { missing, met, others, general, issuesOf } = sortPlan(plan);
  const dirty = Object.keys(draft).length;
  const blocking = plan.issues.filter(isBlocking).length;

  function change(field: string, value: FieldValue) {
    const known = plan.fields.find((one) => one.field === field)?.value ?? null;
    const { [field]: _, ...rest } = draft;
    const next = JSON.stringify(known) === JSON.stringify(value) ? rest : { ...rest, [field]: value };
    setDraft(next);
    onDirty?.(Object.keys(next).length > 0);
  }
  async function save() {
    if (dirty === 0 || values.isPending || !(await values.save(draft))) return;
    setDraft({});
    onDirty?.(false);
  }
  // Enter in a line saves what was typed; it must not send the form around it before that.
  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Enter' || !(event.target instanceof HTMLInputElement) || event.defaultPrevented) return;
    event.preventDefault();
    void save();
  }
  const rows = (fields: readonly PlanField[]) =>
    fields.map((field) => (
      <PlanRow
        key={field.field}
        deal={deal}
        field={field}
        issues={issuesOf(field)}
        value={field.field in draft ? (draft[field.field] ?? null) : field.value}
        isChanged={field.field in draft}
        maySet={values.maySet(field.field)}
        onChange={(value) => change(field.field, value)}
      />
    ));
  return (
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- catches Enter of the inputs inside; it may stand within another form
    <div className="flex flex-col gap-3" onKeyDown={onKeyDown}>
      <output className={cx('flex items-center gap-2 font-medium', blocking === 0 ? 'text-ok' : 'text-text')}>
        {blocking === 0 ? <Check size={15} aria-hidden /> : <CircleAlert size={15} className="text-warn" aria-hidden />}
        {t('cosell.plan.missing', { n: blocking })}
      </output>
      {general.length > 0 && <GeneralIssues issues={general} />}
      <Refusal error={values.error} />
      {missing.length > 0 && <ul className={grid}>{rows(missing)}</ul>}
      {met.length > 0 && (
        <details>
          <summary className={summary}>{t('cosell.plan.done', { n: met.length })}</summary>
          <ul className={cx(grid, 'mt-2')}>{rows(met)}</ul>
        </details>
      )}
      {others.length > 0 && (
        <details>
          <summary className={summary}>{t('cosell.plan.others', { n: others.length })}</summary>
          <ul className={cx(grid, 'mt-2')}>{rows(others)}</ul>
        </details>
      )}
      {dirty > 0 && (
        <p className="sticky bottom-0 flex flex-wrap items-center gap-2 border-t border-line bg-surface py-2">
          <Button kind="primary" size="compact" isPending={values.isPending} onPress={() => void save()}>
            {t('cosell.plan.save', { n: dirty })}
          </Button>
          <Button
            size="compact"
            onPress={() => {
              setDraft({});
              onDirty?.(false);
            }}
          >
            {t('ui.cancel')}
          </Button>
        </p>
      )}
      <PlanWrites plan={plan} currency={deal.currency} />
    </div>
  );
}

const grid = 'grid gap-x-4 gap-y-3 md:grid-cols-2';
const summary = 'min-h-6 w-fit cursor-pointer text-12 text-muted';

function GeneralIssues({ issues }: { issues: readonly PlanIssue[] }) {
  return (
    <ul className="flex flex-col gap-1">
      {issues.map((issue) => (
        <li key={`${issue.code}${issue.field ?? ''}${issue.sentence}`} className="flex items-start gap-2">
          <CircleAlert size={14} className={cx('mt-0.5 shrink-0', isBlocking(issue) ? 'text-bad' : 'text-warn')} aria-hidden />
          <bdi>{issue.sentence}</bdi>
        </li>
      ))}
    </ul>
  );
}

const WIDE: readonly string[] = ['long_text', 'choices'];

function PlanRow({
  deal,
  field,
  issues,
  value,
  isChanged,
  maySet,
  onChange,
}: {
  deal: Deal;
  field: PlanField;
  issues: readonly PlanIssue[];
  value: FieldValue;
  isChanged: boolean;
  maySet: boolean;
  onChange: (value: FieldValue) => void;
}) {
  const blocking = issues.find(isBlocking);
  const warning = issues.find((issue) => !isBlocking(issue));
  const done = blocking === undefined;
  return (
    <li className={cx('flex min-w-0 items-start gap-2', WIDE.includes(field.type) && 'md:col-span-2')}>
      <span className="mt-0.5 shrink-0">
        {done ? <Check size={14} className="text-ok" aria-hidden /> : <Circle size={14} className="text-warn" aria-hidden />}
        <span className="sr-only">{t(done ? 'cosell.plan.met' : 'cosell.plan.unmet')}</span>
      </span>
      <div className="min-w-0 flex-1">
        {maySet ? (
          <FactField
            label={field.label}
            described={{ type: field.type, choices: field.choices }}
            currency={deal.currency}
            value={value}
            onChange={onChange}
            isRequired={field.demanded}
            // What was wrong is said again, or not, once the change is saved.
            error={isChanged ? undefined : blocking?.sentence}
            description={isChanged ? undefined : warning?.sentence}
          />
        ) : (
          <ElsewhereSet deal={deal} field={field} sentence={blocking?.sentence ?? warning?.sentence} />
        )}
      </div>
    </li>
  );
}

/** A value that another record holds is changed there. */
function ElsewhereSet({ deal, field, sentence }: { deal: Deal; field: PlanField; sentence: string | undefined }) {
  return (
    <div className="flex flex-col gap-0.5">
      <span className="text-12 font-medium">
        <bdi>{field.label}</bdi>
      </span>
      <ValueText value={field.value} type={readType(field.type)} choices={field.choices} currency={deal.currency} />
      {sentence !== undefined && (
        <span className="text-12 text-bad">
          <bdi>{sentence}</bdi>
        </span>
      )}
      {field.field.startsWith('account') && deal.accountId !== null && (
        <Link to="/accounts/$accountId" params={{ accountId: deal.accountId }} className="link text-12">
          {t('cosell.plan.onAccount')}
        </Link>
      )}
    </div>
  );
}
