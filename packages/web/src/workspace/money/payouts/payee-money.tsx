import { useState } from 'react';
import { Link } from '@tanstack/react-router';
import { earningStates } from '@entente/kernel';
import { useApi, useApiPages } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Num } from '../../../lib/i18n/values.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/page.tsx';
import { ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import { PayoutState } from './badges.tsx';
import { payoutNote } from './payout-columns.tsx';
import { PayoutSheet } from './payout-sheet.tsx';

/** What the partner has earned by state, each sum leading to its lines, and the payouts it was in. */
export function PayeeMoney({ partnerId }: { partnerId: string }) {
  const figures = useApi('earnings.figures', { query: { partnerId } });
  const payouts = useApiPages('payouts.list', { query: { partnerId, limit: 20 } });
  const [openId, setOpen] = useState<string>();
  const open = payouts.rows.find((payout) => payout.id === openId);
  const rows = earningStates.flatMap((state) => (figures.data?.rows ?? []).filter((row) => row.state === state));
  return (
    <>
      <Card title={t('payouts.tab.earnings')} flush>
        {figures.data === undefined ? (
          figures.error === null ? (
            <SkeletonRows rows={2} what={t('payouts.tab.earnings')} />
          ) : (
            <ErrorState compact error={figures.error} onRetry={() => void figures.refetch()} />
          )
        ) : rows.length === 0 ? (
          <p className="px-4 py-3 text-muted">{t('payouts.earnings.none')}</p>
        ) : (
          <table className="w-full">
            <caption className="sr-only">{t('payouts.tab.earnings')}</caption>
            <tbody>
              {rows.map((row) => (
                <tr key={`${row.state}-${row.currency}`} className="not-first:border-t not-first:border-line">
                  <th scope="row" className="px-4 py-2 text-start font-normal">
                    <Link to="/money/payouts" search={{ tab: 'earnings', state: row.state, partner: partnerId, currency: row.currency }} className="link">
                      {t(`payouts.earning.${row.state}`)}
                    </Link>
                  </th>
                  <td className="px-4 py-2 text-end text-muted">
                    <Num value={row.count} />
                  </td>
                  <td className="px-4 py-2 text-end">
                    <ExactMoney value={row} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Card>
      <Card title={t('payouts.payouts')} flush>
        {payouts.isLoading ? (
          <SkeletonRows rows={3} what={t('payouts.payouts')} />
        ) : payouts.error !== null && payouts.rows.length === 0 ? (
          <ErrorState compact error={payouts.error} onRetry={payouts.refetch} />
        ) : payouts.rows.length === 0 ? (
          <p className="px-4 py-3 text-muted">{t('payouts.payee.noPayouts')}</p>
        ) : (
          <ul>
            {payouts.rows.map((payout) => (
              <li
                key={payout.id}
                className="relative flex min-h-11 flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-4 py-2 last:border-b-0 hover:bg-hover"
              >
                <span className="min-w-40 flex-1">
                  <button type="button" className="text-start font-medium before:absolute before:inset-0" onClick={() => setOpen(payout.id)}>
                    {payout.documentNumber === null ? t('payouts.run.number', { number: payout.runNumber }) : <bdi>{payout.documentNumber}</bdi>}
                  </button>
                  {payoutNote(payout) !== null && (
                    <span className="block text-12 text-muted">
                      <bdi>{payoutNote(payout)}</bdi>
                    </span>
                  )}
                </span>
                <PayoutState state={payout.state} />
                <ExactMoney value={payout} />
              </li>
            ))}
            {payouts.hasMore && (
              <li className="px-4 py-2">
                <Button size="compact" isPending={payouts.isLoadingMore} onPress={payouts.loadMore}>
                  {t('work.more')}
                </Button>
              </li>
            )}
          </ul>
        )}
      </Card>
      {open && <PayoutSheet payout={open} onClose={() => setOpen(undefined)} />}
    </>
  );
}
