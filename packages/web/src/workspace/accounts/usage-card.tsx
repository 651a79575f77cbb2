import { useApiPages } from '../../lib/api/index.ts';
import { formatPercent } from '../../lib/i18n/format.ts';
import { currentLocale, t } from '../../lib/i18n/i18n.ts';
import { Num } from '../../lib/i18n/values.tsx';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/page.tsx';
import { ScrollArea } from '../../ui/scroll-area.tsx';
import { ErrorState } from '../../ui/states.tsx';

const monthName = (period: string): string =>
  new Intl.DateTimeFormat(currentLocale() === 'ar' ? 'ar-u-nu-latn' : 'en-GB', { month: 'short', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(`${period}-01T00:00:00Z`),
  );
const metricName = (metric: string): string => {
  const words = metric.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** What the account uses, newest month first. Nothing is shown where nothing was ever reported. */
export function UsageCard({ accountId }: { accountId: string }) {
  const usage = useApiPages('usage.list', { params: { id: accountId } });
  if (usage.error !== null)
    return (
      <Card title={t('accounts.usage')}>
        <ErrorState compact error={usage.error} onRetry={usage.refetch} />
      </Card>
    );
  if (usage.rows.length === 0) return null;
  return (
    <Card title={t('accounts.usage')} note={t('accounts.usage.note')} flush>
      <ScrollArea label={t('accounts.usage')} className="max-h-80 overflow-auto">
        <ul>
          {usage.rows.map((fact) => (
            <li
              key={`${fact.productId}${fact.metric}${fact.period}`}
              className="flex min-h-11 items-center gap-x-3 border-b border-line px-4 py-1.5 last:border-b-0"
            >
              <span className="min-w-0 flex-1">
                <bdi className="block truncate font-medium">{fact.productName}</bdi>
                <span className="text-12 text-muted">
                  <bdi>{metricName(fact.metric)}</bdi> · <bdi>{monthName(fact.period)}</bdi>
                </span>
              </span>
              <span className="flex flex-col items-end">
                <Num value={fact.quantity} />
                {fact.changePercent !== null && (
                  <bdi className={`num text-12 ${fact.changePercent < 0 ? 'text-bad' : fact.changePercent > 0 ? 'text-ok' : 'text-muted'}`}>
                    {fact.changePercent > 0 ? '+' : ''}
                    {formatPercent(fact.changePercent / 100, 1)}
                  </bdi>
                )}
              </span>
            </li>
          ))}
        </ul>
      </ScrollArea>
      {usage.hasMore && (
        <p className="p-3 text-center">
          <Button size="compact" isPending={usage.isLoadingMore} onPress={usage.loadMore}>
            {t('work.more')}
          </Button>
        </p>
      )}
    </Card>
  );
}
