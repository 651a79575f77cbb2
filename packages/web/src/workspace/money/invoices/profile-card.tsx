import { useState } from 'react';
import { Pencil } from 'lucide-react';
import { useApi, useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { useCan } from '../../../lib/session.ts';
import { Button } from '../../../ui/button.tsx';
import { Card } from '../../../ui/page.tsx';
import { Select } from '../../../ui/select.tsx';
import { ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { FormDrawer } from '../../partners/kit/form-drawer.tsx';
import { ViewLink } from './bits.tsx';
import { PartyText } from './parties-card.tsx';
import { PartyFields } from './party-fields.tsx';
import { draftOfParty, partyOf, problemOfParty } from './party.ts';
import { invoiceReads, languages, type Profile } from './words.ts';

type Account = { id: string; name: string; country: string | null };

/** On the page of an account: how it is invoiced, and the way to what it was. */
export function BillingProfileCard({ account }: { account: Account }) {
  const mayRead = useCan('invoices:read');
  const mayWrite = useCan('invoices:write');
  const [editing, setEditing] = useState(false);
  const query = useApi('invoices.profile', { params: { id: account.id } }, { enabled: mayRead });
  if (!mayRead) return null;
  const profile = query.data?.profile ?? null;
  return (
    <Card
      title={t('invoices.profile')}
      actions={
        query.data && (
          <Button size="compact" icon={<Pencil size={13} aria-hidden />} isDisabled={!mayWrite} onPress={() => setEditing(true)}>
            {t(profile === null ? 'invoices.profile.say' : 'invoices.change')}
          </Button>
        )
      }
    >
      {query.error !== null && query.data === undefined ? (
        <ErrorState compact error={query.error} onRetry={() => void query.refetch()} />
      ) : query.data === undefined ? (
        <SkeletonRows rows={2} what={t('invoices.profile')} />
      ) : (
        <div className="flex flex-col gap-3">
          {profile === null ? (
            <p className="text-muted">{t('invoices.profile.none')}</p>
          ) : (
            <>
              <PartyText party={profile.party} />
              <p className="text-12 text-muted">
                {profile.orderNumber !== null && (
                  <>
                    {t('invoices.orderNumber')} <bdi>{profile.orderNumber}</bdi>
                    {' · '}
                  </>
                )}
                {t(`invoices.language.${profile.language}`)}
              </p>
            </>
          )}
          <p className="flex gap-4 text-12">
            <ViewLink search={{ account: account.id }}>{t('invoices.profile.invoices')}</ViewLink>
            <ViewLink search={{ tab: 'payments', account: account.id }}>{t('invoices.profile.payments')}</ViewLink>
          </p>
        </div>
      )}
      {editing && <ProfileForm account={account} profile={profile} onClose={() => setEditing(false)} onReload={() => void query.refetch()} />}
    </Card>
  );
}

function ProfileForm({ account, profile, onClose, onReload }: { account: Account; profile: Profile | null; onClose: () => void; onReload: () => void }) {
  const country = /^[A-Z]{2}$/.test(account.country ?? '') ? (account.country ?? '') : '';
  const [party, setParty] = useState(draftOfParty(profile?.party ?? null, { legalName: account.name, country }));
  const [orderNumber, setOrderNumber] = useState(profile?.orderNumber ?? '');
  const [language, setLanguage] = useState(profile?.language ?? ('en' as const));
  const [tried, setTried] = useState(false);
  const save = useApiMutation('invoices.saveProfile', {
    invalidates: ['invoices.profile', ...invoiceReads],
    onDone: () => {
      toast(t('invoices.profile.saved'));
      onClose();
    },
  });
  function submit() {
    setTried(true);
    if (problemOfParty(party) !== null) return;
    save.mutate({
      params: { id: account.id },
      body: {
        party: partyOf(party),
        orderNumber: orderNumber.trim() === '' ? null : orderNumber.trim(),
        language,
        ...(profile === null ? {} : { ifVersion: profile.version }),
      },
    });
  }
  return (
    <FormDrawer
      title={t('invoices.profile.of', { account: account.name })}
      verb={t('ui.save')}
      isOpen
      onClose={onClose}
      onSubmit={submit}
      isPending={save.isPending}
      error={save.error}
      onReload={() => {
        save.reset();
        onReload();
      }}
    >
      <PartyFields value={party} tried={tried} onChange={setParty} />
      <div className="grid gap-3 sm:grid-cols-2">
        <TextField label={t('invoices.orderNumber')} maxLength={60} value={orderNumber} onChange={setOrderNumber} />
        <Select
          label={t('invoices.language')}
          options={languages.map((id) => ({ id, label: t(`invoices.language.${id}`) }))}
          value={language}
          onChange={setLanguage}
        />
      </div>
    </FormDrawer>
  );
}
