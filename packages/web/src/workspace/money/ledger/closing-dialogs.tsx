import { useState } from 'react';
import { useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { monthName } from '../../disbursements/words.ts';
import { FormDrawer } from '../../partners/kit/form-drawer.tsx';
import { booked, type Checklist } from './words.ts';

/** For good: said once more before it happens, with what becomes of what comes later. */
export function CloseDialog({ checklist, onReload, onClose }: { checklist: Checklist; onReload: () => void; onClose: () => void }) {
  const [sure, setSure] = useState(false);
  const [tried, setTried] = useState(false);
  const month = monthName(checklist.month, 'long');
  const close = useApiMutation('ledger.close', {
    invalidates: booked,
    onDone: () => {
      onClose();
      toast(t('ledger.close.done', { month }));
    },
  });
  function submit() {
    setTried(true);
    if (sure) close.mutate({ params: { month: checklist.month }, ifVersion: checklist.version });
  }
  return (
    <FormDrawer
      title={t('ledger.close.title', { month })}
      verb={t('ledger.close')}
      look="modal"
      isOpen
      onClose={onClose}
      onSubmit={submit}
      isPending={close.isPending}
      error={close.error}
      onReload={() => {
        close.reset();
        onReload();
      }}
    >
      <p>{t('ledger.close.ask', { month })}</p>
      <p>{t('ledger.lateFacts.open')}</p>
      <Checkbox isSelected={sure} onChange={setSure} isInvalid={tried && !sure}>
        {t('ledger.close.sure', { month })}
      </Checkbox>
      {tried && !sure && (
        <p role="alert" className="text-12 text-bad">
          {t('ledger.close.notSure')}
        </p>
      )}
    </FormDrawer>
  );
}

export function AbandonDialog({ month, onClose }: { month: string; onClose: () => void }) {
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const abandon = useApiMutation('ledger.abandonClosing', { invalidates: booked, onDone: onClose });
  function submit() {
    setTried(true);
    if (reason.trim() !== '') abandon.mutate({ params: { month }, body: { reason: reason.trim() } });
  }
  return (
    <FormDrawer
      title={t('ledger.abandon')}
      verb={t('ledger.abandon')}
      look="modal"
      isOpen
      onClose={onClose}
      onSubmit={submit}
      isPending={abandon.isPending}
      error={abandon.error}
    >
      <p>{t('ledger.abandon.ask')}</p>
      <TextField
        label={t('ledger.reason')}
        description={t('ledger.reason.note')}
        isRequired
        validationBehavior="aria"
        rows={2}
        maxLength={2000}
        value={reason}
        onChange={setReason}
        error={tried && reason.trim() === '' ? t('ledger.reason.missing') : undefined}
      />
    </FormDrawer>
  );
}
