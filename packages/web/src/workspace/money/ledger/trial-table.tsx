import { Fragment } from 'react';
import { t } from '../../../lib/i18n/i18n.ts';
import { Num } from '../../../lib/i18n/values.tsx';
import { Card } from '../../../ui/page.tsx';
import { monthName } from '../../disbursements/words.ts';
import { Amount } from './account-columns.tsx';
import { LedgerLink } from './links.tsx';
import { purposeWord, type TrialBalance } from './words.ts';

type Totals = TrialBalance['totals'][number];
const cell = 'px-3 py-1.5 text-end';

/** One block for each currency, with its own sums; nothing is added across. */
export function TrialTable({ period, rows, totals }: { period: string; rows: TrialBalance['rows']; totals: readonly Totals[] }) {
  const heads = [t('ledger.opening'), t('ledger.debits'), t('ledger.credits'), t('ledger.closing'), t('ledger.accountCount')];
  return (
    <Card title={t('ledger.trial.title', { month: monthName(period, 'long') })} note={t('ledger.trial.note')} flush>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls sideways must be reachable by keyboard */}
      <section tabIndex={0} aria-label={t('ledger.tab.trial')} className="relative overflow-x-auto">
        <table className="w-full border-collapse">
          <thead className="text-12 text-muted">
            <tr>
              <th scope="col" className="px-4 py-2 text-start font-medium">
                {t('ledger.account')}
              </th>
              <th scope="col" className="px-3 py-2 text-start font-medium">
                {t('ledger.class')}
              </th>
              {heads.map((head) => (
                <th key={head} scope="col" className="px-3 py-2 text-end font-medium whitespace-nowrap">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          {totals.map((total) => {
            const own = rows.filter((row) => row.currency === total.currency);
            return (
              <Fragment key={total.currency}>
                <tbody>
                  {own.map((row) => (
                    <tr key={row.purpose} className="border-t border-line hover:bg-hover">
                      <th scope="row" className="px-4 py-1.5 text-start font-normal whitespace-nowrap">
                        <LedgerLink search={{ purpose: row.purpose, currency: row.currency, period }}>{purposeWord(row.purpose)}</LedgerLink>
                      </th>
                      <td className="px-3 py-1.5 whitespace-nowrap">{t(`ledger.class.${row.class}`)}</td>
                      {([row.openingMinor, row.debitMinor, row.creditMinor, row.closingMinor] as const).map((amountMinor, index) => (
                        <td key={heads[index]} className={cell}>
                          <Amount amountMinor={amountMinor} currency={row.currency} strong={index === 3} />
                        </td>
                      ))}
                      <td className={cell}>
                        <Num value={row.accounts} />
                      </td>
                    </tr>
                  ))}
                  <SumRow total={total} openingMinor={own.reduce((sum, row) => sum + row.openingMinor, 0)} />
                </tbody>
              </Fragment>
            );
          })}
        </table>
      </section>
    </Card>
  );
}

function SumRow({ total, openingMinor }: { total: Totals; openingMinor: number }) {
  return (
    <tr className="border-t border-b border-line-strong bg-desk font-medium">
      <th scope="row" colSpan={2} className="px-4 py-2 text-start font-medium">
        {t('ledger.totalIn', { currency: total.currency })}
      </th>
      {[openingMinor, total.debitMinor, total.creditMinor, total.differenceMinor].map((amountMinor, index) => (
        <td key={index} className="px-3 py-2 text-end">
          <Amount amountMinor={amountMinor} currency={total.currency} strong />
        </td>
      ))}
      <td aria-hidden className="px-3 py-2 text-end text-muted">
        –
      </td>
    </tr>
  );
}
