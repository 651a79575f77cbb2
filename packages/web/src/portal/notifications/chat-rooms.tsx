import { useState } from 'react';
import { Plus } from 'lucide-react';
import { type Result, useApi } from '../../lib/api/index.ts';
import { RelativeTime } from '../../lib/i18n/values.tsx';
import { Badge } from '../../ui/badge.tsx';
import { useAct } from '../act.ts';
import { Button } from '../kit/button.tsx';
import { FormDialog } from '../kit/dialog.tsx';
import { TextInput, Tick } from '../kit/fields.tsx';
import { Page, Panel } from '../kit/page.tsx';
import { Empty, Failed, Ghosts, Refused } from '../kit/states.tsx';
import { portalName, useWhyNot } from '../session.ts';
import { SettingsViews } from '../team/settings-views.tsx';
import { t } from '../text.ts';
import { type NotificationEvent, partnerEvents } from './events.ts';

type Room = Result<'notificationHooks.list'>['items'][number];

export function ChatRooms() {
  const { data, error, refetch } = useApi('notificationHooks.list', {});
  const [adding, setAdding] = useState(false);
  const why = useWhyNot()('portal:team');
  return (
    <Page
      title={t('portal.rooms.title')}
      actions={
        <Button look="main" why={why} icon={<Plus size={18} strokeWidth={1.75} aria-hidden />} onClick={() => setAdding(true)}>
          {t('portal.rooms.add')}
        </Button>
      }
    >
      <SettingsViews open="rooms" />
      <p className="mb-4 max-w-160 text-muted">{t('portal.rooms.intro')}</p>
      <Panel flush>
        {!data ? (
          error ? (
            <Failed error={error} onRetry={() => void refetch()} />
          ) : (
            <Ghosts what={t('portal.rooms.title')} rows={3} />
          )
        ) : data.items.length === 0 ? (
          <Empty title={t('portal.rooms.empty.title')} detail={t('portal.rooms.empty.detail')} />
        ) : (
          <ul aria-label={t('portal.rooms.title')}>
            {data.items.map((room) => (
              <RoomRow key={room.id} room={room} why={why} />
            ))}
          </ul>
        )}
      </Panel>
      {adding && <AddRoom onClose={() => setAdding(false)} />}
    </Page>
  );
}

function RoomRow({ room, why }: { room: Room; why: string | undefined }) {
  const [removing, setRemoving] = useState(false);
  const test = useAct('notificationHooks.test', {
    notice: (result) =>
      result.lastError === null ? t('portal.rooms.tested', { name: result.name }) : t('portal.rooms.testFailed', { reason: result.lastError }),
  });
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-line px-4 py-3 last:border-b-0">
      <div className="min-w-0 flex-1 max-md:basis-full">
        <p className="flex flex-wrap items-center gap-2 font-medium">
          <bdi>{room.name}</bdi>
          {room.pausedAt !== null && <Badge tone="bad">{t('portal.rooms.paused')}</Badge>}
        </p>
        <p className="truncate text-12 text-muted">
          <bdi dir="ltr">{room.urlShown}</bdi>
        </p>
        <p className="text-12 text-muted">
          {t('portal.rooms.events', { n: room.events.length })} · <bdi>{room.createdBy}</bdi> <RelativeTime at={room.createdAt} />
        </p>
        {room.lastError !== null && (
          <p className="text-12 text-bad">
            <bdi>{t('portal.rooms.lastError', { reason: room.lastError, n: room.failures })}</bdi>
          </p>
        )}
      </div>
      <Button
        why={why}
        busy={test.busy}
        aria-label={t('portal.rooms.testName', { name: room.name })}
        onClick={() => void test.run({ params: { id: room.id } })}
      >
        {t('portal.rooms.test')}
      </Button>
      <Button look="danger" why={why} aria-label={t('portal.rooms.removeName', { name: room.name })} onClick={() => setRemoving(true)}>
        {t('portal.team.remove')}
      </Button>
      <Refused sentence={test.refusal} />
      {removing && <RemoveRoom room={room} onClose={() => setRemoving(false)} />}
    </li>
  );
}

function RemoveRoom({ room, onClose }: { room: Room; onClose: () => void }) {
  const act = useAct('notificationHooks.remove', { notice: t('portal.rooms.removed', { name: room.name }), onDone: onClose });
  return (
    <FormDialog
      title={t('portal.rooms.removeName', { name: room.name })}
      verb={t('portal.team.remove')}
      danger
      busy={act.busy}
      refusal={act.refusal}
      onClose={onClose}
      onSubmit={() => void act.run({ params: { id: room.id } })}
    >
      <p>{t('portal.rooms.remove.note')}</p>
    </FormDialog>
  );
}

function AddRoom({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('');
  const [url, setUrl] = useState('');
  const [events, setEvents] = useState<readonly NotificationEvent[]>(partnerEvents.slice(0, 6));
  const [tried, setTried] = useState(false);
  const wrongUrl = !/^https:\/\/\S+\.\S+/.test(url.trim());
  const act = useAct('notificationHooks.add', { notice: (room) => t('portal.rooms.added', { name: room.name }), onDone: onClose });
  return (
    <FormDialog
      title={t('portal.rooms.add')}
      verb={t('portal.rooms.add')}
      busy={act.busy}
      refusal={act.refusal}
      onClose={onClose}
      onSubmit={() => {
        setTried(true);
        if (name.trim() !== '' && !wrongUrl && events.length > 0) void act.run({ body: { name: name.trim(), url: url.trim(), events: [...events] } });
      }}
    >
      <TextInput
        label={t('portal.rooms.name')}
        value={name}
        onChange={setName}
        error={tried && name.trim() === '' ? t('portal.missing') : undefined}
        maxLength={200}
        required
      />
      <TextInput
        label={t('portal.rooms.url')}
        note={t('portal.rooms.url.note')}
        type="url"
        value={url}
        onChange={setUrl}
        error={tried && wrongUrl ? t('portal.rooms.url.wrong') : undefined}
        required
      />
      <fieldset className="m-0 flex flex-col gap-2 border-0 p-0">
        <legend className="mb-1 p-0 font-medium">{t('portal.rooms.which')}</legend>
        {partnerEvents.map((event) => (
          <Tick
            key={event}
            label={t(`portal.event.${event}`, { vendor: portalName() })}
            checked={events.includes(event)}
            onChange={(on) => setEvents(on ? [...events, event] : events.filter((one) => one !== event))}
          />
        ))}
        {tried && events.length === 0 && <p className="text-12 text-bad">{t('portal.rooms.which.missing')}</p>}
      </fieldset>
    </FormDialog>
  );
}
