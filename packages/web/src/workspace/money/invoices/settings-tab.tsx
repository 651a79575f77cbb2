import { type FormEvent, useState } from 'react';
import { isStale, useApi, useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { useCan } from '../../../lib/session.ts';
import { Button } from '../../../ui/button.tsx';
import { NumberField } from '../../../ui/number-field.tsx';
import { Card, PageBody } from '../../../ui/page.tsx';
import { RadioGroup } from '../../../ui/radio-group.tsx';
import { ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { RefusalNote } from '../../partners/kit/form-drawer.tsx';
import { PartyFields } from './party-fields.tsx';
import { draftOfParty, partyOf, problemOfParty } from './party.ts';
import { TaxRulesCard } from './tax-rules-card.tsx';
import { invoiceReads, type Settings } from './words.ts';

/** In whose name invoices go out, how they are numbered and taxed, and what is done when a month has ended. */
export function SettingsTab() {
  const query = useApi('invoices.settings');
  return (
    <PageBody className="flex flex-col gap-4 *:shrink-0">
      {query.data ? (
        <SettingsForm settings={query.data.settings} onReload={() => void query.refetch()} />
      ) : query.error === null ? (
        <Card flush>
          <SkeletonRows rows={8} height={56} what={t('invoices.tab.settings')} />
        </Card>
      ) : (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      )}
      <TaxRulesCard />
    </PageBody>
  );
}

const policies = ['line', 'sum'] as const;
const automatics = ['off', 'draft', 'issue'] as const;
const PREFIX = /^[A-Z0-9]{1,10}$/;

/** What was typed stays when somebody else was faster: only the version it is held against is read again. */
function SettingsForm({ settings, onReload }: { settings: Settings | null; onReload: () => void }) {
  const mayWrite = useCan('invoices:write');
  const [party, setParty] = useState(draftOfParty(settings?.seller ?? null));
  const [form, setForm] = useState({
    iban: settings?.seller.iban ?? '',
    bic: settings?.seller.bic ?? '',
    numberPrefix: settings?.numberPrefix ?? 'INV',
    paymentDays: settings?.paymentDays ?? 30,
    taxPolicy: settings?.taxPolicy ?? ('line' as const),
    timeZone: settings?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
    automatic: settings?.automatic ?? ('off' as const),
    note: settings?.note ?? '',
  });
  const [tried, setTried] = useState(false);
  const set = (part: Partial<typeof form>) => setForm({ ...form, ...part });
  const save = useApiMutation('invoices.saveSettings', {
    // Drafts say at once whether they can be issued now.
    invalidates: ['invoices.settings', ...invoiceReads],
    onDone: () => {
      setTried(false);
      toast(t('invoices.settings.saved'));
    },
  });
  const wrongPrefix = !PREFIX.test(form.numberPrefix);
  const wrongZone = form.timeZone.trim() === '';
  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (wrongPrefix || wrongZone || problemOfParty(party) !== null) return;
    const orNull = (text: string) => (text.trim() === '' ? null : text.trim());
    save.mutate({
      body: {
        seller: { ...partyOf(party), iban: orNull(form.iban), bic: orNull(form.bic) },
        numberPrefix: form.numberPrefix,
        paymentDays: form.paymentDays,
        taxPolicy: form.taxPolicy,
        timeZone: form.timeZone.trim(),
        automatic: form.automatic,
        note: orNull(form.note),
        ...(settings === null ? {} : { ifVersion: settings.version }),
      },
    });
  }
  return (
    <form onSubmit={submit} className="flex max-w-220 flex-col gap-4">
      {isStale(save.error) ? (
        <div role="alert" className="flex flex-wrap items-center gap-3 rounded-popover bg-warn-soft px-3 py-2 text-warn">
          <p className="flex-1">{t('work.stale')}</p>
          <Button
            size="compact"
            onPress={() => {
              save.reset();
              onReload();
            }}
          >
            {t('work.stale.reload')}
          </Button>
        </div>
      ) : (
        <RefusalNote error={save.error} />
      )}
      {!mayWrite && <p className="text-muted">{t('invoices.mayNotWrite')}</p>}
      {settings === null && <p className="rounded-popover bg-warn-soft px-3 py-2 text-warn">{t('invoices.settings.none')}</p>}
      <fieldset disabled={!mayWrite} className="contents">
        <Card title={t('invoices.seller')}>
          <div className="flex flex-col gap-3">
            <PartyFields value={party} tried={tried} onChange={setParty} />
            <div className="grid gap-3 sm:grid-cols-2">
              <TextField
                label={t('invoices.iban')}
                description={t('invoices.iban.note')}
                maxLength={42}
                autoComplete="off"
                value={form.iban}
                onChange={(iban) => set({ iban })}
              />
              <TextField label={t('invoices.bic')} maxLength={11} autoComplete="off" value={form.bic} onChange={(bic) => set({ bic })} />
            </div>
          </div>
        </Card>
        <Card title={t('invoices.settings.how')}>
          <div className="flex flex-col gap-4">
            <div className="grid gap-4 sm:grid-cols-2">
              <TextField
                label={t('invoices.prefix')}
                description={t('invoices.prefix.note', { prefix: form.numberPrefix === '' ? 'INV' : form.numberPrefix })}
                maxLength={10}
                validationBehavior="aria"
                value={form.numberPrefix}
                onChange={(text) => set({ numberPrefix: text.toUpperCase() })}
                error={tried && wrongPrefix ? t('invoices.prefix.wrong') : undefined}
              />
              <NumberField
                label={t('invoices.paymentDays')}
                description={t('invoices.paymentDays.note')}
                minValue={0}
                maxValue={365}
                value={form.paymentDays}
                onChange={(days) => set({ paymentDays: Number.isNaN(days) ? 0 : days })}
              />
              <TextField
                label={t('invoices.timeZone')}
                description={t('invoices.timeZone.note')}
                maxLength={60}
                validationBehavior="aria"
                value={form.timeZone}
                onChange={(timeZone) => set({ timeZone })}
                error={tried && wrongZone ? t('invoices.fillIn') : undefined}
              />
            </div>
            <RadioGroup
              label={t('invoices.policy')}
              isDisabled={!mayWrite}
              value={form.taxPolicy}
              onChange={(taxPolicy) => set({ taxPolicy })}
              options={policies.map((id) => ({ id, label: t(`invoices.policy.${id}`) }))}
            />
            <RadioGroup
              label={t('invoices.automatic')}
              isDisabled={!mayWrite}
              value={form.automatic}
              onChange={(automatic) => set({ automatic })}
              options={automatics.map((id) => ({ id, label: t(`invoices.automatic.${id}`) }))}
            />
            <TextField
              label={t('invoices.settings.note')}
              description={t('invoices.settings.note.note')}
              rows={2}
              maxLength={2000}
              value={form.note}
              onChange={(note) => set({ note })}
            />
          </div>
        </Card>
      </fieldset>
      <Button kind="primary" type="submit" className="self-start" isDisabled={!mayWrite} isPending={save.isPending}>
        {t('ui.save')}
      </Button>
    </form>
  );
}
