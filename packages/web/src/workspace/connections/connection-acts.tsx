import { Ellipsis } from 'lucide-react';
import { useNavigate } from '@tanstack/react-router';
import { useRegisterActions } from '../../lib/actions.ts';
import { problemSentence, useApiMutation } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { useCan } from '../../lib/session.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { ConfirmDialog, Dialog } from '../../ui/dialog.tsx';
import { Menu } from '../../ui/menu.tsx';
import { toast } from '../../ui/toast.tsx';
import { CredentialsForm } from './credentials-form.tsx';
import { EditConnection } from './edit-connection.tsx';
import { TestResult } from './test-result.tsx';
import type { Connection } from './words.ts';

export type OpenDialog = 'edit' | 'credentials' | 'remove' | 'test' | undefined;

export function ConnectionActs({
  connection,
  open,
  onOpen,
  onReload,
}: {
  connection: Connection;
  open: OpenDialog;
  onOpen: (dialog: OpenDialog) => void;
  onReload: () => void;
}) {
  const mayWrite = useCan('connections:write');
  const navigate = useNavigate();
  const params = { id: connection.id };
  const touched = ['connections.get', 'connections.list', 'connections.health'] as const;
  const pause = useApiMutation('connections.pause', { invalidates: touched });
  const test = useApiMutation('connections.test');
  const describe = useApiMutation('connections.describe', { invalidates: ['connections.get', 'connections.mapping'] });
  const remove = useApiMutation('connections.remove', { invalidates: ['connections.list', 'conflicts.list', 'failures.list'] });
  const complain = (error: unknown) => toast(problemSentence(error, t('work.refused')), { tone: 'bad' });
  const running = connection.status === 'active';
  const turn = (paused: boolean): void =>
    pause.mutate(
      { params, body: { paused } },
      { onError: complain, onSuccess: () => toast(t(paused ? 'connections.paused' : 'connections.resumed'), { undo: () => turn(!paused) }) },
    );
  const startTest = () => {
    onOpen('test');
    test.mutate({ params });
  };
  useRegisterActions(
    () => [
      { id: 'connection.test', label: 'connections.test', scope: 'record', shortcut: 't', permission: 'connections:write', run: startTest },
      { id: 'connection.edit', label: 'connections.edit', scope: 'record', shortcut: 'e', permission: 'connections:write', run: () => onOpen('edit') },
      {
        id: 'connection.pause',
        label: running ? 'connections.pause' : 'connections.resume',
        scope: 'record',
        shortcut: 'p',
        permission: 'connections:write',
        run: () => turn(running),
      },
    ],
    [running, connection.id],
  );
  if (!mayWrite) return <p className="text-12 text-muted">{t('connections.mayNot')}</p>;
  const close = () => onOpen(undefined);
  return (
    <>
      <Button keyHint="t" onPress={startTest}>
        {t('connections.test')}
      </Button>
      <Button kind={running ? 'secondary' : 'primary'} keyHint="p" isPending={pause.isPending} onPress={() => turn(running)}>
        {t(running ? 'connections.pause' : 'connections.resume')}
      </Button>
      <Menu
        label={t('connections.more')}
        placement="bottom end"
        groups={[
          {
            id: 'acts',
            items: [
              { id: 'edit', label: t('connections.edit'), shortcut: 'e', onAction: () => onOpen('edit') },
              { id: 'credentials', label: t('connections.credentials.replace'), onAction: () => onOpen('credentials') },
              {
                id: 'describe',
                label: t('connections.describe'),
                isDisabled: describe.isPending,
                onAction: () => describe.mutate({ params }, { onError: complain, onSuccess: () => toast(t('connections.described')) }),
              },
              { id: 'remove', label: t('connections.remove'), tone: 'bad', onAction: () => onOpen('remove') },
            ],
          },
        ]}
      >
        <IconButton label={t('connections.more')}>
          <Ellipsis size={16} aria-hidden />
        </IconButton>
      </Menu>
      {open === 'edit' && <EditConnection connection={connection} onClose={close} onReload={onReload} />}
      {open === 'credentials' && <CredentialsForm connection={connection} onClose={close} />}
      <Dialog
        title={t('connections.test')}
        size="small"
        isOpen={open === 'test'}
        onClose={close}
        footer={
          <Button isPending={test.isPending} onPress={() => test.mutate({ params })}>
            {t('connections.test.again')}
          </Button>
        }
      >
        <TestResult test={test} />
      </Dialog>
      <ConfirmDialog
        title={t('connections.remove')}
        body={<p>{t('connections.remove.body', { name: connection.name })}</p>}
        verb={t('connections.remove')}
        danger
        isOpen={open === 'remove'}
        onClose={close}
        onConfirm={() =>
          remove.mutate(
            { params },
            {
              onError: complain,
              onSuccess: () => {
                toast(t('connections.removed', { name: connection.name }));
                void navigate({ to: '/connections' });
              },
            },
          )
        }
      />
    </>
  );
}
