import type { Result } from '../../lib/api/index.ts';
import { Money } from '../../lib/i18n/values.tsx';
import { Go } from '../address.tsx';
import { t } from '../text.ts';

type Sums = Result<'portalMoney.summary'>['currencies'][number];
const parts = [
  ['portal.money.sum.held', 'heldMinor', 'state=held'],
  ['portal.money.sum.due', 'dueMinor', 'state=due'],
  ['portal.money.sum.onTheWay', 'onTheWayMinor', 'state=claimed'],
  ['portal.money.sum.paidThisYear', 'paidThisYearMinor', 'state=paid'],
] as const;

/** Each currency for itself: what is held, owed, in a payment and paid. Each sum opens the lines behind it. */
export function SumsTable({ currencies }: { currencies: readonly Sums[] }) {
  if (currencies.length === 0) return null;
  return (
    <section aria-label={t('portal.money.sums')} className="mb-4 flex flex-col gap-2">
      {currencies.map((sums) => (
        <dl
          key={sums.currency}
          className="grid grid-cols-2 overflow-hidden rounded-card border border-line bg-surface md:grid-cols-[5rem_repeat(4,minmax(0,1fr))]"
        >
          <div className="border-line px-4 py-3 font-medium max-md:col-span-2 max-md:border-b md:flex md:items-center">
            <dt className="sr-only">{t('portal.money.currency')}</dt>
            <dd>
              <bdi>{sums.currency}</bdi>
            </dd>
          </div>
          {parts.map(([label, key, query]) => (
            <div key={key} className="px-4 py-3">
              <dt className="text-12 text-muted">{t(label)}</dt>
              <dd className="text-15 font-medium">
                {sums[key] === 0 ? (
                  <span className="text-muted">
                    <Money value={{ amountMinor: 0, currency: sums.currency }} />
                  </span>
                ) : (
                  <Go to={`/portal/money?${query}&currency=${sums.currency}`} className="hover:underline">
                    <Money value={{ amountMinor: sums[key], currency: sums.currency }} />
                  </Go>
                )}
              </dd>
            </div>
          ))}
        </dl>
      ))}
    </section>
  );
}
