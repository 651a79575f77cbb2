import { useState } from 'react';
import { Plus } from 'lucide-react';
import { problemSentence, useApi, useApiMutation, type Result } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { RelativeTime } from '../../../lib/i18n/values.tsx';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { ConfirmDialog } from '../../../ui/dialog.tsx';
import { Card } from '../../../ui/page.tsx';
import { ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { FormDrawer } from '../../partners/kit/form-drawer.tsx';
import { Nothing } from '../../partners/kit/record-page.tsx';
import { type Event, eventGroups } from './events.ts';

type Hook = Result<'notificationHooks.list'>['items'][number];

export function Hooks() {
  const hooks = useApi('notificationHooks.list');
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<Hook>();
  const test = useApiMutation('notificationHooks.test', { invalidates: ['notificationHooks.list'] });
  const remove = useApiMutation('notificationHooks.remove', { invalidates: ['notificationHooks.list'] });
  const complain = (error: unknown) => toast(problemSentence(error, t('work.refused')), { tone: 'bad' });
  return (
    <Card
      title={t('telling.hooks')}
      flush
      actions={
        <Button size="compact" icon={<Plus size={14} aria-hidden />} onPress={() => setAdding(true)}>
          {t('telling.hook.add')}
        </Button>
      }
    >
      {hooks.error !== null && hooks.data === undefined ? (
        <ErrorState error={hooks.error} onRetry={() => void hooks.refetch()} />
      ) : hooks.data === undefined ? (
        <SkeletonRows rows={2} height={56} what={t('telling.hooks')} />
      ) : hooks.data.items.length === 0 ? (
        <Nothing>{t('telling.hooks.none')}</Nothing>
      ) : (
        <ul>
          {hooks.data.items.map((hook) => (
            <li key={hook.id} className="flex flex-col gap-1.5 border-b border-line px-4 py-3 last:border-b-0">
              <span className="flex flex-wrap items-center gap-2">
                <bdi className="font-medium">{hook.name}</bdi>
                {hook.pausedAt !== null ? (
                  <Badge tone="bad">{t('telling.hook.paused')}</Badge>
                ) : (
                  hook.failures > 0 && <Badge tone="warn">{t('telling.hook.failed', { n: hook.failures })}</Badge>
                )}
              </span>
              <code dir="ltr" className="truncate font-mono text-12 text-muted">
                {hook.urlShown}
              </code>
              <span className="text-12 text-muted">
                {new Intl.ListFormat(document.documentElement.lang).format(hook.events.map((event) => t(`telling.event.${event}`)))}
              </span>
              {hook.lastError !== null && <bdi className="text-12 text-bad">{hook.lastError}</bdi>}
              <span className="flex flex-wrap items-center gap-2">
                <Button
                  size="compact"
                  isDisabled={test.isPending}
                  onPress={() =>
                    test.mutate(
                      { params: { id: hook.id } },
                      {
                        onError: complain,
                        onSuccess: (done) =>
                          toast(done.lastError ?? t('telling.hook.tested', { name: hook.name }), done.lastError === null ? {} : { tone: 'bad' }),
                      },
                    )
                  }
                >
                  {t('telling.hook.test')}
                </Button>
                <Button size="compact" kind="danger" onPress={() => setRemoving(hook)}>
                  {t('telling.hook.remove')}
                </Button>
                <span className="text-12 text-muted">
                  <bdi>{hook.createdBy}</bdi> · <RelativeTime at={hook.createdAt} />
                </span>
              </span>
            </li>
          ))}
        </ul>
      )}
      {adding && <AddHook onClose={() => setAdding(false)} />}
      <ConfirmDialog
        title={t('telling.hook.remove')}
        body={<p>{t('telling.hook.remove.note', { name: removing?.name ?? '' })}</p>}
        verb={t('telling.hook.remove')}
        danger
        isOpen={removing !== undefined}
        onClose={() => setRemoving(undefined)}
        onConfirm={() => {
          if (removing)
            remove.mutate({ params: { id: removing.id } }, { onError: complain, onSuccess: () => toast(t('telling.hook.removed', { name: removing.name })) });
        }}
      />
    </Card>
  );
}

function AddHook({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('');
  const [url, setUrl] = useState('');
  const [events, setEvents] = useState<readonly Event[]>(['registration.waiting', 'registration.late']);
  const [tried, setTried] = useState(false);
  const add = useApiMutation('notificationHooks.add', { invalidates: ['notificationHooks.list'] });
  const wrongUrl = !/^https:\/\/\S+$/.test(url.trim());
  return (
    <FormDrawer
      title={t('telling.hook.add')}
      verb={t('telling.hook.add')}
      isOpen
      onClose={onClose}
      isPending={add.isPending}
      error={add.error}
      onSubmit={() => {
        setTried(true);
        if (name.trim() === '' || wrongUrl || events.length === 0) return;
        add.mutate(
          { body: { name: name.trim(), url: url.trim(), events: [...events] } },
          {
            onSuccess: (hook) => {
              toast(t('telling.hook.added', { name: hook.name }));
              onClose();
            },
          },
        );
      }}
    >
      <p className="text-muted">{t('telling.hook.note')}</p>
      <TextField
        label={t('work.name')}
        value={name}
        onChange={setName}
        isRequired
        validationBehavior="aria"
        maxLength={200}
        error={tried && name.trim() === '' ? t('work.name.missing') : undefined}
      />
      <TextField
        label={t('telling.hook.url')}
        type="url"
        value={url}
        onChange={setUrl}
        isRequired
        validationBehavior="aria"
        maxLength={1000}
        description={t('telling.hook.url.note')}
        error={tried && wrongUrl ? t('telling.hook.url.wrong') : undefined}
      />
      {eventGroups.map((group) => (
        <fieldset key={group.id} className="flex flex-col gap-1">
          <legend className="mb-1 text-12 font-medium">{t(`telling.group.${group.id}`)}</legend>
          {group.events.map((event) => (
            <Checkbox
              key={event}
              isSelected={events.includes(event)}
              onChange={(on) => setEvents(on ? [...events, event] : events.filter((one) => one !== event))}
            >
              {t(`telling.event.${event}`)}
            </Checkbox>
          ))}
        </fieldset>
      ))}
      {tried && events.length === 0 && (
        <p role="alert" className="text-12 text-bad">
          {t('telling.hook.noEvents')}
        </p>
      )}
    </FormDrawer>
  );
}
