import { useState } from 'react';
import { Plus } from 'lucide-react';
import { useNavigate } from '@tanstack/react-router';
import { useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Button } from '../../../ui/button.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { AccountPicker } from '../../deals/kit/pickers.tsx';
import { FormDrawer } from '../../partners/kit/form-drawer.tsx';
import { DealPicker } from '../kit/deal-picker.tsx';
import { emptyItem, type ItemDraft, itemOf } from './item-draft.ts';
import { ItemFields } from './item-fields.tsx';
import { freshTerms, TermFields, termsOf } from './term-fields.tsx';
import { subscriptionReads } from './words.ts';

/** A contract without a quote: for whom, under which terms, and what is ordered. */
export function NewSubscription({ account, onClose }: { account?: { id: string; name: string }; onClose: () => void }) {
  const navigate = useNavigate();
  // One key for one form: sending it twice starts one contract.
  const [key] = useState(() => crypto.randomUUID());
  const [name, setName] = useState('');
  const [accountId, setAccountId] = useState<string | null>(account?.id ?? null);
  const [dealId, setDealId] = useState<string | null>(null);
  const [terms, setTerms] = useState(freshTerms);
  const [items, setItems] = useState<readonly ItemDraft[]>([emptyItem(1)]);
  const [tried, setTried] = useState(false);
  const create = useApiMutation('subscriptions.create', {
    invalidates: subscriptionReads,
    onDone: (made) => {
      onClose();
      toast(t('subs.new.done'));
      void navigate({ to: '/money/subscriptions/$subscriptionId', params: { subscriptionId: made.id } });
    },
  });
  const ready = items.map(itemOf);
  const readyTerms = termsOf(terms);
  const complete = ready.every((item) => item !== undefined);
  function submit() {
    setTried(true);
    const ordered = ready.filter((item) => item !== undefined);
    if (accountId === null || name.trim() === '' || readyTerms === null || !complete) return;
    create.mutate({ body: { key, name: name.trim(), accountId, dealId, ...readyTerms, items: ordered } });
  }
  return (
    <FormDrawer
      title={t('subs.new')}
      verb={t('subs.new.verb')}
      isOpen
      onClose={onClose}
      onSubmit={submit}
      isPending={create.isPending}
      error={create.error}
      ownChecks
    >
      <p className="text-muted">{t('subs.new.note')}</p>
      <TextField
        label={t('subs.name')}
        isRequired
        validationBehavior="aria"
        maxLength={200}
        value={name}
        onChange={setName}
        error={tried && name.trim() === '' ? t('subs.missing') : undefined}
      />
      <div className="grid gap-3 sm:grid-cols-2">
        <AccountPicker
          label={t('work.account')}
          isRequired
          value={accountId}
          given={account?.name ?? null}
          onChange={setAccountId}
          error={tried && accountId === null ? t('subs.missing') : undefined}
        />
        <DealPicker value={dealId} onChange={setDealId} />
      </div>
      <TermFields value={terms} tried={tried} onChange={setTerms} />
      {items.map((item, index) => (
        <fieldset key={item.key} className="flex min-w-0 flex-col gap-3 rounded-card border border-line p-3">
          <legend className="px-1 text-12 font-medium">{t('subs.item.nth', { n: index + 1 })}</legend>
          <ItemFields
            value={item}
            currency={terms.currency}
            tried={tried}
            onChange={(next) => setItems(items.map((one) => (one.key === next.key ? next : one)))}
          />
          {items.length > 1 && (
            <span>
              <Button size="compact" onPress={() => setItems(items.filter((one) => one.key !== item.key))}>
                {t('subs.item.drop', { n: index + 1 })}
              </Button>
            </span>
          )}
        </fieldset>
      ))}
      <span>
        <Button
          size="compact"
          icon={<Plus size={14} aria-hidden />}
          onPress={() => setItems([...items, emptyItem(Math.max(...items.map((one) => one.key)) + 1)])}
        >
          {t('subs.item.add')}
        </Button>
      </span>
      {tried && !complete && (
        <p role="alert" className="text-12 text-bad">
          {t('subs.items.incomplete')}
        </p>
      )}
    </FormDrawer>
  );
}
