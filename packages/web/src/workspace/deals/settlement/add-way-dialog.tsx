import { useState } from 'react';
import { t } from '../../../lib/i18n/i18n.ts';
import { Select } from '../../../ui/select.tsx';
import { useMarketplaces } from '../../marketplaces/use-marketplaces.ts';
import { FormDialog } from '../kit/form-dialog.tsx';
import { PartnerPicker } from '../kit/pickers.tsx';
import { type Candidate, kindName } from '../room/money/words.ts';

const kinds = ['resale', 'distribution', 'marketplace', 'channel_private_offer'] as const;
type Named = (typeof kinds)[number];

/** A way that the deal does not suggest by itself: through a partner that takes no part in it yet. */
export function AddWayDialog({ onAdd, onClose }: { onAdd: (candidate: Candidate) => void; onClose: () => void }) {
  const [kind, setKind] = useState<Named>('resale');
  const [resellerId, setReseller] = useState<string | null>(null);
  const [distributorId, setDistributor] = useState<string | null>(null);
  const [marketplaceId, setMarketplace] = useState<string | null>(null);
  const marketplaces = useMarketplaces();
  const candidate = candidateOf(kind, { resellerId, distributorId, marketplaceId });
  return (
    <FormDialog
      title={t('settlement.add')}
      verb={t('settlement.add')}
      isOpen
      onClose={onClose}
      isReady={candidate !== null}
      onSubmit={() => {
        if (candidate === null) return;
        onAdd(candidate);
        onClose();
      }}
    >
      <Select label={t('settlement.kind')} options={kinds.map((id) => ({ id, label: kindName(id) }))} value={kind} onChange={setKind} isRequired />
      {kind === 'distribution' && <PartnerPicker label={t('role.distribute')} value={distributorId} onChange={setDistributor} isRequired />}
      {kind !== 'marketplace' && <PartnerPicker label={t('role.resell')} value={resellerId} onChange={setReseller} isRequired />}
      {(kind === 'marketplace' || kind === 'channel_private_offer') && (
        <Select
          label={t('role.marketplace')}
          options={(marketplaces.data?.items ?? []).filter((one) => one.retiredAt === null).map((one) => ({ id: one.id, label: one.name }))}
          value={marketplaceId}
          onChange={setMarketplace}
          isRequired
        />
      )}
    </FormDialog>
  );
}

function candidateOf(kind: Named, of: { resellerId: string | null; distributorId: string | null; marketplaceId: string | null }): Candidate | null {
  const { resellerId, distributorId, marketplaceId } = of;
  if (kind === 'resale') return resellerId === null ? null : { kind, resellerId };
  if (kind === 'marketplace') return marketplaceId === null ? null : { kind, marketplaceId };
  if (kind === 'distribution')
    return distributorId === null || resellerId === null || distributorId === resellerId ? null : { kind, distributorId, resellerId };
  return marketplaceId === null || resellerId === null ? null : { kind, marketplaceId, resellerId };
}
