import { Fragment, useState } from 'react';
import { Link } from '@tanstack/react-router';
import { type Result, useApi, useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { useCan } from '../../../lib/session.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/page.tsx';
import { Progress } from '../../../ui/progress.tsx';
import { ErrorState } from '../../../ui/states.tsx';
import { Refusal } from '../../deals/kit/form-dialog.tsx';
import { useUrlState } from '../../partners/kit/url-state.ts';
import { effectTone, effectWords, registrationNumber } from '../../registrations/words.ts';
import { download } from '../../settings/download.ts';
import type { Definition } from '../definition.ts';
import { replayCsv } from './replay-csv.ts';

type Replay = Result<'programs.replayResult'>;
const ASK_EVERY_MS = 700;

/** The whole past ruled again by the draft: how many differ, how, and who they are. It writes nothing but its own result. */
export function ReplayCard({ programId, programName, draft }: { programId: string; programName: string; draft: Definition }) {
  const url = useUrlState();
  const mayWrite = useCan('programs:write');
  const replayId = url.text('replay');
  const [ruledBy, setRuledBy] = useState<string | null>(null);
  const start = useApiMutation('programs.replay');
  const [polls, setPolls] = useState(false);
  const result = useApi(
    'programs.replayResult',
    { params: { id: programId, childId: replayId ?? '' } },
    { enabled: replayId !== undefined, refetchInterval: polls ? ASK_EVERY_MS : false },
  );
  const replay = result.data;
  const running = replay?.status === 'waiting' || replay?.status === 'running';
  if (replay !== undefined && running !== polls) setPolls(running);
  const old = ruledBy !== null && ruledBy !== JSON.stringify(draft);
  return (
    <Card
      title={t('programs.replay')}
      actions={
        <Button
          size="compact"
          isDisabled={!mayWrite || running}
          isPending={start.isPending}
          onPress={() =>
            start.mutate(
              { params: { id: programId }, body: { definition: draft } },
              {
                onSuccess: (made) => {
                  setRuledBy(JSON.stringify(draft));
                  setPolls(true);
                  url.set({ replay: made.id });
                },
              },
            )
          }
        >
          {t('programs.replay.start')}
        </Button>
      }
    >
      <div className="flex flex-col gap-3">
        <p className="text-12 text-muted">{t(mayWrite ? 'programs.replay.note' : 'programs.readOnly')}</p>
        <Refusal error={start.error} />
        {result.error !== null && <ErrorState compact error={result.error} onRetry={() => void result.refetch()} />}
        {replay !== undefined && running && <Progress label={t('programs.replay.running')} done={replay.done} total={replay.total ?? undefined} />}
        {replay !== undefined && (replay.status === 'failed' || replay.status === 'cancelled') && (
          <p role="alert" className="rounded-popover bg-bad-soft px-3 py-2 text-bad">
            <bdi>{replay.sentence ?? t('programs.replay.failed')}</bdi>
          </p>
        )}
        {replay !== undefined && replay.status === 'done' && <Outcome replay={replay} programName={programName} old={old} />}
      </div>
    </Card>
  );
}

function Outcome({ replay, programName, old }: { replay: Replay; programName: string; old: boolean }) {
  const groups = replay.changes.toSorted((a, b) => b.count - a.count);
  return (
    <>
      {old && <p className="rounded-popover bg-warn-soft px-3 py-2 text-warn">{t('programs.replay.old')}</p>}
      <div className="flex flex-wrap items-center gap-3">
        <output className="min-w-0 flex-1 font-medium">
          {replay.different === 0 ? t('programs.replay.none') : t('programs.replay.result', { n: replay.different, same: replay.same })}
        </output>
        {replay.differences.length > 0 && (
          <Button size="compact" onPress={() => download(`${programName} replay.csv`, 'text/csv;charset=utf-8', replayCsv(replay.differences))}>
            {t('programs.replay.export')}
          </Button>
        )}
      </div>
      {replay.differences.length < replay.different && <p className="text-12 text-muted">{t('programs.replay.shown', { n: replay.differences.length })}</p>}
      {groups.length > 0 && (
        <div className="overflow-x-auto">
          <table className="w-full min-w-120">
            <thead className="text-12 text-muted">
              <tr>
                {[t('programs.bench.choose'), t('work.partner'), t('registrations.customer'), t('programs.replay.rule')].map((head) => (
                  <th key={head} scope="col" className="px-2 py-1 text-start font-normal">
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {groups.map((group) => (
                <Fragment key={`${group.from}${group.to}`}>
                  <tr className="border-t border-line bg-desk">
                    <th
                      colSpan={4}
                      scope="rowgroup"
                      aria-label={t('programs.replay.group', { from: effectWords(group.from), to: effectWords(group.to), n: group.count })}
                      className="px-2 py-1.5 text-start font-medium"
                    >
                      <span className="flex flex-wrap items-center gap-2">
                        <Badge tone={effectTone[group.from]}>{effectWords(group.from)}</Badge>
                        <span aria-hidden className="flip">
                          →
                        </span>
                        <Badge tone={effectTone[group.to]}>{effectWords(group.to)}</Badge>
                        <span className="num text-muted">{group.count}</span>
                      </span>
                    </th>
                  </tr>
                  {replay.differences
                    .filter((one) => one.before === group.from && one.after === group.to)
                    .map((one) => (
                      <tr key={one.registrationId} className="border-t border-line align-top">
                        <td className="px-2 py-1.5">
                          <Link to="/registrations/$registrationId" params={{ registrationId: one.registrationId }} className="link">
                            {registrationNumber(one.number)}
                          </Link>
                        </td>
                        <td className="px-2 py-1.5">
                          <bdi>{one.partnerName}</bdi>
                        </td>
                        <td className="px-2 py-1.5">
                          <bdi>{one.companyName}</bdi>
                        </td>
                        <td className="px-2 py-1.5 text-muted">
                          <bdi>{one.beforeRule ?? t('programs.replay.noRule')}</bdi>
                          <span aria-hidden className="flip mx-1 inline-block">
                            →
                          </span>
                          <bdi className="text-text">{one.afterRule ?? t('programs.replay.noRule')}</bdi>
                        </td>
                      </tr>
                    ))}
                </Fragment>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}
