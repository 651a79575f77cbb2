import { useState } from 'react';
import { committeeRoles, type CommitteeRole } from '@entente/kernel';
import { Plus, X } from 'lucide-react';
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

export function Committee({ deal }: { deal: Deal }) {
  const [isAdding, setAdding] = useState(false);
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
          <Button size="compact" icon={<Plus size={14} aria-hidden />} onPress={() => setAdding(true)}>
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
      {deal.committee.length === 0 && <p className="text-muted">{t('deals.committee.empty')}</p>}
      <ul className="flex flex-col gap-2">
        {deal.committee.map((member) => (
          <li key={member.id} className="flex items-center gap-3">
            <div className="min-w-0 flex-1">
              <p className="truncate font-medium">
                <bdi>{member.contactName}</bdi>
              </p>
              <p className="truncate text-12 text-muted">
                <bdi>{member.contactTitle ?? '–'}</bdi>
                {member.ownerName !== null && (
                  <>
                    {' '}
                    · <bdi>{member.ownerName}</bdi>
                  </>
                )}
              </p>
            </div>
            <Badge tone={member.role === 'blocker' ? 'bad' : 'neutral'}>{t(`deals.committee.${member.role}`)}</Badge>
            <bdi className="num text-12 text-muted" title={t('deals.committee.influence')}>
              {member.influence}/5
            </bdi>
            {deal.mayWrite && (
              <IconButton size="compact" label={t('deals.committee.remove', { name: member.contactName })} onPress={() => takeOff(member)}>
                <X size={14} aria-hidden />
              </IconButton>
            )}
          </li>
        ))}
      </ul>
      {isAdding && deal.accountId !== null && <AddMember dealId={deal.id} accountId={deal.accountId} onClose={() => setAdding(false)} />}
    </Card>
  );
}

function AddMember({ dealId, accountId, onClose }: { dealId: string; accountId: string; onClose: () => void }) {
  const account = useApi('accounts.get', { params: { id: accountId } });
  const [contactId, setContact] = useState<string | null>(null);
  const [role, setRole] = useState<CommitteeRole | null>(null);
  const [influence, setInfluence] = useState(3);
  const [ownerMemberId, setOwner] = useState<string | null>(null);
  const put = useRoomAct('deals.setCommitteeMember');
  return (
    <FormDialog
      title={t('deals.committee.add')}
      verb={t('deals.committee.add')}
      isOpen
      onClose={onClose}
      isPending={put.isPending}
      isReady={contactId !== null && role !== null}
      error={put.error}
      onSubmit={() => {
        if (contactId && role) put.mutate({ params: { id: dealId }, body: { contactId, role, influence, ownerMemberId } }, { onSuccess: onClose });
      }}
    >
      <Select
        label={t('deals.committee.contact')}
        options={(account.data?.contacts ?? []).map((contact) => ({ id: contact.id, label: contact.name, note: contact.title ?? undefined }))}
        value={contactId}
        onChange={setContact}
        isRequired
      />
      <Select
        label={t('deals.filter.role')}
        options={committeeRoles.map((id) => ({ id, label: t(`deals.committee.${id}`) }))}
        value={role}
        onChange={setRole}
        isRequired
      />
      <NumberField label={t('deals.committee.influence')} value={influence} onChange={setInfluence} minValue={1} maxValue={5} steppers />
      <MemberPicker label={t('deals.committee.owner')} value={ownerMemberId} onChange={setOwner} />
    </FormDialog>
  );
}
