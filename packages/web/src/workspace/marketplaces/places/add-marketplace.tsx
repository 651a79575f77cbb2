import { useState } from 'react';
import { Link, useNavigate } from '@tanstack/react-router';
import { useApi, useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { RadioGroup } from '../../../ui/radio-group.tsx';
import { Select } from '../../../ui/select.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { FormDialog } from '../../deals/kit/form-dialog.tsx';
import { PartnerPicker } from '../../deals/kit/pickers.tsx';
import { type Marketplace, marketplaceKinds } from '../words.ts';
import { startingDefinition } from './definition-draft.ts';

/** One that an adapter speaks to is joined to its connection; any other is described by its states, fields and fees. */
export function AddMarketplace({ onClose }: { onClose: () => void }) {
  const [kind, setKind] = useState<Marketplace['kind']>('aws');
  const [name, setName] = useState('');
  const [connectionId, setConnection] = useState<string | null>(null);
  const [operatorId, setOperator] = useState<string | null>(null);
  const connections = useApi('connections.list', undefined, { staleTime: 60_000 });
  const create = useApiMutation('marketplaces.create', { invalidates: ['marketplaces.list'] });
  const navigate = useNavigate();
  const fitting = (connections.data?.items ?? []).filter((connection) => connection.system === kind);
  const byHand = kind === 'configured';
  return (
    <FormDialog
      title={t('marketplaces.add')}
      verb={t('marketplaces.add')}
      isOpen
      onClose={onClose}
      isPending={create.isPending}
      isReady={name.trim() !== ''}
      error={create.error}
      onSubmit={() =>
        create.mutate(
          { body: { kind, name: name.trim(), operatorId, ...(byHand ? { definition: startingDefinition() } : { connectionId }) } },
          {
            onSuccess: (made) => {
              onClose();
              void navigate({ to: '/marketplaces/$marketplaceId', params: { marketplaceId: made.id } });
            },
          },
        )
      }
    >
      <RadioGroup
        label={t('marketplaces.kind')}
        look="cards"
        options={marketplaceKinds.map((id) => ({ id, label: t(`marketplaces.kind.${id}`), note: t(`marketplaces.kind.${id}.note`) }))}
        value={kind}
        onChange={(next) => {
          setKind(next);
          setConnection(null);
        }}
      />
      <TextField label={t('marketplaces.name')} value={name} onChange={setName} maxLength={200} isRequired />
      {!byHand &&
        (fitting.length > 0 ? (
          <Select
            label={t('marketplaces.connection')}
            options={fitting.map((connection) => ({ id: connection.id, label: connection.name, note: connection.account }))}
            value={connectionId}
            onChange={setConnection}
          />
        ) : (
          <p className="rounded-popover bg-hover px-3 py-2">
            {t('marketplaces.connection.none')}{' '}
            <Link to="/connections" className="link">
              {t('marketplaces.connection.go')}
            </Link>
          </p>
        ))}
      <PartnerPicker label={t('marketplaces.operator')} description={t('marketplaces.operator.note')} value={operatorId} onChange={setOperator} />
    </FormDialog>
  );
}
