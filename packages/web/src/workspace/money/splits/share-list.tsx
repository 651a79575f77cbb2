import { ChevronRight } from 'lucide-react';
import { t } from '../../../lib/i18n/i18n.ts';
import { ExplanationView } from '../../../ui/explanation.tsx';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import { partyKey, partyName, type Share } from './words.ts';

/** Who has what of it; each share opens to its arithmetic, and all of them sum to the receipt. */
export function ShareList({ shares, currency }: { shares: readonly Share[]; currency: string }) {
  return (
    <>
      <ul>
        {shares.map((share) => (
          <li key={partyKey(share)} className="border-b border-line">
            {share.explanation === null ? (
              <Line share={share} currency={currency} />
            ) : (
              <details className="group">
                <summary className="block cursor-pointer hover:bg-hover">
                  <Line share={share} currency={currency} />
                </summary>
                <div className="bg-desk px-4 py-3">
                  <ExplanationView value={share.explanation} />
                </div>
              </details>
            )}
          </li>
        ))}
      </ul>
      <p className="flex justify-between gap-4 px-4 py-2 font-semibold">
        <span>{t('rules.sum')}</span>
        <ExactMoney value={{ amountMinor: shares.reduce((sum, share) => sum + share.amountMinor, 0), currency }} />
      </p>
    </>
  );
}

function Line({ share, currency }: { share: Share; currency: string }) {
  return (
    <span className="flex min-h-9 items-center gap-2 px-4 py-1.5">
      {share.explanation === null ? (
        <span className="w-3.5 shrink-0" />
      ) : (
        <ChevronRight size={14} aria-hidden className="flip shrink-0 text-muted group-open:rotate-90" />
      )}
      <bdi className="min-w-0 flex-1 truncate">{partyName(share)}</bdi>
      <ExactMoney value={{ amountMinor: share.amountMinor, currency }} />
    </span>
  );
}
