import { useApiPages } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { DateText } from '../../../lib/i18n/values.tsx';
import { useCan } from '../../../lib/session.ts';
import { Card } from '../../../ui/page.tsx';
import { ErrorState } from '../../../ui/states.tsx';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import { InvoiceLink, InvoiceState, ViewLink } from './bits.tsx';
import { invoiceName } from './words.ts';

const SHOWN = 5;

/** In the deal's room: the invoices that have lines of it. Nothing where there is none. */
export function DealInvoices({ dealId }: { dealId: string }) {
  const mayRead = useCan('invoices:read');
  const list = useApiPages('invoices.list', { query: { dealId, limit: SHOWN + 1 } }, { enabled: mayRead });
  if (!mayRead) return null;
  if (list.error !== null && list.rows.length === 0)
    return (
      <Card title={t('money.invoices')}>
        <ErrorState compact error={list.error} onRetry={list.refetch} />
      </Card>
    );
  if (list.rows.length === 0) return null;
  return (
    <Card title={t('money.invoices')} flush>
      <ul>
        {list.rows.slice(0, SHOWN).map((invoice) => (
          <li key={invoice.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-2">
            <span className="min-w-32 flex-1">
              <InvoiceLink id={invoice.id}>{invoiceName(invoice)}</InvoiceLink> <InvoiceState state={invoice.state} />
              {invoice.dueOn !== null && invoice.openMinor > 0 && (
                <span className={invoice.overdueDays === null ? 'block text-12 text-muted' : 'block text-12 text-bad'}>
                  {t('invoices.dueOn')} <DateText date={invoice.dueOn} />
                </span>
              )}
            </span>
            <span className="text-end">
              <ExactMoney value={{ amountMinor: invoice.totalMinor, currency: invoice.currency }} />
              {invoice.openMinor > 0 && (
                <span className="block text-12 text-muted">
                  {t('invoices.open')} <ExactMoney value={{ amountMinor: invoice.openMinor, currency: invoice.currency }} />
                </span>
              )}
            </span>
          </li>
        ))}
      </ul>
      <p className="flex gap-4 px-4 py-2 text-12">
        <ViewLink search={{ deal: dealId }}>{t('work.seeAll')}</ViewLink>
        <ViewLink search={{ tab: 'receipts', deal: dealId }}>{t('invoices.tab.receipts')}</ViewLink>
      </p>
    </Card>
  );
}
