import { useState } from 'react';
import { t } from '../../../lib/i18n/i18n.ts';
import { Select } from '../../../ui/select.tsx';
import { DateField, TextField } from '../../../ui/text-field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { FormDialog } from '../../deals/kit/form-dialog.tsx';
import { orNull } from '../../partners/kit/text-list.ts';
import { useOfferAct } from '../use-marketplaces.ts';
import type { Offer } from '../words.ts';

type DialogOf = { offer: Offer; onClose: () => void };
const today = (): string => new Date().toISOString().slice(0, 10);

export function ExtendDialog({ offer, onClose }: DialogOf) {
  const [expiresOn, setExpiresOn] = useState(offer.expiresOn ?? '');
  const extend = useOfferAct('offers.extend');
  return (
    <FormDialog
      title={t('offers.extend.title')}
      verb={t('offers.extend')}
      isOpen
      onClose={onClose}
      size="small"
      isPending={extend.isPending}
      isReady={expiresOn > today()}
      error={extend.error}
      onSubmit={() =>
        extend.mutate(
          { params: { id: offer.id }, body: { expiresOn } },
          {
            onSuccess: () => {
              toast(t('offers.extend.done'));
              onClose();
            },
          },
        )
      }
    >
      <DateField label={t('offers.expiresOn')} description={t('offers.extend.note')} value={expiresOn} onChange={setExpiresOn} isRequired />
    </FormDialog>
  );
}

export function WithdrawDialog({ offer, onClose }: DialogOf) {
  const [reason, setReason] = useState('');
  const withdraw = useOfferAct('offers.withdraw');
  const isDraft = offer.phase === 'draft';
  return (
    <FormDialog
      title={t(isDraft ? 'offers.close.title' : 'offers.withdraw.title')}
      verb={t(isDraft ? 'offers.close' : 'offers.withdraw')}
      isOpen
      onClose={onClose}
      size="small"
      danger
      isPending={withdraw.isPending}
      isReady={reason.trim() !== ''}
      error={withdraw.error}
      onSubmit={() =>
        withdraw.mutate(
          { params: { id: offer.id }, body: { reason: reason.trim() } },
          {
            onSuccess: () => {
              toast(t(isDraft ? 'offers.close.done' : 'offers.withdraw.done'));
              onClose();
            },
          },
        )
      }
    >
      <p className="text-muted">{t(isDraft ? 'offers.close.note' : 'offers.withdraw.note')}</p>
      <TextField label={t('offers.reason')} value={reason} onChange={setReason} rows={3} isRequired />
    </FormDialog>
  );
}

/** A marketplace by its own definition: the next state, its identity there, the day and a note. */
export function MoveDialog({ offer, to, onClose }: DialogOf & { to: string | null }) {
  const [state, setState] = useState(to ?? offer.next[0]?.key ?? null);
  const [externalId, setExternalId] = useState(offer.externalId ?? '');
  const [on, setOn] = useState('');
  const [note, setNote] = useState('');
  const move = useOfferAct('offers.move');
  return (
    <FormDialog
      title={t('offers.move.title')}
      verb={t('offers.move')}
      isOpen
      onClose={onClose}
      size="small"
      isPending={move.isPending}
      isReady={state !== null}
      error={move.error}
      onSubmit={() => {
        if (state === null) return;
        move.mutate(
          { params: { id: offer.id }, body: { state, externalId: orNull(externalId), on: orNull(on), note: orNull(note) } },
          {
            onSuccess: () => {
              toast(t('offers.move.done', { state: offer.next.find((entry) => entry.key === state)?.label ?? state }));
              onClose();
            },
          },
        );
      }}
    >
      <Select label={t('offers.move.to')} options={offer.next.map(({ key, label }) => ({ id: key, label }))} value={state} onChange={setState} isRequired />
      <TextField label={t('offers.externalId')} description={t('offers.move.externalId')} value={externalId} onChange={setExternalId} />
      <DateField label={t('offers.move.on')} description={t('offers.move.on.note')} value={on} onChange={setOn} />
      <TextField label={t('offers.note')} value={note} onChange={setNote} rows={2} />
    </FormDialog>
  );
}

/** It was sent on the marketplace's own pages, by us or by the reseller: tied to this offer by its identity there. */
export function AssociateDialog({ offer, onClose }: DialogOf) {
  const [externalId, setExternalId] = useState(offer.externalId ?? '');
  const [releasedOn, setReleasedOn] = useState('');
  const record = useOfferAct('offers.recordSent');
  return (
    <FormDialog
      title={t('offers.associate.title')}
      verb={t('offers.associate')}
      isOpen
      onClose={onClose}
      size="small"
      isPending={record.isPending}
      isReady={externalId.trim() !== ''}
      error={record.error}
      onSubmit={() =>
        record.mutate(
          { params: { id: offer.id }, body: { externalId: externalId.trim(), releasedOn: orNull(releasedOn) } },
          {
            onSuccess: () => {
              toast(t('offers.associate.done'));
              onClose();
            },
          },
        )
      }
    >
      <p className="text-muted">{t('offers.associate.note', { name: offer.marketplaceName })}</p>
      <TextField label={t('offers.externalId')} value={externalId} onChange={setExternalId} isRequired />
      <DateField label={t('offers.releasedOn')} value={releasedOn} onChange={setReleasedOn} />
    </FormDialog>
  );
}
