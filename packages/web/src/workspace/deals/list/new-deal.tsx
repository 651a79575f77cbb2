import { useState } from 'react';
import { openStages, type DealStage } from '@entente/kernel';
import { useNavigate } from '@tanstack/react-router';
import { useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { NumberField } from '../../../ui/number-field.tsx';
import { Select } from '../../../ui/select.tsx';
import { DateField, TextField } from '../../../ui/text-field.tsx';
import { FormDialog } from '../kit/form-dialog.tsx';
import { toMinor } from '../kit/money.ts';
import { AccountPicker, CurrencySelect, MemberPicker } from '../kit/pickers.tsx';

export function NewDeal({ onClose, account }: { onClose: () => void; account?: { id: string; name: string } }) {
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const [accountId, setAccount] = useState<string | null>(account?.id ?? null);
  const [ownerId, setOwner] = useState<string | null>(null);
  const [stage, setStage] = useState<DealStage>('prospect');
  const [nextStep, setNext] = useState('');
  const [amount, setAmount] = useState(Number.NaN);
  const [currency, setCurrency] = useState('EUR');
  const [closeOn, setClose] = useState('');
  // One key for the life of the form: a second press does not make a second deal.
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const create = useApiMutation('deals.create', {
    invalidates: ['deals.list', 'deals.summary', 'accounts.get', 'overview.get'],
    onDone: (deal) => void navigate({ to: '/deals/$dealId', params: { dealId: deal.id } }),
  });
  return (
    <FormDialog
      title={t('deals.new')}
      verb={t('deals.new.verb')}
      isOpen
      onClose={onClose}
      look="side"
      isPending={create.isPending}
      isReady={name.trim() !== ''}
      error={create.error}
      onSubmit={() =>
        create.mutate({
          body: {
            name: name.trim(),
            accountId,
            amountMinor: toMinor(amount, currency),
            currency,
            closeOn: closeOn || null,
            stage,
            ownerId,
            nextStep: nextStep.trim() || null,
          },
          idempotencyKey,
        })
      }
    >
      <TextField label={t('deals.col.name')} value={name} onChange={setName} isRequired maxLength={200} />
      <AccountPicker label={t('deals.col.account')} value={accountId} given={account?.name} onChange={setAccount} />
      <div className="grid grid-cols-[1fr_7rem] gap-3">
        <NumberField label={t('deals.col.amount')} value={amount} onChange={setAmount} />
        <CurrencySelect value={currency} onChange={setCurrency} />
      </div>
      <div className="grid grid-cols-2 gap-3">
        <DateField label={t('deals.col.close')} value={closeOn} onChange={setClose} />
        <Select label={t('deals.col.stage')} options={openStages.map((id) => ({ id, label: t(`stage.${id}`) }))} value={stage} onChange={setStage} />
      </div>
      <MemberPicker label={t('deals.col.owner')} value={ownerId} onChange={setOwner} />
      <TextField label={t('deals.col.next')} value={nextStep} onChange={setNext} />
    </FormDialog>
  );
}
