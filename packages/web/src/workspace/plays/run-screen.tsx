import { useState } from 'react';
import { Link, useParams } from '@tanstack/react-router';
import type { Result } from '@entente/contracts/client';
import { useApi, useApiMutation } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { InstantText } from '../../lib/i18n/values.tsx';
import { useCan } from '../../lib/session.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card, Facts, PageBody, PageHeader } from '../../ui/page.tsx';
import { ScrollArea } from '../../ui/scroll-area.tsx';
import { SlaClock } from '../../ui/sla-clock.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { toast } from '../../ui/toast.tsx';
import { FormDrawer } from '../partners/kit/form-drawer.tsx';
import { Nothing, RecordPage } from '../partners/kit/record-page.tsx';
import { holderName, kindNameOf, runTone, stepStatus, stepTone } from './words.ts';

type Run = Result<'runs.get'>;

export function RunScreen() {
  const { runId } = useParams({ from: '/workspace/plays/runs/$runId' });
  const query = useApi('runs.get', { params: { id: runId } });
  return (
    <RecordPage query={query} what={t('plays.runs')}>
      {(run) => <RunRecord key={run.id} run={run} />}
    </RecordPage>
  );
}

function RunRecord({ run }: { run: Run }) {
  const [stopping, setStopping] = useState(false);
  const mayRun = useCan('plays:run');
  const open = run.status === 'running' || run.status === 'waiting';
  const facts = [
    {
      label: t('work.deal'),
      value: (
        <Link to="/deals/$dealId" params={{ dealId: run.dealId }} className="link">
          {run.dealName}
        </Link>
      ),
    },
    { label: t('plays.why'), value: run.trigger },
    { label: t('plays.version'), value: run.version },
    { label: t('plays.started'), value: <InstantText at={run.startedAt} /> },
    { label: t('plays.firstAct'), value: run.firstActAt === null ? t('work.none') : <InstantText at={run.firstActAt} /> },
    ...(run.finishedAt === null ? [] : [{ label: t('plays.finished'), value: <InstantText at={run.finishedAt} /> }]),
    ...(run.holder === null ? [] : [{ label: t('plays.holder'), value: holderName(run.holder) }]),
  ];
  return (
    <>
      <PageHeader
        title={run.playName}
        crumbs={[{ label: t('plays.title'), to: '/plays' }, { label: run.playName, to: `/plays/${run.playId}` }, { label: run.dealName }]}
        badges={
          <>
            <Badge tone={runTone[run.status]}>{t(`plays.run.${run.status}`)}</Badge>
            {open && run.dueAt !== null && <SlaClock dueAt={run.dueAt} startedAt={run.waitingSince ?? undefined} />}
          </>
        }
        actions={
          mayRun &&
          open && (
            <Button kind="danger" onPress={() => setStopping(true)}>
              {t('plays.cancel')}
            </Button>
          )
        }
        facts={<Facts items={facts} />}
      />
      <PageBody>
        <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_26rem]">
          <Card title={t('plays.steps')} flush>
            <ol>
              {run.steps.map((step, index) => (
                <StepLine key={step.key} step={step} n={index + 1} />
              ))}
            </ol>
          </Card>
          <Card title={t('plays.acts')} flush>
            {run.acts.length === 0 ? (
              <Nothing>{t('plays.acts.none')}</Nothing>
            ) : (
              <ul>
                {run.acts.map((act) => (
                  <li
                    key={act.id}
                    className="relative flex min-h-12 flex-wrap items-center gap-x-3 border-b border-line px-4 py-2 last:border-b-0 hover:bg-hover"
                  >
                    <span className="min-w-40 flex-1">
                      <Link
                        to="/inbox"
                        search={act.status === 'open' ? { act: act.id, all: true } : { act: act.id, all: true, tab: 'done' }}
                        className="font-medium before:absolute before:inset-0"
                      >
                        <bdi>{act.title}</bdi>
                      </Link>
                      {act.assigneeName !== null && (
                        <span className="block text-12 text-muted">
                          <bdi>{act.assigneeName}</bdi>
                        </span>
                      )}
                    </span>
                    {act.status === 'open' ? (
                      <SlaClock dueAt={act.dueAt} startedAt={act.openedAt} />
                    ) : (
                      <Badge>{act.choices.find((choice) => choice.key === act.outcome)?.label ?? act.outcome ?? act.status}</Badge>
                    )}
                  </li>
                ))}
              </ul>
            )}
          </Card>
        </div>
      </PageBody>
      {stopping && <CancelRun run={run} onClose={() => setStopping(false)} />}
    </>
  );
}

