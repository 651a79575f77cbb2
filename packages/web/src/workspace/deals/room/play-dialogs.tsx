import { useState } from 'react';
import { participantRoles, type ParticipantRole } from '@entente/kernel';
import { useApi, useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Checkbox } from '../../../ui/checkbox.tsx';
import { RadioGroup } from '../../../ui/radio-group.tsx';
import { Select } from '../../../ui/select.tsx';
import { ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { FormDialog } from '../kit/form-dialog.tsx';
import { spanWords } from '../kit/when.ts';
import { type Deal, roomReads } from './use-room.ts';

type Props = { deal: Deal; onClose: () => void };
const touched = [...roomReads, 'deals.get', 'runs.list', 'meetings.list'] as const;

export function MeetingDialog({ deal, onClose }: Props) {
  const free = useApi('meetings.propose', { params: { id: deal.id } });
  const [title, setTitle] = useState(deal.name);
  const [slot, setSlot] = useState<string | null>(null);
  const [without, setWithout] = useState<ReadonlySet<string>>(new Set());
  const [agenda, setAgenda] = useState<string | null>(null);
  const create = useApiMutation('meetings.create', { invalidates: touched });
  const attendees = (free.data?.attendees ?? []).filter((person) => !without.has(person.email));
  const chosen = free.data?.slots.find((entry) => entry.startsAt === slot);
  const agendaText = agenda ?? free.data?.agenda.join('\n') ?? '';
  return (
    <FormDialog
      title={t('deals.meeting')}
      verb={t('deals.meeting.verb')}
      isOpen
      onClose={onClose}
      isPending={create.isPending}
      isReady={chosen !== undefined && attendees.length > 0 && title.trim() !== ''}
      error={create.error}
      onSubmit={() => {
        if (chosen)
          create.mutate(
            {
              params: { id: deal.id },
              body: {
                title: title.trim(),
                startsAt: chosen.startsAt,
                endsAt: chosen.endsAt,
                attendees,
                agenda: agendaText
                  .split('\n')
                  .map((line) => line.trim())
                  .filter(Boolean),
              },
            },
            {
              onSuccess: () => {
                toast(t('deals.meeting.sent', { n: attendees.length }));
                onClose();
              },
            },
          );
      }}
    >
      {free.isPending && <SkeletonRows rows={4} what={t('deals.meeting')} />}
      {free.error !== null && <ErrorState compact error={free.error} onRetry={() => void free.refetch()} />}
      {free.data && (
        <>
          <TextField label={t('deals.meeting.title')} value={title} onChange={setTitle} isRequired />
          {free.data.slots.length === 0 ? (
            <p className="text-muted">{t('deals.meeting.none')}</p>
          ) : (
            <RadioGroup
              label={t('deals.meeting.when')}
              look="cards"
              options={free.data.slots.map((entry) => ({ id: entry.startsAt, label: spanWords(entry.startsAt, entry.endsAt) }))}
              value={slot}
              onChange={setSlot}
              isRequired
            />
          )}
          <fieldset className="flex flex-col">
            <legend className="mb-1 text-12 font-medium">{t('deals.meeting.who')}</legend>
            {free.data.attendees.map((person) => (
              <Checkbox
                key={person.email}
                isSelected={!without.has(person.email)}
                onChange={(on) => {
                  const next = new Set(without);
                  if (on) next.delete(person.email);
                  else next.add(person.email);
                  setWithout(next);
                }}
                description={person.email}
              >
                {person.name}
              </Checkbox>
            ))}
          </fieldset>
          <TextField label={t('deals.agenda')} value={agendaText} onChange={setAgenda} rows={4} />
        </>
      )}
    </FormDialog>
  );
}

const outcomes = ['advanced', 'needs_follow_up', 'no_fit', 'won', 'lost'] as const;

/** With `meeting`, the outcome belongs to that meeting and closes it. */
export function OutcomeDialog({ deal, meeting, onClose }: Props & { meeting?: { id: string; title: string } }) {
  const [outcome, setOutcome] = useState<(typeof outcomes)[number] | null>(null);
  const [partnerId, setPartner] = useState<string | null>(null);
  const [role, setRole] = useState<ParticipantRole | null>(null);
  const [nextStep, setNext] = useState('');
  const [note, setNote] = useState('');
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const log = useApiMutation('outcome.log', { invalidates: touched });
  const partners = [...new Map(deal.participants.map((lane) => [lane.partnerId, { id: lane.partnerId, label: lane.partnerName }])).values()];
  return (
    <FormDialog
      title={t('deals.outcome')}
      verb={t('deals.outcome')}
      isOpen
      onClose={onClose}
      isPending={log.isPending}
      isReady={outcome !== null}
      error={log.error}
      onSubmit={() => {
        if (outcome)
          log.mutate(
            {
              params: { id: deal.id },
              body: { outcome, partnerId, role, nextStep: nextStep.trim() || null, note: note.trim() || null, meetingId: meeting?.id },
              idempotencyKey,
            },
            {
              onSuccess: (result) => {
                toast(t(result.alreadyLogged ? 'deals.outcome.already' : 'deals.outcome.logged'));
                onClose();
              },
            },
          );
      }}
    >
      {meeting && (
        <p className="text-muted">
          <bdi>{meeting.title}</bdi>
        </p>
      )}
      <RadioGroup
        label={t('deals.outcome.what')}
        options={outcomes.map((id) => ({ id, label: t(`deals.outcome.${id}`) }))}
        value={outcome}
        onChange={setOutcome}
        isRequired
      />
      <div className="grid gap-3 md:grid-cols-2">
        <Select
          label={t('deals.filter.partner')}
          options={partners}
          value={partnerId}
          onChange={(id) => {
            setPartner(id);
            setRole(deal.participants.find((lane) => lane.partnerId === id)?.role ?? role);
          }}
        />
        <Select label={t('deals.filter.role')} options={participantRoles.map((id) => ({ id, label: t(`role.${id}`) }))} value={role} onChange={setRole} />
      </div>
      <TextField label={t('deals.col.next')} value={nextStep} onChange={setNext} />
      <TextField label={t('deals.note')} value={note} onChange={setNote} rows={3} />
    </FormDialog>
  );
}

export function StartPlay({ deal, onClose }: Props) {
  const plays = useApi('plays.list');
  const [playId, setPlay] = useState<string | null>(null);
  const start = useApiMutation('plays.start', { invalidates: [...touched, 'plays.list'] });
  const live = (plays.data?.items ?? []).filter((play) => play.status === 'live');
  return (
    <FormDialog
      title={t('deals.play')}
      verb={t('deals.play')}
      isOpen
      onClose={onClose}
      isPending={start.isPending}
      isReady={playId !== null}
      error={start.error}
      onSubmit={() => {
        if (playId)
          start.mutate(
            { params: { id: playId }, body: { dealId: deal.id } },
            {
              onSuccess: (run) => {
                toast(t('deals.play.started', { play: run.playName }));
                onClose();
              },
            },
          );
      }}
    >
      {plays.isPending && <SkeletonRows rows={3} what={t('deals.play')} />}
      {plays.error !== null && <ErrorState compact error={plays.error} onRetry={() => void plays.refetch()} />}
      {plays.data && live.length === 0 && <p className="text-muted">{t('deals.play.none')}</p>}
      {live.length > 0 && (
        <RadioGroup
          label={t('deals.play.which')}
          look="cards"
          options={live.map((play) => ({ id: play.id, label: play.name, note: play.description }))}
          value={playId}
          onChange={setPlay}
        />
      )}
    </FormDialog>
  );
}
