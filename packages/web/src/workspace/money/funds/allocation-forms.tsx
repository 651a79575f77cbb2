import { useState } from 'react';
import { useApi, useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Select } from '../../../ui/select.tsx';
import { DateField, TextField } from '../../../ui/text-field.tsx';
import { PartnerPicker } from '../../deals/kit/pickers.tsx';
import { MoneyField } from '../../marketplaces/kit/money-field.tsx';
import { FormDrawer } from '../../partners/kit/form-drawer.tsx';
import { SignedMoneyField } from '../kit/signed-money-field.tsx';
import { moneyWords } from './marks.tsx';
import { type Allocation, type Budget, fundReads, today } from './words.ts';

const missing = (tried: boolean, wrong: boolean, words: string) => (tried && wrong ? { error: words } : {});
const later = (one: string, other: string): string => (one > other ? one : other);

export function Allocate({ budget, onClose }: { budget: Budget; onClose: () => void }) {
  const [partnerId, setPartner] = useState<string | null>(null);
  const [amountMinor, setAmount] = useState<number | null>(null);
  const [startsOn, setStartsOn] = useState(later(budget.startsOn, today()));
  const [endsOn, setEndsOn] = useState(budget.endsOn);
  const [note, setNote] = useState('');
  const [tried, setTried] = useState(false);
  const allocate = useApiMutation('funds.allocate', { invalidates: fundReads, onDone: onClose });
  function submit() {
    setTried(true);
    if (partnerId === null || amountMinor === null || amountMinor < 1 || startsOn === '' || endsOn <= startsOn) return;
    allocate.mutate({ body: { budgetId: budget.id, partnerId, amountMinor, startsOn, endsOn, note: note.trim() === '' ? null : note.trim() } });
  }
  return (
    <FormDrawer
      title={t('funds.allocate')}
      verb={t('funds.allocate')}
      isOpen
      onClose={onClose}
      onSubmit={submit}
      isPending={allocate.isPending}
      error={allocate.error}
    >
      <p className="text-muted">{t('funds.allocate.left', { amount: moneyWords(budget.unallocatedMinor, budget.currency), budget: budget.name })}</p>
      <PartnerPicker label={t('work.partner')} isRequired value={partnerId} onChange={setPartner} />
      {tried && partnerId === null && <p className="-mt-3 text-12 text-bad">{t('funds.partner.missing')}</p>}
      <MoneyField
        label={t('funds.amount')}
        isRequired
        validationBehavior="aria"
        currency={budget.currency}
        amountMinor={amountMinor}
        onChange={setAmount}
        {...missing(tried, amountMinor === null || amountMinor < 1, t('funds.amount.missing'))}
      />
      <div className="grid gap-3 sm:grid-cols-2">
        <DateField
          label={t('funds.startsOn')}
          isRequired
          validationBehavior="aria"
          value={startsOn}
          onChange={setStartsOn}
          {...missing(tried, startsOn === '', t('funds.day.missing'))}
        />
        <DateField
          label={t('funds.useBefore')}
          description={t('funds.useBefore.note')}
          isRequired
          validationBehavior="aria"
          value={endsOn}
          onChange={setEndsOn}
          {...missing(tried, endsOn <= startsOn, t('funds.endsOn.wrong'))}
        />
      </div>
      <TextField label={t('funds.note')} rows={2} maxLength={4000} value={note} onChange={setNote} />
    </FormDrawer>
  );
}

