import { useState } from 'react';
import { useApi, useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { useCan } from '../../../lib/session.ts';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { DateField, TextField } from '../../../ui/text-field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { AccountPicker, CurrencySelect } from '../../deals/kit/pickers.tsx';
import { formatExact } from '../../disbursements/exact-money.tsx';
import { FormDrawer } from '../../partners/kit/form-drawer.tsx';
import { SignedMoneyField } from '../kit/signed-money-field.tsx';
import { applyBody, ApplyFields, type Applying } from './apply-fields.tsx';
import { type Invoice, invoiceReads, today } from './words.ts';

/** Money that came, typed by hand: of whom, how much, and what it pays. */
export function PaymentForm({ invoice, onClose }: { invoice?: Invoice; onClose: () => void }) {
  const [accountId, setAccountId] = useState<string | null>(invoice?.accountId ?? null);
  const [currency, setCurrency] = useState(invoice?.currency ?? 'EUR');
  const [amount, setAmount] = useState<number | null>(invoice?.openMinor ?? null);
  const [other, setOther] = useState(false);
  const [countsIn, setCountsIn] = useState(invoice?.currency ?? 'EUR');
  const [counts, setCounts] = useState<number | null>(null);
  const [receivedOn, setReceivedOn] = useState(today());
  const [reference, setReference] = useState(invoice?.number ?? '');
  const [note, setNote] = useState('');
  const [applying, setApplying] = useState<Applying>(
    invoice === undefined ? { how: 'oldest', amounts: new Map() } : { how: 'chosen', amounts: new Map([[invoice.id, invoice.openMinor]]) },
  );
  const [tried, setTried] = useState(false);
  const record = useApiMutation('payments.record', {
    invalidates: invoiceReads,
    onDone: (payment) => {
      toast(t('invoices.payment.recorded', { amount: formatExact(payment.amountMinor, payment.currency), account: payment.accountName ?? '' }));
      onClose();
    },
  });
  const foreign = other && countsIn !== currency;
  const [countedIn, countedMinor] = foreign ? [countsIn, counts] : [currency, amount];
  const lacksAmount = amount === null || amount <= 0;
  const lacksDay = receivedOn === '' || receivedOn > today();
  function submit() {
    setTried(true);
    if (accountId === null || lacksAmount || lacksDay) return;
    record.mutate({
      body: {
        accountId,
        amountMinor: amount,
        currency,
        receivedOn,
        reference: reference.trim() === '' ? null : reference.trim(),
        note: note.trim() === '' ? null : note.trim(),
        ...(foreign ? { counts: { currency: countsIn, ...(counts === null ? {} : { amountMinor: counts }) } } : {}),
        ...applyBody(applying),
      },
    });
  }
  /** The usual case follows what is typed: the one invoice takes what came, as far as it is open. */
  function came(next: number | null) {
    setAmount(next);
    if (invoice !== undefined && applying.how === 'chosen' && applying.amounts.size <= 1 && next !== null && currency === invoice.currency)
      setApplying({ how: 'chosen', amounts: new Map([[invoice.id, Math.min(next, invoice.openMinor)]]) });
  }
  return (
    <FormDrawer
      title={t('invoices.payment.record')}
      verb={t('invoices.payment.record')}
      isOpen
      onClose={onClose}
      onSubmit={submit}
      isPending={record.isPending}
      error={record.error}
    >
      <div>
        <AccountPicker label={t('work.account')} isRequired value={accountId} given={invoice?.accountName ?? null} onChange={setAccountId} />
        {tried && accountId === null && (
          <p role="alert" className="mt-1 text-12 text-bad">
            {t('invoices.fillIn')}
          </p>
        )}
      </div>
      <div className="grid grid-cols-[7rem_minmax(0,1fr)] gap-3">
        <CurrencySelect value={currency} onChange={setCurrency} />
        <SignedMoneyField
          label={t('invoices.amount')}
          amountMinor={amount}
          currency={currency}
          onChange={came}
          error={tried && lacksAmount ? t('invoices.amount.missing') : undefined}
        />
      </div>
      <Checkbox isSelected={other} onChange={setOther} description={t('invoices.payment.other.note')}>
        {t('invoices.payment.other')}
      </Checkbox>
      {other && <Counts currency={currency} day={receivedOn} countsIn={countsIn} onCountsIn={setCountsIn} counts={counts} onCounts={setCounts} />}
      <div className="grid gap-3 sm:grid-cols-2">
        <DateField
          label={t('invoices.receivedOn')}
          isRequired
          validationBehavior="aria"
          value={receivedOn}
          onChange={setReceivedOn}
          error={tried && lacksDay ? t('invoices.day.past') : undefined}
        />
        <TextField label={t('invoices.reference')} maxLength={500} value={reference} onChange={setReference} />
      </div>
      <TextField label={t('invoices.remark')} rows={2} maxLength={2000} value={note} onChange={setNote} />
      {accountId !== null && (
        <ApplyFields
          key={`${accountId} ${countedIn}`}
          accountId={accountId}
          currency={countedIn}
          leftMinor={countedMinor ?? 0}
          value={applying}
          onChange={setApplying}
        />
      )}
    </FormDrawer>
  );
}

/** What money of another currency counts for: by the rate of the day, unless an amount is said. */
function Counts({
  currency,
  day,
  countsIn,
  onCountsIn,
  counts,
  onCounts,
}: {
  currency: string;
  day: string;
  countsIn: string;
  onCountsIn: (currency: string) => void;
  counts: number | null;
  onCounts: (amountMinor: number | null) => void;
}) {
  const mayReadRates = useCan('ledger:read');
  const rates = useApi('ledger.rates', { query: { from: currency, to: countsIn, limit: 50 } }, { enabled: mayReadRates && currency !== countsIn });
  const rate = (rates.data?.items ?? []).find((one) => one.day <= day);
  return (
    <fieldset className="flex min-w-0 flex-col gap-3 rounded-card border border-line p-3">
      <legend className="px-1 text-12 font-medium">{t('invoices.payment.counts')}</legend>
      <div className="grid grid-cols-[7rem_minmax(0,1fr)] gap-3">
        <CurrencySelect value={countsIn} onChange={onCountsIn} />
        <SignedMoneyField
          label={t('invoices.payment.countsFor')}
          description={t('invoices.payment.countsFor.note')}
          amountMinor={counts}
          currency={countsIn}
          onChange={onCounts}
        />
      </div>
      {currency !== countsIn && !rates.isPending && (
        <p className={rate === undefined ? 'text-12 text-warn' : 'text-12 text-muted'}>
          {rate === undefined
            ? t('invoices.payment.noRate', { from: currency, to: countsIn })
            : t('invoices.payment.rate', { rate: rate.rate, from: currency, to: countsIn, source: rate.source })}
        </p>
      )}
    </fieldset>
  );
}
