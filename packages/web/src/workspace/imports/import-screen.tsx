import { useParams } from '@tanstack/react-router';
import { useApi, useApiMutation, type Result } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { InstantText, Num } from '../../lib/i18n/values.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card, PageBody, PageHeader } from '../../ui/page.tsx';
import { Progress } from '../../ui/progress.tsx';
import { ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { toast } from '../../ui/toast.tsx';
import { problemSentence } from '../../lib/api/index.ts';
import { Columns, Duplicates, Questions, UnknownValues } from './settings-of-import.tsx';

export type Import = Result<'imports.get'>;
const KINDS = ['create', 'update', 'unchanged', 'skip', 'error'] as const;
const MOVING: readonly Import['status'][] = ['dry_running', 'running', 'undoing'];

export function ImportScreen() {
  const { importId: id } = useParams({ strict: false });
  const input = { params: { id: id ?? '' } };
  const found = useApi('imports.get', input, { refetchInterval: 1500 });
  const options = { invalidates: ['imports.get', 'imports.rows', 'imports.list'] as const };
  const dryRun = useApiMutation('imports.dryRun', options);
  const run = useApiMutation('imports.run', options);
  const cancel = useApiMutation('imports.cancel', options);
  const undo = useApiMutation('imports.undo', options);
  if (found.error) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  if (found.isPending) return <SkeletonRows what={t('imports.title')} rows={10} />;
  const item = found.data;
  const moving = MOVING.includes(item.status);
  const act = (mutation: typeof run | typeof dryRun | typeof cancel | typeof undo) =>
    mutation.mutate(input, { onError: (error) => toast(problemSentence(error, t('deals.refused')), { tone: 'bad' }) });
  return (
    <>
      <PageHeader
        title={item.fileName}
        crumbs={[{ label: t('imports.title'), to: '/imports' }]}
        badges={<Badge>{t(`imports.status.${item.status}`)}</Badge>}
        actions={
          <>
            {moving && <Button onPress={() => act(cancel)}>{t('imports.cancel')}</Button>}
            {item.mayUndo && <Button onPress={() => act(undo)}>{t('imports.undo')}</Button>}
            {(item.status === 'profiled' || item.status === 'dry_run') && (
              <Button kind={item.status === 'profiled' ? 'primary' : 'secondary'} onPress={() => act(dryRun)}>
                {t('imports.dryRun')}
              </Button>
            )}
            {(item.status === 'dry_run' || item.status === 'cancelled') && (
              <Button kind="primary" onPress={() => act(run)}>
                {t('imports.run')}
              </Button>
            )}
          </>
        }
      />
      <PageBody className="flex flex-col gap-4">
        {moving && item.job && (
          <Progress label={t(`imports.status.${item.status}`)} done={item.job.done} {...(item.job.total === null ? {} : { total: item.job.total })} />
        )}
        {item.counts && <Outcome item={item} />}
        {!moving && (item.status === 'profiled' || item.status === 'dry_run') && (
          <>
            <Questions item={item} />
            <UnknownValues item={item} />
            <Columns item={item} />
            <Duplicates item={item} />
          </>
        )}
      </PageBody>
    </>
  );
}

function Outcome({ item }: { item: Import }) {
  const { counts } = item;
  const rows = useApi('imports.rows', { params: { id: item.id }, query: { action: 'error', limit: 50 } }, { enabled: (counts?.error ?? 0) > 0 });
  if (!counts) return null;
  return (
    <Card
      title={t('imports.result')}
      actions={
        counts.error > 0 && (
          <a className="link" href={`/api/v1/imports/${item.id}/errors.csv`}>
            {t('imports.errors')}
          </a>
        )
      }
    >
      <dl className="flex flex-wrap gap-6">
        {KINDS.map((kind) => (
          <div key={kind}>
            <dt className="text-12 text-muted">{t(`imports.count.${kind}`)}</dt>
            <dd className="num text-18 font-medium">
              <Num value={counts[kind]} />
            </dd>
          </div>
        ))}
      </dl>
      {item.job?.sentence && <p className="mt-3 text-muted">{item.job.sentence}</p>}
      {item.mayUndo && item.undoUntil && (
        <p className="mt-2 text-12 text-muted">
          {t('imports.undone')} <InstantText at={item.undoUntil} />
        </p>
      )}
      {rows.data && rows.data.items.length > 0 && (
        <>
          <h3 className="mt-4 font-medium">{t('imports.problems')}</h3>
          <ul className="mt-2 flex flex-col gap-1">
            {rows.data.items.map((row) => (
              <li key={row.rowNumber} className="flex gap-3">
                <span className="num w-20 shrink-0 text-muted">{t('imports.row', { n: row.rowNumber })}</span>
                <span>{row.problems.map((problem) => problem.sentence).join(' ')}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </Card>
  );
}
