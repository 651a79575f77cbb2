import { t } from '../../../lib/i18n/i18n.ts';
import { Card } from '../../../ui/page.tsx';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import type { Invoice } from './words.ts';

/** Net and tax by category and rate, as law wants them stated; then what is left to pay. */
export function TotalsCard({ invoice }: { invoice: Invoice }) {
  const money = (amountMinor: number) => <ExactMoney value={{ amountMinor, currency: invoice.currency }} />;
  const row = '[&>*]:px-4 [&>*]:py-1.5 border-t border-line';
  const after = [
    ['paid', invoice.paidMinor],
    ['credited', invoice.creditedMinor],
    ['writtenOff', invoice.writtenOffMinor],
  ] as const;
  return (
    <Card title={t('invoices.totals')} note={t(`invoices.policy.${invoice.taxPolicy}`)} flush>
      <table className="w-full">
        <caption className="sr-only">{t('invoices.totals')}</caption>
        <thead className="text-12 text-muted">
          <tr className="[&>th]:px-4 [&>th]:py-1.5 [&>th]:font-medium">
            <th scope="col" className="text-start">
              {t('invoices.rate')}
            </th>
            <th scope="col" className="text-end">
              {t('invoices.net')}
            </th>
            <th scope="col" className="text-end">
              {t('invoices.tax')}
            </th>
          </tr>
        </thead>
        <tbody>
          {invoice.taxes.map((tax) => (
            <tr key={`${tax.code} ${tax.rate} ${tax.exemptionReason ?? ''}`} className={row}>
              <th scope="row" className="text-start font-normal">
                <bdi dir="ltr" className="num">
                  {tax.rate} %
                </bdi>{' '}
                <span className="text-12 text-muted">{t(`invoices.taxCode.${tax.code}`)}</span>
                {tax.exemptionReason !== null && (
                  <span className="block text-12 text-muted">
                    <bdi>{tax.exemptionReason}</bdi>
                  </span>
                )}
              </th>
              <td className="text-end">{money(tax.netMinor)}</td>
              <td className="text-end">{money(tax.taxMinor)}</td>
            </tr>
          ))}
          <tr className={row}>
            <th scope="row" className="text-start font-normal text-muted">
              {t('invoices.sum')}
            </th>
            <td className="text-end">{money(invoice.netMinor)}</td>
            <td className="text-end">{money(invoice.taxMinor)}</td>
          </tr>
        </tbody>
        <tfoot>
          <tr className="border-t border-line-strong font-semibold [&>*]:px-4 [&>*]:py-2">
            <th scope="row" colSpan={2} className="text-start">
              {t('invoices.total')}
            </th>
            <td className="text-end">{money(invoice.totalMinor)}</td>
          </tr>
          {invoice.number !== null && (
            <>
              {after.map(
                ([id, amountMinor]) =>
                  amountMinor !== 0 && (
                    <tr key={id} className={row}>
                      <th scope="row" colSpan={2} className="text-start font-normal text-muted">
                        {t(`invoices.${id}`)}
                      </th>
                      <td className="text-end">{money(0 - amountMinor)}</td>
                    </tr>
                  ),
              )}
              <tr className="border-t border-line-strong font-semibold [&>*]:px-4 [&>*]:py-2">
                <th scope="row" colSpan={2} className="text-start">
                  {t('invoices.open')}
                </th>
                <td className="text-end">{money(invoice.openMinor)}</td>
              </tr>
            </>
          )}
        </tfoot>
      </table>
    </Card>
  );
}
