import { useState } from 'react';
import { Plus } from 'lucide-react';
import { type StaffRole, staffRoles } from '@entente/contracts/permissions';
import type { Result } from '@entente/contracts/client';
import { problemSentence, useApi, useApiMutation } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { InstantText, RelativeTime } from '../../lib/i18n/values.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { CopyField } from '../../ui/copy-field.tsx';
import { ConfirmDialog, Dialog } from '../../ui/dialog.tsx';
import { Card } from '../../ui/page.tsx';
import { Select } from '../../ui/select.tsx';
import { ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { DateField, TextField } from '../../ui/text-field.tsx';
import { toast } from '../../ui/toast.tsx';
import { FormDrawer } from '../partners/kit/form-drawer.tsx';
import { Nothing } from '../partners/kit/record-page.tsx';

type Key = Result<'apiKeys.list'>['items'][number];

export function ApiKeys() {
  const keys = useApi('apiKeys.list');
  const [creating, setCreating] = useState(false);
  const [made, setMade] = useState<{ name: string; secret: string }>();
  const [ending, setEnding] = useState<Key>();
  const revoke = useApiMutation('apiKeys.revoke', { invalidates: ['apiKeys.list'] });
  return (
    <>
      <Card
        title={t('settings.api-keys')}
        flush
        actions={
          <Button kind="primary" icon={<Plus size={14} aria-hidden />} onPress={() => setCreating(true)}>
            {t('settings.key.create')}
          </Button>
        }
      >
        {keys.error !== null && keys.data === undefined ? (
          <ErrorState error={keys.error} onRetry={() => void keys.refetch()} />
        ) : keys.data === undefined ? (
          <SkeletonRows rows={4} height={56} what={t('settings.api-keys')} />
        ) : keys.data.items.length === 0 ? (
          <Nothing>{t('settings.keys.none')}</Nothing>
        ) : (
          <ul>
            {keys.data.items.map((key) => (
              <li key={key.id} className="flex min-h-14 flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-4 py-2 last:border-b-0">
                <span className="min-w-48 flex-1">
                  <bdi className="font-medium">{key.name}</bdi>
                  <code dir="ltr" className="block font-mono text-12 text-muted">
                    {key.prefix}…
                  </code>
                </span>
                <span className="text-muted">{t(`people.role.${key.role}`)}</span>
                <span className="text-12 text-muted">
                  {key.lastUsedAt === null ? (
                    t('settings.key.unused')
                  ) : (
                    <>
                      {t('settings.key.used')} <RelativeTime at={key.lastUsedAt} />
                    </>
                  )}
                </span>
                {key.expiresAt !== null && (
                  <span className="text-12 text-muted">
                    {t('settings.key.expires')} <InstantText at={key.expiresAt} />
                  </span>
                )}
                {key.revokedAt !== null ? (
                  <Badge tone="bad">{t('settings.key.revoked')}</Badge>
                ) : (
                  <Button kind="danger" size="compact" onPress={() => setEnding(key)}>
                    {t('settings.key.revoke')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
      </Card>
      {creating && (
        <CreateKey
          onClose={() => setCreating(false)}
          onMade={(key) => {
            setCreating(false);
            setMade(key);
          }}
        />
      )}
      <Dialog
        title={t('settings.key.made', { name: made?.name ?? '' })}
        isOpen={made !== undefined}
        onClose={() => setMade(undefined)}
        isDismissable={false}
        footer={
          <Button kind="primary" onPress={() => setMade(undefined)}>
            {t('settings.key.kept')}
          </Button>
        }
      >
        <div className="flex flex-col gap-3">
          <p className="rounded-popover bg-warn-soft px-3 py-2 text-warn">{t('settings.key.once')}</p>
          {made && <CopyField label={t('settings.key.secret')} value={made.secret} />}
        </div>
      </Dialog>
      <ConfirmDialog
        title={t('settings.key.revoke')}
        body={<p>{t('settings.key.revoke.note', { name: ending?.name ?? '' })}</p>}
        verb={t('settings.key.revoke')}
        danger
        isOpen={ending !== undefined}
        onClose={() => setEnding(undefined)}
        onConfirm={() => {
          if (ending)
            revoke.mutate(
              { params: { id: ending.id } },
              {
                onSuccess: () => toast(t('settings.key.nowRevoked', { name: ending.name })),
                onError: (error) => toast(problemSentence(error, t('work.refused')), { tone: 'bad' }),
              },
            );
        }}
      />
    </>
  );
}

function CreateKey({ onClose, onMade }: { onClose: () => void; onMade: (key: { name: string; secret: string }) => void }) {
  const [name, setName] = useState('');
  const [role, setRole] = useState<StaffRole>('auditor');
  const [until, setUntil] = useState('');
  const create = useApiMutation('apiKeys.create', { invalidates: ['apiKeys.list'] });
  function submit() {
    if (name.trim() === '') return;
    create.mutate(
      { body: { name: name.trim(), role, expiresAt: until === '' ? null : `${until}T23:59:59Z` } },
      { onSuccess: (key) => onMade({ name: key.name, secret: key.secret }) },
    );
  }
  return (
    <FormDrawer
      title={t('settings.key.create')}
      verb={t('settings.key.create')}
      isOpen
      onClose={onClose}
      onSubmit={submit}
      isPending={create.isPending}
      error={create.error}
    >
      <TextField label={t('work.name')} value={name} onChange={setName} isRequired description={t('settings.key.name.note')} />
      <Select
        label={t('settings.role')}
        value={role}
        onChange={setRole}
        options={staffRoles.map((id) => ({ id, label: t(`people.role.${id}`) }))}
        description={t('settings.key.role.note')}
      />
      <DateField label={t('settings.key.expires')} value={until} onChange={setUntil} description={t('settings.key.expires.note')} />
    </FormDrawer>
  );
}
