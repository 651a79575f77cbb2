import { useState } from 'react';
import { useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { NumberField } from '../../../ui/number-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { FormDrawer } from '../../partners/kit/form-drawer.tsx';
import { type Subscription, subscriptionReads } from './words.ts';

export function RenewDialog({ subscription: one, onClose, onReload }: { subscription: Subscription; onClose: () => void; onReload: () => void }) {
  const [months, setMonths] = useState(one.termMonths ?? 12);
  const [reason, setReason] = useState('');
  const renew = useApiMutation('subscriptions.renew', {
    invalidates: subscriptionReads,
    onDone: () => {
      toast(t('subs.renew.done'));
      onClose();
    },
  });
  function submit() {
    if (Number.isNaN(months)) return;
    renew.mutate({ params: { id: one.id }, ifVersion: one.version, body: { termMonths: months, reason: reason.trim() === '' ? undefined : reason.trim() } });
  }
  return (
    <FormDrawer
      title={t('subs.renew')}
      verb={t('subs.renew')}
      look="modal"
      isOpen
      onClose={onClose}
      onSubmit={submit}
      isPending={renew.isPending}
      error={renew.error}
      ownChecks
      onReload={onReload}
    >
      <p>{t('subs.renew.ask')}</p>
      <NumberField
        label={t('subs.termMonths')}
        minValue={1}
        maxValue={120}
        value={months}
        onChange={setMonths}
        className="w-40"
        error={Number.isNaN(months) ? t('subs.missing') : undefined}
      />
      <TextField label={t('subs.reason')} rows={2} maxLength={4000} value={reason} onChange={setReason} />
    </FormDrawer>
  );
}
