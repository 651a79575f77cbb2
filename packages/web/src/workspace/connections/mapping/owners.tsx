import { useState } from 'react';
import type { Result } from '@entente/contracts/client';
import { problemSentence, useApi, useApiMutation } from '../../../lib/api/index.ts';
import { formatNumber } from '../../../lib/i18n/format.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { useCan } from '../../../lib/session.ts';
import { ComboBox } from '../../../ui/combo-box.tsx';
import { Card } from '../../../ui/page.tsx';
import { ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { toast } from '../../../ui/toast.tsx';
import { useSettled } from '../../deals/kit/pickers.tsx';
import { Nothing } from '../../partners/kit/record-page.tsx';
import { type Connection, systemLabel } from '../words.ts';

type Owner = Result<'connections.owners'>['items'][number];
const OPEN = 'open';
const NOBODY = 'nobody';

/** Owners over there whose mail address is nobody's here: each is somebody of the workspace, or nobody on purpose. */
export function Owners({ connection }: { connection: Connection }) {
  const owners = useApi('connections.owners', { params: { id: connection.id } });
  const mayWrite = useCan('connections:write');
  const system = systemLabel(connection.system);
  return (
    <Card title={t('connections.owners')} flush>
      <div className="border-b border-line px-4 py-2">
        <p className="max-w-180 text-muted">{t('connections.owners.note', { system })}</p>
      </div>
      {owners.error !== null && owners.data === undefined ? (
        <ErrorState error={owners.error} onRetry={() => void owners.refetch()} />
      ) : owners.data === undefined ? (
        <SkeletonRows rows={3} height={56} widths={[30, 15, 35]} what={t('connections.owners')} />
      ) : (
        <>
          {owners.data.sentence !== null && (
            <p role="note" className="border-b border-line bg-warn-soft px-4 py-2 text-warn">
              <bdi>{owners.data.sentence}</bdi>
            </p>
          )}
          {owners.data.items.length === 0 ? (
            <Nothing>{t('connections.owners.none')}</Nothing>
          ) : (
            <ul>
              {owners.data.items.map((owner) => (
                <OwnerRow key={owner.outsideId} connectionId={connection.id} owner={owner} mayWrite={mayWrite} />
              ))}
            </ul>
          )}
          {owners.data.more && <p className="px-4 py-2 text-12 text-muted">{t('connections.owners.more', { n: owners.data.items.length })}</p>}
        </>
      )}
    </Card>
  );
}

function OwnerRow({ connectionId, owner, mayWrite }: { connectionId: string; owner: Owner; mayWrite: boolean }) {
  const name = owner.name ?? owner.email ?? owner.outsideId;
  return (
    <li className="grid min-h-14 items-center gap-x-4 gap-y-1.5 border-b border-line px-4 py-2 last:border-b-0 md:grid-cols-[minmax(0,1fr)_8rem_minmax(0,20rem)]">
      <span className="min-w-0">
        <bdi className="block truncate font-medium">{name}</bdi>
        <bdi dir="ltr" className="block truncate text-start text-12 text-muted">
          {owner.email !== null && owner.email !== name ? owner.email : owner.outsideId}
        </bdi>
      </span>
      <span className="text-12 text-muted">{t('failures.records', { n: owner.records })}</span>
      {mayWrite ? <WhoIsIt connectionId={connectionId} owner={owner} name={name} /> : <Answer owner={owner} />}
    </li>
  );
}

function Answer({ owner }: { owner: Owner }) {
  if (owner.answer === 'person') return <bdi>{owner.personName}</bdi>;
  return <span className="text-muted">{t(owner.answer === 'nobody' ? 'connections.owners.nobody' : 'connections.owners.open')}</span>;
}

function WhoIsIt({ connectionId, owner, name }: { connectionId: string; owner: Owner; name: string }) {
  const [typed, setTyped] = useState('');
  const chosen = owner.answer === 'person' ? owner.personName : owner.answer === 'nobody' ? t('connections.owners.nobody') : '';
  const asked = useSettled(typed === chosen ? '' : typed);
  const people = useApi('people.list', { query: { q: asked || undefined, limit: 50 } }, { keepPrevious: true });
  const save = useApiMutation('connections.setOwners', {
    invalidates: ['connections.owners', 'connections.get', 'connections.mapping', 'connections.health', 'views.ofDeal', 'deals.get'],
  });
  const found = (people.data?.items ?? [])
    .filter((person) => person.audience === 'workspace' && person.status === 'active' && person.id !== owner.personId)
    .map((person) => ({ id: person.id, label: person.name, note: person.email }));
  const options = [
    ...(owner.personId === null ? [] : [{ id: owner.personId, label: owner.personName ?? '', note: owner.personEmail ?? undefined }]),
    ...found,
    { id: NOBODY, label: t('connections.owners.nobody'), note: t('connections.owners.nobody.note') },
    ...(owner.answer === 'open' ? [] : [{ id: OPEN, label: t('connections.owners.open') }]),
  ];
  function choose(to: string | null) {
    // Emptied to search for somebody else.
    if (to === null) return;
    const answer = to === NOBODY ? 'nobody' : to === OPEN ? 'open' : 'person';
    if (answer === owner.answer && (answer !== 'person' || to === owner.personId)) return;
    save.mutate(
      { params: { id: connectionId }, body: { owners: [{ outsideId: owner.outsideId, answer, personId: answer === 'person' ? to : null }] } },
      {
        onError: (error) => toast(problemSentence(error, t('work.refused')), { tone: 'bad' }),
        onSuccess: ({ records }) => toast(t('connections.owners.saved', { n: records, records: formatNumber(records) })),
      },
    );
  }
  return (
    <ComboBox
      key={`${owner.answer} ${owner.personId ?? ''}`}
      label={t('connections.owners.who', { owner: name })}
      hideLabel
      options={options}
      value={owner.answer === 'person' ? owner.personId : owner.answer === 'nobody' ? NOBODY : null}
      onSearch={setTyped}
      onChange={choose}
      isDisabled={save.isPending}
      placeholder={t('connections.owners.pick')}
    />
  );
}
