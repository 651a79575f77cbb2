import { useState } from 'react';
import { Plus } from 'lucide-react';
import { useRegisterActions } from '../../../lib/actions.ts';
import { apiKey, useApi, useApiMutation, type Result } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { InstantText } from '../../../lib/i18n/values.tsx';
import { useCan } from '../../../lib/session.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { NumberField } from '../../../ui/number-field.tsx';
import { Card, PageBody, PageHeader } from '../../../ui/page.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { FormDrawer } from '../../partners/kit/form-drawer.tsx';
import { RecordPage } from '../../partners/kit/record-page.tsx';
import { orNull } from '../../partners/kit/text-list.ts';
import type { Routing } from '../words.ts';
import { mayPublish, movedBy, newRoute } from './draft.ts';
import { RouteCard } from './route-card.tsx';
import { TestBench } from './test-bench.tsx';

type Published = Result<'leadRouting.get'>;

export function RoutingScreen() {
  const query = useApi('leadRouting.get');
  // A version published elsewhere must not wipe what is being typed: the editor starts once.
  return (
    <RecordPage query={query} what={t('leads.routing')}>
      {(routing) => <Editor routing={routing} />}
    </RecordPage>
  );
}

function Editor({ routing }: { routing: Published }) {
  const [draft, setDraft] = useState<Routing>(routing.definition);
  const [base, setBase] = useState(routing);
  const [publishing, setPublishing] = useState(false);
  const mayWrite = useCan('programs:write');
  const changed = JSON.stringify(draft) !== JSON.stringify(base.definition);
  const ready = changed && mayPublish(draft);
  const overtaken = routing.number !== base.number;
  const put = (changes: Partial<Routing>) => setDraft((before) => ({ ...before, ...changes }));
  useRegisterActions(
    () => [
      {
        id: 'routing.publish',
        label: 'leads.routing.publish',
        scope: 'record',
        shortcut: 'mod+s',
        permission: 'programs:write',
        isEnabled: () => ready,
        run: () => setPublishing(true),
      },
    ],
    [ready],
  );
  function load(next: Published) {
    setBase(next);
    setDraft(next.definition);
  }
  return (
    <>
      <PageHeader
        title={t('leads.routing')}
        crumbs={[{ label: t('leads.title'), to: '/leads' }, { label: t('leads.routing.version', { n: base.number }) }]}
        badges={changed && <Badge tone="warn">{t('leads.routing.unsaved')}</Badge>}
        actions={
          mayWrite ? (
            <>
              {changed && <Button onPress={() => load(routing)}>{t('leads.routing.discard')}</Button>}
              <Button kind="primary" keyHint="mod+s" isDisabled={!ready} onPress={() => setPublishing(true)}>
                {t('leads.routing.publish')}
              </Button>
            </>
          ) : (
            <span className="text-12 text-muted">{t('leads.routing.mayNot')}</span>
          )
        }
      />
      <PageBody>
        <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_26rem]">
          <div className="flex min-w-0 flex-col gap-4">
            {overtaken && (
              <p role="alert" className="flex flex-wrap items-center gap-3 rounded-popover bg-warn-soft px-3 py-2 text-warn">
                <span className="flex-1">{t('leads.routing.overtaken', { n: routing.number, by: routing.by })}</span>
                <Button size="compact" onPress={() => load(routing)}>
                  {t('work.stale.reload')}
                </Button>
              </p>
            )}
            <Card title={t('leads.routing.times')}>
              <div className="grid gap-3 md:grid-cols-3">
                <NumberField
                  label={t('leads.routing.accept')}
                  value={draft.acceptHours}
                  onChange={(n) => put({ acceptHours: whole(n, 1) })}
                  minValue={1}
                  maxValue={720}
                  steppers
                  isDisabled={!mayWrite}
                />
                <NumberField
                  label={t('leads.routing.contact')}
                  value={draft.contactHours}
                  onChange={(n) => put({ contactHours: whole(n, 1) })}
                  minValue={1}
                  maxValue={720}
                  steppers
                  isDisabled={!mayWrite}
                />
                <NumberField
                  label={t('leads.routing.maxHops')}
                  value={draft.maxHops}
                  onChange={(n) => put({ maxHops: whole(n, 1) })}
                  minValue={1}
                  maxValue={20}
                  steppers
                  isDisabled={!mayWrite}
                />
              </div>
              <p className="mt-2 text-12 text-muted">{t('leads.routing.times.note')}</p>
            </Card>
            <div className="flex flex-col gap-1">
              <h2 className="text-15 font-semibold">{t('leads.routing.routes')}</h2>
              <p className="text-muted">{t('leads.routing.order')}</p>
            </div>
            <ol className="flex flex-col gap-3">
              {draft.routes.map((route, index) => (
                <RouteCard
                  key={route.id}
                  route={route}
                  index={index}
                  count={draft.routes.length}
                  isDisabled={!mayWrite}
                  onChange={(next) => put({ routes: draft.routes.map((other) => (other.id === route.id ? next : other)) })}
                  onMove={(by) => put({ routes: movedBy(draft.routes, index, by) })}
                  onRemove={() => {
                    const before = draft.routes;
                    put({ routes: before.filter((other) => other.id !== route.id) });
                    toast(t('leads.routing.removed', { name: route.name }), { undo: () => put({ routes: before }) });
                  }}
                />
              ))}
            </ol>
            <p className="rounded-card border border-dashed border-line px-4 py-3 text-muted">{t('leads.routing.fallback')}</p>
            {mayWrite && (
              <Button
                className="self-start"
                icon={<Plus size={14} aria-hidden />}
                onPress={() => put({ routes: [...draft.routes, newRoute(draft.routes, t('leads.routing.new'))] })}
              >
                {t('leads.routing.add')}
              </Button>
            )}
          </div>
          <div className="flex min-w-0 flex-col gap-4">
            <TestBench draft={draft} />
            <Versions routing={routing} />
          </div>
        </div>
      </PageBody>
      {publishing && <Publish draft={draft} onClose={() => setPublishing(false)} onPublished={load} />}
    </>
  );
}

