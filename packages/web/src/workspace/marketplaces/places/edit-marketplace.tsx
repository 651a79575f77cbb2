import { useState } from 'react';
import { useApi, useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Select } from '../../../ui/select.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { FormDialog } from '../../deals/kit/form-dialog.tsx';
import { PartnerPicker } from '../../deals/kit/pickers.tsx';
import { isByHand, type Marketplace } from '../words.ts';

const NONE = 'none';

export function EditMarketplace({ marketplace, onReload, onClose }: { marketplace: Marketplace; onReload: () => void; onClose: () => void }) {
  const [name, setName] = useState(marketplace.name);
  const [connectionId, setConnection] = useState<string | null>(marketplace.connectionId);
  const [operatorId, setOperator] = useState<string | null>(marketplace.operatorId);
  const connections = useApi('connections.list', undefined, { staleTime: 60_000, enabled: !isByHand(marketplace) });
  const update = useApiMutation('marketplaces.update', { invalidates: ['marketplaces.list'] });
  const fitting = (connections.data?.items ?? []).filter((connection) => connection.system === marketplace.kind);
  return (
    <FormDialog
      title={t('marketplaces.edit')}
      verb={t('ui.save')}
      isOpen
      onClose={onClose}
      size="small"
      isPending={update.isPending}
      isReady={name.trim() !== ''}
      error={update.error}
      onReload={() => {
        update.reset();
        onReload();
      }}
      onSubmit={() =>
        update.mutate(
          {
            params: { id: marketplace.id },
            body: { name: name.trim(), operatorId, ...(isByHand(marketplace) ? {} : { connectionId }) },
            ifVersion: marketplace.version,
          },
          { onSuccess: onClose },
        )
      }
    >
      <TextField label={t('marketplaces.name')} value={name} onChange={setName} maxLength={200} isRequired />
      {!isByHand(marketplace) && (
        <Select
          label={t('marketplaces.connection')}
          options={[
            { id: NONE, label: t('marketplaces.notConnected') },
            ...fitting.map((connection) => ({ id: connection.id, label: connection.name, note: connection.account })),
          ]}
          value={connectionId ?? NONE}
          onChange={(id) => setConnection(id === NONE ? null : id)}
        />
      )}
      <PartnerPicker
        label={t('marketplaces.operator')}
        description={t('marketplaces.operator.note')}
        value={operatorId}
        given={marketplace.operatorName}
        onChange={setOperator}
      />
    </FormDialog>
  );
}
