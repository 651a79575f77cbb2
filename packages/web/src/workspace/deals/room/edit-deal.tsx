import { useState } from 'react';
import { t } from '../../../lib/i18n/i18n.ts';
import { NumberField } from '../../../ui/number-field.tsx';
import { DateField, TextField } from '../../../ui/text-field.tsx';
import { FormDialog } from '../kit/form-dialog.tsx';
import { toMajor, toMinor } from '../kit/money.ts';
import { MemberPicker } from '../kit/pickers.tsx';
import { type Deal, useRoomAct } from './use-room.ts';

export function EditDeal({ deal, onClose, onReload }: { deal: Deal; onClose: () => void; onReload: () => void }) {
  const [name, setName] = useState(deal.name);
  const [amount, setAmount] = useState(toMajor(deal.amountMinor, deal.currency));
  const [closeOn, setClose] = useState(deal.closeOn ?? '');
  const [ownerId, setOwner] = useState(deal.ownerId);
  const [nextStep, setNext] = useState(deal.nextStep ?? '');
  const update = useRoomAct('deals.update');
  // Lines make the amount; a figure typed beside them would contradict their sum.
  const hasLines = deal.lines.length > 0;
  return (
    <FormDialog
      title={t('deals.edit')}
      verb={t('ui.save')}
      isOpen
      onClose={onClose}
      look="side"
      isPending={update.isPending}
      isReady={name.trim() !== ''}
      error={update.error}
      onReload={onReload}
      onSubmit={() =>
        update.mutate(
          {
            params: { id: deal.id },
            ifVersion: deal.version,
            body: {
              name: name.trim(),
              ...(hasLines ? {} : { amountMinor: toMinor(amount, deal.currency) }),
              closeOn: closeOn || null,
              ownerId,
              nextStep: nextStep.trim() || null,
            },
          },
          { onSuccess: onClose },
        )
      }
    >
      <TextField label={t('deals.col.name')} value={name} onChange={setName} isRequired maxLength={200} />
      <NumberField
        label={t('deals.col.amount')}
        value={amount}
        onChange={setAmount}
        isDisabled={hasLines}
        description={hasLines ? t('deals.edit.lines') : undefined}
        formatOptions={{ style: 'currency', currency: deal.currency }}
      />
      <DateField label={t('deals.col.close')} value={closeOn} onChange={setClose} />
      <MemberPicker label={deal.ownerName ?? t('deals.col.owner')} value={ownerId} onChange={setOwner} />
      <TextField label={t('deals.col.next')} value={nextStep} onChange={setNext} />
    </FormDialog>
  );
}
