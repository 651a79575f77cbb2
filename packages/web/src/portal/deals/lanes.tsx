import { type FormEvent, useState } from 'react';
import { InstantText } from '../../lib/i18n/values.tsx';
import { Badge, type Tone } from '../../ui/badge.tsx';
import { RoleGlyph } from '../../ui/role-glyph.tsx';
import { SlaClock } from '../../ui/sla-clock.tsx';
import { useAct } from '../act.ts';
import { Button } from '../kit/button.tsx';
import { Choose, TextInput } from '../kit/fields.tsx';
import { Panel } from '../kit/page.tsx';
import { Refused } from '../kit/states.tsx';
import { useWhyNot } from '../session.ts';
import { t } from '../text.ts';
import type { Deal } from './deal.ts';

type Lane = Deal['lanes'][number];
const laneStates = ['not_started', 'in_progress', 'waiting', 'done'] as const satisfies readonly Lane['state'][];
const tones: Record<Lane['state'], Tone> = { not_started: 'neutral', in_progress: 'accent', waiting: 'warn', done: 'ok' };

/** One row per role. Own ones can be changed; of others the role and its state, and a name only where all agreed. */
export function Lanes({ deal }: { deal: Deal }) {
  const [open, setOpen] = useState<string>();
  const why = useWhyNot()('portal:deals');
  return (
    <Panel title={t('portal.deal.lanes')} flush>
      <ul aria-label={t('portal.deal.lanes')}>
        {deal.lanes.map((lane) => (
          <li key={lane.id} className="border-b border-line px-4 py-3 last:border-b-0">
            <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
              <RoleGlyph role={lane.role} labelled={false} />
              <span className="font-medium">{t(`role.${lane.role}`)}</span>
              <span className="min-w-0 text-muted">
                <bdi>{lane.mine ? t('portal.deal.ours') : (lane.partnerName ?? t('portal.deal.otherPartner'))}</bdi>
              </span>
              <span className="ms-auto flex flex-wrap items-center gap-3">
                {lane.dueAt !== null && lane.state !== 'done' && <SlaClock dueAt={lane.dueAt} />}
                <Badge tone={tones[lane.state]}>{t(`portal.lane.${lane.state}`)}</Badge>
                {lane.mine && (
                  <Button
                    look="quiet"
                    why={why}
                    aria-expanded={open === lane.id}
                    aria-label={t('portal.deal.changeLane', { role: t(`role.${lane.role}`) })}
                    onClick={() => setOpen(open === lane.id ? undefined : lane.id)}
                  >
                    {t('portal.change')}
                  </Button>
                )}
              </span>
            </div>
            {lane.step !== null && (
              <p className="mt-1 ps-[30px] text-muted">
                <bdi>{lane.step}</bdi>
                {lane.dueAt !== null && (
                  <>
                    {' '}
                    <span className="text-12">
                      {t('portal.due')} <InstantText at={lane.dueAt} />
                    </span>
                  </>
                )}
              </p>
            )}
            {open === lane.id && <LaneForm dealId={deal.id} lane={lane} onClose={() => setOpen(undefined)} />}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function LaneForm({ dealId, lane, onClose }: { dealId: string; lane: Lane; onClose: () => void }) {
  const [state, setState] = useState(lane.state);
  const [step, setStep] = useState(lane.step ?? '');
  const [due, setDue] = useState(lane.dueAt?.slice(0, 10) ?? '');
  const act = useAct('portalDeals.setLane', { notice: t('portal.deal.laneSaved'), onDone: onClose });
  function save(event: FormEvent): void {
    event.preventDefault();
    // The day's end where the person sits; a due day that was not touched keeps its hour.
    const dueAt = due === '' ? null : due === lane.dueAt?.slice(0, 10) ? lane.dueAt : new Date(`${due}T17:00:00`).toISOString();
    void act.run({ params: { id: dealId, childId: lane.id }, body: { state, step: step.trim() || null, dueAt } });
  }
  return (
    <form onSubmit={save} className="mt-3 flex flex-col gap-3 md:ps-[30px]" aria-label={t('portal.deal.changeLane', { role: t(`role.${lane.role}`) })}>
      <div className="grid gap-3 md:grid-cols-[12rem_minmax(0,1fr)_11rem]">
        <Choose label={t('portal.state')} choices={laneStates.map((id) => ({ id, label: t(`portal.lane.${id}`) }))} value={state} onChange={setState} />
        <TextInput label={t('portal.deal.step')} value={step} onChange={setStep} maxLength={200} />
        <TextInput label={t('portal.due')} type="date" value={due} onChange={setDue} />
      </div>
      <Refused sentence={act.refusal} />
      <div className="flex gap-2">
        <Button type="submit" look="main" busy={act.busy}>
          {t('ui.save')}
        </Button>
        <Button onClick={onClose}>{t('ui.cancel')}</Button>
      </div>
    </form>
  );
}
