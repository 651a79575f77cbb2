import { useState } from 'react';
import type { Result } from '../../lib/api/index.ts';
import { Money } from '../../lib/i18n/values.tsx';
import { useAct } from '../act.ts';
import { go } from '../address.tsx';
import { FormDialog } from '../kit/dialog.tsx';
import { Choose, TextBox, TextInput } from '../kit/fields.tsx';
import { portalName } from '../session.ts';
import { toMinor } from '../shared/amounts.ts';
import { t } from '../text.ts';

const reasons = ['amount', 'share', 'takenBack', 'held', 'other'] as const;
type Reason = (typeof reasons)[number];

/** What was taken back is written with a minus; that sign is not for `toMinor`. */
function signedMinor(text: string, currency: string): number | undefined {
  const takes = /^\s*[-−]/.test(text);
  const minor = toMinor(text.replace(/^\s*[-−]/, ''), currency);
  return minor === undefined || !takes ? minor : -minor;
}

export function DisputeForm({
  earning,
  onClose,
}: {
  earning: Pick<Result<'portalMoney.earning'>, 'id' | 'title' | 'amountMinor' | 'currency' | 'state'>;
  onClose: () => void;
}) {
  const [reason, setReason] = useState<Reason | ''>('');
  const [text, setText] = useState('');
  const [amount, setAmount] = useState('');
  const [tried, setTried] = useState(false);
  const expectedMinor = amount.trim() === '' ? null : signedMinor(amount, earning.currency);
  const act = useAct('portalMoney.openDispute', {
    notice: (dispute) => t('portal.money.dispute.opened', { number: dispute.number }),
    onDone: (dispute) => go(`/portal/money/disputes/${dispute.id}`),
  });
  function submit(): void {
    setTried(true);
    if (reason === '' || text.trim() === '' || expectedMinor === undefined) return;
    void act.run({
      body: { earningId: earning.id, reason: t('portal.money.dispute.said', { reason: t(`portal.money.why.${reason}`), text: text.trim() }), expectedMinor },
    });
  }
  return (
    <FormDialog
      title={t('portal.money.dispute.title')}
      verb={t('portal.money.dispute')}
      busy={act.busy}
      refusal={act.refusal}
      onClose={onClose}
      onSubmit={submit}
    >
      <p className="flex flex-wrap justify-between gap-x-3">
        <bdi>{earning.title}</bdi>
        <Money value={earning} />
      </p>
      <p className="text-muted">{t(earning.state === 'paid' ? 'portal.money.dispute.note.paid' : 'portal.money.dispute.note', { vendor: portalName() })}</p>
      <Choose
        label={t('portal.reason')}
        choices={reasons.map((id) => ({ id, label: t(`portal.money.why.${id}`) }))}
        value={reason}
        onChange={setReason}
        emptyLabel={t('portal.money.dispute.choose')}
        error={tried && reason === '' ? t('portal.missing') : undefined}
        required
      />
      <TextBox
        label={t('portal.money.dispute.text')}
        value={text}
        onChange={setText}
        rows={4}
        maxLength={3800}
        error={tried && text.trim() === '' ? t('portal.missing') : undefined}
        required
      />
      <TextInput
        label={t('portal.money.dispute.expected', { currency: earning.currency })}
        note={t('portal.money.dispute.expected.note')}
        value={amount}
        onChange={setAmount}
        inputMode="decimal"
        dir="ltr"
        error={tried && expectedMinor === undefined ? t('portal.amount.wrong') : undefined}
      />
    </FormDialog>
  );
}
