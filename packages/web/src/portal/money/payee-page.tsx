import { type ReactNode, useState } from 'react';
import { type Result, useApi } from '../../lib/api/index.ts';
import { DateText, Money } from '../../lib/i18n/values.tsx';
import { Button } from '../kit/button.tsx';
import { Facts, Page, Panel } from '../kit/page.tsx';
import { Failed, Ghosts, Refused } from '../kit/states.tsx';
import { portalName, useWhyNot } from '../session.ts';
import { t } from '../text.ts';
import { BankDialog } from './bank-dialog.tsx';
import { guarded } from './guard.tsx';
import { IdentityDialog } from './identity-dialog.tsx';
import { MoneyViews } from './money-views.tsx';
import { countryName } from './names.ts';
import { Gates, RefusedChange, Waiting } from './payee-gates.tsx';
import { PaymentDialog } from './payment-dialog.tsx';
import { TaxDialog } from './tax-dialog.tsx';
import { useDownload } from './use-download.ts';

export type Payee = Result<'portalMoney.payee'>;

export const PayeePage = guarded(One);

function One() {
  const { data, error, refetch } = useApi('portalMoney.payee', {});
  return (
    <Page title={t('portal.nav.money')}>
      <MoneyViews open="payee" />
      {data ? (
        <div className="grid gap-6 lg:grid-cols-[minmax(0,1.6fr)_minmax(0,1fr)]">
          <div className="flex min-w-0 flex-col gap-6 max-lg:order-2">
            <Identity payee={data} />
            <TaxForm payee={data} />
            <Bank payee={data} />
            <Payment payee={data} />
          </div>
          <div className="flex min-w-0 flex-col gap-6">
            <Gates payee={data} />
            {data.refused !== null && <RefusedChange change={data.refused} />}
            {data.waiting.length > 0 && <Waiting changes={data.waiting} />}
          </div>
        </div>
      ) : (
        <Panel flush>{error ? <Failed error={error} onRetry={() => void refetch()} /> : <Ghosts what={t('portal.money.payee')} rows={8} />}</Panel>
      )}
    </Page>
  );
}

/** Facts of one kind, and the form that changes them. */
function Part({
  title,
  facts,
  children,
  form,
}: {
  title: string;
  facts: readonly (readonly [string, ReactNode])[];
  children?: ReactNode;
  form: (close: () => void) => ReactNode;
}) {
  const [open, setOpen] = useState(false);
  const why = useWhyNot()('portal:money');
  return (
    <Panel
      title={title}
      actions={
        <Button why={why} aria-label={t('portal.money.changeOf', { what: title })} onClick={() => setOpen(true)}>
          {t('portal.change')}
        </Button>
      }
    >
      <Facts items={facts} />
      {children}
      {open && form(() => setOpen(false))}
    </Panel>
  );
}
const missing = () => <span className="text-muted">{t('portal.money.notGiven')}</span>;

function Identity({ payee }: { payee: Payee }) {
  const { address } = payee;
  return (
    <Part
      title={t('portal.money.identity')}
      facts={[
        [t('portal.money.legalName'), payee.legalName ?? missing()],
        [
          t('portal.money.address'),
          address === null
            ? missing()
            : [address.street, `${address.postalCode} ${address.city}`.trim(), address.region, countryName(address.country)].filter(Boolean).join(', '),
        ],
        [t('portal.money.taxId'), payee.taxId ?? missing()],
      ]}
      form={(close) => <IdentityDialog payee={payee} onClose={close} />}
    />
  );
}

function TaxForm({ payee }: { payee: Payee }) {
  const file = useDownload('portalMoney.taxForm');
  const form = payee.taxForm;
  return (
    <Part
      title={t('portal.money.taxForm')}
      facts={
        form === null
          ? [[t('portal.money.taxForm.kind'), missing()]]
          : [
              [t('portal.money.taxForm.kind'), t(`portal.money.form.${form.kind}`)],
              [t('portal.money.taxForm.until'), <DateText key="until" date={form.validUntil} />],
            ]
      }
      form={(close) => <TaxDialog payee={payee} onClose={close} />}
    >
      {form?.fileId && (
        <Button className="mt-3" busy={file.busy} onClick={() => void file.save({ params: { id: form.fileId ?? '' } })}>
          {t('portal.money.taxForm.open')}
        </Button>
      )}
      <Refused sentence={file.refusal} />
    </Part>
  );
}

function Bank({ payee }: { payee: Payee }) {
  return (
    <Part
      title={t('portal.money.bank')}
      facts={[
        [
          t('portal.money.bank.account'),
          payee.bank === null ? (
            missing()
          ) : (
            <bdi key="bank" dir="ltr">
              {payee.bank}
            </bdi>
          ),
        ],
      ]}
      form={(close) => <BankDialog payee={payee} onClose={close} />}
    >
      <p className="mt-2 text-12 text-muted">{t('portal.money.bank.note', { vendor: portalName() })}</p>
    </Part>
  );
}

function Payment({ payee }: { payee: Payee }) {
  return (
    <Part
      title={t('portal.money.payment')}
      facts={[
        [t('portal.money.currency'), payee.currency ?? missing()],
        [
          t('portal.money.minimum'),
          payee.minimums.length === 0 ? (
            t('portal.money.minimum.none')
          ) : (
            <span key="minimums" className="flex flex-wrap gap-x-3">
              {payee.minimums.map((one) => (
                <Money key={one.currency} value={one} />
              ))}
            </span>
          ),
        ],
        [t('portal.money.language'), t(`portal.money.language.${payee.language}`)],
      ]}
      form={(close) => <PaymentDialog payee={payee} onClose={close} />}
    />
  );
}
