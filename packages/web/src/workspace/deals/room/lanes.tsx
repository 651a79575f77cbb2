import { useState } from 'react';
import { participantRoles, type ParticipantRole } from '@entente/kernel';
import { Link } from '@tanstack/react-router';
import { Ellipsis, FileCheck2, Plus } from 'lucide-react';
import { t } from '../../../lib/i18n/i18n.ts';
import { DateText, Percent } from '../../../lib/i18n/values.tsx';
import { Button, IconButton } from '../../../ui/button.tsx';
import { cx } from '../../../ui/cx.ts';
import { Menu } from '../../../ui/menu.tsx';
import { Card } from '../../../ui/page.tsx';
import { RoleGlyph, roleName } from '../../../ui/role-glyph.tsx';
import { SlaClock } from '../../../ui/sla-clock.tsx';
import { toast } from '../../../ui/toast.tsx';
import { sayRefusal } from '../kit/notify.ts';
import { evidenceWords } from './evidence.ts';
import { Hint } from './hint.tsx';
import { AddPartner, EditLane } from './lane-dialogs.tsx';
import { type Deal, useRoomAct } from './use-room.ts';

export type Lane = Deal['participants'][number];
const states = ['not_started', 'in_progress', 'waiting', 'done'] as const;
const tones: Record<Lane['state'], string> = { not_started: 'text-muted', in_progress: 'text-text', waiting: 'text-warn', done: 'text-ok' };

export function RoleLanes({ deal }: { deal: Deal }) {
  const [isAdding, setAdding] = useState(false);
  const [edited, setEdited] = useState<Lane | null>(null);
  const update = useRoomAct('deals.updateParticipant');
  const end = useRoomAct('deals.endParticipant');
  const add = useRoomAct('deals.addParticipant');
  const active = participantRoles.flatMap((role) => deal.participants.filter((lane) => lane.role === role && lane.until === null));
  const ended = deal.participants.filter((lane) => lane.until !== null);
  const free = participantRoles.filter((role) => !active.some((lane) => lane.role === role));

  function endRole(lane: Lane) {
    end.mutate(
      { params: { id: deal.id, childId: lane.id } },
      {
        onSuccess: () =>
          toast(t('deals.lane.ended', { partner: lane.partnerName, role: roleName(lane.role) }), {
            undo: () =>
              add.mutate(
                {
                  params: { id: deal.id },
                  body: {
                    partnerId: lane.partnerId,
                    role: lane.role,
                    since: lane.since,
                    step: lane.step,
                    dueAt: lane.dueAt,
                    evidence: lane.evidence && { kind: lane.evidence.kind, note: lane.evidence.note },
                  },
                },
                { onError: sayRefusal },
              ),
          }),
        onError: sayRefusal,
      },
    );
  }

  return (
    <Card
      title={t('deals.lanes')}
      note={t('deals.lanes.note', { n: new Set(active.map((lane) => lane.partnerId)).size, waiting: active.filter((lane) => lane.state === 'waiting').length })}
      flush
      actions={
        deal.mayWrite && (
          <Button size="compact" icon={<Plus size={14} aria-hidden />} onPress={() => setAdding(true)}>
            {t('deals.lane.add')}
          </Button>
        )
      }
    >
      <ul>
        {active.map((lane) => (
          <li
            key={lane.id}
            className="grid min-h-9 max-md:min-h-12 grid-cols-[6.5rem_minmax(0,1fr)_auto_2rem] items-center gap-x-3 border-b border-line px-4 py-0.5 last:border-b-0 max-md:gap-x-2 md:grid-cols-[8rem_minmax(0,1.2fr)_minmax(0,1fr)_6rem_5.5rem_2.5rem_2rem]"
          >
            <span className="flex items-center gap-2">
              <RoleGlyph role={lane.role} labelled={false} />
              {roleName(lane.role)}
            </span>
            <span className="flex min-w-0 items-center gap-1.5">
              <Link to="/partners/$partnerId" params={{ partnerId: lane.partnerId }} className="truncate font-medium hover:underline">
                <bdi>{lane.partnerName}</bdi>
              </Link>
              {lane.evidence !== null && (
                <span className="max-md:hidden">
                  <Hint text={evidenceWords(lane)}>
                    <FileCheck2 size={14} aria-hidden className="text-muted" />
                  </Hint>
                </span>
              )}
            </span>
            <bdi className="truncate text-muted max-md:hidden">{lane.step ?? '–'}</bdi>
            <span className={cx('font-medium', tones[lane.state])}>{t(`deals.lane.${lane.state}`)}</span>
            <span className="max-md:hidden">{lane.state !== 'done' && lane.dueAt !== null && <SlaClock dueAt={lane.dueAt} />}</span>
            <span className="text-end text-muted max-md:hidden">
              {lane.shareBasisPoints !== null && <Percent share={lane.shareBasisPoints / 10_000} digits={2} />}
            </span>
            {deal.mayWrite && (
              <Menu
                label={t('deals.lane.acts', { partner: lane.partnerName })}
                placement="bottom end"
                groups={[
                  {
                    id: 'state',
                    title: t('deals.lane.state'),
                    items: states.map((state) => ({
                      id: state,
                      label: t(`deals.lane.${state}`),
                      isSelected: state === lane.state,
                      onAction: () => update.mutate({ params: { id: deal.id, childId: lane.id }, body: { state } }, { onError: sayRefusal }),
                    })),
                  },
                  {
                    id: 'more',
                    items: [
                      { id: 'edit', label: t('deals.lane.edit'), onAction: () => setEdited(lane) },
                      { id: 'end', label: t('deals.lane.end'), tone: 'bad', onAction: () => endRole(lane) },
                    ],
                  },
                ]}
              >
                <IconButton size="compact" label={t('deals.lane.acts', { partner: lane.partnerName })}>
                  <Ellipsis size={16} aria-hidden />
                </IconButton>
              </Menu>
            )}
          </li>
        ))}
        {ended.length > 0 && (
          <li className="border-b border-line px-4 py-1.5 last:border-b-0">
            <details>
              <summary className="min-h-6 text-12 text-muted">{t('deals.lanes.ended', { n: ended.length })}</summary>
              <ul className="mt-1 flex flex-col gap-1 pb-1 text-12 text-muted">
                {ended.map((lane) => (
                  <li key={lane.id} className="flex flex-wrap items-center gap-x-2">
                    <RoleGlyph role={lane.role} size={14} labelled={false} className="opacity-60" />
                    <span>{roleName(lane.role)}</span>
                    <bdi className="text-text">{lane.partnerName}</bdi>
                    <span>
                      <DateText date={lane.since} /> – {lane.until !== null && <DateText date={lane.until} />}
                    </span>
                    {lane.evidence !== null && <bdi>{evidenceWords(lane)}</bdi>}
                  </li>
                ))}
              </ul>
            </details>
          </li>
        )}
        {free.length > 0 && (
          <li className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5 text-12 text-muted">
            <span>{t('deals.lanes.free')}</span>
            {free.map((role: ParticipantRole) => (
              <span key={role} className="inline-flex items-center gap-1.5">
                <RoleGlyph role={role} size={14} labelled={false} className="opacity-50" />
                {roleName(role)}
              </span>
            ))}
          </li>
        )}
      </ul>
      {isAdding && <AddPartner dealId={deal.id} onClose={() => setAdding(false)} />}
      {edited && <EditLane dealId={deal.id} lane={edited} onClose={() => setEdited(null)} />}
    </Card>
  );
}
