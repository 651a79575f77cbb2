import { useState } from 'react';
import { Ellipsis, Pencil } from 'lucide-react';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useRegisterActions } from '../../../lib/actions.ts';
import { problemSentence, useApi, useApiMutation } from '../../../lib/api/index.ts';
import { formatInstant } from '../../../lib/i18n/format.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { RelativeTime } from '../../../lib/i18n/values.tsx';
import { useCan } from '../../../lib/session.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button, IconButton } from '../../../ui/button.tsx';
import { CopyField } from '../../../ui/copy-field.tsx';
import { ConfirmDialog } from '../../../ui/dialog.tsx';
import { Menu } from '../../../ui/menu.tsx';
import { Facts, PageBody, PageHeader } from '../../../ui/page.tsx';
import { toast } from '../../../ui/toast.tsx';
import { RecordPage } from '../../partners/kit/record-page.tsx';
import { Deliveries } from './deliveries.tsx';
import { ReplayDialog, RotateDialog, TestDialog } from './dialogs.tsx';
import { EndpointForm } from './endpoint-form.tsx';
import { SecretOnce, type MadeSecret } from './secret-once.tsx';
import { type Endpoint, nameOf, stateOf } from './words.ts';

export function EndpointScreen() {
  const { endpointId } = useParams({ from: '/workspace/settings/webhooks/$endpointId' });
  const query = useApi('webhooks.get', { params: { id: endpointId } }, { refetchInterval: 10_000 });
  return (
    <RecordPage query={query} what={t('webhooks.endpoint')}>
      {(endpoint) => <EndpointRecord key={endpoint.id} endpoint={endpoint} onReload={() => void query.refetch()} />}
    </RecordPage>
  );
}

type Open = 'edit' | 'test' | 'rotate' | 'replay' | 'disable' | 'remove';

