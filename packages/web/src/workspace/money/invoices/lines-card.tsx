import { useState } from 'react';
import { Download, Plus, Trash2 } from 'lucide-react';
import { useApiMutation } from '../../../lib/api/index.ts';
import { type CsvColumn, csvOf } from '../../../lib/csv.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { DateText } from '../../../lib/i18n/values.tsx';
import { useCan } from '../../../lib/session.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Sheet } from '../../../ui/dialog.tsx';
import { ExplanationView } from '../../../ui/explanation.tsx';
import { Card, Facts } from '../../../ui/page.tsx';
import { ScrollArea } from '../../../ui/scroll-area.tsx';
import { toast } from '../../../ui/toast.tsx';
import { decimalText } from '../../deals/kit/money.ts';
import { ExactMoney, formatExact } from '../../disbursements/exact-money.tsx';
import { formatQuantity } from '../../metering/quantity.ts';
import { Nothing } from '../../partners/kit/record-page.tsx';
import { download } from '../../settings/download.ts';
import { complain } from '../payouts/use-payout-act.ts';
import { DealLink } from './bits.tsx';
import { AddLines } from './new-invoice.tsx';
import { type Invoice, type InvoiceLine, invoiceName, invoiceReads } from './words.ts';

/** What is invoiced: lines of several vendors and deals; each amount opens to its arithmetic. */
export function LinesCard({ invoice, onReload }: { invoice: Invoice; onReload: () => void }) {
  const mayWrite = useCan('invoices:write');
  const [why, setWhy] = useState<InvoiceLine>();
  const [adding, setAdding] = useState(false);
  const remove = useApiMutation('invoices.removeLine', { invalidates: invoiceReads, onDone: () => toast(t('invoices.line.removed')) });
  const isDraft = invoice.state === 'draft';
  return (
    <Card
      title={t('invoices.lines')}
      flush
      actions={
        <>
          <Button
            kind="quiet"
            size="compact"
            icon={<Download size={14} strokeWidth={1.75} aria-hidden />}
            isDisabled={invoice.lines.length === 0}
            onPress={() => download(`${invoiceName(invoice)}-lines.csv`, 'text/csv', csvOf(fileOf(invoice.currency), invoice.lines))}
          >
            {t('invoices.csv')}
          </Button>
          {isDraft && (
            <Button size="compact" icon={<Plus size={14} aria-hidden />} isDisabled={!mayWrite} onPress={() => setAdding(true)}>
              {t('invoices.lines.add')}
            </Button>
          )}
        </>
      }
    >
      {invoice.lines.length === 0 ? (
        <Nothing>{t('invoices.lines.none')}</Nothing>
      ) : (
        <LinesTable
          invoice={invoice}
          onWhy={setWhy}
          {...(isDraft && mayWrite
            ? {
                onRemove: (line: InvoiceLine) =>
                  remove.mutate({ params: { id: invoice.id }, body: { lineId: line.id }, ifVersion: invoice.version }, { onError: complain }),
              }
            : {})}
        />
      )}
      {why && <Why line={why} currency={invoice.currency} onClose={() => setWhy(undefined)} />}
      {adding && <AddLines invoice={invoice} onClose={() => setAdding(false)} onReload={onReload} />}
    </Card>
  );
}

