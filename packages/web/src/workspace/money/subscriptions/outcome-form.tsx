import { useState } from 'react';
import { Plus } from 'lucide-react';
import { useApi, useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Button } from '../../../ui/button.tsx';
import { Select } from '../../../ui/select.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { FormDrawer } from '../../partners/kit/form-drawer.tsx';
import { SignedMoneyField } from '../kit/signed-money-field.tsx';
import { SubscriptionPicker } from './pickers.tsx';
import { type Subscription, subscriptionReads } from './words.ts';

type Piece = { key: number; label: string; note: string; url: string };
const fresh = (key: number): Piece => ({ key, label: '', note: '', url: '' });
const MOST = 20;
const NONE = 'none';
const isAddress = (text: string): boolean => /^https?:\/\//.test(text) && URL.canParse(text);

/** What was reached, what it costs, and what shows it. */
export function OutcomeForm({ subscription, onClose }: { subscription?: Subscription; onClose: () => void }) {
  const [subscriptionId, setSubscription] = useState<string | null>(subscription?.id ?? null);
  const [itemId, setItem] = useState<string>(NONE);
  const [description, setDescription] = useState('');
  const [amount, setAmount] = useState<number | null>(null);
  const [evidence, setEvidence] = useState<readonly Piece[]>([fresh(1)]);
  const [tried, setTried] = useState(false);
  const chosen = useApi('subscriptions.get', { params: { id: subscriptionId ?? '' } }, { enabled: subscriptionId !== null });
  const contract = subscriptionId === null ? undefined : (chosen.data ?? (subscription?.id === subscriptionId ? subscription : undefined));
  const propose = useApiMutation('outcomes.propose', {
    invalidates: subscriptionReads,
    onDone: () => {
      toast(t('subs.outcome.proposed.done'));
      onClose();
    },
  });
  const missing = (empty: boolean) => (tried && empty ? t('subs.missing') : undefined);
  const lacksAmount = amount === null || amount <= 0;
  const wrong = (piece: Piece) => piece.label.trim() === '' || (piece.url.trim() !== '' && !isAddress(piece.url.trim()));
  function submit() {
    setTried(true);
    if (subscriptionId === null || contract === undefined || description.trim() === '' || lacksAmount || evidence.some(wrong)) return;
    propose.mutate({
      body: {
        subscriptionId,
        itemId: itemId === NONE ? null : itemId,
        description: description.trim(),
        amountMinor: amount,
        evidence: evidence.map(({ label, note, url }) => ({
          label: label.trim(),
          note: note.trim() === '' ? null : note.trim(),
          url: url.trim() === '' ? null : url.trim(),
        })),
      },
    });
  }
  const put = (key: number, some: Partial<Piece>) => setEvidence(evidence.map((piece) => (piece.key === key ? { ...piece, ...some } : piece)));
  return (
    <FormDrawer
      title={t('subs.outcome.propose')}
      verb={t('subs.outcome.propose')}
      isOpen
      onClose={onClose}
      onSubmit={submit}
      isPending={propose.isPending}
      error={propose.error ?? chosen.error}
      ownChecks
    >
      <p className="text-muted">{t('subs.outcome.rule')}</p>
      <SubscriptionPicker
        isRequired
        given={subscription && { id: subscription.id, name: subscription.name }}
        value={subscriptionId}
        onChange={(id) => {
          setSubscription(id);
          setItem(NONE);
        }}
        error={missing(subscriptionId === null)}
      />
      {contract !== undefined && contract.items.length > 0 && (
        <Select
          label={t('subs.item')}
          options={[{ id: NONE, label: t('subs.outcome.noItem') }, ...contract.items.map((item) => ({ id: item.id, label: item.description }))]}
          value={itemId}
          onChange={setItem}
        />
      )}
      <TextField
        label={t('subs.outcome.what')}
        isRequired
        validationBehavior="aria"
        maxLength={200}
        value={description}
        onChange={setDescription}
        error={missing(description.trim() === '')}
      />
      <SignedMoneyField
        key={contract?.currency ?? ''}
        label={t('subs.amount')}
        description={t('subs.outcome.amount.note')}
        amountMinor={amount}
        currency={contract?.currency ?? 'EUR'}
        onChange={setAmount}
        error={missing(lacksAmount)}
        className="w-60"
      />
      {evidence.map((piece, index) => (
        <fieldset key={piece.key} className="flex min-w-0 flex-col gap-3 rounded-card border border-line p-3">
          <legend className="px-1 text-12 font-medium">{t('subs.evidence.nth', { n: index + 1 })}</legend>
          <TextField
            label={t('subs.evidence.label')}
            isRequired
            validationBehavior="aria"
            maxLength={200}
            value={piece.label}
            onChange={(label) => put(piece.key, { label })}
            error={missing(piece.label.trim() === '')}
          />
          <TextField label={t('subs.evidence.note')} rows={2} maxLength={4000} value={piece.note} onChange={(note) => put(piece.key, { note })} />
          <TextField
            label={t('subs.evidence.url')}
            type="url"
            validationBehavior="aria"
            maxLength={2000}
            value={piece.url}
            onChange={(url) => put(piece.key, { url })}
            error={piece.url.trim() !== '' && !isAddress(piece.url.trim()) ? t('subs.evidence.url.wrong') : undefined}
          />
          {evidence.length > 1 && (
            <span>
              <Button size="compact" onPress={() => setEvidence(evidence.filter((one) => one.key !== piece.key))}>
                {t('subs.evidence.drop', { n: index + 1 })}
              </Button>
            </span>
          )}
        </fieldset>
      ))}
      {evidence.length < MOST && (
        <span>
          <Button
            size="compact"
            icon={<Plus size={14} aria-hidden />}
            onPress={() => setEvidence([...evidence, fresh(Math.max(...evidence.map(({ key }) => key)) + 1)])}
          >
            {t('subs.evidence.add')}
          </Button>
        </span>
      )}
    </FormDrawer>
  );
}
