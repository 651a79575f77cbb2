import { t } from '../../lib/i18n/i18n.ts';
import { cx } from '../../ui/cx.ts';
import { Card } from '../../ui/page.tsx';
import { ExactMoney } from './exact-money.tsx';
import { type AmountKey, amountKeys, type Sums } from './sums.ts';
import { type Figures, monthName } from './words.ts';

const words = {
  invoicedMinor: 'disbursements.invoiced',
  feeMinor: 'disbursements.fee',
  taxMinor: 'disbursements.tax',
  passedOnMinor: 'disbursements.passedOn',
  markupMinor: 'disbursements.markup',
  refundMinor: 'disbursements.refund',
  adjustmentMinor: 'disbursements.adjustment',
  forgivenMinor: 'disbursements.forgiven',
  netMinor: 'disbursements.net',
  paidMinor: 'disbursements.paid',
  openMinor: 'disbursements.open',
} as const satisfies Record<AmountKey, string>;
const always: readonly AmountKey[] = ['invoicedMinor', 'feeMinor', 'taxMinor', 'netMinor', 'paidMinor', 'openMinor'];

function Amount({ value, currency, strong }: { value: number; currency: string; strong: boolean }) {
  return (
    <td className={cx('px-3 py-1.5 text-end', value === 0 ? 'text-muted' : strong && 'font-medium')}>
      <ExactMoney value={{ amountMinor: value, currency }} />
    </td>
  );
}

/** Every figure of every month, with its sums in the foot; columns in which nothing stands are left out. */
export function FiguresTable({ rows, sums }: { rows: readonly Figures[]; sums: readonly Sums[] }) {
  const keys = amountKeys.filter((key) => always.includes(key) || rows.some((row) => row[key] !== 0));
  return (
    <Card title={t('disbursements.table')} flush>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls sideways must be reachable by keyboard */}
      <section tabIndex={0} aria-label={t('disbursements.table')} className="relative overflow-x-auto">
        <table className="w-full border-collapse">
          <thead className="text-12 text-muted">
            <tr>
              <th scope="col" className="px-4 py-2 text-start font-medium">
                {t('disbursements.month')}
              </th>
              <th scope="col" className="px-3 py-2 text-start font-medium">
                {t('disbursements.marketplace')}
              </th>
              {keys.map((key) => (
                <th key={key} scope="col" className="px-3 py-2 text-end font-medium whitespace-nowrap">
                  {t(words[key])}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={`${row.month} ${row.marketplace} ${row.currency}`} className="border-t border-line hover:bg-hover">
                <th scope="row" className="px-4 py-1.5 text-start font-normal whitespace-nowrap">
                  <bdi>{monthName(row.month, 'long')}</bdi>
                </th>
                <td className="px-3 py-1.5 whitespace-nowrap">
                  <bdi>{row.marketplace}</bdi>
                </td>
                {keys.map((key) => (
                  <Amount key={key} value={row[key]} currency={row.currency} strong={key === 'paidMinor' || key === 'openMinor'} />
                ))}
              </tr>
            ))}
          </tbody>
          <tfoot>
            {sums.map((sum, index) => (
              <tr key={sum.currency} className={cx('border-t font-medium', index === 0 ? 'border-line-strong' : 'border-line')}>
                <th scope="row" colSpan={2} className="px-4 py-2 text-start font-medium">
                  {t('disbursements.totalIn', { currency: sum.currency })}
                </th>
                {keys.map((key) => (
                  <Amount key={key} value={sum[key]} currency={sum.currency} strong />
                ))}
              </tr>
            ))}
          </tfoot>
        </table>
      </section>
    </Card>
  );
}
