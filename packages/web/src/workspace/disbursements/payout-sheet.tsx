import { useEffect } from 'react';
import { Check, CircleAlert } from 'lucide-react';
import { useApiPages } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { DateText } from '../../lib/i18n/values.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Facts } from '../../ui/page.tsx';
import { ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { ExactMoney, formatExact } from './exact-money.tsx';
import { BillingDeal, BillingStateBadge } from './line-columns.tsx';
import { PayoutState } from './payout-state.tsx';
import { readded } from './sums.ts';
import { type Payout, whatOf } from './words.ts';

/** A payout with all of its lines, added up again in the browser and held against what was paid, to the cent. */
export function PayoutSheet({ payout, onClose }: { payout: Payout; onClose: () => void }) {
  const list = useApiPages('disbursements.lines', { query: { disbursementId: payout.id, limit: 200 } });
  const { hasMore, loadMore, isLoadingMore } = list;
  useEffect(() => {
    if (hasMore && !isLoadingMore) loadMore();
  }, [hasMore, isLoadingMore, loadMore]);
  const lines = list.rows.filter((line) => line.action === 'disbursed' && line.kind !== 'payout');
  const { sumMinor, count } = readded(list.rows);
  const money = (amountMinor: number) => ({ amountMinor, currency: payout.currency });
  return (
    <Dialog title={t('disbursements.payoutOf', { key: payout.key })} isOpen onClose={onClose} size="wide">
      <div className="flex flex-col gap-4">
        <Facts
          items={[
            { label: t('disbursements.state'), value: <PayoutState state={payout.state} /> },
            { label: t('disbursements.marketplace'), value: payout.marketplace },
            { label: t('disbursements.paidOn'), value: payout.paidOn === null ? '–' : <DateText date={payout.paidOn} /> },
            { label: t('disbursements.amount'), value: payout.amountMinor === null ? '–' : <ExactMoney value={money(payout.amountMinor)} /> },
          ]}
        />
        {list.error !== null && list.rows.length === 0 ? (
          <ErrorState compact error={list.error} onRetry={list.refetch} />
        ) : list.isLoading ? (
          <SkeletonRows rows={6} what={t('disbursements.lines')} />
        ) : (
          <>
            <Verdict payout={payout} sumMinor={sumMinor} count={count} isComplete={!hasMore} />
            {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls sideways must be reachable by keyboard */}
            <section tabIndex={0} aria-label={t('disbursements.lines')} className="relative overflow-x-auto rounded-popover border border-line">
              <table className="w-full border-collapse">
                <thead className="text-12 text-muted">
                  <tr>
                    <th scope="col" className="px-3 py-1.5 text-start font-medium">
                      {t('disbursements.line')}
                    </th>
                    <th scope="col" className="px-3 py-1.5 text-start font-medium">
                      {t('disbursements.buyer')}
                    </th>
                    <th scope="col" className="px-3 py-1.5 text-start font-medium">
                      {t('disbursements.deal')}
                    </th>
                    <th scope="col" className="px-3 py-1.5 text-end font-medium">
                      {t('disbursements.amount')}
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {lines.map((line) => (
                    <tr key={line.id} className="border-t border-line">
                      <th scope="row" className="px-3 py-1.5 text-start font-normal whitespace-nowrap">
                        {t(`disbursements.kind.${line.kind}`)}
                        <span className="sr-only">{whatOf(line)}</span>
                      </th>
                      <td className="px-3 py-1.5">
                        <bdi>{line.buyerName ?? t('disbursements.buyer.unknown')}</bdi>
                      </td>
                      <td className="px-3 py-1.5">{line.state === 'matched' ? <BillingDeal line={line} /> : <BillingStateBadge line={line} />}</td>
                      <td className="px-3 py-1.5 text-end">
                        {/* As it adds to the payout, the opposite of how it moves the balance. */}
                        <ExactMoney value={money(0 - line.amountMinor)} />
                      </td>
                    </tr>
                  ))}
                </tbody>
                <tfoot>
                  <tr className="border-t border-line-strong font-semibold">
                    <th scope="row" colSpan={3} className="px-3 py-2 text-start font-semibold">
                      {t('disbursements.lineSum')}
                    </th>
                    <td className="px-3 py-2 text-end">
                      <ExactMoney value={money(sumMinor)} />
                    </td>
                  </tr>
                  {payout.amountMinor !== null && (
                    <tr className="border-t border-line">
                      <th scope="row" colSpan={3} className="px-3 py-1.5 text-start font-normal text-muted">
                        {t('disbursements.difference')}
                      </th>
                      <td className="px-3 py-1.5 text-end">
                        <ExactMoney value={money(payout.amountMinor - sumMinor)} />
                      </td>
                    </tr>
                  )}
                </tfoot>
              </table>
            </section>
          </>
        )}
      </div>
    </Dialog>
  );
}

function Verdict({ payout, sumMinor, count, isComplete }: { payout: Payout; sumMinor: number; count: number; isComplete: boolean }) {
  if (!isComplete) return <output className="text-muted">{t('disbursements.readd.running', { n: count })}</output>;
  const agrees = sumMinor === payout.linesMinor;
  const even = payout.amountMinor === sumMinor;
  const words = !agrees
    ? t('disbursements.readd.server')
    : payout.amountMinor === null
      ? t('disbursements.readd.open')
      : even
        ? t('disbursements.readd.even')
        : t('disbursements.readd.differs', { amount: formatExact(Math.abs(payout.amountMinor - sumMinor), payout.currency) });
  const tone = agrees && even ? 'bg-ok-soft text-ok' : agrees && payout.amountMinor === null ? 'bg-hover text-muted' : 'bg-bad-soft text-bad';
  const Icon = agrees && even ? Check : CircleAlert;
  return (
    <output className={`flex flex-wrap items-center gap-x-2 gap-y-1 rounded-popover px-3 py-2 ${tone}`}>
      <Icon size={16} strokeWidth={1.75} aria-hidden className="shrink-0" />
      <span className="font-medium">{words}</span>
      <span className="text-12">{t('disbursements.readd', { n: count })}</span>
    </output>
  );
}
