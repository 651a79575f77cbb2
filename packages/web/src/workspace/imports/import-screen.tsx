import { useState } from 'react';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { problemSentence, useApi, useApiMutation } from '../../lib/api/index.ts';
import { formatNumber } from '../../lib/i18n/format.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { useLiveState } from '../../lib/live.ts';
import { useCan } from '../../lib/session.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Facts, PageBody, PageHeader } from '../../ui/page.tsx';
import { ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { toast } from '../../ui/toast.tsx';
import { CheckStep } from './check-step.tsx';
import { ColumnsStep } from './columns-step.tsx';
import { DuplicatesStep } from './duplicates-step.tsx';
import { ResultStep } from './result-step.tsx';
import { StepFooter } from './step-footer.tsx';
import { Stepper } from './stepper.tsx';
import { mayEnter, naturalStep, stepIds, type StepId } from './steps.ts';
import { UndoDialog } from './undo-dialog.tsx';
import { ValuesStep } from './values-step.tsx';
import { actions, delimiterName, isMoving, statusTone, type Action, type Import } from './words.ts';

/** Progress comes as live events; asking again is for when the line is down or an event was missed. */
const SLOWLY = 5000;
const QUICKLY = 1000;

export function ImportScreen() {
  const { importId: id } = useParams({ strict: false });
  const live = useLiveState();
  const [moving, setMoving] = useState(true);
  const input = { params: { id: id ?? '' } };
  const found = useApi('imports.get', input, { refetchInterval: moving ? (live === 'live' ? SLOWLY : QUICKLY) : false });
  const item = found.data;
  if (item && isMoving(item.status) !== moving) setMoving(isMoving(item.status));
  if (found.error && !item) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  if (!item) return <SkeletonRows what={t('imports.title')} rows={10} />;
  return <ImportInSteps item={item} />;
}

function ImportInSteps({ item }: { item: Import }) {
  const navigate = useNavigate();
  const search: Record<string, unknown> = useSearch({ strict: false });
  const mayWrite = useCan('imports:write');
  const [undoing, setUndoing] = useState(false);
  const asked = stepIds.find((step) => step === search['step']);
  const step = asked !== undefined && mayEnter(item, asked) ? asked : naturalStep(item);
  const action = actions.find((one) => one === search['rows']);
  const go = (next: { step?: StepId; rows?: Action | undefined }) =>
    void navigate({ to: '/imports/$importId', params: { importId: item.id }, search: { step, ...next }, replace: next.step === undefined });
  const onAction = (rows: Action | undefined) => go({ rows });
  const act = useActs(item);
  const facts = [
    { label: t('imports.facts.target'), value: t(`imports.target.${item.target}`) },
    ...(item.rows === null ? [] : [{ label: t('imports.facts.rows'), value: formatNumber(item.rows) }]),
    ...(item.format === null ? [] : [{ label: t('imports.facts.format'), value: item.format.toUpperCase() }]),
    ...(item.format !== 'csv' || item.encoding === null ? [] : [{ label: t('imports.facts.encoding'), value: item.encoding.toUpperCase() }]),
    ...(item.delimiter === null ? [] : [{ label: t('imports.facts.delimiter'), value: delimiterName(item.delimiter) }]),
    { label: t('imports.facts.by'), value: item.createdBy },
  ];
  return (
    <div className="flex h-full min-h-0 flex-col">
      <PageHeader
        title={item.fileName}
        crumbs={[{ label: t('imports.title'), to: '/imports' }]}
        badges={<Badge tone={statusTone[item.status]}>{t(`imports.status.${item.status}`)}</Badge>}
        facts={<Facts items={facts} />}
        actions={
          mayWrite && (
            <>
              {(item.status === 'running' || item.status === 'dry_running') && <Button onPress={() => act.cancel()}>{t('imports.cancel')}</Button>}
              {item.mayUndo && <Button onPress={() => setUndoing(true)}>{t('imports.undo')}</Button>}
            </>
          )
        }
      />
      <Stepper item={item} current={step} />
      <PageBody>
        <div className="flex flex-col gap-4">
          {step === 'columns' && <ColumnsStep item={item} />}
          {step === 'values' && <ValuesStep item={item} />}
          {step === 'duplicates' && <DuplicatesStep item={item} />}
          {step === 'check' && <CheckStep item={item} action={action} onAction={onAction} />}
          {step === 'result' && <ResultStep item={item} action={action} onAction={onAction} />}
        </div>
      </PageBody>
      {mayWrite && <Footer item={item} step={step} onStep={(next) => go({ step: next, rows: undefined })} act={act} />}
      <UndoDialog item={item} isOpen={undoing} onClose={() => setUndoing(false)} onUndo={() => act.undo()} />
    </div>
  );
}

type Acts = ReturnType<typeof useActs>;

function useActs(item: Import) {
  const options = { invalidates: ['imports.get', 'imports.rows', 'imports.list'] as const };
  const dryRun = useApiMutation('imports.dryRun', options);
  const run = useApiMutation('imports.run', options);
  const cancel = useApiMutation('imports.cancel', options);
  const undo = useApiMutation('imports.undo', options);
  const start = (mutation: typeof run | typeof dryRun | typeof cancel | typeof undo) => (onSuccess?: () => void) =>
    mutation.mutate(
      { params: { id: item.id } },
      { ...(onSuccess ? { onSuccess } : {}), onError: (error) => toast(problemSentence(error, t('imports.refused')), { tone: 'bad' }) },
    );
  return {
    dryRun: start(dryRun),
    run: start(run),
    cancel: start(cancel),
    undo: start(undo),
    isPending: dryRun.isPending || run.isPending || undo.isPending,
  };
}

function Footer({ item, step, onStep, act }: { item: Import; step: StepId; onStep: (step: StepId) => void; act: Acts }) {
  const navigate = useNavigate();
  const before = stepIds[stepIds.indexOf(step) - 1];
  const back = before !== undefined && mayEnter(item, before) ? { onBack: () => onStep(before) } : {};
  if (isMoving(item.status)) return null;
  const check = () => act.dryRun(() => onStep('check'));
  const open = item.questions.some((question) => question.answer === null);
  if (step === 'columns' || step === 'values')
    return (
      <StepFooter {...back} {...(step === 'values' && open ? { note: t('imports.questions.first') } : {})}>
        <Button kind="primary" isDisabled={step === 'values' && open} onPress={() => onStep(step === 'columns' ? 'values' : 'duplicates')}>
          {t('imports.continue')}
        </Button>
      </StepFooter>
    );
  if (step === 'duplicates' || (step === 'check' && item.status !== 'dry_run'))
    return (
      <StepFooter {...back} {...(open ? { note: t('imports.questions.first') } : {})}>
        <Button kind="primary" isDisabled={open || act.isPending} onPress={check}>
          {t('imports.dryRun')}
        </Button>
      </StepFooter>
    );
  if (step === 'check') {
    const n = (item.counts?.create ?? 0) + (item.counts?.update ?? 0);
    return (
      <StepFooter {...back}>
        <Button isDisabled={act.isPending} onPress={check}>
          {t('imports.dryRun.again')}
        </Button>
        <Button kind="primary" isDisabled={n === 0 || act.isPending} onPress={() => act.run(() => onStep('result'))}>
          {t('imports.run', { n, count: formatNumber(n) })}
        </Button>
      </StepFooter>
    );
  }
  const stopped = item.status === 'cancelled' || item.status === 'failed';
  return (
    <StepFooter>
      <Button kind={stopped ? 'secondary' : 'primary'} onPress={() => void navigate({ to: '/imports/new' })}>
        {t('imports.another')}
      </Button>
      {stopped && (
        <Button kind="primary" isDisabled={act.isPending} onPress={() => act.run()}>
          {t('imports.resume')}
        </Button>
      )}
    </StepFooter>
  );
}