/** More, less of what is available, or another last day. */
export function Adjust({ allocation, onClose, onReload }: { allocation: Allocation; onClose: () => void; onReload: () => void }) {
  const [byMinor, setBy] = useState<number | null>(null);
  const [endsOn, setEndsOn] = useState(allocation.endsOn);
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const adjust = useApiMutation('funds.adjustAllocation', { invalidates: fundReads, onDone: onClose });
  const nothing = (byMinor ?? 0) === 0 && endsOn === allocation.endsOn;
  function submit() {
    setTried(true);
    if (reason.trim() === '' || nothing || endsOn === '') return;
    adjust.mutate({
      params: { id: allocation.id },
      body: { byMinor: byMinor ?? 0, ...(endsOn === allocation.endsOn ? {} : { endsOn }), reason: reason.trim() },
      ifVersion: allocation.version,
    });
  }
  return (
    <FormDrawer
      title={t('funds.adjust.of', { partner: allocation.partnerName })}
      verb={t('funds.adjust')}
      isOpen
      onClose={onClose}
      onSubmit={submit}
      isPending={adjust.isPending}
      error={adjust.error}
      onReload={onReload}
    >
      <p className="text-muted">{t('funds.adjust.note', { amount: moneyWords(allocation.balance.availableMinor, allocation.currency) })}</p>
      <SignedMoneyField
        label={t('funds.adjust.by')}
        description={t('funds.adjust.by.note')}
        currency={allocation.currency}
        amountMinor={byMinor}
        onChange={setBy}
        {...missing(tried, nothing, t('funds.adjust.nothing'))}
      />
      <DateField label={t('funds.useBefore')} description={t('funds.useBefore.note')} value={endsOn} onChange={setEndsOn} className="w-48" />
      <TextField
        label={t('funds.reason')}
        isRequired
        validationBehavior="aria"
        rows={2}
        maxLength={4000}
        value={reason}
        onChange={setReason}
        {...missing(tried, reason.trim() === '', t('funds.reason.missing'))}
      />
    </FormDrawer>
  );
}

/** What is available goes to another fund of the same currency. */
export function Transfer({ allocation, onClose, onReload }: { allocation: Allocation; onClose: () => void; onReload: () => void }) {
  const [to, setTo] = useState<string | null>(null);
  const [amountMinor, setAmount] = useState<number | null>(null);
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const others = useApi('funds.allocations', { query: { currency: allocation.currency, open: 'true', limit: 200 } });
  const transfer = useApiMutation('funds.transfer', { invalidates: fundReads, onDone: onClose });
  const wrong = amountMinor === null || amountMinor < 1 || amountMinor > allocation.balance.availableMinor;
  function submit() {
    setTried(true);
    if (to === null || amountMinor === null || wrong || reason.trim() === '') return;
    transfer.mutate({ params: { id: allocation.id }, body: { toAllocationId: to, amountMinor, reason: reason.trim() }, ifVersion: allocation.version });
  }
  return (
    <FormDrawer
      title={t('funds.transfer.of', { partner: allocation.partnerName })}
      verb={t('funds.transfer')}
      isOpen
      onClose={onClose}
      onSubmit={submit}
      isPending={transfer.isPending}
      error={transfer.error}
      onReload={onReload}
    >
      <p className="text-muted">{t('funds.transfer.note', { amount: moneyWords(allocation.balance.availableMinor, allocation.currency) })}</p>
      <Select
        label={t('funds.transfer.to')}
        isRequired
        options={(others.data?.items ?? [])
          .filter(({ id }) => id !== allocation.id)
          .map((one) => ({ id: one.id, label: t('funds.fundOf', { budget: one.budgetName, partner: one.partnerName }) }))}
        value={to}
        onChange={setTo}
        {...missing(tried, to === null, t('funds.transfer.to.missing'))}
      />
      <MoneyField
        label={t('funds.amount')}
        isRequired
        validationBehavior="aria"
        currency={allocation.currency}
        amountMinor={amountMinor}
        onChange={setAmount}
        {...missing(tried, wrong, t('funds.transfer.wrong', { amount: moneyWords(allocation.balance.availableMinor, allocation.currency) }))}
      />
      <TextField
        label={t('funds.reason')}
        isRequired
        validationBehavior="aria"
        rows={2}
        maxLength={4000}
        value={reason}
        onChange={setReason}
        {...missing(tried, reason.trim() === '', t('funds.reason.missing'))}
      />
    </FormDrawer>
  );
}
