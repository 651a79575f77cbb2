import { useState } from 'react';
import { participantRoles, type ParticipantRole } from '@entente/kernel';
import { t } from '../../../lib/i18n/i18n.ts';
import { RoleGlyph } from '../../../ui/role-glyph.tsx';
import { Select } from '../../../ui/select.tsx';
import { DateField, TextField } from '../../../ui/text-field.tsx';
import { FormDialog } from '../kit/form-dialog.tsx';
import { PartnerPicker } from '../kit/pickers.tsx';
import { evidenceKinds } from './evidence.ts';
import type { Lane } from './lanes.tsx';
import { useRoomAct } from './use-room.ts';

/** A day without an hour means the end of that working day. */
export const endOfDay = (day: string): string | null => (day === '' ? null : new Date(`${day}T17:00:00`).toISOString());

export function AddPartner({
  dealId,
  onClose,
  partner,
  role: given,
}: {
  dealId: string;
  onClose: () => void;
  partner?: { id: string; name: string };
  role?: ParticipantRole;
}) {
  const [partnerId, setPartner] = useState<string | null>(partner?.id ?? null);
  const [role, setRole] = useState<ParticipantRole | null>(given ?? null);
  const [step, setStep] = useState('');
  const [due, setDue] = useState('');
  const [kind, setKind] = useState<(typeof evidenceKinds)[number] | null>(null);
  const [note, setNote] = useState('');
  const add = useRoomAct('deals.addParticipant');
  return (
    <FormDialog
      title={t('deals.lane.add')}
      verb={t('deals.lane.add')}
      isOpen
      onClose={onClose}
      isPending={add.isPending}
      isReady={partnerId !== null && role !== null}
      error={add.error}
      onSubmit={() => {
        if (partnerId === null || role === null) return;
        add.mutate(
          {
            params: { id: dealId },
            body: { partnerId, role, step: step.trim() || null, dueAt: endOfDay(due), evidence: kind && { kind, note: note.trim() || null } },
          },
          { onSuccess: onClose },
        );
      }}
    >
      <PartnerPicker label={t('deals.filter.partner')} value={partnerId} given={partner?.name} onChange={setPartner} isRequired />
      <Select
        label={t('deals.filter.role')}
        options={participantRoles.map((id) => ({ id, label: t(`role.${id}`), icon: <RoleGlyph role={id} size={14} labelled={false} /> }))}
        value={role}
        onChange={setRole}
        isRequired
      />
      <div className="grid gap-3 md:grid-cols-2">
        <TextField label={t('deals.lane.step')} value={step} onChange={setStep} />
        <DateField label={t('deals.due')} value={due} onChange={setDue} />
      </div>
      <Select
        label={t('deals.lane.evidence')}
        description={t('deals.lane.evidence.note')}
        options={evidenceKinds.map((id) => ({ id, label: t(`deals.evidence.${id}`) }))}
        value={kind}
        onChange={setKind}
      />
      {kind !== null && <TextField label={t('deals.note')} value={note} onChange={setNote} rows={2} />}
    </FormDialog>
  );
}

export function EditLane({ dealId, lane, onClose }: { dealId: string; lane: Lane; onClose: () => void }) {
  const [step, setStep] = useState(lane.step ?? '');
  const [due, setDue] = useState(lane.dueAt?.slice(0, 10) ?? '');
  const update = useRoomAct('deals.updateParticipant');
  return (
    <FormDialog
      title={lane.partnerName}
      verb={t('ui.save')}
      isOpen
      onClose={onClose}
      isPending={update.isPending}
      error={update.error}
      size="small"
      onSubmit={() =>
        update.mutate({ params: { id: dealId, childId: lane.id }, body: { step: step.trim() || null, dueAt: endOfDay(due) } }, { onSuccess: onClose })
      }
    >
      <TextField label={t('deals.lane.step')} value={step} onChange={setStep} />
      <DateField label={t('deals.due')} value={due} onChange={setDue} />
    </FormDialog>
  );
}
