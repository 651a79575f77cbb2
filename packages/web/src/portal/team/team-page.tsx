import { useState } from 'react';
import { UserPlus } from 'lucide-react';
import { type PartnerRole, partnerRoles } from '@entente/contracts/permissions';
import { type Result, useApi } from '../../lib/api/index.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Badge } from '../../ui/badge.tsx';
import { useAct } from '../act.ts';
import { Button } from '../kit/button.tsx';
import { FormDialog } from '../kit/dialog.tsx';
import { Choose, TextInput } from '../kit/fields.tsx';
import { Page, Panel } from '../kit/page.tsx';
import { Empty, Failed, Ghosts, Refused } from '../kit/states.tsx';
import { useWhyNot } from '../session.ts';
import { t } from '../text.ts';
import { SettingsViews } from './settings-views.tsx';

type Member = Result<'portalTeam.list'>['items'][number];
const roleChoices = () => partnerRoles.map((id) => ({ id, label: t(`portal.role.${id}`) }));

export function TeamPage() {
  const { data, error, refetch } = useApi('portalTeam.list', {});
  const [inviting, setInviting] = useState(false);
  const why = useWhyNot()('portal:team');
  const active = data?.items.filter((member) => member.status === 'active') ?? [];
  const admins = active.filter((member) => member.role === 'partner_admin').length;
  return (
    <Page
      title={t('portal.team.title')}
      actions={
        <Button look="main" why={why} icon={<UserPlus size={18} strokeWidth={1.75} aria-hidden />} onClick={() => setInviting(true)}>
          {t('portal.team.invite')}
        </Button>
      }
    >
      <SettingsViews open="team" />
      <Panel flush>
        {!data ? (
          error ? (
            <Failed error={error} onRetry={() => void refetch()} />
          ) : (
            <Ghosts what={t('portal.team.title')} rows={4} height={68} />
          )
        ) : active.length === 0 ? (
          <Empty title={t('portal.team.empty')} />
        ) : (
          <ul aria-label={t('portal.team.title')}>
            {active.map((member) => (
              <MemberRow key={member.id} member={member} isLastAdmin={member.role === 'partner_admin' && admins === 1} why={why} />
            ))}
          </ul>
        )}
      </Panel>
      {inviting && <Invite onClose={() => setInviting(false)} />}
    </Page>
  );
}

function MemberRow({ member, isLastAdmin, why }: { member: Member; isLastAdmin: boolean; why: string | undefined }) {
  const [removing, setRemoving] = useState(false);
  const change = useAct('portalTeam.update', { notice: t('portal.team.roleChanged', { name: member.name }) });
  const guard = isLastAdmin ? t('portal.team.lastAdmin') : undefined;
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-line px-4 py-3 last:border-b-0">
      <Avatar name={member.name} size={32} />
      <div className="min-w-0 flex-1 max-md:basis-[70%]">
        <p className="flex flex-wrap items-center gap-2 font-medium">
          <bdi>{member.name}</bdi>
          {member.me && <Badge>{t('portal.team.you')}</Badge>}
        </p>
        <p className="truncate text-12 text-muted">
          <bdi>{member.email}</bdi>
        </p>
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <Choose
          label={t('portal.team.roleOf', { name: member.name })}
          hideLabel
          choices={roleChoices()}
          value={member.role}
          disabled={why !== undefined || guard !== undefined || change.busy}
          title={why ?? guard}
          onChange={(role) => void change.run({ params: { id: member.id }, body: { role } })}
          className="w-40"
        />
        <Button look="danger" why={why ?? guard} aria-label={t('portal.team.removeName', { name: member.name })} onClick={() => setRemoving(true)}>
          {t('portal.team.remove')}
        </Button>
      </div>
      {guard !== undefined && why === undefined && <p className="basis-full text-12 text-muted">{guard}</p>}
      <Refused sentence={change.refusal} />
      {removing && <Remove member={member} onClose={() => setRemoving(false)} />}
    </li>
  );
}

function Remove({ member, onClose }: { member: Member; onClose: () => void }) {
  const act = useAct('portalTeam.remove', { notice: t('portal.team.removed', { name: member.name }), onDone: onClose });
  return (
    <FormDialog
      title={t('portal.team.removeName', { name: member.name })}
      verb={t('portal.team.remove')}
      danger
      busy={act.busy}
      refusal={act.refusal}
      onClose={onClose}
      onSubmit={() => void act.run({ params: { id: member.id } })}
    >
      <p>{t('portal.team.remove.note')}</p>
    </FormDialog>
  );
}

function Invite({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<PartnerRole>('partner_seller');
  const [tried, setTried] = useState(false);
  const wrongMail = !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email.trim());
  const act = useAct('portalTeam.invite', { notice: (member) => t('portal.team.invited', { email: member.email }), onDone: onClose });
  return (
    <FormDialog
      title={t('portal.team.invite')}
      verb={t('portal.team.send')}
      busy={act.busy}
      refusal={act.refusal}
      onClose={onClose}
      onSubmit={() => {
        setTried(true);
        if (name.trim() !== '' && !wrongMail) void act.run({ body: { name: name.trim(), email: email.trim(), role } });
      }}
    >
      <TextInput
        label={t('portal.team.name')}
        value={name}
        onChange={setName}
        error={tried && name.trim() === '' ? t('portal.missing') : undefined}
        maxLength={200}
        required
      />
      <TextInput
        label={t('portal.team.email')}
        type="email"
        value={email}
        onChange={setEmail}
        error={tried && wrongMail ? t('portal.register.contact.missing') : undefined}
        required
      />
      <Choose label={t('portal.team.role')} note={t(`portal.role.${role}.note`)} choices={roleChoices()} value={role} onChange={setRole} />
    </FormDialog>
  );
}
