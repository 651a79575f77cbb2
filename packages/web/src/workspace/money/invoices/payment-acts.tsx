import { useState } from 'react';
import { useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { DateField, TextField } from '../../../ui/text-field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { AccountPicker } from '../../deals/kit/pickers.tsx';
import { ExactMoney, formatExact } from '../../disbursements/exact-money.tsx';
import { FormDrawer } from '../../partners/kit/form-drawer.tsx';
import { ReasonDialog } from '../kit/reason-dialog.tsx';
import { SignedMoneyField } from '../kit/signed-money-field.tsx';
import { applyBody, ApplyFields, type Applying } from './apply-fields.tsx';
import { type Application, invoiceReads, type PaymentDetail, today } from './words.ts';

export type PaymentAct = { what: 'match' | 'dismiss' | 'apply' | 'refund' } | { what: 'unapply'; application: Application };
type Props = { payment: PaymentDetail; onClose: () => void; onReload: () => void };

export function PaymentDialog({ act, ...props }: Props & { act: PaymentAct }) {
  switch (act.what) {
    case 'match':
      return <Match {...props} />;
    case 'dismiss':
      return <Dismiss {...props} />;
    case 'apply':
      return <Apply {...props} />;
    case 'refund':
      return <Refund {...props} />;
    case 'unapply':
      return <Unapply {...props} application={act.application} />;
  }
}

function Came({ payment }: { payment: PaymentDetail }) {
  return (
    <p className="text-muted">
      <ExactMoney value={payment} />
      {payment.payer !== null && (
        <>
          {' · '}
          <bdi>{payment.payer}</bdi>
        </>
      )}
      {payment.reference !== null && (
        <>
          {' · '}
          <bdi>{payment.reference}</bdi>
        </>
      )}
    </p>
  );
}

/** Whose money it is, and which of their invoices it pays. */
function Match({ payment, onClose, onReload }: Props) {
  const [accountId, setAccountId] = useState<string | null>(null);
  const [applying, setApplying] = useState<Applying>({ how: 'oldest', amounts: new Map() });
  const [tried, setTried] = useState(false);
  const match = useApiMutation('payments.match', {
    invalidates: invoiceReads,
    onDone: (done) => {
      toast(t('invoices.matched', { account: done.accountName ?? '' }));
      onClose();
    },
  });
  function submit() {
    setTried(true);
    if (accountId !== null) match.mutate({ params: { id: payment.id }, body: { accountId, ...applyBody(applying) }, ifVersion: payment.version });
  }
  return (
    <FormDrawer
      title={t('invoices.match')}
      verb={t('invoices.match')}
      isOpen
      onClose={onClose}
      onSubmit={submit}
      isPending={match.isPending}
      error={match.error}
      onReload={onReload}
    >
      <Came payment={payment} />
      <div>
        <AccountPicker
          label={t('work.account')}
          isRequired
          value={accountId}
          onChange={(id) => {
            setAccountId(id);
            setApplying({ ...applying, amounts: new Map() });
          }}
        />
        {tried && accountId === null && (
          <p role="alert" className="mt-1 text-12 text-bad">
            {t('invoices.fillIn')}
          </p>
        )}
      </div>
      {accountId !== null && (
        <ApplyFields
          key={accountId}
          accountId={accountId}
          currency={payment.currency}
          leftMinor={payment.amountMinor}
          value={applying}
          onChange={setApplying}
        />
      )}
    </FormDrawer>
  );
}

function Dismiss({ payment, onClose }: Props) {
  const dismiss = useApiMutation('payments.dismiss', {
    invalidates: invoiceReads,
    onDone: () => {
      toast(t('invoices.dismissed'));
      onClose();
    },
  });
  return (
    <ReasonDialog
      title={t('invoices.dismiss')}
      verb={t('invoices.dismiss')}
      body={
        <>
          <Came payment={payment} />
          <p className="mt-2">{t('invoices.dismiss.ask')}</p>
        </>
      }
      isPending={dismiss.isPending}
      error={dismiss.error}
      onClose={onClose}
      onDone={(reason) => dismiss.mutate({ params: { id: payment.id }, body: { reason }, ifVersion: payment.version })}
    />
  );
}

function Apply({ payment, onClose, onReload }: Props) {
  const [applying, setApplying] = useState<Applying>({ how: 'oldest', amounts: new Map() });
  const apply = useApiMutation('payments.apply', {
    invalidates: invoiceReads,
    onDone: (done) => {
      toast(t('invoices.applied.done', { left: formatExact(done.leftMinor, done.currency) }));
      onClose();
    },
  });
  return (
    <FormDrawer
      title={t('invoices.apply')}
      verb={t('invoices.apply')}
      isOpen
      onClose={onClose}
      onSubmit={() => apply.mutate({ params: { id: payment.id }, body: applyBody(applying), ifVersion: payment.version })}
      isPending={apply.isPending}
      error={apply.error}
      onReload={onReload}
    >
      <Came payment={payment} />
      <p>{t('invoices.apply.left', { left: formatExact(payment.leftMinor, payment.currency) })}</p>
      <ApplyFields
        accountId={payment.accountId ?? ''}
        currency={payment.currency}
        leftMinor={payment.leftMinor}
        value={applying}
        onChange={setApplying}
        choices={['oldest', 'chosen']}
      />
    </FormDrawer>
  );
}

/** Money goes back: credit first, then what was applied last is opened again. */
function Refund({ payment, onClose, onReload }: Props) {
  const most = payment.amountMinor - payment.refundedMinor;
  const [amount, setAmount] = useState<number | null>(payment.leftMinor > 0 ? payment.leftMinor : most);
  const [reason, setReason] = useState('');
  const [day, setDay] = useState(today());
  const [tried, setTried] = useState(false);
  const refund = useApiMutation('payments.refund', {
    invalidates: invoiceReads,
    onDone: () => {
      toast(t('invoices.refund.done', { amount: formatExact(amount ?? 0, payment.currency) }));
      onClose();
    },
  });
  const wrong =
    amount === null || amount <= 0
      ? t('invoices.amount.missing')
      : amount > most
        ? t('invoices.refund.tooMuch', { most: formatExact(most, payment.currency) })
        : undefined;
  const opens = Math.max(0, (amount ?? 0) - payment.leftMinor);
  function submit() {
    setTried(true);
    if (wrong !== undefined || amount === null || reason.trim() === '' || day === '') return;
    refund.mutate({ params: { id: payment.id }, body: { amountMinor: amount, reason: reason.trim(), on: day }, ifVersion: payment.version });
  }
  return (
    <FormDrawer
      title={t('invoices.refund')}
      verb={t('invoices.refund')}
      look="modal"
      isOpen
      onClose={onClose}
      onSubmit={submit}
      isPending={refund.isPending}
      error={refund.error}
      onReload={onReload}
    >
      <Came payment={payment} />
      <SignedMoneyField
        label={t('invoices.amount')}
        description={t('invoices.refund.most', { most: formatExact(most, payment.currency), left: formatExact(payment.leftMinor, payment.currency) })}
        amountMinor={amount}
        currency={payment.currency}
        onChange={setAmount}
        error={tried || (amount ?? 0) > most ? wrong : undefined}
      />
      {opens > 0 && wrong === undefined && <p className="text-warn">{t('invoices.refund.opens', { amount: formatExact(opens, payment.currency) })}</p>}
      <DateField
        label={t('invoices.refundedOn')}
        isRequired
        validationBehavior="aria"
        value={day}
        onChange={setDay}
        className="w-48"
        error={tried && day === '' ? t('invoices.fillIn') : undefined}
      />
      <TextField
        label={t('invoices.reason')}
        isRequired
        validationBehavior="aria"
        rows={2}
        maxLength={2000}
        value={reason}
        onChange={setReason}
        error={tried && reason.trim() === '' ? t('payouts.reason.missing') : undefined}
      />
    </FormDrawer>
  );
}

function Unapply({ payment, application, onClose }: Props & { application: Application }) {
  const unapply = useApiMutation('payments.unapply', {
    invalidates: invoiceReads,
    onDone: () => {
      toast(t('invoices.unapply.done', { number: application.invoiceNumber }));
      onClose();
    },
  });
  const still = application.amountMinor - application.backMinor;
  return (
    <ReasonDialog
      title={t('invoices.unapply.title', { number: application.invoiceNumber })}
      verb={t('invoices.unapply')}
      body={t('invoices.unapply.ask', { number: application.invoiceNumber, amount: formatExact(still, payment.currency) })}
      reason={false}
      day={{ label: t('invoices.onDay'), isRequired: true, initial: today() }}
      isPending={unapply.isPending}
      error={unapply.error}
      onClose={onClose}
      onDone={(_reason, on) => unapply.mutate({ params: { id: payment.id }, body: { applicationId: application.id, on }, ifVersion: payment.version })}
    />
  );
}
