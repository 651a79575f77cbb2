import type { ReactNode } from 'react';
import { formatPercent } from '../../../lib/i18n/format.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { cx } from '../../../ui/cx.ts';
import { Bar } from '../../../ui/marks.tsx';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import { moneyWords } from './marks.tsx';
import { type BalancePart, balanceParts, partOf, readded } from './sums.ts';
import type { Balance } from './words.ts';

const colors: Record<BalancePart, string> = {
  available: 'var(--role-service)',
  committed: 'var(--role-source)',
  claimed: 'var(--role-resell)',
  paid: 'var(--role-integrate)',
  expired: 'var(--role-none)',
};

export function BalanceBar({ balance, currency, height = 10 }: { balance: Balance; currency: string; height?: number }) {
  return (
    <Bar
      height={height}
      parts={balanceParts
        .map((part) => ({ part, value: partOf(balance, part) }))
        .filter(({ value }) => value > 0)
        .map(({ part, value }) => ({ id: part, value, color: colors[part], label: `${t(`funds.part.${part}`)} ${moneyWords(value, currency)}` }))}
    />
  );
}

const shareOf = (value: number, whole: number): string => (whole <= 0 || value < 0 ? '–' : formatPercent(value / whole, 1));

/** The same figures as the bar, down to the sum they make: what is allocated. */
export function BalanceTable({ balance, currency, before }: { balance: Balance; currency: string; before?: ReactNode }) {
  return (
    <table className="w-full border-collapse">
      <caption className="sr-only">{t('funds.balance')}</caption>
      <thead className="sr-only">
        <tr>
          <th scope="col">{t('funds.part')}</th>
          <th scope="col">{t('funds.amount')}</th>
          <th scope="col">{t('funds.share')}</th>
        </tr>
      </thead>
      <tbody>
        {before}
        {balanceParts.map((part) => {
          const value = partOf(balance, part);
          return (
            <tr key={part} className="border-b border-line">
              <th scope="row" className="py-1.5 text-start align-baseline font-normal">
                <span className="inline-flex items-center gap-2">
                  <span aria-hidden className="size-2 shrink-0 rounded-full" style={{ background: colors[part] }} />
                  {t(`funds.part.${part}`)}
                </span>
                {part === 'claimed' && balance.owedMinor > 0 && (
                  <span className="block ps-4 text-12 text-muted">{t('funds.ofThatOwed', { amount: moneyWords(balance.owedMinor, currency) })}</span>
                )}
                {part === 'available' && value < 0 && <span className="block ps-4 text-12 text-bad">{t('funds.overdrawn')}</span>}
              </th>
              <td className={cx('py-1.5 text-end align-baseline', value === 0 && 'text-muted')}>
                <ExactMoney value={{ amountMinor: value, currency }} />
              </td>
              <td className="num w-20 py-1.5 text-end align-baseline text-12 text-muted">
                <bdi>{shareOf(value, balance.allocatedMinor)}</bdi>
              </td>
            </tr>
          );
        })}
      </tbody>
      <tfoot>
        <tr className="font-medium">
          <th scope="row" className="py-1.5 text-start font-medium">
            {t('funds.allocated')}
          </th>
          <td className="py-1.5 text-end">
            <ExactMoney value={{ amountMinor: readded(balance), currency }} />
          </td>
          <td className="num w-20 py-1.5 text-end text-12 text-muted">
            <bdi>{shareOf(readded(balance), balance.allocatedMinor)}</bdi>
          </td>
        </tr>
      </tfoot>
    </table>
  );
}
