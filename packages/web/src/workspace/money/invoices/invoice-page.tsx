import { useEffect } from 'react';
import { useParams } from '@tanstack/react-router';
import { useApi } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { DateText } from '../../../lib/i18n/values.tsx';
import { rememberRecent } from '../../../lib/search.ts';
import { allows, useCan, useSession } from '../../../lib/session.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Facts, PageBody, PageHeader } from '../../../ui/page.tsx';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import { RecordPage } from '../../partners/kit/record-page.tsx';
import { MoneyPages } from '../money-pages.tsx';
import { AccountLink, InvoiceState, none } from './bits.tsx';
import { InvoiceActs } from './invoice-acts.tsx';
import { LinesCard } from './lines-card.tsx';
import { MovementsCard } from './movements-card.tsx';
import { NotOpen } from './not-open.tsx';
import { NotesCard } from './notes-card.tsx';
import { Obstacle } from './obstacle.tsx';
import { PartiesCard } from './parties-card.tsx';
import { TotalsCard } from './totals-card.tsx';
import { type Invoice, invoiceName } from './words.ts';

export function InvoicePage() {
  const { invoiceId } = useParams({ from: '/workspace/money/invoices/$invoiceId' });
  const session = useSession();
  const query = useApi('invoices.get', { params: { id: invoiceId } }, { enabled: allows(session, 'invoices:read') });
  if (session !== undefined && !allows(session, 'invoices:read')) return <NotOpen />;
  return (
    <>
      <MoneyPages />
      <RecordPage query={query} what={t('invoices.invoice')}>
        {(invoice) => <OneInvoice key={invoice.id} invoice={invoice} onReload={() => void query.refetch()} />}
      </RecordPage>
    </>
  );
}

function OneInvoice({ invoice, onReload }: { invoice: Invoice; onReload: () => void }) {
  const mayWrite = useCan('invoices:write');
  const name = invoiceName(invoice);
  useEffect(
    () => rememberRecent({ id: invoice.id, label: name, note: invoice.accountName, to: `/money/invoices/${invoice.id}` }),
    [invoice.id, name, invoice.accountName],
  );
  const money = (amountMinor: number) => <ExactMoney value={{ amountMinor, currency: invoice.currency }} />;
  const isDraft = invoice.number === null;
  return (
    <>
      <PageHeader
        title={isDraft ? t('invoices.draftFor', { account: invoice.accountName }) : name}
        crumbs={[{ label: t('money.invoices'), to: '/money/invoices' }, { label: name }]}
        badges={
          <>
            <InvoiceState state={invoice.state} />
            {invoice.overdueDays !== null && <Badge tone="bad">{t('invoices.overdueBy', { n: invoice.overdueDays })}</Badge>}
          </>
        }
        actions={<InvoiceActs invoice={invoice} onReload={onReload} />}
        facts={
          <Facts
            items={[
              { label: t('work.account'), value: <AccountLink id={invoice.accountId} name={invoice.accountName} /> },
              { label: t('invoices.issuedOn'), value: invoice.issuedOn === null ? none : <DateText date={invoice.issuedOn} /> },
              { label: t('invoices.dueOn'), value: invoice.dueOn === null ? none : <DateText date={invoice.dueOn} /> },
              { label: t('invoices.total'), value: money(invoice.totalMinor) },
              ...(isDraft
                ? []
                : [
                    { label: t('invoices.paid'), value: money(invoice.paidMinor) },
                    ...(invoice.creditedMinor === 0 ? [] : [{ label: t('invoices.credited'), value: money(invoice.creditedMinor) }]),
                    ...(invoice.writtenOffMinor === 0 ? [] : [{ label: t('invoices.writtenOff'), value: money(invoice.writtenOffMinor) }]),
                    { label: t('invoices.open'), value: money(invoice.openMinor) },
                  ]),
            ]}
          />
        }
      />
      <PageBody>
        <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
          <div className="flex min-w-0 flex-col gap-4">
            <Obstacle invoice={invoice} />
            {invoice.endReason !== null && (
              <p className="rounded-popover bg-hover px-3 py-2">
                <span className="font-medium">{t(`invoices.state.${invoice.state}`)}:</span> <bdi>{invoice.endReason}</bdi>
              </p>
            )}
            <LinesCard invoice={invoice} onReload={onReload} />
            <NotesCard invoice={invoice} />
            <MovementsCard invoice={invoice} />
          </div>
          <div className="flex min-w-0 flex-col gap-4">
            <TotalsCard invoice={invoice} />
            <PartiesCard invoice={invoice} onReload={onReload} />
          </div>
        </div>
        {!mayWrite && <p className="mt-3 text-12 text-muted">{t('invoices.mayNotWrite')}</p>}
      </PageBody>
    </>
  );
}
