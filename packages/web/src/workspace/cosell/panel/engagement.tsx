import { useState } from 'react';
import { UserPlus } from 'lucide-react';
import { useApi, useApiMutation, type Result } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { InstantText, Num, RelativeTime } from '../../../lib/i18n/values.tsx';
import { useCan } from '../../../lib/session.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { FormDialog } from '../../deals/kit/form-dialog.tsx';
import { type DealView, plainWords } from '../../deals/room/views/words.ts';
import { ChoiceBoxes } from '../../programs/kit/choice-boxes.tsx';

type Shared = Result<'clouds.engagement'>;
type Engagement = NonNullable<Shared['engagement']>;

/** Who works on the shared record, and what each member sees of it. Clouds that know no such thing show nothing here. */
export function EngagementCard({ view }: { view: DealView }) {
  const query = useApi('clouds.engagement', { params: { id: view.id } }, { staleTime: 15_000 });
  const [inviting, setInviting] = useState(false);
  const mayShare = useCan('cosell:submit');
  if (query.error !== null) return <ErrorState compact error={query.error} onRetry={() => void query.refetch()} />;
  if (query.data === undefined) return <SkeletonRows rows={2} widths={[40, 30]} what={t('cosell.engagement')} />;
  const { engagement, mostMembers, responsibilities, team, tags, updates } = query.data;
  if (engagement === null && responsibilities.length === 0) return null;
  const members = engagement?.members.length ?? 0;
  const full = mostMembers !== null && members >= mostMembers;
  return (
    <section aria-label={t('cosell.engagement')} className="flex flex-col gap-2">
      <h3 className="flex min-h-7 flex-wrap items-center gap-2 text-12 font-medium text-muted">
        <span className="flex-1">
          {t('cosell.engagement')}
          {mostMembers !== null && members > 0 && <span className="ms-2 font-normal">{t('cosell.engagement.of', { n: members, most: mostMembers })}</span>}
        </span>
        {mayShare && engagement !== null && responsibilities.length > 0 && (
          <Button size="compact" icon={<UserPlus size={13} aria-hidden />} isDisabled={full} onPress={() => setInviting(true)}>
            {t('cosell.invite')}
          </Button>
        )}
      </h3>
      {engagement === null ? <p className="text-muted">{t('cosell.engagement.none')}</p> : <Members engagement={engagement} />}
      <Around team={team} tags={tags} updates={updates} />
      {inviting && <Invite view={view} responsibilities={responsibilities} onClose={() => setInviting(false)} />}
    </section>
  );
}

/** People of both sides on the record, its tags, and whether what we change later reaches the others. */
function Around({ team, tags, updates }: Pick<Shared, 'team' | 'tags' | 'updates'>) {
  return (
    <>
      {team.length > 0 && (
        <div className="flex flex-col gap-1">
          <h4 className="text-12 font-medium text-muted">{t('cosell.team')}</h4>
          <ul aria-label={t('cosell.team')} className="flex flex-col rounded-popover border border-line">
            {team.map((person) => (
              <li
                key={`${person.theirs} ${person.email} ${person.name}`}
                className="flex flex-wrap items-center gap-x-2 gap-y-1 border-b border-line px-3 py-2 last:border-b-0"
              >
                <bdi className="font-medium">{person.name ?? person.email ?? t('cosell.team.unnamed')}</bdi>
                {person.title !== null && <bdi className="text-12 text-muted">{person.title}</bdi>}
                <Badge tone={person.theirs ? 'neutral' : 'accent'}>{t(person.theirs ? 'cosell.team.theirs' : 'cosell.engagement.us')}</Badge>
                {person.email !== null && person.name !== null && (
                  <a href={`mailto:${person.email}`} className="link basis-full text-12">
                    <bdi dir="ltr">{person.email}</bdi>
                  </a>
                )}
              </li>
            ))}
          </ul>
        </div>
      )}
      {tags.length > 0 && (
        <dl className="flex flex-wrap items-center gap-x-2 gap-y-1 text-12">
          <dt className="font-medium text-muted">{t('cosell.tags')}</dt>
          {tags.map(({ key, value }) => (
            <dd key={key}>
              <Badge>
                <bdi>{value === '' ? key : `${key} = ${value}`}</bdi>
              </Badge>
            </dd>
          ))}
        </dl>
      )}
      {updates !== null && (
        <p className="text-12 text-muted">
          {updates.sentence !== null ? (
            <bdi>{updates.sentence}</bdi>
          ) : (
            <>
              {t('cosell.updates.role')}{' '}
              <bdi dir="ltr" className="font-mono [overflow-wrap:anywhere]">
                {updates.role}
              </bdi>
            </>
          )}
        </p>
      )}
    </>
  );
}

