import { useState } from 'react';
import { committeeRoles, type CommitteeRole } from '@entente/kernel';
import { Pencil, Plus, X } from 'lucide-react';
import { useApi } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Card } from '../../../ui/page.tsx';
import { NumberField } from '../../../ui/number-field.tsx';
import { Select } from '../../../ui/select.tsx';
import { toast } from '../../../ui/toast.tsx';
import { FormDialog } from '../kit/form-dialog.tsx';
import { sayRefusal } from '../kit/notify.ts';
import { MemberPicker } from '../kit/pickers.tsx';
import { type Deal, useRoomAct } from './use-room.ts';

type Member = Deal['committee'][number];
const NO_PARTNER = 'us';

export function Committee({ deal }: { deal: Deal }) {
  const [form, setForm] = useState<Member | 'new' | null>(null);
  const remove = useRoomAct('deals.removeCommitteeMember');
  const put = useRoomAct('deals.setCommitteeMember');

  function takeOff(member: Deal['committee'][number]) {
    remove.mutate(
      { params: { id: deal.id, childId: member.id } },
      {
        onSuccess: () =>
          toast(t('deals.committee.removed', { name: member.contactName }), {
            undo: () =>
              put.mutate(
                {
                  params: { id: deal.id },
                  body: {
                    contactId: member.contactId,
                    role: member.role,
                    influence: member.influence,
                    ownerMemberId: member.ownerMemberId,
                    ownerPartnerId: member.ownerPartnerId,
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
      title={t('deals.committee')}
      actions={
        deal.mayWrite &&
        deal.accountId !== null && (
          <Button size="compact" icon={<Plus size={14} aria-hidden />} onPress={() => setForm('new')}>
            {t('deals.committee.add')}
          </Button>
        )
      }
    >
      {deal.committeeGaps.map((gap) => (
        <p key={gap.code} className="mb-2 rounded-popover bg-warn-soft px-3 py-1.5 text-12 text-warn">
          <bdi>{gap.sentence}</bdi>
        </p>
      ))}
      {deal.committee.length === 0 && <p className="text-muted">{t(deal.accountId === null ? 'deals.committee.noAccount' : 'deals.committee.empty')}</p>}
      <ul className="flex flex-col gap-2">
        {deal.committee.map((member) => (
          <li key={member.id} className="flex items-start gap-2">
            <div className="min-w-0 flex-1">
              <p className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
                <bdi className="font-medium">{member.contactName}</bdi>
                <Badge tone={member.role === 'blocker' ? 'bad' : 'neutral'}>{t(`deals.committee.${member.role}`)}</Badge>
              </p>
              <p className="text-12 text-muted">
                {member.contactTitle !== null && (
                  <>
                    <bdi>{member.contactTitle}</bdi>
                    {' · '}
                  </>
                )}
                <span className="num" title={t('deals.committee.influenceOf', { n: member.influence })}>
                  <span className="sr-only">{t('deals.committee.influenceOf', { n: member.influence })}</span>
                  <bdi aria-hidden>{member.influence}/5</bdi>
                </span>
              </p>
              <p className="text-12 text-muted">
                {member.ownerName === null ? (
                  <span className="text-warn">{t('deals.committee.nobody')}</span>
                ) : (
                  <bdi>{t('deals.committee.ownedBy', { name: member.ownerName })}</bdi>
                )}
              </p>
            </div>
            {deal.mayWrite && (
              <span className="flex">
                <IconButton size="compact" label={t('deals.committee.change', { name: member.contactName })} onPress={() => setForm(member)}>
                  <Pencil size={14} aria-hidden />
                </IconButton>
                <IconButton size="compact" label={t('deals.committee.remove', { name: member.contactName })} onPress={() => takeOff(member)}>
                  <X size={14} aria-hidden />
                </IconButton>
              </span>
            )}
          </li>
        ))}
      </ul>
      {form !== null && <MemberForm deal={deal} member={form === 'new' ? undefined : form} onClose={() => setForm(null)} />}
    </Card>
  );
}

/** A partner may own a relationship as well as one of us; one person of the customer has one owner. */
function MemberForm({ deal, member, onClose }: { deal: Deal; member?: Member | undefined; onClose: () => void }) {
  const account = useApi('accounts.get', { params: { id: deal.accountId ?? '' } }, { enabled: member === undefined && deal.accountId !== null });
  const [contactId, setContact] = useState<string | null>(member?.contactId ?? null);
  const [role, setRole] = useState<CommitteeRole | null>(member?.role ?? null);
  const [influence, setInfluence] = useState(member?.influence ?? 3);
  const [ownerMemberId, setOwner] = useState<string | null>(member?.ownerMemberId ?? null);
  const [ownerPartnerId, setPartner] = useState<string>(member?.ownerPartnerId ?? NO_PARTNER);
  const put = useRoomAct('deals.setCommitteeMember');
  const remove = useRoomAct('deals.removeCommitteeMember');
  const parties = new Map(deal.participants.filter((lane) => lane.until === null).map((lane) => [lane.partnerId, lane.partnerName]));
  if (member?.ownerPartnerId && !parties.has(member.ownerPartnerId)) parties.set(member.ownerPartnerId, member.ownerName ?? member.ownerPartnerId);

  function submit() {
    if (!contactId || !role) return;
    const partner = ownerPartnerId === NO_PARTNER ? null : ownerPartnerId;
    put.mutate(
      { params: { id: deal.id }, body: { contactId, role, influence, ownerMemberId: partner === null ? ownerMemberId : null, ownerPartnerId: partner } },
      {
        onSuccess: () => {
          onClose();
          // The role is part of the place on the committee: a changed role is a new place, and the old one goes.
          if (member && member.role !== role) remove.mutate({ params: { id: deal.id, childId: member.id } }, { onError: sayRefusal });
        },
      },
    );
  }

  return (
    <FormDialog
      title={member ? t('deals.committee.change', { name: member.contactName }) : t('deals.committee.add')}
      verb={t(member ? 'ui.save' : 'deals.committee.add')}
      isOpen
      onClose={onClose}
      isPending={put.isPending}
      isReady={contactId !== null && role !== null}
      error={put.error}
      onSubmit={submit}
    >
      {member === undefined && (
        <Select
          label={t('deals.committee.contact')}
          description={account.data?.contacts.length === 0 ? t('deals.committee.noContacts') : undefined}
          options={(account.data?.contacts ?? []).map((contact) => ({ id: contact.id, label: contact.name, note: contact.title ?? undefined }))}
          value={contactId}
          onChange={setContact}
          isRequired
        />
      )}
      <div className="grid gap-3 md:grid-cols-2">
        <Select
          label={t('deals.filter.role')}
          options={committeeRoles.map((id) => ({ id, label: t(`deals.committee.${id}`) }))}
          value={role}
          onChange={setRole}
          isRequired
        />
        <NumberField label={t('deals.committee.influence')} value={influence} onChange={setInfluence} minValue={1} maxValue={5} steppers />
      </div>
      <Select
        label={t('deals.committee.ownerPartner')}
        description={t('deals.committee.ownerNote')}
        options={[{ id: NO_PARTNER, label: t('deals.handoff.us') }, ...[...parties].map(([id, label]) => ({ id, label }))]}
        value={ownerPartnerId}
        onChange={setPartner}
      />
      {ownerPartnerId === NO_PARTNER && (
        <MemberPicker
          label={t('deals.committee.owner')}
          value={ownerMemberId}
          given={member?.ownerMemberId ? member.ownerName : undefined}
          onChange={setOwner}
        />
      )}
    </FormDialog>
  );
}