const whole = (value: number, least: number): number => (Number.isNaN(value) ? least : Math.round(value));

function Versions({ routing }: { routing: Published }) {
  return (
    <Card title={t('leads.routing.versions')} flush>
      <ol>
        {routing.versions.map((version) => (
          <li key={version.number} className="flex flex-col gap-0.5 border-b border-line px-4 py-2 last:border-b-0">
            <span className="flex flex-wrap items-center gap-x-3">
              <span className="font-medium">{t('leads.routing.version', { n: version.number })}</span>
              {version.number === routing.number && <Badge tone="ok">{t('leads.routing.live')}</Badge>}
              <bdi className="flex-1 text-muted">{version.by}</bdi>
              <span className="text-12 text-muted">
                <InstantText at={version.at} />
              </span>
            </span>
            {version.note !== null && <bdi className="text-muted">{version.note}</bdi>}
          </li>
        ))}
      </ol>
    </Card>
  );
}

function Publish({ draft, onClose, onPublished }: { draft: Routing; onClose: () => void; onPublished: (next: Published) => void }) {
  const [note, setNote] = useState('');
  const publish = useApiMutation('leadRouting.publish', {
    onDone: (next, _input, client) => client.setQueryData<Published>(apiKey('leadRouting.get'), next),
  });
  return (
    <FormDrawer
      look="modal"
      title={t('leads.routing.publish')}
      verb={t('leads.routing.publish')}
      isOpen
      onClose={onClose}
      isPending={publish.isPending}
      error={publish.error}
      onSubmit={() =>
        publish.mutate(
          { body: { definition: draft, note: orNull(note) } },
          {
            onSuccess: (next) => {
              onPublished(next);
              toast(t('leads.routing.published', { n: next.number }));
              onClose();
            },
          },
        )
      }
    >
      <p className="text-muted">{t('leads.routing.publish.note')}</p>
      <TextField label={t('leads.routing.what')} value={note} onChange={setNote} rows={3} maxLength={4000} />
    </FormDrawer>
  );
}
