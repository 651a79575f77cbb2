import { FileCode, FileText } from 'lucide-react';
import { callApi, useApi } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { DateText } from '../../../lib/i18n/values.tsx';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Facts } from '../../../ui/page.tsx';
import { ScrollArea } from '../../../ui/scroll-area.tsx';
import { ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import { useSaving } from '../kit/save-file.ts';
import { AccountLink, InvoiceLink } from './bits.tsx';

/** A credit note with the lines it refers to, and what became of it. */
export function NoteSheet({ id, onClose }: { id: string; onClose: () => void }) {
  const query = useApi('creditNotes.get', { params: { id } });
  const { saving, save } = useSaving();
  const note = query.data;
  const money = (amountMinor: number) => <ExactMoney value={{ amountMinor, currency: note?.currency ?? 'EUR' }} />;
  return (
    <Dialog
      title={note?.number ?? t('invoices.creditNote')}
      isOpen
      onClose={onClose}
      size="wide"
      footer={
        note && (
          <>
            <Button
              icon={<FileCode size={15} strokeWidth={1.75} aria-hidden />}
              isDisabled={saving}
              onPress={() => void save(() => callApi('creditNotes.ubl', { params: { id } }))}
            >
              {t('invoices.ubl')}
            </Button>
            <Button
              icon={<FileText size={15} strokeWidth={1.75} aria-hidden />}
              isDisabled={saving}
              onPress={() => void save(() => callApi('creditNotes.pdf', { params: { id } }))}
            >
              {t('invoices.pdf')}
            </Button>
          </>
        )
      }
    >
      {query.error !== null && note === undefined ? (
        <ErrorState compact error={query.error} onRetry={() => void query.refetch()} />
      ) : note === undefined ? (
        <SkeletonRows rows={5} what={t('invoices.creditNote')} />
      ) : (
        <div className="flex flex-col gap-4">
          <Facts
            items={[
              { label: t('invoices.invoice'), value: <InvoiceLink id={note.invoiceId}>{note.invoiceNumber}</InvoiceLink> },
              { label: t('work.account'), value: <AccountLink id={note.accountId} name={note.accountName} /> },
              { label: t('invoices.issuedOn'), value: <DateText date={note.issuedOn} /> },
              { label: t('invoices.issuedBy'), value: note.issuedBy },
            ]}
          />
          <p>
            <bdi>{note.reason}</bdi>
          </p>
          <ScrollArea label={t('invoices.lines')} className="relative overflow-x-auto rounded-popover border border-line">
            <table className="w-full">
              <thead className="text-12 text-muted">
                <tr className="[&>th]:px-3 [&>th]:py-1.5 [&>th]:font-medium">
                  <th scope="col" className="text-start">
                    {t('invoices.line')}
                  </th>
                  <th scope="col" className="text-end">
                    {t('invoices.quantity')}
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
                </tr>
              </thead>
              <tbody>
                {note.lines.map((line) => (
                  <tr key={line.lineId} className="border-t border-line [&>*]:px-3 [&>*]:py-1.5">
                    <th scope="row" className="text-start font-normal">
                      <bdi>{line.description}</bdi>
                    </th>
                    <td className="num text-end">{line.quantity ?? '–'}</td>
                    <td className="text-end">{money(line.netMinor)}</td>
                    <td className="num text-end">
                      <bdi dir="ltr">{line.taxRate} %</bdi>
                    </td>
                    <td className="text-end">{money(line.taxMinor)}</td>
                  </tr>
                ))}
              </tbody>
              <tfoot>
                <tr className="border-t border-line-strong font-semibold [&>*]:px-3 [&>*]:py-2">
                  <th scope="row" colSpan={2} className="text-start">
                    {t('invoices.total')}
                  </th>
                  <td className="text-end">{money(note.netMinor)}</td>
                  <td aria-hidden="true" />
                  <td className="text-end">{money(note.taxMinor)}</td>
                </tr>
              </tfoot>
            </table>
          </ScrollArea>
          <Facts
            items={[
              { label: t('invoices.total'), value: money(note.totalMinor) },
              { label: t('invoices.notes.open'), value: money(note.openMinor) },
              { label: t('invoices.notes.paid'), value: money(note.totalMinor - note.openMinor) },
            ]}
          />
        </div>
      )}
    </Dialog>
  );
}
