import { Link } from '@tanstack/react-router';
import { useApi } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { useCan } from '../../lib/session.ts';
import { Card } from '../../ui/page.tsx';
import { ErrorState } from '../../ui/states.tsx';
import { ExactMoney } from './exact-money.tsx';

const rows = [
  ['invoiced', 'invoicedMinor'],
  ['fee', 'feeMinor'],
  ['paid', 'paidMinor'],
  ['open', 'openMinor'],
] as const;

/** In the deal's room: what marketplaces invoiced for it, kept and paid out, and what is still to come. Nothing where there was none. */
export function MarketMoney({ dealId }: { dealId: string }) {
  const mayRead = useCan('disbursements:read');
  const billing = useApi('disbursements.ofDeal', { params: { id: dealId } }, { enabled: mayRead });
  if (!mayRead) return null;
  if (billing.error !== null && billing.data === undefined)
    return (
      <Card title={t('disbursements.card')}>
        <ErrorState compact error={billing.error} onRetry={() => void billing.refetch()} />
      </Card>
    );
  const { totals = [], feeChecks = [] } = billing.data ?? {};
  if (totals.length === 0) return null;
  const differing = feeChecks.filter((check) => check.differs).length;
  return (
    <Card title={t('disbursements.card')} flush>
      <table className="w-full">
        <caption className="sr-only">{t('disbursements.card')}</caption>
        {totals.length > 1 && (
          <thead className="text-12 text-muted">
            <tr>
              <th scope="col" className="sr-only">
                {t('disbursements.currency')}
              </th>
              {totals.map((total) => (
                <th key={total.currency} scope="col" className="px-4 py-1.5 text-end font-medium">
                  {total.currency}
                </th>
              ))}
            </tr>
          </thead>
        )}
        <tbody>
          {rows.map(([id, key]) => (
            <tr key={id} className={id === 'open' ? 'border-t border-line-strong font-semibold' : 'not-first:border-t not-first:border-line'}>
              <th scope="row" className={id === 'open' ? 'px-4 py-2 text-start font-semibold' : 'px-4 py-2 text-start font-normal text-muted'}>
                {t(`disbursements.${id}`)}
              </th>
              {totals.map((total) => (
                <td key={total.currency} className="px-4 py-2 text-end">
                  <ExactMoney value={{ amountMinor: total[key], currency: total.currency }} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="flex flex-wrap gap-x-4 gap-y-1 border-t border-line px-4 py-2 text-12">
        {differing > 0 && (
          <Link to="/disbursements" search={{ tab: 'fees' }} className="text-bad underline underline-offset-2">
            {t('disbursements.card.feeDiffers', { n: differing })}
          </Link>
        )}
        <Link to="/disbursements" search={{ tab: 'lines', state: 'all', deal: dealId }} className="link">
          {t('disbursements.card.lines')}
        </Link>
        <Link to="/metering" search={{ deal: dealId }} className="link">
          {t('disbursements.card.usage')}
        </Link>
      </p>
    </Card>
  );
}
