import { Link } from '@tanstack/react-router';
import { useApiPages } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { DateText } from '../../../lib/i18n/values.tsx';
import { Button } from '../../../ui/button.tsx';
import { ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import { EarningDeal } from './badges.tsx';
import type { Payout } from './words.ts';

/** The earnings that a payout is made of; each opens its arithmetic. */
export function PayoutLines({ payout }: { payout: Payout }) {
  const list = useApiPages('earnings.list', { query: { payoutId: payout.id, limit: 100 } });
  if (list.error !== null && list.rows.length === 0) return <ErrorState compact error={list.error} onRetry={list.refetch} />;
  if (list.isLoading) return <SkeletonRows rows={Math.min(5, Math.max(1, payout.lines))} what={t('payouts.lines')} />;
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls sideways must be reachable by keyboard */}
      <section tabIndex={0} aria-label={t('payouts.lines')} className="relative overflow-x-auto rounded-popover border border-line">
        <table className="w-full border-collapse">
          <thead className="text-12 text-muted">
            <tr>
              <th scope="col" className="px-3 py-1.5 text-start font-medium">
                {t('payouts.earning')}
              </th>
              <th scope="col" className="px-3 py-1.5 text-start font-medium">
                {t('payouts.earnedOn')}
              </th>
              <th scope="col" className="px-3 py-1.5 text-start font-medium">
                {t('work.deal')}
              </th>
              <th scope="col" className="px-3 py-1.5 text-end font-medium">
                {t('payouts.amount')}
              </th>
            </tr>
          </thead>
          <tbody>
            {list.rows.map((earning) => (
              <tr key={earning.id} className="border-t border-line">
                <th scope="row" aria-label={earning.title} className="px-3 py-1.5 text-start font-normal">
                  <Link to="/money/payouts" search={{ tab: 'earnings', open: earning.id }} className="link">
                    <bdi>{earning.title}</bdi>
                  </Link>
                </th>
                <td className="px-3 py-1.5">
                  <DateText date={earning.earnedOn} />
                </td>
                <td className="px-3 py-1.5">
                  <EarningDeal earning={earning} />
                </td>
                <td className="px-3 py-1.5 text-end">
                  <ExactMoney value={earning} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {list.hasMore && (
        <Button className="self-start" isPending={list.isLoadingMore} onPress={list.loadMore}>
          {t('work.more')}
        </Button>
      )}
    </>
  );
}
