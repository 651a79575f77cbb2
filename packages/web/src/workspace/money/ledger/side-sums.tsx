import { t } from '../../../lib/i18n/i18n.ts';
import { cx } from '../../../ui/cx.ts';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import type { BalanceSum } from './sums.ts';

/** Debits, credits and what they come to, for each currency by itself. */
export function SideSums({ sums, last }: { sums: readonly BalanceSum[]; last: string }) {
  return (
    <ul className="grid grid-cols-[repeat(4,auto)] gap-x-5 gap-y-1 max-md:grid-cols-1">
      {sums.map((sum) => (
        <li key={sum.currency} className="contents max-md:flex max-md:flex-wrap max-md:gap-x-3">
          <span className="text-muted">{sum.currency}</span>
          <Sum word={t('ledger.debits')} currency={sum.currency} amountMinor={sum.debitMinor} />
          <Sum word={t('ledger.credits')} currency={sum.currency} amountMinor={sum.creditMinor} />
          <Sum word={last} currency={sum.currency} amountMinor={sum.balanceMinor} strong />
        </li>
      ))}
    </ul>
  );
}

function Sum({ word, currency, amountMinor, strong = false }: { word: string; currency: string; amountMinor: number; strong?: boolean }) {
  return (
    <span className={cx('flex justify-between gap-2', strong ? 'font-medium' : 'max-md:hidden')}>
      <span className="font-normal text-muted">{word}</span> <ExactMoney value={{ amountMinor, currency }} />
    </span>
  );
}

export function PlainSums({ sums }: { sums: readonly { currency: string; amountMinor: number }[] }) {
  return (
    <ul className="flex flex-wrap gap-x-6 gap-y-1 font-medium">
      {sums.map((sum) => (
        <li key={sum.currency} className="flex gap-2">
          <span className="font-normal text-muted">{t('ledger.totalIn', { currency: sum.currency })}</span>
          <ExactMoney value={sum} />
        </li>
      ))}
    </ul>
  );
}
