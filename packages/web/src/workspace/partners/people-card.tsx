import { useState } from 'react';
import { UserPlus } from 'lucide-react';
import { type PartnerRole, partnerRoles } from '@entente/contracts/permissions';
import { problemSentence, type Result, useApi, useApiMutation } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { useCan } from '../../lib/session.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { Card } from '../../ui/page.tsx';
import { Select } from '../../ui/select.tsx';
import { ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { toast } from '../../ui/toast.tsx';
import { FormDrawer } from './kit/form-drawer.tsx';
import { Nothing } from './kit/record-page.tsx';

type Person = Result<'partners.people'>['items'][number];
const roles = () => partnerRoles.map((id) => ({ id, label: t(`people.role.${id}`) }));
const complain = (error: unknown) => toast(problemSentence(error, t('work.refused')), { tone: 'bad' });

/** People of the partner who can sign in to its pages. */
export function PeopleCard({ partnerId }: { partnerId: string }) {
  const mayWrite = useCan('partners:write');
  const people = useApi('partners.people', { params: { id: partnerId } });
  const [inviting, setInviting] = useState(false);
  const [ending, setEnding] = useState<Person>();
  const remove = useApiMutation('partners.removePerson', { invalidates: ['partners.people'] });
  return (
    <Card
      title={t('partners.people')}
      flush
      actions={
        mayWrite && (
          <Button size="compact" icon={<UserPlus size={14} aria-hidden />} onPress={() => setInviting(true)}>
            {t('settings.invite')}
          </Button>
        )
      }
    >
      {people.data === undefined ? (
        people.error === null ? (
          <SkeletonRows rows={2} height={56} what={t('partners.people')} />
        ) : (
          <ErrorState compact error={people.error} onRetry={() => void people.refetch()} />
        )
      ) : people.data.items.length === 0 ? (
        <Nothing>{t('partners.people.none')}</Nothing>
      ) : (
        <ul>
          {people.data.items.map((person) => (
            <PersonLine key={person.id} partnerId={partnerId} person={person} mayWrite={mayWrite} onEnd={() => setEnding(person)} />
          ))}
        </ul>
      )}
      {inviting && <Invite partnerId={partnerId} onClose={() => setInviting(false)} />}
      <ConfirmDialog
        title={t('settings.end')}
        body={<p>{t('settings.end.note', { name: ending?.name ?? '' })}</p>}
        verb={t('settings.end')}
        danger
        isOpen={ending !== undefined}
        onClose={() => setEnding(undefined)}
        onConfirm={() => {
          if (ending)
            remove.mutate(
              { params: { id: partnerId, childId: ending.id } },
              { onSuccess: () => toast(t('settings.ended', { name: ending.name })), onError: complain },
            );
        }}
      />
    </Card>
  );
}

function PersonLine({ partnerId, person, mayWrite, onEnd }: { partnerId: string; person: Person; mayWrite: boolean; onEnd: () => void }) {
  const update = useApiMutation('partners.setPersonRole', { invalidates: ['partners.people'] });
  function change(role: PartnerRole, undoable: boolean) {
    const before = person.role;
    if (role === before && undoable) return;
    update.mutate(
      { params: { id: partnerId, childId: person.id }, body: { role } },
      {
        onSuccess: () =>
          toast(t('settings.roleChanged', { name: person.name, role: t(`people.role.${role}`) }), undoable ? { undo: () => change(before, false) } : {}),
        onError: complain,
      },
    );
  }
  return (
    <li className="flex min-h-14 flex-wrap items-center gap-x-3 gap-y-2 border-b border-line px-4 py-2 last:border-b-0">
      <span className="min-w-40 flex-1">
        <bdi className="font-medium">{person.name}</bdi>
        <bdi dir="ltr" className="block text-12 break-all text-muted">
          {person.email}
        </bdi>
      </span>
      {mayWrite ? (
        <>
          <Select<PartnerRole>
            label={t('settings.roleOf', { name: person.name })}
            hideLabel
            value={person.role}
            onChange={(role) => change(role, true)}
            options={roles()}
            isDisabled={update.isPending}
            className="w-40"
          />
          <Button kind="danger" size="compact" onPress={onEnd}>
            {t('settings.end')}
          </Button>
        </>
      ) : (
        <span className="text-muted">{t(`people.role.${person.role}`)}</span>
      )}
    </li>
  );
}

function Invite({ partnerId, onClose }: { partnerId: string; onClose: () => void }) {
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<PartnerRole>('partner_seller');
  const invite = useApiMutation('partners.invitePerson', { invalidates: ['partners.people'] });
  function submit() {
    if (name.trim() === '' || email.trim() === '') return;
    invite.mutate(
      { params: { id: partnerId }, body: { name: name.trim(), email: email.trim(), role } },
      {
        onSuccess: (person) => {
          toast(t('settings.invited', { email: person.email }));
          onClose();
        },
      },
    );
  }
  return (
    <FormDrawer
      title={t('settings.invite')}
      verb={t('settings.invite.send')}
      isOpen
      onClose={onClose}
      onSubmit={submit}
      isPending={invite.isPending}
      error={invite.error}
    >
      <TextField label={t('work.name')} value={name} onChange={setName} isRequired />
      <TextField label={t('work.email')} type="email" value={email} onChange={setEmail} isRequired />
      <Select<PartnerRole> label={t('settings.role')} value={role} onChange={setRole} options={roles()} />
    </FormDrawer>
  );
}
