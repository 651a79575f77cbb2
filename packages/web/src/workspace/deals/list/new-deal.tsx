import { useState } from 'react';
import { useNavigate } from '@tanstack/react-router';
import { useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { NumberField } from '../../../ui/number-field.tsx';
import { DateField, TextField } from '../../../ui/text-field.tsx';
import { FormDialog } from '../kit/form-dialog.tsx';
import { toMinor } from '../kit/money.ts';
import { AccountPicker, CurrencySelect } from '../kit/pickers.tsx';

export function NewDeal({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const [accountId, setAccount] = useState<string | null>(null);
  const [amount, setAmount] = useState(Number.NaN);
  const [currency, setCurrency] = useState('EUR');
  const [closeOn, setClose] = useState('');
  // One key for the life of the form: a second press does not make a second deal.
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const create = useApiMutation('deals.create', {
    invalidates: ['deals.list', 'deals.summary'],
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
        create.mutate({ body: { name: name.trim(), accountId, amountMinor: toMinor(amount, currency), currency, closeOn: closeOn || null }, idempotencyKey })
      }
    >
      <TextField label={t('deals.col.name')} value={name} onChange={setName} isRequired autoFocus maxLength={200} />
      <AccountPicker label={t('deals.col.account')} value={accountId} onChange={setAccount} />
      <div className="grid grid-cols-[1fr_7rem] gap-3">
        <NumberField label={t('deals.col.amount')} value={amount} onChange={setAmount} />
        <CurrencySelect value={currency} onChange={setCurrency} />
      </div>
      <DateField label={t('deals.col.close')} value={closeOn} onChange={setClose} />
    </FormDialog>
  );
}
