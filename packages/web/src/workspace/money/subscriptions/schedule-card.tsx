import { useApi } from '../../../lib/api/index.ts';
import { currentLocale, t } from '../../../lib/i18n/i18n.ts';
import { DateText } from '../../../lib/i18n/values.tsx';
import { Card } from '../../../ui/page.tsx';
import { ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import { Nothing } from '../../partners/kit/record-page.tsx';
import type { Subscription } from './words.ts';

const monthName = (month: string): string =>
  new Intl.DateTimeFormat(currentLocale() === 'ar' ? 'ar-u-nu-latn' : 'en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${month}-01T00:00:00Z`),
  );

/** Coming charges month by month; what depends on use has no amount yet. */
export function ScheduleCard({ subscription }: { subscription: Subscription }) {
  const query = useApi('subscriptions.schedule', { params: { id: subscription.id }, query: {} });
  const months = [...new Set((query.data?.items ?? []).map(({ on }) => on.slice(0, 7)))];
  return (
    <Card title={t('subs.schedule')} flush>
      {query.error !== null ? (
        <div className="p-4">
          <ErrorState compact error={query.error} onRetry={() => void query.refetch()} />
        </div>
      ) : query.data === undefined ? (
        <SkeletonRows rows={4} what={t('subs.schedule')} />
      ) : months.length === 0 ? (
        <Nothing>{t('subs.schedule.none')}</Nothing>
      ) : (
        months.map((month, index) => {
          const own = query.data.items.filter(({ on }) => on.startsWith(month));
          // Of months with nothing but usage, nothing is known yet: that is not the same as nothing.
          const total = own.some(({ amountMinor }) => amountMinor !== null) ? query.data.totals.find((one) => one.month === month) : undefined;
          return (
            <details key={month} open={index === 0} className="border-b border-line last:border-b-0">
              <summary className="flex cursor-pointer items-center gap-3 px-4 py-2">
                <bdi className="flex-1 font-medium">{monthName(month)}</bdi>
                {total === undefined ? <span className="text-muted">{t('subs.byUse')}</span> : <ExactMoney value={total} />}
              </summary>
              <ul className="pb-2">
                {own.map((one, place) => (
                  <li key={place} className="flex items-baseline gap-3 px-4 py-1 text-12">
                    <span className="w-24 shrink-0 text-muted">
                      <DateText date={one.on} />
                    </span>
                    <bdi className="min-w-0 flex-1">{one.description}</bdi>
                    {one.amountMinor === null ? (
                      <span className="text-muted">{t('subs.byUse')}</span>
                    ) : (
                      <ExactMoney value={{ amountMinor: one.amountMinor, currency: one.currency }} />
                    )}
                  </li>
                ))}
              </ul>
            </details>
          );
        })
      )}
    </Card>
  );
}
