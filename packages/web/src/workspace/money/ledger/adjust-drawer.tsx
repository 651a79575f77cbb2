import { useState } from 'react';
import { Plus } from 'lucide-react';
import { useNavigate } from '@tanstack/react-router';
import { useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Button } from '../../../ui/button.tsx';
import { DateField, TextField } from '../../../ui/text-field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { FormDrawer } from '../../partners/kit/form-drawer.tsx';
import { DealPicker } from '../kit/deal-picker.tsx';
import { dayIn, today } from '../kit/months.ts';
import { LegFields } from './leg-fields.tsx';
import { amountOf, type DraftLeg, emptyLeg, legsOf } from './legs.ts';
import { SideSums } from './side-sums.tsx';
import { sides } from './sums.ts';
import { booked } from './words.ts';

/** What no event books, by hand: at least two entries that come to zero in each currency. */
export function AdjustDrawer({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate();
  const [bookedOn, setBookedOn] = useState(today());
  const [memo, setMemo] = useState('');
  const [reason, setReason] = useState('');
  const [dealId, setDealId] = useState<string | null>(null);
  const [legs, setLegs] = useState<readonly DraftLeg[]>([emptyLeg(1, 'EUR'), emptyLeg(2, 'EUR')]);
  const [tried, setTried] = useState(false);
  const adjust = useApiMutation('ledger.adjust', {
    invalidates: booked,
    onDone: (made) => {
      onClose();
      toast(t('ledger.adjust.done'));
      void navigate({ to: '/money/ledger/transactions/$transactionId', params: { transactionId: made.id } });
    },
  });
  const sums = sides(legs.map((leg) => ({ currency: leg.currency, amountMinor: amountOf(leg) }))).filter(
    (sum) => sum.debitMinor !== 0 || sum.creditMinor !== 0,
  );
  const uneven = sums.filter((sum) => sum.balanceMinor !== 0);
  const ready = legsOf(legs);
  const wrongDay = dayIn(bookedOn) === undefined || bookedOn > today();
  const change = (key: number, changes: Partial<DraftLeg>) => setLegs(legs.map((leg) => (leg.key === key ? { ...leg, ...changes } : leg)));
  function submit() {
    setTried(true);
    if (ready === null || ready.length < 2 || uneven.length > 0 || wrongDay || memo.trim() === '' || reason.trim() === '') return;
    adjust.mutate({ body: { bookedOn, memo: memo.trim(), reason: reason.trim(), legs: ready, ...(dealId === null ? {} : { dealId }) } });
  }
  return (
    <FormDrawer
      title={t('ledger.adjust.title')}
      verb={t('ledger.adjust.verb')}
      isOpen
      onClose={onClose}
      onSubmit={submit}
      isPending={adjust.isPending}
      error={adjust.error}
    >
      <p className="text-muted">{t('ledger.adjust.note')}</p>
      <TextField
        label={t('ledger.memo')}
        isRequired
        validationBehavior="aria"
        maxLength={200}
        value={memo}
        onChange={setMemo}
        error={tried && memo.trim() === '' ? t('ledger.fillIn') : undefined}
      />
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
      <div className="grid gap-4 sm:grid-cols-2">
        <DateField
          label={t('ledger.bookedOn')}
          description={t('ledger.bookedOn.note')}
          isRequired
          validationBehavior="aria"
          value={bookedOn}
          onChange={setBookedOn}
          error={tried && wrongDay ? t('ledger.bookedOn.wrong') : undefined}
        />
        <DealPicker value={dealId} onChange={setDealId} />
      </div>
      {legs.map((leg, index) => (
        <LegFields
          key={leg.key}
          leg={leg}
          number={index + 1}
          tried={tried}
          onChange={(changes) => change(leg.key, changes)}
          {...(legs.length > 2 ? { onRemove: () => setLegs(legs.filter((one) => one.key !== leg.key)) } : {})}
        />
      ))}
      <div>
        <Button
          size="compact"
          icon={<Plus size={14} aria-hidden />}
          onPress={() => setLegs([...legs, emptyLeg(Math.max(...legs.map((leg) => leg.key)) + 1, legs.at(-1)?.currency ?? 'EUR')])}
        >
          {t('ledger.adjust.add')}
        </Button>
      </div>
      <output className="flex flex-col gap-1 border-t border-line pt-3">
        {sums.length === 0 ? <span className="text-muted">{t('ledger.adjust.nothing')}</span> : <SideSums sums={sums} last={t('ledger.debitsLessCredits')} />}
        {sums.length > 0 && (
          <span className={uneven.length === 0 ? 'text-ok' : 'text-bad'}>{t(uneven.length === 0 ? 'ledger.adjust.even' : 'ledger.adjust.uneven')}</span>
        )}
      </output>
      {tried && (ready === null || ready.length < 2) && (
        <p role="alert" className="text-12 text-bad">
          {t('ledger.adjust.two')}
        </p>
      )}
    </FormDrawer>
  );
}
