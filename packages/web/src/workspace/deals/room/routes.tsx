import { useState } from 'react';
import { Ellipsis, Plus } from 'lucide-react';
import { t } from '../../../lib/i18n/i18n.ts';
import { InstantText } from '../../../lib/i18n/values.tsx';
import { Badge } from '../../../ui/badge.tsx';
import { Button, IconButton } from '../../../ui/button.tsx';
import { ConfirmDialog } from '../../../ui/dialog.tsx';
import { Menu } from '../../../ui/menu.tsx';
import { Card } from '../../../ui/page.tsx';
import { SlaClock } from '../../../ui/sla-clock.tsx';
import { toast } from '../../../ui/toast.tsx';
import { sayRefusal } from '../kit/notify.ts';
import { type Route, RouteForm } from './route-form.tsx';
import { routeStateWords } from './route-state.ts';
import { type Deal, useRoomAct } from './use-room.ts';
import { RouteStrip } from './views/route-strip.tsx';

export function Routes({ deal }: { deal: Deal }) {
  const [form, setForm] = useState<Route | 'new' | null>(null);
  const update = useRoomAct('deals.updateRoute');
  const end = useRoomAct('deals.endRoute');
  const live = deal.routeList.filter((route) => route.endedAt === null);
  const ended = deal.routeList.filter((route) => route.endedAt !== null);
  const [ending, setEnding] = useState<Route | null>(null);

  function moveTo(route: Route, state: string) {
    update.mutate(
      { params: { id: deal.id, childId: route.id }, body: { state } },
      { onError: sayRefusal, onSuccess: () => toast(t('deals.route.moved', { route: t(`route.${route.kind}`), state: routeStateWords(state) })) },
    );
  }
  return (
    <Card
      title={t('deals.routes')}
      flush
      actions={
        deal.mayWrite && (
          <Button size="compact" icon={<Plus size={14} aria-hidden />} onPress={() => setForm('new')}>
            {t('deals.route.add')}
          </Button>
        )
      }
    >
      <RouteStrip deal={deal} />
      {live.length === 0 && <p className="p-4 text-muted">{t('deals.routes.empty')}</p>}
      <ul>
        {live.map((route) => {
          const [forward] = route.nextStates;
          return (
            <li key={route.id} className="flex flex-wrap items-center gap-x-3 gap-y-1.5 border-b border-line px-4 py-2 last:border-b-0">
              <span className="flex min-w-0 flex-1 flex-wrap items-center gap-x-3 gap-y-1">
                <span className="font-medium">{t(`route.${route.kind}`)}</span>
                <Badge tone="accent">
                  <bdi>{routeStateWords(route.state)}</bdi>
                </Badge>
                {route.settles && <Badge tone="ok">{t('deals.route.settles')}</Badge>}
                <span className="text-12 text-muted">
                  <bdi>{route.ownerName ?? t('deals.route.noOwner')}</bdi>
                </span>
                {route.externalId !== null && (
                  <span className="text-12 text-muted">
                    <bdi>{route.externalSystem}</bdi> <bdi className="font-mono">{route.externalId}</bdi>
                  </span>
                )}
                {route.chain.length > 0 && (
                  <span className="text-12 text-muted">
                    <Chain parties={route.chain} />
                  </span>
                )}
                {route.nextStep !== null && (
                  <span className="text-12">
                    <bdi>{route.nextStep}</bdi>
                  </span>
                )}
                {route.dueAt !== null && <SlaClock dueAt={route.dueAt} />}
              </span>
              {deal.mayWrite && forward !== undefined && (
                <Button size="compact" onPress={() => moveTo(route, forward)}>
                  {routeStateWords(forward)}
                </Button>
              )}
              {deal.mayWrite && (
                <Menu
                  label={t('deals.route.acts', { route: t(`route.${route.kind}`) })}
                  placement="bottom end"
                  groups={[
                    ...(route.nextStates.length > 1
                      ? [
                          {
                            id: 'states',
                            title: t('deals.route.move'),
                            items: route.nextStates
                              .slice(1)
                              .map((state) => ({ id: state, label: routeStateWords(state), onAction: () => moveTo(route, state) })),
                          },
                        ]
                      : []),
                    {
                      id: 'acts',
                      items: [
                        { id: 'edit', label: t('deals.route.edit'), onAction: () => setForm(route) },
                        { id: 'end', label: t('deals.route.end'), tone: 'bad' as const, onAction: () => setEnding(route) },
                      ],
                    },
                  ]}
                >
                  <IconButton size="compact" label={t('deals.route.acts', { route: t(`route.${route.kind}`) })}>
                    <Ellipsis size={16} aria-hidden />
                  </IconButton>
                </Menu>
              )}
            </li>
          );
        })}
      </ul>
      {ended.length > 0 && (
        <details className="border-t border-line px-4 py-1.5 text-12 text-muted">
          <summary className="min-h-6">{t('deals.routes.ended', { n: ended.length })}</summary>
          <ul className="mt-1 flex flex-col gap-1 pb-1">
            {ended.map((route) => (
              <li key={route.id} className="flex flex-wrap gap-x-2">
                <span className="text-text">{t(`route.${route.kind}`)}</span>
                <bdi>{routeStateWords(route.state)}</bdi>
                {route.endedAt !== null && <InstantText at={route.endedAt} />}
              </li>
            ))}
          </ul>
        </details>
      )}
      <ConfirmDialog
        title={t('deals.route.endAsk', { route: ending === null ? '' : t(`route.${ending.kind}`) })}
        body={t('deals.route.endNote')}
        verb={t('deals.route.end')}
        danger
        isOpen={ending !== null}
        onClose={() => setEnding(null)}
        onConfirm={() => {
          if (ending) end.mutate({ params: { id: deal.id, childId: ending.id } }, { onError: sayRefusal, onSuccess: () => toast(t('deals.route.ended')) });
          setEnding(null);
        }}
      />
      {form !== null && <RouteForm deal={deal} route={form === 'new' ? null : form} onClose={() => setForm(null)} />}
    </Card>
  );
}

/** From the first party to the last; the arrow turns with the direction of the page. */
function Chain({ parties }: { parties: Route['chain'] }) {
  return (
    <>
      {parties.map((party, index) => (
        <span key={party.partnerId}>
          {index > 0 && (
            <span aria-hidden className="flip mx-1 inline-block">
              →
            </span>
          )}
          <bdi>{party.partnerName}</bdi>
        </span>
      ))}
    </>
  );
}
