import { t } from '../../../lib/i18n/i18n.ts';
import { Card } from '../../../ui/page.tsx';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import { Party } from './account-columns.tsx';
import { Side } from './entry-columns.tsx';
import { LedgerLink } from './links.tsx';
import { sides } from './sums.ts';
import { type Entry, purposeWord } from './words.ts';

/** Debits beside credits, with their sums in each currency; every account opens its own entries. */
export function EntriesCard({ entries }: { entries: readonly Entry[] }) {
  if (entries.length === 0)
    return (
      <Card title={t('ledger.entries')}>
        <p className="text-muted">{t('ledger.noEntries')}</p>
      </Card>
    );
  const head = 'px-4 py-2 font-medium whitespace-nowrap';
  return (
    <Card title={t('ledger.entries')} flush>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls sideways must be reachable by keyboard */}
      <section tabIndex={0} aria-label={t('ledger.entries')} className="relative overflow-x-auto">
        <table className="w-full border-collapse">
          <thead className="text-12 text-muted">
            <tr>
              <th scope="col" className={`${head} text-start`}>
                {t('ledger.account')}
              </th>
              <th scope="col" className={`${head} text-start`}>
                {t('ledger.party')}
              </th>
              <th scope="col" className={`${head} text-start`}>
                {t('ledger.currency')}
              </th>
              <th scope="col" className={`${head} text-end`}>
                {t('ledger.debit')}
              </th>
              <th scope="col" className={`${head} text-end`}>
                {t('ledger.credit')}
              </th>
            </tr>
          </thead>
          <tbody>
            {entries.map((entry) => (
              <tr key={entry.position} className="border-t border-line hover:bg-hover">
                <th scope="row" className="px-4 py-1.5 text-start font-normal whitespace-nowrap">
                  <LedgerLink search={{ tab: 'entries', account: entry.accountId }}>{purposeWord(entry.purpose)}</LedgerLink>
                </th>
                <td className="px-4 py-1.5">
                  <Party of={entry} />
                </td>
                <td className="px-4 py-1.5">{entry.currency}</td>
                <td className="px-4 py-1.5 text-end">
                  <Side of={entry} side="debit" />
                </td>
                <td className="px-4 py-1.5 text-end">
                  <Side of={entry} side="credit" />
                </td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            {sides(entries).map((sum, index) => (
              <tr key={sum.currency} className={`border-t font-medium ${index === 0 ? 'border-line-strong' : 'border-line'}`}>
                <th scope="row" colSpan={3} className="px-4 py-2 text-start font-medium">
                  {t('ledger.totalIn', { currency: sum.currency })}
                </th>
                <td className="px-4 py-2 text-end">
                  <ExactMoney value={{ amountMinor: sum.debitMinor, currency: sum.currency }} />
                </td>
                <td className="px-4 py-2 text-end">
                  <ExactMoney value={{ amountMinor: sum.creditMinor, currency: sum.currency }} />
                </td>
              </tr>
            ))}
          </tfoot>
        </table>
      </section>
    </Card>
  );
}
