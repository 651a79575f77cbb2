import { useState } from 'react';
import { useApiPages } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { InstantText } from '../../../lib/i18n/values.tsx';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/page.tsx';
import { ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import { wayName } from '../room/money/words.ts';
import { DifferenceDialog } from './difference-dialog.tsx';

/** Every version of the plan, the newest first. Each can be laid beside the one before it, or beside any other. */
export function HistoryCard({ dealId }: { dealId: string }) {
  const history = useApiPages('settlement.history', { params: { id: dealId }, query: { limit: 20 } });
  const [asked, setAsked] = useState<{ from: number; to: number } | null>(null);
  return (
    <Card title={t('settlement.history')} flush>
      {history.isLoading && <SkeletonRows rows={2} widths={[10, 40, 20]} what={t('settlement.history')} />}
      {history.error !== null && history.rows.length === 0 && (
        <div className="p-4">
          <ErrorState compact error={history.error} onRetry={history.refetch} />
        </div>
      )}
      {!history.isLoading && history.error === null && history.rows.length === 0 && <p className="p-4 text-muted">{t('settlement.history.none')}</p>}
      <ol>
        {history.rows.map((row) => (
          <li key={row.number} className="flex flex-wrap items-start gap-x-4 gap-y-1 border-b border-line px-4 py-2.5 last:border-b-0">
            <div className="min-w-56 flex-1">
              <p className="flex flex-wrap items-center gap-2">
                <span className="text-12 text-muted">{t('settlement.version.n', { n: row.number })}</span>
                <bdi className="font-medium">{wayName(row)}</bdi>
                {row.current && <Badge tone="accent">{t('settlement.current')}</Badge>}
              </p>
              <p>
                <bdi>{row.reason}</bdi>
              </p>
              <p className="text-12 text-muted">
                <bdi>{row.chosenBy}</bdi> · <InstantText at={row.chosenAt} />
              </p>
            </div>
            <p className="text-end">
              <ExactMoney value={{ amountMinor: row.netMinor, currency: row.currency }} />
              <span className="block text-12 text-muted">{t('settlement.step.net')}</span>
            </p>
            {row.number > 1 && (
              <Button
                size="compact"
                onPress={() => setAsked({ from: row.number - 1, to: row.number })}
                aria-label={t('settlement.differences.of', { n: row.number, before: row.number - 1 })}
              >
                {t('settlement.differences')}
              </Button>
            )}
          </li>
        ))}
      </ol>
      {history.hasMore && (
        <div className="border-t border-line p-3">
          <Button size="compact" isPending={history.isLoadingMore} onPress={history.loadMore}>
            {t('settlement.history.more')}
          </Button>
        </div>
      )}
      {asked !== null && <DifferenceDialog dealId={dealId} rows={history.rows} first={asked} onClose={() => setAsked(null)} />}
    </Card>
  );
}
