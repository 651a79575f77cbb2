import { useState } from 'react';
import { useApi, useApiMutation } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { Select } from '../../ui/select.tsx';
import { toast } from '../../ui/toast.tsx';
import { FormDrawer } from '../partners/kit/form-drawer.tsx';
import { billingReads, type Source } from './words.ts';

export function FollowDialog({ sources, onClose }: { sources: readonly Source[]; onClose: () => void }) {
  const connections = useApi('connections.list');
  const [connectionId, setConnection] = useState<string | null>(null);
  const [tried, setTried] = useState(false);
  const follow = useApiMutation('disbursements.follow', {
    invalidates: billingReads,
    onDone: () => {
      toast(t('disbursements.follow.done'));
      onClose();
    },
  });
  const open = (connections.data?.items ?? []).filter((one) => one.uses.includes('marketplace') && sources.every((source) => source.connectionId !== one.id));
  function submit() {
    setTried(true);
    if (connectionId !== null) follow.mutate({ body: { connectionId } });
  }
  return (
    <FormDrawer
      title={t('disbursements.follow')}
      verb={t('disbursements.follow')}
      look="modal"
      isOpen
      onClose={onClose}
      onSubmit={submit}
      isPending={follow.isPending}
      error={follow.error ?? connections.error}
    >
      {connections.data !== undefined && open.length === 0 ? (
        <p className="text-muted">{t('disbursements.follow.none')}</p>
      ) : (
        <Select
          label={t('disbursements.follow.connection')}
          description={t('disbursements.follow.note')}
          isRequired
          options={open.map((one) => ({ id: one.id, label: one.name }))}
          value={connectionId}
          onChange={setConnection}
          error={tried && connectionId === null ? t('disbursements.follow.missing') : undefined}
        />
      )}
    </FormDrawer>
  );
}
