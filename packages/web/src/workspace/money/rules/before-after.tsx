import type { ReactNode } from 'react';
import { t } from '../../../lib/i18n/i18n.ts';
import { ExactMoney } from '../../disbursements/exact-money.tsx';

export type BeforeAfterRow = { id: string; name: ReactNode; beforeMinor: number; afterMinor: number };

/** What each had and would have had, in one currency, with the sum; sums never cross currencies. */
export function BeforeAfter({ currency, rows }: { currency: string; rows: readonly BeforeAfterRow[] }) {
  const before = rows.reduce((sum, row) => sum + row.beforeMinor, 0);
  const after = rows.reduce((sum, row) => sum + row.afterMinor, 0);
  const cell = (amountMinor: number) => <ExactMoney value={{ amountMinor, currency }} />;
  return (
    <div className="overflow-x-auto">
      <table className="w-full text-13">
        <caption className="px-4 py-1.5 text-start text-12 font-semibold">{currency}</caption>
        <thead className="text-12 text-muted">
          <tr className="border-y border-line">
            <th scope="col" className="py-1 ps-4 pe-2 text-start font-normal">
              {t('rules.party')}
            </th>
            <th scope="col" className="px-2 py-1 text-end font-normal">
              {t('rules.before')}
            </th>
            <th scope="col" className="px-2 py-1 text-end font-normal">
              {t('rules.after')}
            </th>
            <th scope="col" className="py-1 ps-2 pe-4 text-end font-normal">
              {t('rules.difference')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id} className="border-b border-line">
              <th scope="row" className="py-1.5 ps-4 pe-2 text-start font-normal">
                {row.name}
              </th>
              <td className="px-2 py-1.5 text-end text-muted">{cell(row.beforeMinor)}</td>
              <td className="px-2 py-1.5 text-end">{cell(row.afterMinor)}</td>
              <td className={row.afterMinor === row.beforeMinor ? 'py-1.5 ps-2 pe-4 text-end text-muted' : 'py-1.5 ps-2 pe-4 text-end font-medium'}>
                {cell(row.afterMinor - row.beforeMinor)}
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr className="font-semibold">
            <th scope="row" className="py-1.5 ps-4 pe-2 text-start font-semibold">
              {t('rules.sum')}
            </th>
            <td className="px-2 py-1.5 text-end">{cell(before)}</td>
            <td className="px-2 py-1.5 text-end">{cell(after)}</td>
            <td className="py-1.5 ps-2 pe-4 text-end">{cell(after - before)}</td>
          </tr>
        </tfoot>
      </table>
    </div>
  );
}
