import { Link, useParams } from '@tanstack/react-router';
import { useApi, useApiPages } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { DateText } from '../../../lib/i18n/values.tsx';
import { allows, useCan, useSession } from '../../../lib/session.ts';
import { Card, Facts, PageBody, PageHeader } from '../../../ui/page.tsx';
import { ScrollArea } from '../../../ui/scroll-area.tsx';
import { ErrorState } from '../../../ui/states.tsx';
import { ExactMoney, formatExact } from '../../disbursements/exact-money.tsx';
import { Nothing, RecordPage } from '../../partners/kit/record-page.tsx';
import { MoneyPages } from '../money-pages.tsx';
import { AccountLink, DealLink, InvoiceLink, none, ViewLink } from './bits.tsx';
import { NotOpen } from './not-open.tsx';
import { ReceiptKind } from './receipts-tab.tsx';
import type { ReceiptDetail } from './words.ts';

/** What came of one deal's lines, line by line: what is divided, and what was taken back of it. */
export function ReceiptPage() {
  const { receiptId } = useParams({ from: '/workspace/money/invoices/receipts/$receiptId' });
  const session = useSession();
  const query = useApi('receipts.get', { params: { id: receiptId } }, { enabled: allows(session, 'invoices:read') });
  if (session !== undefined && !allows(session, 'invoices:read')) return <NotOpen />;
  return (
    <>
      <MoneyPages />
      <RecordPage query={query} what={t('invoices.receipt')}>
        {(receipt) => <OneReceipt key={receipt.id} receipt={receipt} />}
      </RecordPage>
    </>
  );
}

function OneReceipt({ receipt }: { receipt: ReceiptDetail }) {
  const money = (amountMinor: number) => <ExactMoney value={{ amountMinor, currency: receipt.currency }} />;
  return (
    <>
      <PageHeader
        title={t(receipt.reverses === null ? 'invoices.receipt.of' : 'invoices.receipt.backOf', {
          amount: formatExact(Math.abs(receipt.netMinor + receipt.taxMinor), receipt.currency),
        })}
        crumbs={[{ label: t('money.invoices'), to: '/money/invoices' }, { label: t('invoices.tab.receipts') }]}
        badges={<ReceiptKind receipt={receipt} />}
        facts={
          <Facts
            items={[
              { label: t('invoices.receivedOn'), value: <DateText date={receipt.receivedOn} /> },
              { label: t('work.account'), value: <AccountLink id={receipt.accountId} name={receipt.accountName} /> },
              { label: t('work.deal'), value: <DealLink of={receipt} /> },
              {
                label: t('invoices.invoice'),
                value: receipt.invoiceId === null ? none : <InvoiceLink id={receipt.invoiceId}>{receipt.invoiceNumber}</InvoiceLink>,
              },
              {
                label: t('invoices.thePayment'),
                value:
                  receipt.paymentId === null ? none : <ViewLink search={{ tab: 'payments', open: receipt.paymentId }}>{t('invoices.openPayment')}</ViewLink>,
              },
              { label: t('invoices.net'), value: money(receipt.netMinor) },
              { label: t('invoices.tax'), value: money(receipt.taxMinor) },
              ...(receipt.feeMinor === 0 ? [] : [{ label: t('invoices.fee'), value: money(receipt.feeMinor) }]),
            ]}
          />
        }
      />
      <PageBody className="flex flex-col gap-4 *:shrink-0">
        <Reversals receipt={receipt} />
        <Card title={t('invoices.lines')} flush>
          <LinesTable receipt={receipt} />
        </Card>
        <SplitCard receipt={receipt} />
      </PageBody>
    </>
  );
}

function ReceiptLink({ id, children }: { id: string; children: string }) {
  return (
    <Link to="/money/invoices/receipts/$receiptId" params={{ receiptId: id }} className="link">
      {children}
    </Link>
  );
}

/** The receipt it takes back, or those that took something of it back: all of one deal and customer. */
function Reversals({ receipt }: { receipt: ReceiptDetail }) {
  const near = useApiPages('receipts.list', { query: { accountId: receipt.accountId ?? undefined, dealId: receipt.dealId ?? undefined, limit: 200 } });
  const back = near.rows.filter((one) => one.reverses === receipt.id);
  if (receipt.reverses === null && back.length === 0) return null;
  return (
    <div className="rounded-popover bg-warn-soft px-3 py-2">
      {receipt.reverses !== null && (
        <p>
          {t('invoices.receipt.reverses')} <ReceiptLink id={receipt.reverses}>{t('invoices.receipt.openOriginal')}</ReceiptLink>
        </p>
      )}
      {back.map((one) => (
        <p key={one.id} className="flex flex-wrap gap-x-2">
          <span>{t('invoices.receipt.reversed')}</span>
          <ExactMoney value={{ amountMinor: one.netMinor + one.taxMinor, currency: one.currency }} />
          <DateText date={one.receivedOn} />
          <ReceiptLink id={one.id}>{t('invoices.receipt.openReversal')}</ReceiptLink>
        </p>
      ))}
    </div>
  );
}

