import { useState } from 'react';
import { routeKinds, type RouteKind } from '@entente/kernel';
import { Ellipsis, Plus } from 'lucide-react';
import { t } from '../../../lib/i18n/i18n.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { Menu } from '../../../ui/menu.tsx';
import { Card } from '../../../ui/page.tsx';
import { Select } from '../../../ui/select.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { FormDialog } from '../kit/form-dialog.tsx';
import { sayRefusal } from '../kit/notify.ts';
import { MemberPicker } from '../kit/pickers.tsx';
import { type Deal, useRoomAct } from './use-room.ts';

type Route = Deal['routeList'][number];
/** States are the server's machine words; shown as words. */
const stateWords = (state: string): string => {
  const words = state.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

export function Routes({ deal }: { deal: Deal }) {
  const [form, setForm] = useState<Route | 'new' | null>(null);
  const update = useRoomAct('deals.updateRoute');
  const end = useRoomAct('deals.endRoute');
  const live = deal.routeList.filter((route) => route.endedAt === null);
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
      {live.length === 0 && <p className="p-4 text-muted">{t('deals.routes.empty')}</p>}
      <ul>
        {live.map((route) => (
          <li key={route.id} className="flex flex-wrap items-center gap-x-3 gap-y-1.5 border-b border-line px-4 py-2 last:border-b-0">
            <span className="font-medium">{t(`route.${route.kind}`)}</span>
            <Badge tone="accent">
              <bdi>{stateWords(route.state)}</bdi>
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
                <bdi>{route.chain.map((party) => party.partnerName).join(' → ')}</bdi>
              </span>
            )}
            <span className="flex-1" />
            {deal.mayWrite &&
              route.nextStates.slice(0, 3).map((state) => (
                <Button
                  key={state}
                  size="compact"
                  onPress={() => update.mutate({ params: { id: deal.id, childId: route.id }, body: { state } }, { onError: sayRefusal })}
                >
                  {stateWords(state)}
                </Button>
              ))}
            {deal.mayWrite && (
              <Menu
                label={t('ui.more')}
                placement="bottom end"
                groups={[
                  {
                    id: 'acts',
                    items: [
                      ...route.nextStates.slice(3).map((state) => ({
                        id: state,
                        label: stateWords(state),
                        onAction: () => update.mutate({ params: { id: deal.id, childId: route.id }, body: { state } }, { onError: sayRefusal }),
                      })),
                      { id: 'edit', label: t('deals.route.edit'), onAction: () => setForm(route) },
                      {
                        id: 'end',
                        label: t('deals.route.end'),
                        tone: 'bad' as const,
                        onAction: () =>
                          end.mutate({ params: { id: deal.id, childId: route.id } }, { onError: sayRefusal, onSuccess: () => toast(t('deals.route.ended')) }),
                      },
                    ],
                  },
                ]}
              >
                <IconButton size="compact" label={t('ui.more')}>
                  <Ellipsis size={16} aria-hidden />
                </IconButton>
              </Menu>
            )}
          </li>
        ))}
      </ul>
      {form !== null && <RouteForm dealId={deal.id} route={form === 'new' ? null : form} onClose={() => setForm(null)} />}
    </Card>
  );
}

function RouteForm({ dealId, route, onClose }: { dealId: string; route: Route | null; onClose: () => void }) {
  const [kind, setKind] = useState<RouteKind | null>(route?.kind ?? null);
  const [settles, setSettles] = useState(route?.settles ?? false);
  const [ownerId, setOwner] = useState<string | null>(route?.ownerId ?? null);
  const [system, setSystem] = useState(route?.externalSystem ?? '');
  const [outside, setOutside] = useState(route?.externalId ?? '');
  const add = useRoomAct('deals.addRoute');
  const update = useRoomAct('deals.updateRoute');
  const facts = { settles, ownerId, externalSystem: system.trim() || null, externalId: outside.trim() || null };
  return (
    <FormDialog
      title={t(route ? 'deals.route.edit' : 'deals.route.add')}
      verb={t(route ? 'ui.save' : 'deals.route.add')}
      isOpen
      onClose={onClose}
      isPending={add.isPending || update.isPending}
      isReady={kind !== null}
      error={add.error ?? update.error}
      onSubmit={() => {
        if (route) update.mutate({ params: { id: dealId, childId: route.id }, body: facts }, { onSuccess: onClose });
        else if (kind) add.mutate({ params: { id: dealId }, body: { kind, ...facts } }, { onSuccess: onClose });
      }}
    >
      <Select
        label={t('deals.filter.route')}
        options={routeKinds.map((id) => ({ id, label: t(`route.${id}`) }))}
        value={kind}
        onChange={setKind}
        isDisabled={route !== null}
        isRequired
      />
      <Checkbox isSelected={settles} onChange={setSettles} description={t('deals.route.settles.note')}>
        {t('deals.route.settles')}
      </Checkbox>
      <MemberPicker label={t('deals.col.owner')} value={ownerId} onChange={setOwner} />
      <div className="grid gap-3 md:grid-cols-2">
        <TextField label={t('deals.route.system')} value={system} onChange={setSystem} maxLength={60} />
        <TextField label={t('deals.route.outside')} value={outside} onChange={setOutside} maxLength={200} />
      </div>
    </FormDialog>
  );
}
