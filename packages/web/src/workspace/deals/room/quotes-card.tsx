import { Link } from '@tanstack/react-router';
import { useApiPages } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { DateText } from '../../../lib/i18n/values.tsx';
import { useCan } from '../../../lib/session.ts';
import { Card } from '../../../ui/page.tsx';
import { ErrorState } from '../../../ui/states.tsx';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import { QuoteState } from '../../money/quotes/state-badge.tsx';
import { quoteNumber } from '../../money/quotes/words.ts';
import type { Deal } from './use-room.ts';

/** What was offered to the buyer of this deal, the newest first, and the way to a new quote. */
export function QuotesCard({ deal }: { deal: Deal }) {
  const mayRead = useCan('quotes:read');
  const mayWrite = useCan('quotes:write');
  const quotes = useApiPages('quotes.list', { query: { dealId: deal.id, limit: 5 } }, { enabled: mayRead });
  if (!mayRead) return null;
  const mayQuote = mayWrite && deal.stage !== 'lost';
  if (quotes.error === null && quotes.rows.length === 0 && (quotes.isLoading || !mayQuote)) return null;
  return (
    <Card
      title={t('quotes.title')}
      flush
      actions={
        mayQuote && (
          <Link
            to="/money/quotes/new"
            search={{ deal: deal.id }}
            className="inline-flex h-7 items-center rounded-control border border-line-strong bg-surface px-2.5 text-12 font-medium hover:bg-hover max-md:h-10"
          >
            {t('quotes.new')}
          </Link>
        )
      }
    >
      {quotes.error !== null ? (
        <ErrorState compact error={quotes.error} onRetry={quotes.refetch} />
      ) : quotes.rows.length === 0 ? (
        <p className="px-4 py-3 text-muted">{t('quotes.ofDeal.none')}</p>
      ) : (
        <ul>
          {quotes.rows.map((quote) => (
            <li key={quote.id} className="relative flex flex-col gap-0.5 border-b border-line px-4 py-2 last:border-b-0 hover:bg-hover">
              <span className="flex items-center gap-2">
                <Link to="/money/quotes/$quoteId" params={{ quoteId: quote.id }} className="min-w-0 flex-1 truncate font-medium before:absolute before:inset-0">
                  <bdi>{quote.name}</bdi>
                </Link>
                <ExactMoney value={{ amountMinor: quote.netMinor, currency: quote.currency }} />
              </span>
              <span className="flex flex-wrap items-center gap-x-2 text-12 text-muted">
                <bdi className="num">{quoteNumber(quote.number)}</bdi>
                <QuoteState state={quote.state} />
                <span>
                  {t('quotes.until')} <DateText date={quote.expiresOn} />
                </span>
              </span>
            </li>
          ))}
        </ul>
      )}
      {quotes.hasMore && (
        <p className="border-t border-line px-4 py-2 text-12">
          <Link to="/money/quotes" search={{ deal: deal.id }} className="link">
            {t('work.seeAll')}
          </Link>
        </p>
      )}
    </Card>
  );
}