/** The words a step left are shown as words; what a reader has already seen (who, which step) is left out, the rest can be opened. */
function producedBy(output: unknown): { note?: string; rest?: unknown } {
  if (output === null || output === undefined || output === '') return {};
  if (typeof output === 'string') return { note: output };
  if (typeof output !== 'object') return { rest: output };
  const { note, ...rest }: Record<string, unknown> = { ...output };
  for (const seen of ['by', 'title']) delete rest[seen];
  return {
    ...(typeof note === 'string' && note !== '' ? { note } : {}),
    ...(Object.keys(rest).length > 0 ? { rest } : {}),
  };
}

function StepLine({ step, n }: { step: Run['steps'][number]; n: number }) {
  const { note, rest } = producedBy(step.output);
  return (
    <li
      className="flex flex-col gap-1 border-b border-line px-4 py-3 last:border-b-0"
      aria-current={step.status === 'ready' || step.status === 'waiting' ? 'step' : undefined}
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="min-w-40 flex-1 font-medium">
          <bdi>{t('plays.stepNamed', { n, title: step.title })}</bdi>
        </span>
        {step.dueAt !== null && step.finishedAt === null && <SlaClock dueAt={step.dueAt} startedAt={step.since ?? undefined} />}
        <Badge tone={stepTone[step.status] ?? 'neutral'}>{stepStatus(step.status)}</Badge>
      </div>
      <p className="flex flex-wrap gap-x-3 text-12 text-muted">
        <span>{kindNameOf(step.kind)}</span>
        {step.holder !== null && <bdi>{t('plays.heldBy', { name: holderName(step.holder) })}</bdi>}
        {step.since !== null && <InstantText at={step.since} />}
        {step.finishedAt !== null && (
          <span>
            {t('plays.finished')} <InstantText at={step.finishedAt} />
          </span>
        )}
      </p>
      {note !== undefined && (
        <p className="max-w-160 whitespace-pre-wrap">
          <bdi>{note}</bdi>
        </p>
      )}
      {rest !== undefined && (
        <details className="text-12">
          <summary className="link min-h-6 cursor-default">{t('plays.output')}</summary>
          <ScrollArea label={t('plays.output')} className="mt-1 max-h-60 overflow-auto rounded-popover bg-desk p-3">
            <pre dir="ltr" className="font-mono">
              {JSON.stringify(rest, null, 2)}
            </pre>
          </ScrollArea>
        </details>
      )}
    </li>
  );
}

function CancelRun({ run, onClose }: { run: Run; onClose: () => void }) {
  const [reason, setReason] = useState('');
  const cancel = useApiMutation('runs.cancel', { invalidates: ['runs.get', 'runs.list', 'acts.list'] });
  const submit = () =>
    cancel.mutate(
      { params: { id: run.id }, body: { reason: reason.trim() === '' ? null : reason.trim() } },
      {
        onSuccess: () => {
          toast(t('plays.cancelled'));
          onClose();
        },
      },
    );
  return (
    <FormDrawer
      look="modal"
      title={t('plays.cancel')}
      verb={t('plays.cancel')}
      isOpen
      onClose={onClose}
      onSubmit={submit}
      isPending={cancel.isPending}
      error={cancel.error}
    >
      <p>{t('plays.cancel.note')}</p>
      <TextField label={t('plays.cancel.reason')} rows={3} value={reason} onChange={setReason} />
    </FormDrawer>
  );
}
