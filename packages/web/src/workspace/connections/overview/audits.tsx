import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { problemSentence, useApiMutation } from '../../../lib/api/index.ts';
import { formatNumber, formatPercent } from '../../../lib/i18n/format.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Num, RelativeTime } from '../../../lib/i18n/values.tsx';
import { useCan } from '../../../lib/session.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/page.tsx';
import { Progress } from '../../../ui/progress.tsx';
import { toast } from '../../../ui/toast.tsx';
import { isUnderWay, useJobs } from '../use-job.ts';
import type { Connection, Health } from '../words.ts';
import { DriftChart } from './drift-chart.tsx';

type Audit = Health['audits'][number];
/** Those on one side only were not compared with anything, and count all the same. */
const all = (audit: Audit): number => audit.compared + audit.missingHere + audit.missingThere;
const off = (audit: Audit): number => audit.differing + audit.missingHere + audit.missingThere;

/** Both sides compared each night, and when somebody asks: how much differs, as one number with its examples. */
export function Audits({ connection, audits }: { connection: Connection; audits: readonly Audit[] }) {
  const mayWrite = useCan('connections:write');
  const client = useQueryClient();
  const start = useApiMutation('connections.audit', { invalidates: ['jobs.list'] });
  const job = useJobs([connection.id], start.isPending || start.isSuccess).get(connection.id);
  const running = isUnderWay(job);
  const ended = job?.finishedAt ?? null;
  useEffect(() => {
    if (ended !== null) void client.invalidateQueries({ queryKey: ['connections.health'] });
  }, [ended, client]);
  const [last] = audits;
  return (
    <Card
      title={t('connections.drift')}
      note={last === undefined ? undefined : <RelativeTime at={last.at} />}
      actions={
        mayWrite ? (
          <Button
            size="compact"
            isPending={start.isPending || running}
            onPress={() =>
              start.mutate({ params: { id: connection.id } }, { onError: (error) => toast(problemSentence(error, t('work.refused')), { tone: 'bad' }) })
            }
          >
            {t('connections.drift.compare')}
          </Button>
        ) : undefined
      }
    >
      <div className="flex flex-col gap-4">
        {running && job && <Progress label={t('connections.drift.running')} done={job.done} {...(job.total === null ? {} : { total: job.total })} />}
        {job?.status === 'failed' && job.sentence !== null && (
          <p role="alert" className="rounded-popover bg-bad-soft px-3 py-2 text-bad">
            <bdi>{job.sentence}</bdi>
          </p>
        )}
        {last === undefined ? (
          <p className="text-muted">{t('connections.drift.none')}</p>
        ) : (
          <>
            <div className="flex flex-wrap items-end justify-between gap-4">
              <div>
                <p className="num text-24 font-semibold">
                  <bdi>{formatPercent(all(last) === 0 ? 0 : off(last) / all(last), 2)}</bdi>
                </p>
                <p className="text-muted">{t('connections.drift.of', { n: off(last), off: formatNumber(off(last)), compared: formatNumber(all(last)) })}</p>
              </div>
              {audits.length > 1 && <DriftChart points={audits.toReversed().map((audit) => ({ at: audit.at, off: off(audit), compared: all(audit) }))} />}
            </div>
            <dl className="flex flex-wrap gap-x-8 gap-y-2">
              <Figure label={t('connections.drift.differing')} n={last.differing} />
              <Figure label={t('connections.drift.missingHere')} n={last.missingHere} />
              <Figure label={t('connections.drift.missingThere')} n={last.missingThere} />
            </dl>
            {last.examples.length > 0 && <Examples audit={last} />}
          </>
        )}
      </div>
    </Card>
  );
}

function Figure({ label, n }: { label: string; n: number }) {
  return (
    <div>
      <dt className="text-12 text-muted">{label}</dt>
      <dd className="font-medium">
        <Num value={n} />
      </dd>
    </div>
  );
}

function Examples({ audit }: { audit: Audit }) {
  return (
    <section aria-label={t('connections.drift.examples')}>
      <h3 className="mb-1 text-12 font-medium">{t('connections.drift.examples')}</h3>
      <ul className="divide-y divide-line rounded-control border border-line">
        {audit.examples.map((example, index) => (
          <li key={`${example.outsideId ?? ''}${example.recordId ?? ''}${index}`} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2">
            <bdi className="min-w-0 flex-1 basis-40 truncate font-medium">{example.label}</bdi>
            <span className="text-12 text-muted">
              {example.recordId === null ? (
                t('connections.drift.onlyThere')
              ) : example.outsideId === null ? (
                t('connections.drift.onlyHere')
              ) : (
                <bdi>{example.fields.join(', ')}</bdi>
              )}
            </span>
            {example.outsideId !== null && (
              <code dir="ltr" className="font-mono text-12 text-muted">
                {example.outsideId}
              </code>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