function LinesTable({ invoice, onWhy, onRemove }: { invoice: Invoice; onWhy: (line: InvoiceLine) => void; onRemove?: (line: InvoiceLine) => void }) {
  const money = (amountMinor: number) => <ExactMoney value={{ amountMinor, currency: invoice.currency }} />;
  const issued = invoice.number !== null;
  return (
    <ScrollArea label={t('invoices.lines')} className="relative overflow-x-auto">
      <table className="w-full">
        <thead className="text-12 text-muted">
          <tr className="border-b border-line [&>th]:px-3 [&>th]:py-1.5 [&>th]:font-medium [&>th]:whitespace-nowrap">
            <th scope="col" className="text-start">
              {t('invoices.line')}
            </th>
            <th scope="col" className="text-start">
              {t('work.deal')}
            </th>
            <th scope="col" className="text-end">
              {t('invoices.quantity')}
            </th>
            <th scope="col" className="text-end">
              {t('invoices.unitPrice')}
            </th>
            <th scope="col" className="text-end">
              {t('invoices.net')}
            </th>
            <th scope="col" className="text-end">
              {t('invoices.rate')}
            </th>
            <th scope="col" className="text-end">
              {t('invoices.tax')}
            </th>
            {issued && (
              <th scope="col" className="text-end">
                {t('invoices.open')}
              </th>
            )}
            {onRemove && (
              <th scope="col">
                <span className="sr-only">{t('invoices.line.act')}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {invoice.lines.map((line) => (
            <tr key={line.id} className="border-b border-line align-top [&>*]:px-3 [&>*]:py-1.5">
              <th scope="row" className="min-w-52 text-start font-normal">
                <bdi>{line.description}</bdi>
                <span className="block text-12 text-muted">
                  {line.vendorName === null ? t('invoices.ownProduct') : <bdi>{line.vendorName}</bdi>}
                  {line.period !== null && (
                    <>
                      {' · '}
                      <DateText date={line.period.from} /> – <DateText date={line.period.to} />
                    </>
                  )}
                </span>
              </th>
              <td className="whitespace-nowrap">
                <DealLink of={line} />
              </td>
              <td className="text-end">
                <bdi dir="ltr" className="num">
                  {formatQuantity(line.quantity)}
                </bdi>
              </td>
              <td className="text-end">
                <bdi dir="ltr" className="num">
                  {line.unitPrice ?? '–'}
                </bdi>
              </td>
              <td className="text-end">
                <button
                  type="button"
                  onClick={() => onWhy(line)}
                  aria-label={t('invoices.whyAmount', { line: line.description, amount: formatExact(line.netMinor, invoice.currency) })}
                  className="rounded-control underline decoration-line-strong decoration-dotted underline-offset-4 hover:decoration-current"
                >
                  {money(line.netMinor)}
                </button>
              </td>
              <td className="text-end whitespace-nowrap">
                {line.taxRate === null ? <span className="text-warn">{line.taxCategory}</span> : <TaxRate line={line} />}
              </td>
              <td className="text-end">{money(line.taxMinor)}</td>
              {issued && <td className="text-end">{money(line.openMinor)}</td>}
              {onRemove && (
                <td className="w-10 py-0.5! text-end">
                  <IconButton size="compact" label={t('invoices.line.takeOff', { line: line.description })} onPress={() => onRemove(line)}>
                    <Trash2 size={14} strokeWidth={1.75} aria-hidden />
                  </IconButton>
                </td>
              )}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr className="font-semibold [&>*]:px-3 [&>*]:py-2">
            <th scope="row" colSpan={4} className="text-start">
              {t('invoices.sum')}
            </th>
            <td className="text-end">{money(invoice.netMinor)}</td>
            <td aria-hidden="true" />
            <td className="text-end">{money(invoice.taxMinor)}</td>
            {issued && <td className="text-end">{money(invoice.openMinor)}</td>}
            {onRemove && <td aria-hidden="true" />}
          </tr>
        </tfoot>
      </table>
    </ScrollArea>
  );
}

function TaxRate({ line }: { line: InvoiceLine }) {
  return (
    <>
      <bdi dir="ltr" className="num">
        {line.taxRate} %
      </bdi>{' '}
      <span className="text-12 text-muted">{line.taxCode}</span>
    </>
  );
}

function Why({ line, currency, onClose }: { line: InvoiceLine; currency: string; onClose: () => void }) {
  const money = (amountMinor: number) => <ExactMoney value={{ amountMinor, currency }} />;
  return (
    <Sheet title={line.description} isOpen onClose={onClose} note={t('invoices.net')}>
      <div className="flex flex-col gap-4">
        <p className="text-18 font-semibold">{money(line.netMinor)}</p>
        <ExplanationView value={line.explanation} />
        <Facts
          items={[
            { label: t('invoices.taxCategory'), value: line.taxCategory },
            ...(line.taxCode === null ? [] : [{ label: t('invoices.taxCode'), value: t(`invoices.taxCode.${line.taxCode}`) }]),
            ...(line.taxRate === null
              ? []
              : [
                  {
                    label: t('invoices.rate'),
                    value: (
                      <bdi dir="ltr" className="num">
                        {line.taxRate} %
                      </bdi>
                    ),
                  },
                ]),
            { label: t('invoices.tax'), value: money(line.taxMinor) },
            ...(line.exemptionReason === null ? [] : [{ label: t('invoices.exemption'), value: line.exemptionReason }]),
          ]}
        />
        <Facts
          items={[
            { label: t('invoices.paid'), value: money(line.paidMinor) },
            { label: t('invoices.creditedNet'), value: money(line.creditedNetMinor) },
            { label: t('invoices.creditedTax'), value: money(line.creditedTaxMinor) },
            { label: t('invoices.leftToCredit'), value: money(line.leftNetMinor) },
            ...(line.writtenOffMinor === 0 ? [] : [{ label: t('invoices.writtenOff'), value: money(line.writtenOffMinor) }]),
            ...(line.deferredMinor === 0 ? [] : [{ label: t('invoices.deferred'), value: money(line.deferredMinor) }]),
            { label: t('invoices.open'), value: money(line.openMinor) },
          ]}
        />
      </div>
    </Sheet>
  );
}

const fileOf = (currency: string): readonly CsvColumn<InvoiceLine>[] => {
  const money = (read: (line: InvoiceLine) => number) => (line: InvoiceLine) => decimalText(read(line), currency);
  return [
    ['position', (line) => String(line.position), 'plain'],
    ['description', (line) => line.description],
    ['product', (line) => line.productName ?? ''],
    ['vendor', (line) => line.vendorName ?? ''],
    ['deal', (line) => (line.dealNumber === null ? '' : `D-${line.dealNumber}`)],
    ['quantity', (line) => line.quantity, 'plain'],
    ['unit_price', (line) => line.unitPrice ?? '', 'plain'],
    ['from', (line) => line.period?.from ?? ''],
    ['to', (line) => line.period?.to ?? ''],
    ['currency', () => currency],
    ['net', money((line) => line.netMinor), 'plain'],
    ['tax_category', (line) => line.taxCategory],
    ['tax_code', (line) => line.taxCode ?? ''],
    ['tax_rate', (line) => line.taxRate ?? '', 'plain'],
    ['tax', money((line) => line.taxMinor), 'plain'],
    ['paid', money((line) => line.paidMinor), 'plain'],
    ['credited', money((line) => line.creditedNetMinor + line.creditedTaxMinor), 'plain'],
    ['open', money((line) => line.openMinor), 'plain'],
  ];
};
