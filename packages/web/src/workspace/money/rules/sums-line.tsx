import { t } from '../../../lib/i18n/i18n.ts';
import { ExactMoney } from '../../disbursements/exact-money.tsx';

export type NamedSums = { currency: string; amounts: readonly { label: string; amountMinor: number }[] };

/** Under a list: how many there are, and what they come to in each currency. */
export function SumsLine({ words, sums }: { words: string; sums: readonly NamedSums[] }) {
  return (
    <section
      aria-label={t('rules.sums')}
      className="flex min-h-9 shrink-0 flex-wrap items-center gap-x-6 gap-y-1 border-t border-line bg-surface px-4 py-1.5 text-12"
    >
      <span className="num text-muted">{words}</span>
      <span className="flex-1 max-md:hidden" />
      <ul className="flex flex-wrap gap-x-6 gap-y-1">
        {sums.map((sum) => (
          <li key={sum.currency} className="flex flex-wrap gap-x-3">
            <span className="font-medium">{sum.currency}</span>
            {sum.amounts.map((amount) => (
              <span key={amount.label} className="flex gap-1.5">
                <span className="text-muted">{amount.label}</span>
                <span className="font-medium">
                  <ExactMoney value={{ amountMinor: amount.amountMinor, currency: sum.currency }} />
                </span>
              </span>
            ))}
          </li>
        ))}
      </ul>
    </section>
  );
}
