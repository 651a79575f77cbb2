import { useState } from 'react';
import { UserPlus } from 'lucide-react';
import { isPartnerRole, partnerRoles, type Role, staffRoles } from '@entente/contracts/permissions';
import type { Result } from '@entente/contracts/client';
import { problemSentence, useApiMutation, useApiPages } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { sessionQuery, useCan, useSession } from '../../lib/session.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { Card } from '../../ui/page.tsx';
import { Select } from '../../ui/select.tsx';
import { ErrorState, SkeletonRows } from '../../ui/states.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { toast } from '../../ui/toast.tsx';
import { FormDrawer } from '../partners/kit/form-drawer.tsx';
import { PartnerPicker } from '../partners/kit/pickers.tsx';
import { Nothing } from '../partners/kit/record-page.tsx';
import { SearchBox } from '../partners/kit/search-box.tsx';
import { useUrlState } from '../partners/kit/url-state.ts';

type Person = Result<'people.list'>['items'][number];
const optionsOf = (roles: readonly Role[]) => roles.map((id) => ({ id, label: t(`people.role.${id}`) }));

export function People() {
  const url = useUrlState();
  const mayWrite = useCan('people:write');
  const [inviting, setInviting] = useState(false);
  const [ending, setEnding] = useState<Person>();
  const q = url.text('q');
  const list = useApiPages('people.list', { query: { q } }, { keepPrevious: true });
  const remove = useApiMutation('people.remove', { invalidates: ['people.list'] });
  const complain = (error: unknown) => toast(problemSentence(error, t('work.refused')), { tone: 'bad' });
  return (
    <>
      <Card
        title={t('settings.people')}
        flush
        actions={
          mayWrite && (
            <Button kind="primary" icon={<UserPlus size={14} aria-hidden />} onPress={() => setInviting(true)}>
              {t('settings.invite')}
            </Button>
          )
        }
      >
        <div className="border-b border-line px-4 py-2">
          <SearchBox label={t('settings.people.search')} value={q ?? ''} onSearch={(text) => url.set({ q: text })} />
        </div>
        {list.error !== null && list.rows.length === 0 ? (
          <ErrorState error={list.error} onRetry={list.refetch} />
        ) : list.isLoading ? (
          <SkeletonRows rows={8} height={56} what={t('settings.people')} />
        ) : list.rows.length === 0 ? (
          <Nothing>{t('work.noMatch')}</Nothing>
        ) : (
          <ul>
            {list.rows.map((person) => (
              <PersonLine key={person.id} person={person} mayWrite={mayWrite} onEnd={() => setEnding(person)} />
            ))}
          </ul>
        )}
        {list.hasMore && (
          <p className="p-3 text-center">
            <Button isPending={list.isLoadingMore} onPress={list.loadMore}>
              {t('work.more')}
            </Button>
          </p>
        )}
      </Card>
      {inviting && <Invite onClose={() => setInviting(false)} />}
      <ConfirmDialog
        title={t('settings.end')}
        body={<p>{t('settings.end.note', { name: ending?.name ?? '' })}</p>}
        verb={t('settings.end')}
        danger
        isOpen={ending !== undefined}
        onClose={() => setEnding(undefined)}
        onConfirm={() => {
          if (ending) remove.mutate({ params: { id: ending.id } }, { onSuccess: () => toast(t('settings.ended', { name: ending.name })), onError: complain });
        }}
      />
    </>
  );
}

function PersonLine({ person, mayWrite, onEnd }: { person: Person; mayWrite: boolean; onEnd: () => void }) {
  const session = useSession();
  const update = useApiMutation('people.update', { invalidates: ['people.list'], onDone: (_, __, client) => void client.invalidateQueries(sessionQuery) });
  const own = person.id === session?.person.id;
  const [asked, setAsked] = useState<Role>();
  const active = person.status === 'active';
  function change(role: Role, undoable: boolean) {
    const before = person.role;
    if (role === before && undoable) return;
    update.mutate(
      { params: { id: person.id }, body: { role } },
      {
        onSuccess: () =>
          toast(t('settings.roleChanged', { name: person.name, role: t(`people.role.${role}`) }), undoable ? { undo: () => change(before, false) } : {}),
        onError: (error) => toast(problemSentence(error, t('work.refused')), { tone: 'bad' }),
      },
    );
  }
  return (
    <li className="flex min-h-14 flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-4 py-2 last:border-b-0">
      <Avatar name={person.name} size={32} />
      <span className="min-w-48 flex-1">
        <bdi className="font-medium">{person.name}</bdi>
        <span className="block text-12 text-muted">
          <bdi dir="ltr">{person.email}</bdi>
        </span>
      </span>
      {person.partnerName !== null && <bdi className="text-muted">{person.partnerName}</bdi>}
      <Badge tone={person.twoFactor ? 'ok' : 'neutral'}>{t(person.twoFactor ? 'settings.twoFactor.on' : 'settings.twoFactor.off')}</Badge>
      {!active ? (
        <Badge>{t('settings.membership.ended')}</Badge>
      ) : mayWrite ? (
        <Select
          label={t('settings.roleOf', { name: person.name })}
          hideLabel
          value={person.role}
          onChange={(role) => (own ? setAsked(role === person.role ? undefined : role) : change(role, true))}
          options={optionsOf(isPartnerRole(person.role) ? partnerRoles : staffRoles)}
          isDisabled={update.isPending}
          className="w-44"
        />
      ) : (
        <span className="w-44 text-muted">{t(`people.role.${person.role}`)}</span>
      )}
      {mayWrite && active && !own && (
        <Button kind="danger" size="compact" onPress={onEnd}>
          {t('settings.end')}
        </Button>
      )}
      {/* One's own role is asked about first: who gives rights away cannot take them back, so there is nothing to undo. */}
      <ConfirmDialog
        title={t('account.ownRole')}
        body={<p>{t('account.ownRole.note', { role: asked === undefined ? '' : t(`people.role.${asked}`) })}</p>}
        verb={t('account.ownRole')}
        danger
        isOpen={asked !== undefined}
        onClose={() => setAsked(undefined)}
        onConfirm={() => {
          if (asked !== undefined) change(asked, false);
        }}
      />
    </li>
  );
}

function Invite({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('seller');
  const [partnerId, setPartnerId] = useState<string | null>(null);
  const invite = useApiMutation('people.invite', { invalidates: ['people.list'] });
  const ofPartner = isPartnerRole(role);
  function submit() {
    if (name.trim() === '' || email.trim() === '' || (ofPartner && partnerId === null)) return;
    invite.mutate(
      { body: { name: name.trim(), email: email.trim(), role, partnerId: ofPartner ? partnerId : null } },
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
      <Select<Role> label={t('settings.role')} value={role} onChange={setRole} options={optionsOf([...staffRoles, ...partnerRoles])} />
      {ofPartner && <PartnerPicker label={t('work.partner')} value={partnerId} onChange={setPartnerId} isRequired />}
    </FormDrawer>
  );
}