function LinesTable({ receipt }: { receipt: ReceiptDetail }) {
  const money = (amountMinor: number) => <ExactMoney value={{ amountMinor, currency: receipt.currency }} />;
  const fees = receipt.feeMinor !== 0;
  return (
    <ScrollArea label={t('invoices.lines')} className="relative overflow-x-auto">
      <table className="w-full">
        <thead className="text-12 text-muted">
          <tr className="[&>th]:px-4 [&>th]:py-1.5 [&>th]:font-medium">
            <th scope="col" className="text-start">
              {t('invoices.line')}
            </th>
            <th scope="col" className="text-start">
              {t('invoices.vendor')}
            </th>
            <th scope="col" className="text-end">
              {t('invoices.quantity')}
            </th>
            <th scope="col" className="text-end">
              {t('invoices.net')}
            </th>
            <th scope="col" className="text-end">
              {t('invoices.tax')}
            </th>
            {fees && (
              <th scope="col" className="text-end">
                {t('invoices.fee')}
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {receipt.lines.map((line) => (
            <tr key={line.lineId} className="border-t border-line [&>*]:px-4 [&>*]:py-1.5">
              <th scope="row" className="text-start font-normal">
                <bdi>{line.description}</bdi>
              </th>
              <td>{line.vendorName === null ? <span className="text-muted">{t('invoices.ownProduct')}</span> : <bdi>{line.vendorName}</bdi>}</td>
              <td className="num text-end">{line.quantity ?? '–'}</td>
              <td className="text-end">{money(line.netMinor)}</td>
              <td className="text-end">{money(line.taxMinor)}</td>
              {fees && <td className="text-end">{money(line.feeMinor)}</td>}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr className="border-t border-line-strong font-semibold [&>*]:px-4 [&>*]:py-2">
            <th scope="row" colSpan={3} className="text-start">
              {t('invoices.total')}
            </th>
            <td className="text-end">{money(receipt.netMinor)}</td>
            <td className="text-end">{money(receipt.taxMinor)}</td>
            {fees && <td className="text-end">{money(receipt.feeMinor)}</td>}
          </tr>
        </tfoot>
      </table>
    </ScrollArea>
  );
}

const splitPage = (id: string): string => `/money/splits/${id}`;

/** How it was divided. A receipt of a deal has one split; nothing is divided where there is no deal. */
function SplitCard({ receipt }: { receipt: ReceiptDetail }) {
  const mayRead = useCan('splits:read');
  const splits = useApiPages('splits.list', { query: { dealId: receipt.dealId ?? undefined, limit: 200 } }, { enabled: mayRead && receipt.dealId !== null });
  if (!mayRead) return null;
  const split = splits.rows.find((one) => one.receiptId === receipt.id);
  const money = (amountMinor: number) => <ExactMoney value={{ amountMinor, currency: receipt.currency }} />;
  return (
    <Card title={t('invoices.split')}>
      {splits.error !== null ? (
        <ErrorState compact error={splits.error} onRetry={splits.refetch} />
      ) : split === undefined ? (
        <Nothing>{t(receipt.dealId === null ? 'invoices.split.noDeal' : 'invoices.split.none')}</Nothing>
      ) : (
        <div className="flex flex-col gap-3">
          <Facts
            items={[
              { label: t('invoices.split.pool'), value: money(split.poolMinor) },
              { label: t('invoices.split.partners'), value: money(split.partnersMinor) },
              { label: t('invoices.split.ours'), value: money(split.oursMinor) },
              ...(split.ruleName === null ? [] : [{ label: t('invoices.split.rule'), value: split.ruleName }]),
            ]}
          />
          {split.sentence !== null && (
            <p className="text-warn">
              <bdi>{split.sentence}</bdi>
            </p>
          )}
          <Link to={splitPage(split.id)} className="link">
            {t('invoices.split.open')}
          </Link>
        </div>
      )}
    </Card>
  );
}
