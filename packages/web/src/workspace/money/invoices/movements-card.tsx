import { useState } from 'react';
import { t } from '../../../lib/i18n/i18n.ts';
import { DateText } from '../../../lib/i18n/values.tsx';
import { Card } from '../../../ui/page.tsx';
import { ScrollArea } from '../../../ui/scroll-area.tsx';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import { PaymentSheet } from './payment-sheet.tsx';
import { type Invoice, movementWord } from './words.ts';

/** Everything that changed what is owed, with what was open after it. A payment opens to all that can be done with it. */
export function MovementsCard({ invoice }: { invoice: Invoice }) {
  const [payment, setPayment] = useState<string>();
  if (invoice.movements.length === 0) return null;
  const money = (amountMinor: number) => <ExactMoney value={{ amountMinor, currency: invoice.currency }} />;
  const rows = invoice.movements.map((movement, index) => ({
    movement,
    after: invoice.movements.slice(0, index + 1).reduce((sum, one) => sum + one.amountMinor, 0),
  }));
  return (
    <Card title={t('invoices.movements')} flush>
      <ScrollArea label={t('invoices.movements')} className="relative overflow-x-auto">
        <table className="w-full">
          <thead className="text-12 text-muted">
            <tr className="border-b border-line [&>th]:px-3 [&>th]:py-1.5 [&>th]:font-medium">
              <th scope="col" className="text-start">
                {t('invoices.onDay')}
              </th>
              <th scope="col" className="text-start">
                {t('invoices.movement')}
              </th>
              <th scope="col" className="text-start">
                {t('invoices.movement.by')}
              </th>
              <th scope="col" className="text-end">
                {t('invoices.amount')}
              </th>
              <th scope="col" className="text-end">
                {t('invoices.openAfter')}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ movement, after }) => (
              <tr key={movement.id} className="border-b border-line last:border-b-0 [&>*]:px-3 [&>*]:py-1.5">
                <td className="whitespace-nowrap">
                  <DateText date={movement.on} />
                </td>
                <th scope="row" className="min-w-44 text-start font-normal">
                  {movementWord(movement.kind)}
                  {movement.paymentId === null ? (
                    <span className="block text-12 text-muted">
                      <bdi>{movement.label}</bdi>
                    </span>
                  ) : (
                    <button type="button" onClick={() => setPayment(movement.paymentId ?? undefined)} className="link block text-start text-12">
                      <bdi>{movement.label}</bdi>
                    </button>
                  )}
                </th>
                <td className="text-muted">
                  <bdi>{movement.by}</bdi>
                </td>
                <td className="text-end">{money(movement.amountMinor)}</td>
                <td className="text-end">{money(after)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollArea>
      {payment !== undefined && <PaymentSheet id={payment} onClose={() => setPayment(undefined)} />}
    </Card>
  );
}
