import { type FormEvent, useState } from 'react';
import { type Result, useApi } from '../../lib/api/index.ts';
import { useAct } from '../act.ts';
import { Button } from '../kit/button.tsx';
import { TextBox, TextInput, Tick } from '../kit/fields.tsx';
import { Page, Panel } from '../kit/page.tsx';
import { Failed, Ghosts, Refused } from '../kit/states.tsx';
import { useWhyNot } from '../session.ts';
import { t } from '../text.ts';
import { PartnerViews } from './find-partners.tsx';

type Profile = Result<'portalDirectory.mine'>;

export function OwnEntry() {
  const { data, error, refetch } = useApi('portalDirectory.mine', {});
  return (
    <Page title={t('portal.entry.title')} narrow>
      <PartnerViews open="mine" />
      <Panel>
        {data ? (
          <EntryForm key={data.version} profile={data} />
        ) : error ? (
          <Failed error={error} onRetry={() => void refetch()} />
        ) : (
          <Ghosts what={t('portal.entry.title')} rows={5} />
        )}
      </Panel>
    </Page>
  );
}

function EntryForm({ profile }: { profile: Profile }) {
  const [listed, setListed] = useState(profile.listed);
  const [headline, setHeadline] = useState(profile.headline ?? '');
  const [lookingFor, setLookingFor] = useState(profile.lookingFor ?? '');
  const [offers, setOffers] = useState(profile.offers ?? '');
  const [contactEmail, setContactEmail] = useState(profile.contactEmail ?? '');
  const why = useWhyNot()('portal:team');
  const act = useAct('portalDirectory.setMine', { notice: (result) => t(result.listed ? 'portal.entry.savedListed' : 'portal.entry.savedHidden') });
  const off = why !== undefined;
  const text = (value: string): string | null => value.trim() || null;
  function save(event: FormEvent): void {
    event.preventDefault();
    if (!off)
      void act.run({
        body: {
          listed,
          headline: text(headline),
          lookingFor: text(lookingFor),
          offers: text(offers),
          contactEmail: text(contactEmail),
          version: profile.version,
        },
      });
  }
  return (
    <form onSubmit={save} noValidate className="flex flex-col gap-4 pt-2">
      <Tick label={t('portal.entry.listed')} note={t('portal.entry.listed.note')} checked={listed} onChange={setListed} disabled={off} />
      <TextInput label={t('portal.entry.headline')} value={headline} onChange={setHeadline} disabled={off} maxLength={200} />
      <TextBox label={t('portal.entry.offers')} value={offers} onChange={setOffers} disabled={off} maxLength={2000} />
      <TextBox label={t('portal.entry.lookingFor')} value={lookingFor} onChange={setLookingFor} disabled={off} maxLength={2000} />
      <TextInput
        label={t('portal.entry.contact')}
        note={t('portal.entry.contact.note')}
        type="email"
        value={contactEmail}
        onChange={setContactEmail}
        disabled={off}
      />
      <Refused sentence={act.refusal} />
      <Button type="submit" look="main" busy={act.busy} why={why} className="self-start">
        {t('ui.save')}
      </Button>
    </form>
  );
}
