import { Link } from '@tanstack/react-router';
import { useApi } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { useCan } from '../../../lib/session.ts';
import { Card } from '../../../ui/page.tsx';
import { ErrorState } from '../../../ui/states.tsx';
import { ShareList } from './share-list.tsx';

/** In the deal's room: how its amount would be divided if it came today, each share with its arithmetic. */
export function WhoGetsWhat({ deal }: { deal: { id: string; amountMinor: number | null; currency: string } }) {
  const mayRead = useCan('splits:read');
  const amountMinor = deal.amountMinor ?? 0;
  const preview = useApi(
    'splits.preview',
    { params: { id: deal.id }, body: { netMinor: amountMinor, currency: deal.currency } },
    { enabled: mayRead && amountMinor > 0 },
  );
  if (!mayRead || amountMinor <= 0) return null;
  const { data } = preview;
  return (
    <Card title={t('splits.card')} flush>
      {preview.error !== null && data === undefined && <ErrorState compact error={preview.error} onRetry={() => void preview.refetch()} />}
      {data === undefined && preview.error === null && <p aria-hidden className="ghost m-4 h-16" />}
      {data !== undefined && (
        <>
          {data.held !== null ? (
            <p className="px-4 py-3 text-warn">
              <bdi>{data.held}</bdi>
            </p>
          ) : (
            <ShareList shares={data.shares} currency={data.currency} />
          )}
          <p className="flex flex-wrap gap-x-4 gap-y-1 border-t border-line px-4 py-2 text-12">
            {data.ruleId !== null && (
              <Link to="/money/splits/rules/$ruleId" params={{ ruleId: data.ruleId }} className="link">
                <bdi>{t('splits.ruleVersion', { name: data.ruleName ?? '…', n: data.ruleNumber ?? 0 })}</bdi>
              </Link>
            )}
            <Link to="/money/splits" search={{ deal: deal.id }} className="link">
              {t('splits.card.receipts')}
            </Link>
          </p>
        </>
      )}
    </Card>
  );
}