function EndpointRecord({ endpoint, onReload }: { endpoint: Endpoint; onReload: () => void }) {
  const [open, setOpen] = useState<Open>();
  const [made, setMade] = useState<MadeSecret>();
  const mayWrite = useCan('webhooks:write');
  const navigate = useNavigate();
  const setStatus = useApiMutation('webhooks.setStatus', { invalidates: ['webhooks.get', 'webhooks.list', 'webhooks.deliveries'] });
  const remove = useApiMutation('webhooks.remove', { invalidates: ['webhooks.list'] });
  const close = () => setOpen(undefined);
  const complain = (error: unknown) => toast(problemSentence(error, t('work.refused')), { tone: 'bad' });
  const disabled = endpoint.status === 'disabled';
  const name = nameOf(endpoint);
  const { id: state, tone } = stateOf(endpoint);
  const turn = (status: Endpoint['status']) =>
    setStatus.mutate(
      { params: { id: endpoint.id }, body: { status } },
      { onError: complain, onSuccess: () => toast(t(status === 'active' ? 'webhooks.enabled' : 'webhooks.disabled')) },
    );
  useRegisterActions(
    () => [
      { id: 'webhook.edit', label: 'webhooks.edit', scope: 'record', shortcut: 'e', permission: 'webhooks:write', run: () => setOpen('edit') },
      { id: 'webhook.test', label: 'webhooks.test', scope: 'record', shortcut: 't', permission: 'webhooks:write', run: () => setOpen('test') },
      {
        id: 'webhook.replay',
        label: 'webhooks.replay',
        scope: 'record',
        shortcut: 'r',
        permission: 'webhooks:write',
        isEnabled: () => !disabled,
        run: () => setOpen('replay'),
      },
    ],
    [disabled],
  );
  const last = endpoint.lastDelivery;
  const facts = [
    {
      label: t('webhooks.events'),
      value: endpoint.eventTypes === null ? t('webhooks.events.all') : t('webhooks.events.chosen', { n: endpoint.eventTypes.length }),
    },
    { label: t('webhooks.format'), value: t(`webhooks.format.${endpoint.format}`) },
    { label: t('webhooks.signing'), value: t(`webhooks.signing.${endpoint.signing}`) },
    {
      label: t('webhooks.last'),
      value:
        last === null ? (
          t('webhooks.last.none')
        ) : (
          <>
            {t(last.ok ? 'webhooks.last.ok' : 'webhooks.last.failed')} <RelativeTime at={last.at} />
          </>
        ),
    },
  ];
  const acts = mayWrite ? (
    <>
      {disabled && (
        <Button kind="primary" isPending={setStatus.isPending} onPress={() => turn('active')}>
          {t('webhooks.enable')}
        </Button>
      )}
      <Button keyHint="t" onPress={() => setOpen('test')}>
        {t('webhooks.test')}
      </Button>
      <Button keyHint="r" isDisabled={disabled} onPress={() => setOpen('replay')}>
        {t('webhooks.replay')}
      </Button>
      <Button icon={<Pencil size={14} aria-hidden />} keyHint="e" onPress={() => setOpen('edit')}>
        {t('webhooks.edit')}
      </Button>
      <Menu
        label={t('webhooks.more')}
        placement="bottom end"
        groups={[
          {
            id: 'acts',
            items: [
              { id: 'rotate', label: t('webhooks.rotate'), onAction: () => setOpen('rotate') },
              { id: 'disable', label: t('webhooks.disable'), isDisabled: disabled, onAction: () => setOpen('disable') },
              { id: 'remove', label: t('webhooks.remove'), tone: 'bad', onAction: () => setOpen('remove') },
            ],
          },
        ]}
      >
        <IconButton label={t('webhooks.more')}>
          <Ellipsis size={16} aria-hidden />
        </IconButton>
      </Menu>
    </>
  ) : undefined;
  return (
    <>
      <PageHeader
        title={name}
        crumbs={[{ label: t('settings.webhooks'), to: '/settings/webhooks' }, { label: endpoint.urlShown }]}
        badges={<Badge tone={tone}>{t(`webhooks.state.${state}`)}</Badge>}
        actions={acts}
        facts={<Facts items={facts} />}
      />
      <PageBody className="flex flex-col gap-4">
        <Notes endpoint={endpoint} />
        {(endpoint.url !== null || endpoint.publicKey !== null) && (
          <div className="grid gap-4 md:grid-cols-2">
            {endpoint.url !== null && <CopyField label={t('webhooks.url')} value={endpoint.url} />}
            {endpoint.publicKey !== null && <CopyField label={t('webhooks.publicKey')} value={endpoint.publicKey} />}
          </div>
        )}
        {!mayWrite && <p className="text-12 text-muted">{t('webhooks.notWriter')}</p>}
        <Deliveries endpoint={endpoint} />
      </PageBody>
      {open === 'edit' && <EndpointForm endpoint={endpoint} onClose={close} onReload={onReload} />}
      {open === 'test' && <TestDialog endpoint={endpoint} onClose={close} />}
      {open === 'replay' && <ReplayDialog endpoint={endpoint} onClose={close} />}
      {open === 'rotate' && (
        <RotateDialog
          endpoint={endpoint}
          onClose={close}
          onMade={(next) => {
            close();
            setMade(next);
          }}
        />
      )}
      <SecretOnce made={made} onClose={() => setMade(undefined)} />
      <ConfirmDialog
        title={t('webhooks.disable')}
        body={<p>{t('webhooks.disable.body', { endpoint: name })}</p>}
        verb={t('webhooks.disable')}
        danger
        isOpen={open === 'disable'}
        onClose={close}
        onConfirm={() => turn('disabled')}
      />
      <ConfirmDialog
        title={t('webhooks.remove')}
        body={<p>{t('webhooks.remove.body', { endpoint: name })}</p>}
        verb={t('webhooks.remove')}
        danger
        isOpen={open === 'remove'}
        onClose={close}
        onConfirm={() =>
          remove.mutate(
            { params: { id: endpoint.id } },
            {
              onError: complain,
              onSuccess: () => {
                toast(t('webhooks.removed'));
                void navigate({ to: '/settings/$section', params: { section: 'webhooks' } });
              },
            },
          )
        }
      />
    </>
  );
}

function Notes({ endpoint }: { endpoint: Endpoint }) {
  const { disabledWhy, failingSince, throttledUntil, overlapEndsAt } = endpoint;
  return (
    <>
      {disabledWhy !== null && (
        <div role="note" className="rounded-popover bg-warn-soft px-3 py-2 text-warn">
          <p>
            <bdi>{disabledWhy === 'by_person' ? t('webhooks.why.by_person', { name: endpoint.disabledBy ?? '' }) : t(`webhooks.why.${disabledWhy}`)}</bdi>
          </p>
          <p>{t('webhooks.disabled.note')}</p>
        </div>
      )}
      {disabledWhy === null && failingSince !== null && (
        <p role="note" className="rounded-popover bg-bad-soft px-3 py-2 text-bad">
          {t('webhooks.failing.note', { time: formatInstant(failingSince) })}
        </p>
      )}
      {throttledUntil !== null && (
        <p role="note" className="rounded-popover bg-warn-soft px-3 py-2 text-warn">
          {t('webhooks.throttled.note', { time: formatInstant(throttledUntil) })}
        </p>
      )}
      {overlapEndsAt !== null && (
        <p role="note" className="rounded-popover bg-accent-soft px-3 py-2 text-accent">
          {t('webhooks.overlap.note', { time: formatInstant(overlapEndsAt) })}
        </p>
      )}
    </>
  );
}
