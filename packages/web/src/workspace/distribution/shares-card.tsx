import { useApi } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { Num } from '../../lib/i18n/values.tsx';
import { Card } from '../../ui/page.tsx';
import { ErrorState } from '../../ui/states.tsx';
import { ShareDecision } from './share-decision.tsx';
import { ShareRow } from './share-row.tsx';

/** Partners that work on the deal together by sharing it; those that wait for the vendor stand first. Nothing is shown where none is shared. */
export function SharesCard({ dealId }: { dealId: string }) {
  const shares = useApi('shares.list', { query: { dealId, limit: 100 } });
  if (shares.error !== null && shares.data === undefined)
    return (
      <Card title={t('distribution.shares')}>
        <ErrorState compact error={shares.error} onRetry={() => void shares.refetch()} />
      </Card>
    );
  const items = shares.data?.items ?? [];
  if (items.length === 0) return null;
  const sorted = items.toSorted((a, b) => Number(b.state === 'waiting_vendor') - Number(a.state === 'waiting_vendor'));
  return (
    <Card title={t('distribution.shares')} note={<Num value={items.length} />} flush>
      <ul>
        {sorted.map((share) => (
          <li key={share.id} className="flex flex-col gap-3 border-b border-line px-4 py-3 last:border-b-0">
            <ShareRow share={share} />
            <ShareDecision share={share} />
          </li>
        ))}
      </ul>
    </Card>
  );
}
