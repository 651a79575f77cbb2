import { useApi } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { ShareDecision } from './share-decision.tsx';
import { ShareRow } from './share-row.tsx';

/** A share that waits, where somebody meets it outside of its deal. */
export function ShareConsent({ dealId, shareId }: { dealId: string; shareId: string }) {
  const shares = useApi('shares.list', { query: { dealId, limit: 100 } });
  const share = shares.data?.items.find((entry) => entry.id === shareId);
  if (shares.error !== null && shares.data === undefined) return <ErrorState compact error={shares.error} onRetry={() => void shares.refetch()} />;
  if (shares.data === undefined) return <SkeletonRows rows={2} what={t('distribution.shares')} />;
  return share === undefined ? null : (
    <div className="flex flex-col gap-3 rounded-card border border-line p-4">
      <ShareRow share={share} />
      <ShareDecision share={share} />
    </div>
  );
}
