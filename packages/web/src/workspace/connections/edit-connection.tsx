import { useState } from 'react';
import { useApi, useApiMutation } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { TextField } from '../../ui/text-field.tsx';
import { toast } from '../../ui/toast.tsx';
import { FormDrawer } from '../partners/kit/form-drawer.tsx';
import { FormFields, type FormValues, missingOf, settingsOf } from './form-fields.tsx';
import type { Connection } from './words.ts';

function shown(settings: Connection['settings']): FormValues {
  const values: Record<string, string | boolean> = {};
  for (const [key, value] of Object.entries(settings)) {
    if (typeof value === 'boolean' || typeof value === 'string') values[key] = value;
    else if (typeof value === 'number') values[key] = String(value);
  }
  return values;
}

export function EditConnection({ connection, onClose, onReload }: { connection: Connection; onClose: () => void; onReload: () => void }) {
  const systems = useApi('connections.systems', undefined, { staleTime: 60_000 });
  const fields = systems.data?.items.find((one) => one.system === connection.system)?.settings ?? [];
  const [name, setName] = useState(connection.name);
  const [account, setAccount] = useState(connection.account);
  const [baseUrl, setBaseUrl] = useState(connection.baseUrl ?? '');
  const [settings, setSettings] = useState(() => shown(connection.settings));
  const [tried, setTried] = useState(false);
  const update = useApiMutation('connections.update', { invalidates: ['connections.get', 'connections.list'] });
  const missing = missingOf(fields, settings);
  const empty = (text: string): string | undefined => (tried && text.trim() === '' ? t('connections.form.missing') : undefined);
  return (
    <FormDrawer
      title={t('connections.edit')}
      verb={t('ui.save')}
      isOpen
      onClose={onClose}
      isPending={update.isPending}
      error={update.error}
      onReload={() => {
        update.reset();
        onReload();
      }}
      onSubmit={() => {
        setTried(true);
        if (name.trim() === '' || account.trim() === '' || missing.length > 0 || systems.data === undefined) return;
        update.mutate(
          {
            params: { id: connection.id },
            ifVersion: connection.version,
            body: {
              name: name.trim(),
              account: account.trim(),
              baseUrl: baseUrl.trim() === '' ? null : baseUrl.trim(),
              settings: settingsOf(fields, settings),
            },
          },
          {
            onSuccess: () => {
              toast(t('connections.saved'));
              onClose();
            },
          },
        );
      }}
    >
      <TextField label={t('connections.name')} value={name} onChange={setName} isRequired validationBehavior="aria" maxLength={200} error={empty(name)} />
      <TextField
        label={t('connections.account')}
        value={account}
        onChange={setAccount}
        isRequired
        validationBehavior="aria"
        maxLength={200}
        description={t(`connections.account.note.${connection.system}`)}
        error={empty(account)}
      />
      <TextField label={t('connections.baseUrl')} type="url" value={baseUrl} onChange={setBaseUrl} description={t('connections.baseUrl.note')} />
      <FormFields fields={fields} values={settings} missing={tried ? missing : []} onChange={(key, value) => setSettings({ ...settings, [key]: value })} />
    </FormDrawer>
  );
}
