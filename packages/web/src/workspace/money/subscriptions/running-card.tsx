import { useApi } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { ExplanationView } from '../../../ui/explanation.tsx';
import { Card } from '../../../ui/page.tsx';
import { ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { ExactMoney } from '../../disbursements/exact-money.tsx';
import { Quantity } from '../../metering/quantity-text.tsx';
import { Period } from './bits.tsx';
import type { Subscription } from './words.ts';

/** Usage of the running period as if it ended now, and what earlier periods came to. */
export function RunningCard({ subscription }: { subscription: Subscription }) {
  const metered = subscription.items.some((item) => item.kind === 'usage');
  const query = useApi('meters.running', { params: { id: subscription.id } }, { enabled: metered });
  if (!metered) return null;
  return (
    <Card title={t('subs.running')} note={t('subs.running.note')} flush>
      {query.error !== null ? (
        <div className="p-4">
          <ErrorState compact error={query.error} onRetry={() => void query.refetch()} />
        </div>
      ) : query.data === undefined ? (
        <SkeletonRows rows={2} what={t('subs.running')} />
      ) : (
        <ul>
          {query.data.running.map((one) => (
            <li key={`${one.itemId} ${one.period.from}`} className="border-b border-line px-4 py-2 last:border-b-0">
              <div className="flex flex-wrap items-baseline gap-x-4">
                <bdi className="font-medium">{one.meterKey}</bdi>
                <span className="min-w-40 flex-1 text-12 text-muted">
                  <Period value={one.period} />
                </span>
                <span>
                  <Quantity value={one.quantity} /> <bdi className="text-muted">{one.unit}</bdi>
                </span>
                <span className="font-medium">
                  <ExactMoney value={one} />
                </span>
              </div>
              <details className="mt-1">
                <summary className="cursor-pointer text-12 text-muted">{t('money.why')}</summary>
                <div className="pt-2">
                  <ExplanationView value={one.explanation} />
                </div>
              </details>
            </li>
          ))}
          {query.data.charged.map((one) => (
            <li
              key={`${one.itemId} ${one.period.from} charged`}
              className="flex flex-wrap items-baseline gap-x-4 border-b border-line px-4 py-2 text-muted last:border-b-0"
            >
              <bdi>{one.meterKey}</bdi>
              <span className="min-w-40 flex-1 text-12">
                <Period value={one.period} /> · {t('subs.running.charged', { n: one.corrections })}
              </span>
              <span>
                <Quantity value={one.quantity} /> <bdi>{one.unit}</bdi>
              </span>
              <ExactMoney value={one} />
            </li>
          ))}
          {query.data.running.length + query.data.charged.length === 0 && <li className="px-4 py-3 text-muted">{t('subs.running.none')}</li>}
        </ul>
      )}
    </Card>
  );
}
