import { useState } from 'react';
import { useApi, useApiMutation } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { SkeletonRows } from '../../ui/states.tsx';
import { toast } from '../../ui/toast.tsx';
import { FormDrawer } from '../partners/kit/form-drawer.tsx';
import { FormFields, type FormValues, missingOf, secretsOf } from './form-fields.tsx';
import type { Connection } from './words.ts';

/** All of them anew: what is kept is never shown, so nothing of it can stay by accident. */
export function CredentialsForm({ connection, onClose }: { connection: Connection; onClose: () => void }) {
  const systems = useApi('connections.systems', undefined, { staleTime: 60_000 });
  const fields = systems.data?.items.find((one) => one.system === connection.system)?.credentials;
  const [values, setValues] = useState<FormValues>({});
  const [tried, setTried] = useState(false);
  const set = useApiMutation('connections.setCredentials', { invalidates: ['connections.get', 'connections.list', 'connections.health'] });
  const missing = missingOf(fields ?? [], values);
  return (
    <FormDrawer
      title={t('connections.credentials.replace')}
      verb={t('connections.credentials.replace')}
      isOpen
      onClose={onClose}
      isPending={set.isPending}
      error={set.error ?? systems.error}
      onSubmit={() => {
        setTried(true);
        if (fields === undefined || missing.length > 0) return;
        set.mutate(
          { params: { id: connection.id }, body: { credentials: secretsOf(fields, values) } },
          {
            onSuccess: () => {
              toast(t('connections.credentials.replaced'));
              onClose();
            },
          },
        );
      }}
    >
      <p className="text-muted">{t('connections.credentials.note')}</p>
      {fields === undefined ? (
        <SkeletonRows rows={3} height={56} what={t('connections.step.credentials')} />
      ) : (
        <FormFields fields={fields} values={values} missing={tried ? missing : []} onChange={(key, value) => setValues({ ...values, [key]: value })} />
      )}
    </FormDrawer>
  );
}
