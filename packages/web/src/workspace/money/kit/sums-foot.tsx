import { t } from '../../../lib/i18n/i18n.ts';
import { ExactMoney } from '../../disbursements/exact-money.tsx';

export type Sum = { currency: string; amountMinor: number };

/** Under a list, last of all: how many, and what they come to in each currency. */
export function SumsFoot({ words, sums }: { words: string; sums: readonly Sum[] }) {
  return (
    <section
      aria-label={t('payouts.sums')}
      className="flex min-h-9 shrink-0 flex-wrap items-center gap-x-6 gap-y-1 border-t border-line bg-surface px-4 py-1.5 text-12"
    >
      <span className="num text-muted">{words}</span>
      <span className="flex-1 max-md:hidden" />
      <ul className="flex flex-wrap gap-x-6 gap-y-1 font-medium">
        {sums.map((sum) => (
          <li key={sum.currency} className="flex gap-2">
            <span className="font-normal text-muted">{t('payouts.totalIn', { currency: sum.currency })}</span>
            <ExactMoney value={sum} />
          </li>
        ))}
      </ul>
    </section>
  );
}
