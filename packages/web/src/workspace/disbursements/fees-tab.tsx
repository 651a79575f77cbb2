import { Check } from 'lucide-react';
import { Link } from '@tanstack/react-router';
import { useApi } from '../../lib/api/index.ts';
import { formatPercent } from '../../lib/i18n/format.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { Card, PageBody } from '../../ui/page.tsx';
import { EmptyState, ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { ExactMoney } from './exact-money.tsx';
import { listSums } from './sums.ts';
import type { FeeDifference } from './words.ts';

/** Invoices on which another fee was kept than agreed: what was expected beside what was taken, and what it comes to. */
export function FeesTab() {
  const fees = useApi('disbursements.feeDifferences', { query: {} });
  if (fees.data === undefined)
    return fees.error === null ? (
      <PageBody>
        <Card flush>
          <SkeletonRows rows={8} what={t('disbursements.tab.fees')} />
        </Card>
      </PageBody>
    ) : (
      <ErrorState error={fees.error} onRetry={() => void fees.refetch()} />
    );
  const { items } = fees.data;
  if (items.length === 0)
    return <EmptyState icon={<Check size={18} aria-hidden />} title={t('disbursements.fees.none')} detail={t('disbursements.fees.none.detail')} />;
  const sums = (key: 'expectedMinor' | 'takenMinor' | 'differenceMinor') =>
    new Map(listSums(items.map((one) => ({ currency: one.currency, amountMinor: one[key] }))).map((sum) => [sum.currency, sum.amountMinor]));
  const [expected, taken, difference] = [sums('expectedMinor'), sums('takenMinor'), sums('differenceMinor')];
  return (
    <PageBody>
      <Card title={t('disbursements.tab.fees')} flush>
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls sideways must be reachable by keyboard */}
        <section tabIndex={0} aria-label={t('disbursements.tab.fees')} className="relative overflow-x-auto">
          <table className="w-full min-w-240 border-collapse">
            <thead className="text-12 text-muted">
              <tr>
                {(['deal', 'invoice', 'marketplace'] as const).map((key) => (
                  <th key={key} scope="col" className="px-4 py-2 text-start font-medium">
                    {t(`disbursements.${key}`)}
                  </th>
                ))}
                {(['base', 'expected', 'taken'] as const).map((key) => (
                  <th key={key} scope="col" className="px-4 py-2 text-end font-medium whitespace-nowrap">
                    {t(`disbursements.fees.${key}`)}
                  </th>
                ))}
                <th scope="col" className="px-4 py-2 text-end font-medium">
                  {t('disbursements.difference')}
                </th>
              </tr>
            </thead>
            <tbody>
              {items.map((fee) => (
                <Row key={`${fee.agreementId} ${fee.invoiceKey} ${fee.currency}`} fee={fee} />
              ))}
            </tbody>
            <tfoot>
              {[...difference].map(([currency, amountMinor]) => (
                <tr key={currency} className="border-t border-line-strong font-medium">
                  <th scope="row" colSpan={4} className="px-4 py-2 text-start font-medium">
                    {t('disbursements.totalIn', { currency })}
                  </th>
                  {[expected.get(currency) ?? 0, taken.get(currency) ?? 0, amountMinor].map((value, place) => (
                    <td key={place} className="px-4 py-2 text-end">
                      <ExactMoney value={{ amountMinor: value, currency }} />
                    </td>
                  ))}
                </tr>
              ))}
            </tfoot>
          </table>
        </section>
      </Card>
    </PageBody>
  );
}

function Row({ fee }: { fee: FeeDifference }) {
  const money = (amountMinor: number) => <ExactMoney value={{ amountMinor, currency: fee.currency }} />;
  return (
    <tr className="border-t border-line align-top hover:bg-hover">
      <th scope="row" className="max-w-96 px-4 py-2 text-start font-normal">
        {fee.dealId === null ? (
          <bdi className="font-medium">{fee.agreementKey ?? t('disbursements.noDeal')}</bdi>
        ) : (
          <Link to="/deals/$dealId" params={{ dealId: fee.dealId }} className="link font-medium">
            <bdi>{t('disbursements.dealOnly', { number: fee.dealNumber ?? 0 })}</bdi>
          </Link>
        )}
        <bdi className="block text-12 text-muted">{fee.sentence}</bdi>
      </th>
      <td className="px-4 py-2">
        <bdi className="font-mono text-12 break-all">{fee.invoiceKey ?? '–'}</bdi>
      </td>
      <td className="px-4 py-2">
        <bdi>{fee.marketplace}</bdi>
      </td>
      <td className="px-4 py-2 text-end">{money(fee.baseMinor)}</td>
      <td className="px-4 py-2 text-end">
        {money(fee.expectedMinor)}
        <span className="block text-12 text-muted">{t('disbursements.fees.share', { share: formatPercent(fee.expectedBasisPoints / 10_000, 2) })}</span>
      </td>
      <td className="px-4 py-2 text-end">{money(fee.takenMinor)}</td>
      <td className="px-4 py-2 text-end">
        <span className={fee.differenceMinor < 0 ? 'font-medium text-bad' : 'font-medium'}>{money(fee.differenceMinor)}</span>
        <span className="block text-12 text-muted">{t(fee.differenceMinor < 0 ? 'disbursements.fees.over' : 'disbursements.fees.under')}</span>
      </td>
    </tr>
  );
}
