import { Link } from '@tanstack/react-router';
import { useApiPages } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { RelativeTime } from '../../lib/i18n/values.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { SlaClock } from '../../ui/sla-clock.tsx';
import { ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { Nothing } from '../partners/kit/record-page.tsx';
import { holderName, type RunRow, runTone } from './words.ts';

export type RunStatus = RunRow['status'];

/** `quiet` shows nothing where there is nothing: for a list that stands above another. */
export function RunList({
  playId,
  status,
  showPlay = false,
  quiet = false,
}: {
  playId?: string;
  status?: RunStatus | undefined;
  showPlay?: boolean;
  quiet?: boolean;
}) {
  const runs = useApiPages('runs.list', { query: { playId, status, limit: 30 } }, { keepPrevious: true });
  if (runs.error !== null && runs.rows.length === 0) return <ErrorState compact error={runs.error} onRetry={runs.refetch} />;
  if (runs.isLoading) return <SkeletonRows rows={5} height={48} what={t('plays.runs')} />;
  if (runs.rows.length === 0 && quiet) return null;
  if (runs.rows.length === 0) return <Nothing>{t('plays.runs.none')}</Nothing>;
  return (
    <>
      <ul>
        {runs.rows.map((run) => (
          <li
            key={run.id}
            className="relative flex min-h-12 flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-4 py-2 last:border-b-0 hover:bg-hover"
          >
            <span className="min-w-48 flex-1">
              <Link to="/plays/runs/$runId" params={{ runId: run.id }} className="font-medium before:absolute before:inset-0">
                <bdi>{run.dealName}</bdi>
              </Link>
              <span className="block text-12 text-muted">
                {showPlay && (
                  <>
                    <bdi>{run.playName}</bdi>
                    {' · '}
                  </>
                )}
                <bdi>{run.trigger}</bdi>
              </span>
            </span>
            {run.holder !== null && (
              <span className="text-muted">
                <bdi>{t('plays.heldBy', { name: holderName(run.holder) })}</bdi>
              </span>
            )}
            {run.dueAt !== null && run.finishedAt === null && <SlaClock dueAt={run.dueAt} startedAt={run.waitingSince ?? undefined} />}
            <Badge tone={runTone[run.status]}>{t(`plays.run.${run.status}`)}</Badge>
            <span className="w-28 text-end text-12 text-muted">
              <RelativeTime at={run.startedAt} />
            </span>
          </li>
        ))}
      </ul>
      {runs.hasMore && (
        <p className="p-3 text-center">
          <Button size="compact" isPending={runs.isLoadingMore} onPress={runs.loadMore}>
            {t('work.more')}
          </Button>
        </p>
      )}
    </>
  );
}
