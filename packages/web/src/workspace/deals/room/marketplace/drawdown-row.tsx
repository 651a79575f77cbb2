import { CircleCheck, TriangleAlert } from 'lucide-react';
import { t } from '../../../../lib/i18n/i18n.ts';
import { formatPercent } from '../../../../lib/i18n/format.ts';
import { DateText, Money } from '../../../../lib/i18n/values.tsx';
import type { Drawdown } from '../../../marketplaces/words.ts';

type RouteDrawdown = Drawdown['routes'][number];

const routeKinds = ['direct', 'resale', 'referral', 'cosell', 'marketplace'] as const;
function routeWords(kind: string): string {
  const known = routeKinds.find((entry) => entry === kind);
  return known === undefined ? kind : t(`route.${known}`);
}

/** One route against one commitment: how much of it would count, and each reason why it is not all. */
export function DrawdownRow({ route }: { route: RouteDrawdown }) {
  const Icon = route.drawsDown ? CircleCheck : TriangleAlert;
  return (
    <li className="flex items-start gap-2">
      <Icon size={16} strokeWidth={1.75} className={route.drawsDown ? 'mt-0.5 shrink-0 text-ok' : 'mt-0.5 shrink-0 text-warn'} aria-hidden />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <span className="font-medium">
            <bdi>{route.marketplaceName ?? routeWords(route.routeKind)}</bdi>
          </span>
          <span className="text-12 text-muted">
            <bdi>{route.programme}</bdi>
            {route.settles && <> · {t('deals.route.settles')}</>}
          </span>
        </p>
        <p className={route.drawsDown ? 'text-ok' : 'text-warn'}>
          {route.drawsDown ? (
            <>
              {t('drawdown.counts')} <Money value={{ amountMinor: route.amountMinor, currency: route.currency }} /> ·{' '}
              <bdi>{t('drawdown.share', { share: formatPercent(route.percentBp / 10_000, 2) })}</bdi>
            </>
          ) : (
            (route.warning ?? t('drawdown.countsNothing'))
          )}
        </p>
        {route.reasons.length > 0 && (
          <ul className="mt-1 flex list-disc flex-col gap-0.5 ps-4 text-12 text-muted">
            {route.reasons.map((reason) => (
              <li key={`${reason.code} ${reason.sentence}`}>
                <bdi>{reason.sentence}</bdi>
              </li>
            ))}
          </ul>
        )}
        {route.rules.length > 0 && (
          <ul className="mt-1 flex flex-col gap-0.5 text-12 text-muted" aria-label={t('drawdown.rules')}>
            {route.rules.map((rule) => (
              <li key={`${rule.fromOn} ${rule.percentBp} ${rule.source}`}>
                <bdi>{t('drawdown.rule', { share: formatPercent(rule.percentBp / 10_000, 2) })}</bdi> <DateText date={rule.fromOn} /> –{' '}
                {rule.untilOn === null ? t('listings.eligibility.open') : <DateText date={rule.untilOn} />} · <bdi>{rule.source}</bdi>
              </li>
            ))}
          </ul>
        )}
      </div>
    </li>
  );
}
