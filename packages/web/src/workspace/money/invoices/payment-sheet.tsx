import { type ReactNode, useState } from 'react';
import { Link } from '@tanstack/react-router';
import { useApi } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { DateText } from '../../../lib/i18n/values.tsx';
import { useCan } from '../../../lib/session.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Facts } from '../../../ui/page.tsx';
import { ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import { AccountLink, InvoiceLink, none, PaymentState } from './bits.tsx';
import { type PaymentAct, PaymentDialog } from './payment-acts.tsx';
import type { PaymentDetail } from './words.ts';

/** A payment: what came, what it was applied to, what went back, and the verbs that change it. */
export function PaymentSheet({ id, onClose }: { id: string; onClose: () => void }) {
  const query = useApi('payments.get', { params: { id } });
  const [act, setAct] = useState<PaymentAct>();
  const payment = query.data;
  if (act !== undefined && payment !== undefined)
    return <PaymentDialog payment={payment} act={act} onClose={() => setAct(undefined)} onReload={() => void query.refetch()} />;
  return (
    <Dialog title={t('invoices.thePayment')} isOpen onClose={onClose} look="side" footer={payment && <Verbs payment={payment} onAct={setAct} />}>
      {query.error !== null && payment === undefined ? (
        <ErrorState compact error={query.error} onRetry={() => void query.refetch()} />
      ) : payment === undefined ? (
        <SkeletonRows rows={6} what={t('invoices.thePayment')} />
      ) : (
        <Body payment={payment} onAct={setAct} />
      )}
    </Dialog>
  );
}

function Verbs({ payment, onAct }: { payment: PaymentDetail; onAct: (act: PaymentAct) => void }) {
  const mayWrite = useCan('invoices:write');
  const paid = payment.amountMinor - payment.refundedMinor;
  if (payment.state === 'dismissed') return null;
  return (
    <>
      {!mayWrite && <span className="flex-1 text-12 text-muted">{t('invoices.mayNotWrite')}</span>}
      {payment.state === 'unmatched' ? (
        <>
          <Button isDisabled={!mayWrite} onPress={() => onAct({ what: 'dismiss' })}>
            {t('invoices.dismiss')}
          </Button>
          <Button kind="primary" isDisabled={!mayWrite} onPress={() => onAct({ what: 'match' })}>
            {t('invoices.match')}
          </Button>
        </>
      ) : (
        <>
          <Button isDisabled={!mayWrite || paid <= 0} onPress={() => onAct({ what: 'refund' })}>
            {t('invoices.refund')}
          </Button>
          <Button kind="primary" isDisabled={!mayWrite || payment.leftMinor <= 0} onPress={() => onAct({ what: 'apply' })}>
            {t('invoices.apply')}
          </Button>
        </>
      )}
    </>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h3 className="mb-1.5 text-12 font-medium text-muted">{title}</h3>
      {children}
    </section>
  );
}

const rows = 'overflow-hidden rounded-popover border border-line [&>li]:border-b [&>li]:border-line [&>li]:px-3 [&>li]:py-2 [&>li:last-child]:border-b-0';

function Body({ payment, onAct }: { payment: PaymentDetail; onAct: (act: PaymentAct) => void }) {
  const mayWrite = useCan('invoices:write');
  const money = (amountMinor: number) => <ExactMoney value={{ amountMinor, currency: payment.currency }} />;
  const { received } = payment;
  return (
    <div className="flex flex-col gap-5">
      <div className="flex flex-wrap items-center gap-3">
        <p className="text-24 font-semibold">{money(payment.amountMinor)}</p>
        <PaymentState state={payment.state} />
      </div>
      <Facts
        items={[
          { label: t('work.account'), value: <AccountLink id={payment.accountId} name={payment.accountName} /> },
          { label: t('invoices.receivedOn'), value: <DateText date={payment.receivedOn} /> },
          { label: t('invoices.origin'), value: t(`invoices.origin.${payment.origin}`) },
          { label: t('invoices.payer'), value: payment.payer ?? none },
          { label: t('invoices.reference'), value: payment.reference ?? none },
        ]}
      />
      {received !== null && (
        <Section title={t('invoices.payment.counts')}>
          <Facts
            items={[
              { label: t('invoices.came'), value: <ExactMoney value={received} /> },
              { label: t('invoices.rate'), value: <bdi dir="ltr">{received.rate}</bdi> },
              { label: t('invoices.payment.booked'), value: money(received.bookedMinor) },
              { label: t('invoices.payment.difference'), value: money(payment.amountMinor - received.bookedMinor) },
            ]}
          />
        </Section>
      )}
      {payment.note !== null && (
        <p className="text-muted">
          <bdi>{payment.note}</bdi>
        </p>
      )}
      <Facts
        items={[
          { label: t('invoices.applied'), value: money(payment.appliedMinor) },
          { label: t('invoices.refunded'), value: money(payment.refundedMinor) },
          { label: t('invoices.left'), value: money(payment.leftMinor) },
        ]}
      />
      {payment.applications.length > 0 && (
        <Section title={t('invoices.appliedTo')}>
          <ul className={rows}>
            {payment.applications.map((one) => (
              <li key={one.id} className="flex flex-wrap items-center gap-x-3 gap-y-1">
                <span className="min-w-32 flex-1">
                  <InvoiceLink id={one.invoiceId}>{one.invoiceNumber}</InvoiceLink>
                  <span className="block text-12 text-muted">
                    <DateText date={one.appliedOn} /> · <bdi>{one.appliedBy}</bdi>
                  </span>
                </span>
                <span className="text-end">
                  {money(one.amountMinor)}
                  {one.backMinor !== 0 && (
                    <span className="block text-12 text-muted">
                      {t('invoices.takenBack')} {money(one.backMinor)}
                    </span>
                  )}
                </span>
                {one.backMinor < one.amountMinor && (
                  <Button
                    size="compact"
                    isDisabled={!mayWrite}
                    aria-label={t('invoices.unapply.of', { number: one.invoiceNumber })}
                    onPress={() => onAct({ what: 'unapply', application: one })}
                  >
                    {t('invoices.unapply')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </Section>
      )}
      {payment.refunds.length > 0 && (
        <Section title={t('invoices.refunds')}>
          <ul className={rows}>
            {payment.refunds.map((one) => (
              <li key={one.id} className="flex flex-wrap items-center gap-x-3 gap-y-1">
                <span className="min-w-32 flex-1">
                  <bdi>{one.reason}</bdi>
                  <span className="block text-12 text-muted">
                    <DateText date={one.refundedOn} /> · <bdi>{one.refundedBy}</bdi>
                  </span>
                </span>
                <span className="text-end">
                  {money(one.amountMinor)}
                  {one.reopenedMinor !== 0 && (
                    <span className="block text-12 text-muted">
                      {t('invoices.reopened')} {money(one.reopenedMinor)}
                    </span>
                  )}
                </span>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {payment.receiptIds.length > 0 && (
        <Section title={t('invoices.tab.receipts')}>
          <ul className={rows}>
            {payment.receiptIds.map((id, index) => (
              <li key={id}>
                <Link to="/money/invoices/receipts/$receiptId" params={{ receiptId: id }} className="link">
                  {t('invoices.receipt.nth', { n: index + 1 })}
                </Link>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </div>
  );
}
