import { useApi } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { DateText } from '../../../lib/i18n/values.tsx';
import { Sheet } from '../../../ui/dialog.tsx';
import { ExplanationView } from '../../../ui/explanation.tsx';
import { Facts } from '../../../ui/page.tsx';
import { ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import { Quantity } from '../../metering/quantity-text.tsx';
import { AccountLink, InvoiceLink } from '../invoices/bits.tsx';
import { ChargeLink, none, Period, SubscriptionLink } from './bits.tsx';
import { type Charge, kindOf } from './words.ts';

/** One amount that is owed: for what, why it is this much, and which invoice asks for it. */
export function ChargeSheet({ id, onClose }: { id: string; onClose: () => void }) {
  const query = useApi('charges.get', { params: { id } });
  return (
    <Sheet title={t('subs.charge')} isOpen onClose={onClose}>
      {query.data ? (
        <ChargeBody charge={query.data} />
      ) : query.error === null ? (
        <SkeletonRows rows={8} what={t('subs.charge')} />
      ) : (
        <ErrorState compact error={query.error} onRetry={() => void query.refetch()} />
      )}
    </Sheet>
  );
}

export function ChargeBody({ charge }: { charge: Charge }) {
  return (
    <div className="flex flex-col gap-5">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
        <h3 className="text-15 font-semibold">
          <bdi>{charge.description}</bdi>
        </h3>
        <span className="text-18 font-semibold">
          <ExactMoney value={charge} />
        </span>
      </div>
      <Facts
        items={[
          { label: t('subs.charge.kind'), value: t(`subs.kind.${kindOf(charge)}`) },
          { label: t('work.account'), value: <AccountLink id={charge.accountId} name={charge.accountName} /> },
          {
            label: t('subs.subscription'),
            value: charge.subscriptionId === null ? none : <SubscriptionLink id={charge.subscriptionId}>{charge.subscriptionName}</SubscriptionLink>,
          },
          { label: t('subs.period'), value: charge.period === null ? none : <Period value={charge.period} /> },
          { label: t('subs.chargedOn'), value: <DateText date={charge.chargedOn} /> },
          { label: t('subs.quantity'), value: <Quantity value={charge.quantity} /> },
          ...(charge.productName === null ? [] : [{ label: t('subs.product'), value: charge.productName }]),
          ...(charge.vendorName === null ? [] : [{ label: t('subs.vendor'), value: charge.vendorName }]),
          {
            label: t('invoices.invoice'),
            value: charge.invoiceId === null ? t('subs.charges.waits') : <InvoiceLink id={charge.invoiceId}>{t('subs.charges.toInvoice')}</InvoiceLink>,
          },
        ]}
      />
      {charge.creditsId !== null && (
        <p>
          <ChargeLink id={charge.creditsId}>{t('subs.charges.gaveBack')}</ChargeLink>
        </p>
      )}
      <section className="flex flex-col gap-2 border-t border-line pt-4">
        <h4 className="font-semibold">{t('money.why')}</h4>
        <ExplanationView value={charge.explanation} />
      </section>
    </div>
  );
}
