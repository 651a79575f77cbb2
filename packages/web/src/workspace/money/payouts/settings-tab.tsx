import { type FormEvent, useState } from 'react';
import { isStale, type Request, useApi, useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { useCan } from '../../../lib/session.ts';
import { Button } from '../../../ui/button.tsx';
import { NumberField } from '../../../ui/number-field.tsx';
import { Card, PageBody } from '../../../ui/page.tsx';
import { ErrorState, SkeletonRows } from '../../../ui/states.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { RefusalNote } from '../../partners/kit/form-drawer.tsx';
import { AddressFields, emptyAddress, isEmptyAddress, lacksOfAddress } from './address-fields.tsx';
import { MinimumFields } from './minimum-fields.tsx';
import { PayerFields } from './payer-fields.tsx';
import type { PayoutSettings } from './words.ts';

/** What holds for all payouts of the workspace. */
export function SettingsTab() {
  const query = useApi('payouts.settings');
  return (
    <PageBody>
      {query.data ? (
        <SettingsForm settings={query.data} onReload={() => void query.refetch()} />
      ) : query.error === null ? (
        <Card flush>
          <SkeletonRows rows={8} height={56} what={t('payouts.tab.settings')} />
        </Card>
      ) : (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      )}
    </PageBody>
  );
}

type Payer = NonNullable<Request<'payouts.changeSettings'>['body']['payers']>[number];

/** What was typed stays when somebody else was faster: only the version it is held against is read again. */
function SettingsForm({ settings, onReload }: { settings: PayoutSettings; onReload: () => void }) {
  const mayChange = useCan('payouts:release');
  const [form, setForm] = useState({
    disputeDays: settings.disputeDays,
    timeZone: settings.timeZone,
    payDay: settings.payDay,
    documentPrefix: settings.documentPrefix,
    minimums: settings.minimums,
    companyName: settings.companyName ?? '',
    companyAddress: settings.companyAddress ?? emptyAddress,
    companyTaxId: settings.companyTaxId ?? '',
  });
  const [payers, setPayers] = useState<readonly Payer[]>([]);
  const [tried, setTried] = useState(false);
  const save = useApiMutation('payouts.changeSettings', {
    invalidates: ['payouts.settings'],
    onDone: () => {
      setPayers([]);
      setTried(false);
      toast(t('payouts.settings.saved'));
    },
  });
  const set = (part: Partial<typeof form>) => setForm({ ...form, ...part });
  const wrongPrefix = !/^[A-Z0-9-]{1,10}$/.test(form.documentPrefix);
  const lacksAddress = !isEmptyAddress(form.companyAddress) && lacksOfAddress(form.companyAddress) !== undefined;
  const lacksPayer = payers.some((payer) => payer.holder.trim() === '' || payer.iban.trim() === '' || payer.bic.trim() === '');
  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (wrongPrefix || lacksAddress || lacksPayer) return;
    save.mutate({
      body: {
        ...form,
        companyName: form.companyName.trim() === '' ? null : form.companyName.trim(),
        companyTaxId: form.companyTaxId.trim() === '' ? null : form.companyTaxId.trim(),
        companyAddress: isEmptyAddress(form.companyAddress) ? null : form.companyAddress,
        ...(payers.length === 0 ? {} : { payers: [...payers] }),
      },
      ifVersion: settings.version,
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
      {!mayChange && <p className="text-muted">{t('payouts.mayNotRelease')}</p>}
      <fieldset disabled={!mayChange} className="contents">
        <Card title={t('payouts.settings.terms')}>
          <div className="grid gap-4 sm:grid-cols-2">
            <NumberField
              label={t('payouts.disputeDays')}
              description={t('payouts.disputeDays.note')}
              minValue={1}
              maxValue={90}
              value={form.disputeDays}
              onChange={(days) => set({ disputeDays: Number.isNaN(days) ? settings.disputeDays : days })}
            />
            <NumberField
              label={t('payouts.payDay')}
              description={t('payouts.payDay.note')}
              minValue={1}
              maxValue={28}
              value={form.payDay ?? Number.NaN}
              onChange={(day) => set({ payDay: Number.isNaN(day) ? null : day })}
            />
            <TextField
              label={t('payouts.timeZone')}
              description={t('payouts.timeZone.note')}
              maxLength={60}
              value={form.timeZone}
              onChange={(timeZone) => set({ timeZone })}
            />
            <TextField
              label={t('payouts.prefix')}
              description={t('payouts.prefix.note')}
              maxLength={10}
              validationBehavior="aria"
              value={form.documentPrefix}
              onChange={(text) => set({ documentPrefix: text.toUpperCase() })}
              error={tried && wrongPrefix ? t('payouts.prefix.wrong') : undefined}
            />
          </div>
        </Card>
        <Card title={t('payouts.minimums')}>
          <MinimumFields value={form.minimums} onChange={(minimums) => set({ minimums })} />
        </Card>
        <Card title={t('payouts.settings.company')}>
          <div className="flex flex-col gap-4">
            <div className="grid gap-4 sm:grid-cols-2">
              <TextField
                label={t('payouts.companyName')}
                description={t('payouts.companyName.note')}
                maxLength={140}
                value={form.companyName}
                onChange={(companyName) => set({ companyName })}
              />
              <TextField label={t('payouts.taxId')} maxLength={40} value={form.companyTaxId} onChange={(companyTaxId) => set({ companyTaxId })} />
            </div>
            <AddressFields value={form.companyAddress} onChange={(companyAddress) => set({ companyAddress })} tried={tried} />
          </div>
        </Card>
        <Card title={t('payouts.payers')}>
          <PayerFields known={settings.payers} value={payers} onChange={setPayers} isDisabled={!mayChange} tried={tried} />
        </Card>
      </fieldset>
      <Button kind="primary" type="submit" className="self-start" isDisabled={!mayChange} isPending={save.isPending}>
        {t('ui.save')}
      </Button>
    </form>
  );
}
