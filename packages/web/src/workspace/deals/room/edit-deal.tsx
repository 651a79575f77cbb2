import { useState } from 'react';
import { regions } from '@entente/kernel';
import { t } from '../../../lib/i18n/i18n.ts';
import { NumberField } from '../../../ui/number-field.tsx';
import { Select } from '../../../ui/select.tsx';
import { DateField, TextField } from '../../../ui/text-field.tsx';
import { FormDialog } from '../kit/form-dialog.tsx';
import { toMajor, toMinor } from '../kit/money.ts';
import { AccountPicker, CurrencySelect, MemberPicker } from '../kit/pickers.tsx';
import { type Deal, useRoomAct } from './use-room.ts';

const NO_REGION = 'none';

export function EditDeal({ deal, onClose, onReload }: { deal: Deal; onClose: () => void; onReload: () => void }) {
  const [name, setName] = useState(deal.name);
  const [amount, setAmount] = useState(toMajor(deal.amountMinor, deal.currency));
  const [currency, setCurrency] = useState(deal.currency);
  const [closeOn, setClose] = useState(deal.closeOn ?? '');
  const [accountId, setAccount] = useState(deal.accountId);
  const [ownerId, setOwner] = useState(deal.ownerId);
  const [region, setRegion] = useState<string>(deal.region ?? NO_REGION);
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
              ...(hasLines ? {} : { amountMinor: toMinor(amount, currency) }),
              ...(currency === deal.currency ? {} : { currency }),
              accountId,
              closeOn: closeOn || null,
              ownerId,
              region: region === NO_REGION ? null : region,
              nextStep: nextStep.trim() || null,
            },
          },
          { onSuccess: onClose },
        )
      }
    >
      <TextField label={t('deals.col.name')} value={name} onChange={setName} isRequired maxLength={200} />
      <AccountPicker label={t('deals.col.account')} value={accountId} given={deal.accountName} onChange={setAccount} />
      <NumberField
        label={t('deals.col.amount')}
        value={amount}
        onChange={setAmount}
        isDisabled={hasLines}
        description={hasLines ? t('deals.edit.lines') : undefined}
        formatOptions={{ style: 'currency', currency }}
      />
      <CurrencySelect
        value={currency}
        onChange={setCurrency}
        isDisabled={deal.currencyFixed !== null}
        description={deal.currencyFixed ?? (currency === deal.currency ? undefined : t('deals.edit.currency'))}
      />
      <DateField label={t('deals.col.close')} value={closeOn} onChange={setClose} />
      <MemberPicker label={t('deals.col.owner')} value={ownerId} given={deal.ownerName} onChange={setOwner} />
      <Select
        label={t('deals.filter.region')}
        value={region}
        onChange={setRegion}
        options={[
          { id: NO_REGION, label: t('work.none') },
          ...[...new Set([...regions, ...(deal.region === null ? [] : [deal.region])])].map((id) => ({ id, label: id })),
        ]}
      />
      <TextField label={t('deals.col.next')} value={nextStep} onChange={setNext} />
    </FormDialog>
  );
}
