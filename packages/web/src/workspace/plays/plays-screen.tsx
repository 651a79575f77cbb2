import { useState } from 'react';
import { Plus, Workflow } from 'lucide-react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useRegisterActions } from '../../lib/actions.ts';
import { useApi, useApiMutation } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { useCan } from '../../lib/session.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { Card, PageBody, PageHeader } from '../../ui/page.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { Select } from '../../ui/select.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { FormDrawer } from '../partners/kit/form-drawer.tsx';
import { useUrlState } from '../partners/kit/url-state.ts';
import { readDefinition } from './definition.ts';
import { RunList } from './run-list.tsx';
import { kindName, playTone, type PlayRow, triggerWords } from './words.ts';

type Choice = { templateKey: string | null; name: string };

export function PlaysScreen() {
  const url = useUrlState();
  const tab = url.oneOf('tab', ['plays', 'templates', 'runs']) ?? 'plays';
  const plays = useApi('plays.list');
  const mayWrite = useCan('plays:write');
  const [choice, setChoice] = useState<Choice>();
  const go = (id: string) => url.set({ tab: id === 'plays' ? undefined : id, status: undefined });
  useRegisterActions(
    () => [
      {
        id: 'plays.create',
        label: 'plays.create',
        scope: 'screen',
        shortcut: 'c',
        permission: 'plays:write',
        run: () => setChoice({ templateKey: null, name: '' }),
      },
    ],
    [],
  );
  return (
    <>
      <PageHeader
        title={t('plays.title')}
        tabs={
          <Tabs
            label={t('plays.title')}
            value={tab}
            onChange={go}
            items={[
              { id: 'plays', label: t('plays.tab.plays') },
              { id: 'templates', label: t('plays.tab.templates') },
              { id: 'runs', label: t('plays.runs') },
            ]}
          />
        }
        actions={
          mayWrite && (
            <Button kind="primary" icon={<Plus size={16} aria-hidden />} onPress={() => setChoice({ templateKey: null, name: '' })}>
              {t('plays.create')}
            </Button>
          )
        }
      />
      <PageBody>
        {tab === 'runs' ? (
          <Runs status={url.oneOf('status', runFilters) ?? 'all'} onStatus={(status) => url.set({ status: status === 'all' ? undefined : status })} />
        ) : tab === 'templates' ? (
          <Templates onUse={mayWrite ? setChoice : undefined} />
        ) : plays.error !== null && plays.data === undefined ? (
          <ErrorState error={plays.error} onRetry={() => void plays.refetch()} />
        ) : plays.data === undefined ? (
          <SkeletonRows rows={6} height={64} what={t('plays.title')} />
        ) : plays.data.items.length === 0 ? (
          <EmptyState
            icon={<Workflow size={18} aria-hidden />}
            title={t('plays.empty')}
            detail={t('plays.empty.detail')}
            action={
              <Button kind="primary" onPress={() => go('templates')}>
                {t('plays.toTemplates')}
              </Button>
            }
          />
        ) : (
          <Card flush>
            <ul>
              {plays.data.items.map((play) => (
                <PlayLine key={play.id} play={play} />
              ))}
            </ul>
          </Card>
        )}
      </PageBody>
      {choice !== undefined && <CreatePlay choice={choice} onClose={() => setChoice(undefined)} />}
    </>
  );
}

const runFilters = ['all', 'open', 'waiting', 'running', 'done', 'failed', 'cancelled'] as const;
type RunFilter = (typeof runFilters)[number];

function Runs({ status, onStatus }: { status: RunFilter; onStatus: (status: RunFilter) => void }) {
  return (
    <Card
      title={t('plays.runs')}
      flush
      actions={
        <Select
          label={t('work.status')}
          hideLabel
          value={status}
          onChange={onStatus}
          options={runFilters.map((id) => ({ id, label: id === 'all' ? t('plays.run.all') : id === 'open' ? t('plays.running') : t(`plays.run.${id}`) }))}
          className="w-40"
        />
      }
    >
      {status === 'open' ? (
        <>
          <RunList showPlay status="running" quiet />
          <RunList showPlay status="waiting" />
        </>
      ) : (
        <RunList showPlay status={status === 'all' ? undefined : status} />
      )}
    </Card>
  );
}

function PlayLine({ play }: { play: PlayRow }) {
  return (
    <li className="relative flex min-h-16 flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-4 py-2 last:border-b-0 hover:bg-hover">
      <span className="min-w-56 flex-[2]">
        <Link to="/plays/$playId" params={{ playId: play.id }} className="font-medium before:absolute before:inset-0">
          <bdi>{play.name}</bdi>
        </Link>
        <span className="block text-12 text-muted">
          <bdi>{play.description}</bdi>
        </span>
      </span>
      <span className="flex-1 text-12 text-muted max-md:basis-full">
        <bdi>{triggerWords(play.trigger)}</bdi>
      </span>
      <span className="text-12 text-muted">
        <bdi>{t('plays.counts', { runs: play.runs, running: play.running })}</bdi>
      </span>
      <Badge tone={playTone[play.status]}>{t(`plays.status.${play.status}`)}</Badge>
    </li>
  );
}

function Templates({ onUse }: { onUse?: (choice: Choice) => void }) {
  const templates = useApi('plays.templates', {}, { staleTime: 60 * 60_000 });
  if (templates.error !== null && templates.data === undefined) return <ErrorState error={templates.error} onRetry={() => void templates.refetch()} />;
  if (templates.data === undefined) return <SkeletonRows rows={3} height={160} what={t('plays.tab.templates')} />;
  return (
    <ul className="grid gap-4 md:grid-cols-2 xl:grid-cols-3">
      {templates.data.items.map((template) => {
        const { steps } = readDefinition(template.definition);
        return (
          <li key={template.key} className="flex flex-col gap-3 rounded-card border border-line bg-surface p-4">
            <h2 className="text-15 font-semibold">
              <bdi>{template.name}</bdi>
            </h2>
            <p className="text-muted">
              <bdi>{template.description}</bdi>
            </p>
            <p className="flex flex-wrap gap-1.5">
              {[...new Set(steps.map((step) => step.kind))].map((kind) => (
                <Badge key={kind}>{kindName(kind)}</Badge>
              ))}
            </p>
            <p className="mt-auto flex items-center justify-between gap-3">
              <span className="text-12 text-muted">{t('plays.stepCount', { n: steps.length })}</span>
              {onUse && (
                <Button size="compact" onPress={() => onUse({ templateKey: template.key, name: template.name })}>
                  {t('plays.use')}
                </Button>
              )}
            </p>
          </li>
        );
      })}
    </ul>
  );
}

function CreatePlay({ choice, onClose }: { choice: Choice; onClose: () => void }) {
  const [name, setName] = useState(choice.name);
  const navigate = useNavigate();
  const create = useApiMutation('plays.create', { invalidates: ['plays.list'] });
  function submit() {
    if (name.trim() === '') return;
    create.mutate(
      { body: { name: name.trim(), templateKey: choice.templateKey } },
      { onSuccess: (play) => void navigate({ to: '/plays/$playId', params: { playId: play.id } }) },
    );
  }
  return (
    <FormDrawer
      look="modal"
      title={choice.templateKey === null ? t('plays.create') : t('plays.createFrom', { name: choice.name })}
      verb={t('plays.create')}
      isOpen
      onClose={onClose}
      onSubmit={submit}
      isPending={create.isPending}
      error={create.error}
    >
      <TextField label={t('work.name')} value={name} onChange={setName} isRequired description={t('plays.create.note')} />
    </FormDrawer>
  );
}
