import { useState } from 'react';
import { t } from '../../../../lib/i18n/i18n.ts';
import { Badge } from '../../../../ui/badge.tsx';
import { Button } from '../../../../ui/button.tsx';
import { cx } from '../../../../ui/cx.ts';
import { SlaClock } from '../../../../ui/sla-clock.tsx';
import { useNow } from '../../../../ui/use-now.ts';
import { type Route, RouteForm } from '../route-form.tsx';
import { routeStateWords } from '../route-state.ts';
import type { Deal } from '../use-room.ts';

const dueFirst = (left: Route, right: Route): number => (left.dueAt ?? '9').localeCompare(right.dueAt ?? '9');

/** What is next on every way the deal is sold, the most urgent first: nothing waits for the end of a quarter. */
export function RouteStrip({ deal }: { deal: Deal }) {
  const [editing, setEditing] = useState<Route | null>(null);
  const now = useNow().toISOString();
  const live = deal.routeList.filter((route) => route.endedAt === null).toSorted(dueFirst);
  if (live.length === 0) return null;
  return (
    <div className="border-b border-line bg-desk px-4 py-3">
      <h3 className="mb-2 text-12 font-medium text-muted">{t('views.nextOnRoutes')}</h3>
      <ol className="grid gap-2 sm:grid-cols-2 xl:grid-cols-3">
        {live.map((route) => {
          const overdue = route.dueAt !== null && route.dueAt <= now;
          return (
            <li
              key={route.id}
              className={cx('flex min-w-0 flex-col gap-1 rounded-popover border bg-surface px-3 py-2', overdue ? 'border-bad' : 'border-line')}
            >
              <span className="flex flex-wrap items-center gap-x-2 gap-y-1 text-12">
                <span className="font-medium">{t(`route.${route.kind}`)}</span>
                {route.externalSystem !== null && <bdi className="text-muted">{route.externalSystem}</bdi>}
                <Badge tone="accent">
                  <bdi>{routeStateWords(route.state)}</bdi>
                </Badge>
                {overdue && <Badge tone="bad">{t('views.overdue')}</Badge>}
              </span>
              {route.nextStep === null ? (
                <span className="flex flex-wrap items-center gap-2">
                  <span className="text-muted">{t('views.noNext')}</span>
                  {deal.mayWrite && (
                    <Button size="compact" onPress={() => setEditing(route)}>
                      {t('views.setNext')}
                    </Button>
                  )}
                </span>
              ) : (
                <bdi className="line-clamp-3" title={route.nextStep}>
                  {route.nextStep}
                </bdi>
              )}
              <span className="flex flex-wrap items-center gap-x-2 text-12 text-muted">
                <bdi>{route.ownerName ?? t('deals.route.noOwner')}</bdi>
                {route.dueAt !== null && <SlaClock dueAt={route.dueAt} />}
              </span>
            </li>
          );
        })}
      </ol>
      {editing !== null && <RouteForm deal={deal} route={editing} onClose={() => setEditing(null)} />}
    </div>
  );
}
