import { t } from '../../../lib/i18n/i18n.ts';
import { cx } from '../../../ui/cx.ts';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import { BalanceBar } from './balance.tsx';
import { balanceParts, type BudgetSum, partOf, readded } from './sums.ts';

/** What stands where over all budgets shown, once as a bar and once as figures; the parts come to what is allocated. */
export function Totals({ sums, partly }: { sums: readonly BudgetSum[]; /** More budgets match than are loaded. */ partly: boolean }) {
  const heads = [t('funds.budgeted'), t('funds.unallocated'), ...balanceParts.map((part) => t(`funds.part.${part}`)), t('funds.allocated')];
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls sideways must be reachable by keyboard
    <section tabIndex={0} aria-label={t('funds.totals')} className="relative shrink-0 overflow-x-auto border-b border-line bg-surface px-4 py-3 md:px-5">
      <table className="w-full border-collapse">
        <caption className={cx('text-start text-12 text-muted', !partly && 'sr-only')}>{partly ? t('funds.totals.loaded') : t('funds.totals')}</caption>
        <thead className="text-12 text-muted">
          <tr>
            <th scope="col" className="sr-only">
              {t('funds.currency')}
            </th>
            {heads.map((head) => (
              <th key={head} scope="col" className="pb-1 ps-4 text-end font-medium whitespace-nowrap first:ps-0">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        {sums.map(({ currency, amountMinor, unallocatedMinor, balance }) => {
          const figures = [amountMinor, unallocatedMinor, ...balanceParts.map((part) => partOf(balance, part)), readded(balance)];
          return (
            <tbody key={currency}>
              <tr>
                <th scope="row" className="pe-3 text-start font-medium">
                  <bdi>{currency}</bdi>
                </th>
                {figures.map((value, index) => (
                  <td key={heads[index]} className={cx('ps-4 text-end', value === 0 && 'text-muted', index === figures.length - 1 && 'font-medium')}>
                    <ExactMoney value={{ amountMinor: value, currency }} />
                  </td>
                ))}
              </tr>
              <tr>
                <td colSpan={heads.length + 1} className="pt-1 pb-2">
                  <BalanceBar balance={balance} currency={currency} />
                </td>
              </tr>
            </tbody>
          );
        })}
      </table>
    </section>
  );
}
