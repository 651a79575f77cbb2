import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { t } from '../../../lib/i18n/i18n.ts';
import { listWords } from '../pricing/words.ts';
import type { Refusal } from './words.ts';

/** What does not go together: the reason its author gave, and what would cure it. */
export function Refusals({ refusals, nameOf, cure }: { refusals: readonly Refusal[]; nameOf: (id: string) => string; cure?: (refusal: Refusal) => ReactNode }) {
  if (refusals.length === 0) return null;
  return (
    <section role="alert" aria-label={t('quotes.refusals')} className="flex flex-col gap-2">
      {refusals.map((refusal) => (
        <div key={`${refusal.ruleId}/${refusal.productId}`} className="flex gap-2 rounded-popover bg-bad-soft px-3 py-2">
          <CircleAlert size={16} strokeWidth={1.75} aria-hidden className="mt-0.5 shrink-0 text-bad" />
          <div className="flex min-w-0 flex-1 flex-col gap-1.5">
            <p className="text-bad">
              <bdi className="font-medium">{refusal.reason}</bdi>
              <span className="block text-12">
                {t(`pricing.rule.${refusal.kind}.words`, {
                  product: nameOf(refusal.productId),
                  others: listWords(refusal.otherIds.map(nameOf), refusal.kind === 'requires' ? 'disjunction' : 'conjunction'),
                })}
              </span>
            </p>
            {cure?.(refusal)}
          </div>
        </div>
      ))}
    </section>
  );
}
