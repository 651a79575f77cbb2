import { useState } from 'react';
import { Plus } from 'lucide-react';
import type { QueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { Result } from '@entente/contracts/client';
import { useRegisterActions } from '../../lib/actions.ts';
import { apiKey, problemSentence, useApi, useApiMutation } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { InstantText, Num } from '../../lib/i18n/values.tsx';
import { useCan } from '../../lib/session.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { Card, Facts, PageBody, PageHeader } from '../../ui/page.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { toast } from '../../ui/toast.tsx';
import { RecordPage } from '../partners/kit/record-page.tsx';
import { type Definition, moved, newStep, placeOf, readDefinition, stepKinds, withoutStep } from './definition.ts';
import { DryRun } from './dry-run.tsx';
import { RunList } from './run-list.tsx';
import { ProblemList, StepCard } from './step-card.tsx';
import { TriggerCard } from './trigger-card.tsx';
import { kindName, playTone } from './words.ts';

type Play = Result<'plays.get'>;

export function PlayScreen() {
  const { playId } = useParams({ from: '/workspace/plays/$playId' });
  const query = useApi('plays.get', { params: { id: playId } });
  // A version saved elsewhere must not wipe what is being typed here: only another play starts the editor anew.
  return (
    <RecordPage query={query} what={t('plays.title')}>
      {(play) => <Editor key={play.id} play={play} />}
    </RecordPage>
  );
}

function Editor({ play }: { play: Play }) {
  const [draft, setDraft] = useState<Definition>(() => readDefinition(play.definition));
  const [saved, setSaved] = useState(() => JSON.stringify(readDefinition(play.definition)));
  const mayWrite = useCan('plays:write');
  // The answer is the play as it now stands: what the server found wrong shows at once, before anybody can make it live.
  const show = (next: Play, client: QueryClient) => client.setQueryData<Play>(apiKey('plays.get', { params: { id: next.id } }), next);
  const save = useApiMutation('plays.saveVersion', { invalidates: ['plays.list'], onDone: (next, _input, client) => show(next, client) });
  const status = useApiMutation('plays.setStatus', { invalidates: ['plays.list'], onDone: (next, _input, client) => show(next, client) });
  const changed = JSON.stringify(draft) !== saved;
  const put = (changes: Partial<Definition>) => setDraft((before) => ({ ...before, ...changes }));
  const at = (place: string) => play.problems.filter((problem) => placeOf(problem, draft.steps) === place);
  const complain = (error: unknown) => toast(problemSentence(error, t('work.refused')), { tone: 'bad' });

  function saveVersion() {
    const sent = JSON.stringify(draft);
    save.mutate(
      { params: { id: play.id }, body: { definition: { ...draft } } },
      {
        onSuccess: (next) => {
          setSaved(sent);
          toast(t('plays.versionSaved', { n: next.latestVersion }));
        },
        onError: complain,
      },
    );
  }
  function setStatus(next: 'live' | 'paused') {
    status.mutate(
      { params: { id: play.id }, body: { status: next } },
      {
        onSuccess: () =>
          toast(t(next === 'live' ? 'plays.nowLive' : 'plays.nowPaused', { name: play.name }), next === 'paused' ? { undo: () => setStatus('live') } : {}),
        onError: complain,
      },
    );
  }
  useRegisterActions(
    () => [{ id: 'play.save', label: 'plays.save', scope: 'record', shortcut: 'mod+s', permission: 'plays:write', isEnabled: () => changed, run: saveVersion }],
    [draft, saved],
  );

  const live = play.status === 'live' && play.liveVersion === play.latestVersion;
  return (
    <>
      <PageHeader
        title={draft.name}
        crumbs={[{ label: t('plays.title'), to: '/plays' }, { label: play.key }]}
        badges={
          <>
            <Badge tone={playTone[play.status]}>{t(`plays.status.${play.status}`)}</Badge>
            {changed && <Badge tone="warn">{t('plays.unsaved')}</Badge>}
          </>
        }
        actions={
          mayWrite && (
            <>
              {play.status === 'live' && (
                <Button onPress={() => setStatus('paused')} isPending={status.isPending}>
                  {t('plays.pause')}
                </Button>
              )}
              {!live && (
                <Button onPress={() => setStatus('live')} isPending={status.isPending} isDisabled={changed || play.problems.length > 0}>
                  {play.status === 'draft' ? t('plays.goLive') : t('plays.goLiveVersion', { n: play.latestVersion })}
                </Button>
              )}
              <Button kind="primary" keyHint="mod+s" onPress={saveVersion} isPending={save.isPending} isDisabled={!changed}>
                {t('plays.save')}
              </Button>
            </>
          )
        }
        facts={
          <Facts
            items={[
              { label: t('plays.liveVersion'), value: play.liveVersion === null ? t('work.none') : <Num value={play.liveVersion} /> },
              { label: t('plays.latestVersion'), value: <Num value={play.latestVersion} /> },
              { label: t('plays.runs'), value: <Num value={play.runs} /> },
              { label: t('plays.running'), value: <Num value={play.running} /> },
              { label: t('work.updated'), value: <InstantText at={play.updatedAt} /> },
            ]}
          />
        }
      />
      <PageBody>
        <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_26rem]">
          <div className="flex min-w-0 flex-col gap-4">
            <ProblemList problems={at('play')} />
            <Card>
              <div className="flex flex-col gap-3">
                <TextField label={t('work.name')} value={draft.name} onChange={(name) => put({ name })} isDisabled={!mayWrite} isRequired />
                <TextField label={t('plays.purpose')} value={draft.purpose} onChange={(purpose) => put({ purpose })} rows={2} isDisabled={!mayWrite} />
              </div>
            </Card>
            <TriggerCard draft={draft} put={put} problems={{ trigger: at('trigger'), condition: at('condition') }} isDisabled={!mayWrite} />
            <h2 className="text-15 font-semibold">{t('plays.steps')}</h2>
            <ol className="flex flex-col gap-3">
              {draft.steps.map((step, index) => (
                <StepCard
                  key={step.id}
                  step={step}
                  index={index}
                  steps={draft.steps}
                  problems={at(`step:${step.id}`)}
                  isDisabled={!mayWrite}
                  onChange={(next) => put({ steps: draft.steps.map((other) => (other.id === step.id ? next : other)) })}
                  onMove={(by) => put({ steps: moved(draft.steps, index, by) })}
                  onRemove={() => {
                    const before = draft.steps;
                    put({ steps: withoutStep(before, step.id) });
                    toast(t('plays.stepRemoved'), { undo: () => put({ steps: before }) });
                  }}
                />
              ))}
            </ol>
            {mayWrite && (
              <Menu
                label={t('plays.addStep')}
                groups={[
                  {
                    id: 'kinds',
                    items: stepKinds.map((kind) => ({
                      id: kind,
                      label: kindName(kind),
                      onAction: () => put({ steps: [...draft.steps, newStep(draft.steps, kind, kindName(kind))] }),
                    })),
                  },
                ]}
              >
                <Button className="self-start" icon={<Plus size={14} aria-hidden />}>
                  {t('plays.addStep')}
                </Button>
              </Menu>
            )}
          </div>
          <div className="flex min-w-0 flex-col gap-4">
            <DryRun draft={draft} />
            <Card title={t('plays.runs')} flush>
              <RunList playId={play.id} />
            </Card>
            <Card title={t('plays.versions')} flush>
              <ul>
                {play.versions.map((version) => (
                  <li key={version.version} className="flex min-h-10 flex-wrap items-center gap-x-3 border-b border-line px-4 py-1.5 last:border-b-0">
                    <span className="font-medium">{t('plays.versionNamed', { n: version.version })}</span>
                    {version.version === play.liveVersion && <Badge tone="ok">{t('plays.status.live')}</Badge>}
                    <bdi className="flex-1 text-muted">{version.by}</bdi>
                    <span className="text-12 text-muted">
                      <InstantText at={version.at} />
                    </span>
                  </li>
                ))}
              </ul>
            </Card>
          </div>
        </div>
      </PageBody>
    </>
  );
}
