import { useState } from 'react';
import { Link } from '@tanstack/react-router';
import { useApiPages, type Result } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { InstantText } from '../../../lib/i18n/values.tsx';
import { useCan } from '../../../lib/session.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/page.tsx';
import { SlaClock } from '../../../ui/sla-clock.tsx';
import { ErrorState } from '../../../ui/states.tsx';
import { useNow } from '../../../ui/use-now.ts';
import { holderName, runTone } from '../../plays/words.ts';
import { spanWords } from '../kit/when.ts';
import { OutcomeDialog } from './play-dialogs.tsx';
import type { Deal } from './use-room.ts';

/** Plays at work on this deal, and those that were: who holds each, and until when. */
export function DealRuns({ dealId }: { dealId: string }) {
  const runs = useApiPages('runs.list', { query: { dealId, limit: 5 } });
  if (runs.error !== null)
    return (
      <Card title={t('deals.runs')}>
        <ErrorState compact error={runs.error} onRetry={runs.refetch} />
      </Card>
    );
  if (runs.rows.length === 0) return null;
  return (
    <Card title={t('deals.runs')} flush>
      <ul>
        {runs.rows.map((run) => (
          <li key={run.id} className="relative flex flex-col gap-0.5 border-b border-line px-4 py-2 last:border-b-0 hover:bg-hover">
            <span className="flex items-center gap-2">
              <Link to="/plays/runs/$runId" params={{ runId: run.id }} className="min-w-0 flex-1 truncate font-medium before:absolute before:inset-0">
                <bdi>{run.playName}</bdi>
              </Link>
              <Badge tone={runTone[run.status]}>{t(`plays.run.${run.status}`)}</Badge>
            </span>
            <span className="flex flex-wrap items-center gap-x-2 text-12 text-muted">
              {run.finishedAt === null && run.holder !== null && <bdi>{t('plays.heldBy', { name: holderName(run.holder) })}</bdi>}
              {run.finishedAt === null && run.dueAt !== null && <SlaClock dueAt={run.dueAt} startedAt={run.waitingSince ?? undefined} />}
              {run.finishedAt !== null && <InstantText at={run.finishedAt} />}
            </span>
          </li>
        ))}
      </ul>
      {runs.hasMore && (
        <p className="px-4 py-2">
          <Button kind="quiet" size="compact" isPending={runs.isLoadingMore} onPress={runs.loadMore}>
            {t('deals.older')}
          </Button>
        </p>
      )}
    </Card>
  );
}

type Meeting = Result<'meetings.list'>['items'][number];

export function Meetings({ deal }: { deal: Deal }) {
  const meetings = useApiPages('meetings.list', { params: { id: deal.id } });
  const mayRun = useCan('plays:run');
  const now = useNow().toISOString();
  const [logged, setLogged] = useState<Meeting | null>(null);
  if (meetings.error !== null)
    return (
      <Card title={t('deals.meetings')}>
        <ErrorState compact error={meetings.error} onRetry={meetings.refetch} />
      </Card>
    );
  if (meetings.rows.length === 0) return null;
  return (
    <Card title={t('deals.meetings')} flush>
      <ul>
        {meetings.rows.map((meeting) => (
          <li key={meeting.id} className="flex flex-col gap-1 border-b border-line px-4 py-2 last:border-b-0">
            <p className="flex items-start gap-2">
              <bdi className="min-w-0 flex-1 font-medium">{meeting.title}</bdi>
              <Badge tone={meeting.status === 'held' ? 'ok' : 'neutral'}>
                {t(meeting.status === 'held' ? 'deals.meeting.held' : meeting.status === 'cancelled' ? 'deals.meeting.cancelled' : 'deals.meeting.invited')}
              </Badge>
            </p>
            <p className="text-12 text-muted">
              <bdi>{spanWords(meeting.startsAt, meeting.endsAt)}</bdi>
            </p>
            <p className="text-12 text-muted">
              <bdi>
                {new Intl.ListFormat(document.documentElement.lang, { style: 'short', type: 'unit' }).format(meeting.attendees.map((person) => person.name))}
              </bdi>
            </p>
            {meeting.outcome !== null && (
              <p className="text-12">
                <bdi>{outcomeWord(meeting.outcome)}</bdi>
                {meeting.nextStep !== null && (
                  <>
                    {' · '}
                    <bdi>{meeting.nextStep}</bdi>
                  </>
                )}
              </p>
            )}
            {mayRun && meeting.status === 'proposed' && (
              <p>
                <Button size="compact" kind={meeting.endsAt < now ? 'primary' : 'secondary'} onPress={() => setLogged(meeting)}>
                  {t('deals.outcome')}
                </Button>
              </p>
            )}
          </li>
        ))}
      </ul>
      {logged && <OutcomeDialog deal={deal} meeting={logged} onClose={() => setLogged(null)} />}
    </Card>
  );
}

const outcomes = ['advanced', 'needs_follow_up', 'no_fit', 'won', 'lost'] as const;
function outcomeWord(outcome: string): string {
  const known = outcomes.find((entry) => entry === outcome);
  return known === undefined ? outcome : t(`deals.outcome.${known}`);
}
