import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { problemSentence, useApiMutation } from '../../../lib/api/index.ts';
import { formatNumber } from '../../../lib/i18n/format.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Num, RelativeTime } from '../../../lib/i18n/values.tsx';
import { useCan } from '../../../lib/session.ts';
import { Button } from '../../../ui/button.tsx';
import { ConfirmDialog } from '../../../ui/dialog.tsx';
import { Card, Facts } from '../../../ui/page.tsx';
import { Progress } from '../../../ui/progress.tsx';
import { toast } from '../../../ui/toast.tsx';
import { isUnderWay, useJobs } from '../use-job.ts';
import { type Connection, type ConnectionObject, kindLabel } from '../words.ts';

/** What of an object is here, and the two readings: of its fields, and of everything in it. */
export function ObjectCard({ connection, object }: { connection: Connection; object: ConnectionObject }) {
  const mayWrite = useCan('connections:write');
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const describe = useApiMutation('connections.describe', { invalidates: ['connections.get', 'connections.mapping'] });
  const walk = useApiMutation('connections.walk', { invalidates: ['connections.get', 'jobs.list'] });
  const job = useJobs([object.id], object.walking || walk.isSuccess).get(object.id);
  const walking = object.walking || walk.isPending || isUnderWay(job);
  const complain = (error: unknown) => toast(problemSentence(error, t('work.refused')), { tone: 'bad' });
  const ended = job?.finishedAt ?? null;
  useEffect(() => {
    if (ended !== null) void client.invalidateQueries({ queryKey: ['connections.get'] });
  }, [ended, client]);
  return (
    <Card
      title={t('connections.object.tab', { kind: kindLabel(object.kind), object: object.object })}
      actions={
        mayWrite ? (
          <span className="flex flex-wrap justify-end gap-1.5">
            <Button
              size="compact"
              isPending={describe.isPending}
              onPress={() => describe.mutate({ params: { id: connection.id } }, { onError: complain, onSuccess: () => toast(t('connections.described')) })}
            >
              {t('connections.describe')}
            </Button>
            <Button size="compact" isDisabled={walking || connection.status !== 'active'} onPress={() => setAsking(true)}>
              {t('connections.walk')}
            </Button>
          </span>
        ) : undefined
      }
    >
      <div className="flex flex-col gap-4">
        <Facts
          items={[
            { label: t('connections.object.views'), value: <Num value={object.views} /> },
            { label: t('connections.object.mapped'), value: <Num value={object.mapped} /> },
            {
              label: t('connections.object.describedAt'),
              value: object.describedAt === null ? t('connections.never') : <RelativeTime at={object.describedAt} />,
            },
            { label: t('connections.object.readAt'), value: object.readAt === null ? t('connections.never') : <RelativeTime at={object.readAt} /> },
          ]}
        />
        {walking && <Progress label={t('connections.walk.running')} done={job?.done ?? object.walked} {...(job?.total ? { total: job.total } : {})} />}
        {!walking && job?.status === 'failed' && job.sentence !== null && (
          <p role="alert" className="rounded-popover bg-bad-soft px-3 py-2 text-bad">
            <bdi>{job.sentence}</bdi>
          </p>
        )}
        {!walking && job?.status === 'done' && job.finishedAt !== null && (
          <p className="text-12 text-muted">
            {t('connections.walk.done', { n: formatNumber(job.done) })} <RelativeTime at={job.finishedAt} />
          </p>
        )}
        {connection.status !== 'active' && mayWrite && <p className="text-12 text-muted">{t('connections.walk.notActive')}</p>}
      </div>
      <ConfirmDialog
        title={t('connections.walk')}
        body={<p>{t('connections.walk.body', { object: object.object, name: connection.name })}</p>}
        verb={t('connections.walk.verb')}
        isOpen={asking}
        onClose={() => setAsking(false)}
        onConfirm={() =>
          walk.mutate({ params: { id: connection.id, childId: object.id } }, { onError: complain, onSuccess: () => toast(t('connections.walk.started')) })
        }
      />
    </Card>
  );
}