function Members({ engagement }: { engagement: Engagement }) {
  return (
    <div className="flex flex-col gap-2">
      {engagement.members.length === 0 && <p className="text-muted">{t('cosell.engagement.alone')}</p>}
      <ul className="flex flex-col rounded-popover border border-line empty:hidden">
        {engagement.members.map((member) => (
          <li key={member.account} className="flex flex-wrap items-center gap-x-2 gap-y-1 border-b border-line px-3 py-2 last:border-b-0">
            <bdi className="font-medium">{member.name ?? member.account}</bdi>
            {member.name !== null && (
              <bdi dir="ltr" className="font-mono text-12 text-muted">
                {member.account}
              </bdi>
            )}
            {member.ours && <Badge tone="accent">{t('cosell.engagement.us')}</Badge>}
            {member.status !== null && <Badge>{plainWords(member.status.toLowerCase())}</Badge>}
            {member.responsibilities.length > 0 && (
              <bdi className="basis-full text-12 text-muted">{new Intl.ListFormat(document.documentElement.lang).format(member.responsibilities)}</bdi>
            )}
          </li>
        ))}
      </ul>
      <details className="text-12 text-muted">
        <summary className="min-h-6 w-fit cursor-pointer">{t('cosell.snapshots', { n: engagement.snapshots.length })}</summary>
        {engagement.snapshots.length === 0 ? (
          <p>{t('cosell.snapshots.none')}</p>
        ) : (
          <ol className="flex flex-col gap-1">
            {engagement.snapshots.map((snapshot) => (
              <li key={`${snapshot.template}${snapshot.revision}`} className="flex flex-wrap gap-x-2">
                <span>
                  {t('cosell.snapshot.revision')} <Num value={snapshot.revision} />
                </span>
                <bdi className="text-text">{plainWords(snapshot.template)}</bdi>
                {snapshot.at !== null && <InstantText at={snapshot.at} />}
              </li>
            ))}
          </ol>
        )}
      </details>
      <p className="flex flex-wrap gap-x-2 text-12 text-muted">
        {engagement.title !== null && <bdi>{engagement.title}</bdi>}
        <bdi dir="ltr" className="font-mono">
          {engagement.outsideId}
        </bdi>
        <span>
          {t('views.readAt')} <RelativeTime at={engagement.readAt} />
        </span>
      </p>
    </div>
  );
}

const LONGEST_MESSAGE = 255;

function Invite({ view, responsibilities, onClose }: { view: DealView; responsibilities: readonly string[]; onClose: () => void }) {
  const [account, setAccount] = useState('');
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [message, setMessage] = useState('');
  const invite = useApiMutation('clouds.invite', { invalidates: ['views.ofDeal', 'clouds.engagement'] });
  return (
    <FormDialog
      title={t('cosell.invite.title', { name: view.connectionName })}
      verb={t('cosell.invite')}
      isOpen
      onClose={onClose}
      isPending={invite.isPending}
      isReady={account.trim() !== '' && chosen.length > 0 && message.trim() !== ''}
      error={invite.error}
      onSubmit={() =>
        invite.mutate(
          { params: { id: view.id }, body: { account: account.trim(), responsibilities: [...chosen], message: message.trim() } },
          {
            onSuccess: () => {
              toast(t('cosell.invite.done'));
              onClose();
            },
          },
        )
      }
    >
      <TextField
        label={t('cosell.invite.account')}
        description={t('cosell.invite.account.note')}
        value={account}
        onChange={setAccount}
        isRequired
        maxLength={100}
      />
      <ChoiceBoxes label={t('cosell.invite.does')} options={responsibilities.map((id) => ({ id, label: id }))} value={chosen} onChange={setChosen} />
      <TextField label={t('cosell.invite.message')} value={message} onChange={setMessage} rows={3} isRequired maxLength={LONGEST_MESSAGE} />
    </FormDialog>
  );
}
