import { useState } from 'react';
import { useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { NumberField } from '../../../ui/number-field.tsx';
import { RadioGroup } from '../../../ui/radio-group.tsx';
import { Select } from '../../../ui/select.tsx';
import { DateField, TextField } from '../../../ui/text-field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { AccountPicker, CurrencySelect } from '../../deals/kit/pickers.tsx';
import { typedQuantity } from '../../metering/quantity.ts';
import { FormDrawer } from '../../partners/kit/form-drawer.tsx';
import { today } from '../kit/months.ts';
import { SignedMoneyField } from '../kit/signed-money-field.tsx';
import { MeterSelect, SubscriptionPicker } from './pickers.tsx';
import { type Grant, grantSources, type Subscription, subscriptionReads } from './words.ts';

/** Credit beforehand: for whom, of what, until when, and what it costs, if it costs anything. */
export function GrantForm({ subscription, onClose }: { subscription?: Subscription; onClose: () => void }) {
  const [key] = useState(() => crypto.randomUUID());
  const [accountId, setAccount] = useState<string | null>(subscription?.accountId ?? null);
  const [subscriptionId, setSubscription] = useState<string | null>(null);
  const [kind, setKind] = useState<Grant['kind']>('money');
  const [currency, setCurrency] = useState(subscription?.currency ?? 'EUR');
  const [amount, setAmount] = useState<number | null>(null);
  const [meterId, setMeter] = useState<string | null>(null);
  const [units, setUnits] = useState('');
  const [source, setSource] = useState<Grant['source']>('prepaid');
  const [description, setDescription] = useState('');
  const [priority, setPriority] = useState(0);
  const [grantedOn, setGrantedOn] = useState(today());
  const [expiresOn, setExpiresOn] = useState('');
  const [price, setPrice] = useState<number | null>(null);
  const [priceCurrency, setPriceCurrency] = useState(subscription?.currency ?? 'EUR');
  const [tried, setTried] = useState(false);
  const add = useApiMutation('grants.add', {
    invalidates: subscriptionReads,
    onDone: () => {
      toast(t('subs.grant.added'));
      onClose();
    },
  });
  const exact = typedQuantity(units);
  const lacksMoney = kind === 'money' && (amount === null || amount <= 0);
  const lacksUnits = kind === 'units' && (exact === null || Number(exact) === 0);
  const lacksMeter = kind === 'units' && meterId === null;
  const backwards = expiresOn !== '' && expiresOn < grantedOn;
  const missing = (empty: boolean) => (tried && empty ? t('subs.missing') : undefined);
  function submit() {
    setTried(true);
    if (accountId === null || description.trim() === '' || lacksMoney || lacksUnits || lacksMeter || grantedOn === '' || backwards) return;
    add.mutate({
      body: {
        key,
        accountId,
        subscriptionId,
        kind,
        currency: kind === 'money' ? currency : null,
        meterId: kind === 'units' ? meterId : null,
        source,
        description: description.trim(),
        priority: Number.isNaN(priority) ? 0 : Math.trunc(priority),
        granted: kind === 'money' ? String(amount ?? 0) : (exact ?? '0'),
        grantedOn,
        expiresOn: expiresOn === '' ? null : expiresOn,
        price: price === null || price <= 0 ? null : { amountMinor: price, currency: priceCurrency },
      },
    });
  }
  return (
    <FormDrawer
      title={t('subs.grant.add')}
      verb={t('subs.grant.add')}
      isOpen
      onClose={onClose}
      onSubmit={submit}
      isPending={add.isPending}
      error={add.error}
      ownChecks
    >
      <AccountPicker
        label={t('work.account')}
        isRequired
        value={accountId}
        given={subscription?.accountName ?? null}
        onChange={(id) => {
          setAccount(id);
          setSubscription(null);
        }}
        error={missing(accountId === null)}
      />
      {accountId !== null && (
        <SubscriptionPicker
          key={accountId}
          accountId={accountId}
          description={t('subs.grant.subscription.note')}
          value={subscriptionId}
          onChange={setSubscription}
        />
      )}
      <TextField
        label={t('subs.description')}
        isRequired
        validationBehavior="aria"
        maxLength={200}
        value={description}
        onChange={setDescription}
        error={missing(description.trim() === '')}
      />
      <RadioGroup
        label={t('subs.grant.of')}
        options={(['money', 'units'] as const).map((id) => ({ id, label: t(`subs.grant.kind.${id}`), note: t(`subs.grant.kind.${id}.note`) }))}
        value={kind}
        onChange={setKind}
      />
      {kind === 'money' ? (
        <div className="grid grid-cols-[7rem_minmax(0,1fr)] gap-3">
          <CurrencySelect value={currency} onChange={setCurrency} />
          <SignedMoneyField label={t('subs.grant.granted')} amountMinor={amount} currency={currency} onChange={setAmount} error={missing(lacksMoney)} />
        </div>
      ) : (
        <div className="grid gap-3 sm:grid-cols-2">
          <MeterSelect value={meterId} onChange={setMeter} error={missing(lacksMeter)} />
          <TextField
            label={t('subs.grant.granted')}
            isRequired
            validationBehavior="aria"
            inputMode="decimal"
            value={units}
            onChange={setUnits}
            error={tried && lacksUnits ? t('subs.quantity.wrong') : undefined}
          />
        </div>
      )}
      <div className="grid gap-3 sm:grid-cols-2">
        <Select
          label={t('subs.grant.source')}
          options={grantSources.map((id) => ({ id, label: t(`subs.source.${id}`) }))}
          value={source}
          onChange={setSource}
        />
        <NumberField
          label={t('subs.grant.priority')}
          description={t('subs.grant.priority.note')}
          minValue={0}
          maxValue={1000}
          value={priority}
          onChange={setPriority}
        />
        <DateField
          label={t('subs.grant.on')}
          isRequired
          validationBehavior="aria"
          value={grantedOn}
          onChange={setGrantedOn}
          error={missing(grantedOn === '')}
        />
        <DateField
          label={t('subs.grant.expires')}
          description={t('subs.grant.expires.note')}
          validationBehavior="aria"
          value={expiresOn}
          onChange={setExpiresOn}
          error={backwards ? t('subs.grant.expires.wrong') : undefined}
        />
      </div>
      <div className="grid grid-cols-[7rem_minmax(0,1fr)] gap-3">
        <CurrencySelect value={priceCurrency} onChange={setPriceCurrency} />
        <SignedMoneyField
          label={t('subs.grant.price')}
          description={t('subs.grant.price.note')}
          amountMinor={price}
          currency={priceCurrency}
          onChange={setPrice}
        />
      </div>
    </FormDrawer>
  );
}
