import { useState } from 'react';
import { useRegisterActions } from '../../../lib/actions.ts';
import { type MessageId, t } from '../../../lib/i18n/i18n.ts';
import { useCan } from '../../../lib/session.ts';
import { Button } from '../../../ui/button.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { MoneyField } from '../../marketplaces/kit/money-field.tsx';
import { FormDrawer } from '../../partners/kit/form-drawer.tsx';
import { ReasonDialog } from '../kit/reason-dialog.tsx';
import { ApproveClaim } from './approve-claim.tsx';
import { moneyWords } from './marks.tsx';
import { type Rest, RestChoice } from './rest-choice.tsx';
import { useFundAct } from './use-fund-act.ts';
import type { ClaimDetail } from './words.ts';

type Verb = ClaimDetail['available'][number];
const order = ['ask', 'reject', 'reverse', 'approve'] as const satisfies readonly Verb[];
const keys: Record<Verb, string> = { approve: 'a', reject: 'x', ask: 'q', reverse: 'shift+x' };
type Props = { claim: ClaimDetail; onClose: () => void; onReload: () => void };

export function ClaimActs({ claim, onReload }: { claim: ClaimDetail; onReload: () => void }) {
  const [open, setOpen] = useState<Verb>();
  const mayDecide = useCan('funds:approve');
  const ask = useFundAct('fundClaims.ask');
  const close = () => setOpen(undefined);
  useRegisterActions(
    () =>
      order.map((verb) => ({
        id: `funds.claim.${verb}`,
        label: `funds.${verb}` as const satisfies MessageId,
        scope: 'record' as const,
        shortcut: keys[verb],
        permission: 'funds:approve',
        isEnabled: () => claim.available.includes(verb),
        run: () => setOpen(verb),
      })),
    [claim.version, claim.available.join()],
  );
  if (claim.available.length === 0) return null;
  return (
    <>
      {!mayDecide && <span className="text-12 text-muted">{t('funds.mayNotDecide')}</span>}
      {order
        .filter((verb) => claim.available.includes(verb))
        .map((verb) => (
          <Button
            key={verb}
            kind={verb === 'approve' ? 'primary' : verb === 'reverse' ? 'danger' : 'secondary'}
            isDisabled={!mayDecide}
            onPress={() => setOpen(verb)}
          >
            {t(`funds.${verb}`)}
          </Button>
        ))}
      {open === 'approve' && <ApproveClaim claim={claim} onClose={close} onReload={onReload} />}
      {open === 'reject' && <Reject claim={claim} onClose={close} onReload={onReload} />}
      {open === 'reverse' && <Reverse claim={claim} onClose={close} onReload={onReload} />}
      {open === 'ask' && (
        <ReasonDialog
          title={t('funds.ask')}
          verb={t('funds.ask')}
          body={t('funds.ask.ask', { partner: claim.partnerName })}
          isPending={ask.isPending}
          error={ask.error}
          onClose={close}
          onDone={(question) =>
            ask.mutate(
              { params: { id: claim.id }, body: { question }, ifVersion: claim.version },
              {
                onSuccess: () => {
                  close();
                  toast(t('funds.ask.done'));
                },
              },
            )
          }
        />
      )}
    </>
  );
}

function Reason({ value, onChange, tried }: { value: string; onChange: (text: string) => void; tried: boolean }) {
  return (
    <TextField
      label={t('funds.reason')}
      isRequired
      validationBehavior="aria"
      rows={3}
      maxLength={4000}
      value={value}
      onChange={onChange}
      {...(tried && value.trim() === '' ? { error: t('funds.reason.missing') } : {})}
    />
  );
}

function Reject({ claim, onClose, onReload }: Props) {
  const [reason, setReason] = useState('');
  const [rest, setRest] = useState<Rest>('keep');
  const [tried, setTried] = useState(false);
  const reject = useFundAct('fundClaims.reject');
  function submit() {
    setTried(true);
    if (reason.trim() === '') return;
    reject.mutate(
      { params: { id: claim.id }, body: { reason: reason.trim(), rest }, ifVersion: claim.version },
      {
        onSuccess: () => {
          onClose();
          toast(t('funds.reject.done'));
        },
      },
    );
  }
  return (
    <FormDrawer
      look="modal"
      title={t('funds.reject')}
      verb={t('funds.reject')}
      isOpen
      onClose={onClose}
      onSubmit={submit}
      isPending={reject.isPending}
      error={reject.error}
      onReload={onReload}
    >
      <p>{t('funds.reject.ask', { partner: claim.partnerName })}</p>
      <Reason value={reason} onChange={setReason} tried={tried} />
      <RestChoice value={rest} onChange={setRest} />
    </FormDrawer>
  );
}

function Reverse({ claim, onClose, onReload }: Props) {
  const left = (claim.approvedMinor ?? 0) - claim.reversedMinor;
  const [amountMinor, setAmount] = useState<number | null>(left);
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const reverse = useFundAct('fundClaims.reverse');
  const wrong = amountMinor === null || amountMinor < 1 || amountMinor > left;
  function submit() {
    setTried(true);
    if (reason.trim() === '' || wrong) return;
    reverse.mutate(
      { params: { id: claim.id }, body: { amountMinor, reason: reason.trim() }, ifVersion: claim.version },
      {
        onSuccess: () => {
          onClose();
          toast(t('funds.reverse.done'));
        },
      },
    );
  }
  return (
    <FormDrawer
      look="modal"
      title={t('funds.reverse')}
      verb={t('funds.reverse')}
      isOpen
      onClose={onClose}
      onSubmit={submit}
      isPending={reverse.isPending}
      error={reverse.error}
      onReload={onReload}
    >
      <p>{t(claim.state === 'paid' ? 'funds.reverse.ask.paid' : 'funds.reverse.ask', { amount: moneyWords(left, claim.currency) })}</p>
      <MoneyField
        label={t('funds.amount')}
        isRequired
        validationBehavior="aria"
        currency={claim.currency}
        amountMinor={amountMinor}
        onChange={setAmount}
        {...(tried && wrong ? { error: t('funds.approve.wrong', { amount: moneyWords(left, claim.currency) }) } : {})}
      />
      <Reason value={reason} onChange={setReason} tried={tried} />
    </FormDrawer>
  );
}
