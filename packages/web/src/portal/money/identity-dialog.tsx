import { useState } from 'react';
import type { Request, Result } from '../../lib/api/index.ts';
import { useAct } from '../act.ts';
import { FormDialog } from '../kit/dialog.tsx';
import { Choose, TextInput } from '../kit/fields.tsx';
import { portalName } from '../session.ts';
import { t } from '../text.ts';
import { countries } from './names.ts';

type Payee = Result<'portalMoney.payee'>;
type Change = Request<'portalMoney.changePayee'>['body'];

export function IdentityDialog({ payee, onClose }: { payee: Payee; onClose: () => void }) {
  const [choices] = useState(countries);
  const [legalName, setLegalName] = useState(payee.legalName ?? '');
  const [address, setAddress] = useState(payee.address ?? { street: '', city: '', postalCode: '', region: null, country: '' });
  const [taxId, setTaxId] = useState(payee.taxId ?? '');
  const [tried, setTried] = useState(false);
  const act = useAct('portalMoney.changePayee', { notice: t('portal.money.kept'), onDone: onClose });
  const set = (part: Partial<typeof address>): void => setAddress({ ...address, ...part });
  const need = (text: string | null): string | undefined => (tried && !text?.trim() ? t('portal.missing') : undefined);
  function submit(): void {
    setTried(true);
    if (![legalName, address.street, address.city, address.country].every((text) => text.trim() !== '')) return;
    // Only what was changed is sent: the name must not wait for approval because the street is another.
    const change: Change = {
      ...(legalName.trim() === payee.legalName ? {} : { legalName: legalName.trim() }),
      ...(JSON.stringify(address) === JSON.stringify(payee.address) ? {} : { address }),
      ...(taxId.trim() === (payee.taxId ?? '') ? {} : { taxId: taxId.trim() || null }),
    };
    if (Object.keys(change).length === 0) onClose();
    else void act.run({ body: change });
  }
  return (
    <FormDialog title={t('portal.money.identity')} verb={t('portal.money.save')} busy={act.busy} refusal={act.refusal} onClose={onClose} onSubmit={submit}>
      <p className="text-muted">{t('portal.money.identity.note', { vendor: portalName() })}</p>
      <TextInput
        label={t('portal.money.legalName')}
        value={legalName}
        onChange={setLegalName}
        maxLength={200}
        autoComplete="organization"
        error={need(legalName)}
        required
      />
      <TextInput
        label={t('portal.money.street')}
        value={address.street}
        onChange={(street) => set({ street })}
        maxLength={140}
        autoComplete="street-address"
        error={need(address.street)}
        required
      />
      <div className="flex flex-wrap gap-3">
        <TextInput
          label={t('portal.money.postalCode')}
          value={address.postalCode}
          onChange={(postalCode) => set({ postalCode })}
          maxLength={16}
          autoComplete="postal-code"
          className="w-32"
        />
        <TextInput
          label={t('portal.money.city')}
          value={address.city}
          onChange={(city) => set({ city })}
          maxLength={70}
          autoComplete="address-level2"
          className="min-w-40 flex-1"
          error={need(address.city)}
          required
        />
      </div>
      <TextInput label={t('portal.money.region')} value={address.region ?? ''} onChange={(region) => set({ region: region || null })} maxLength={70} />
      <Choose
        label={t('portal.money.country')}
        choices={choices}
        value={address.country}
        onChange={(country) => set({ country })}
        emptyLabel={t('portal.money.country.choose')}
        error={need(address.country)}
        required
      />
      <TextInput label={t('portal.money.taxId')} note={t('portal.money.taxId.note')} value={taxId} onChange={setTaxId} maxLength={40} dir="ltr" />
    </FormDialog>
  );
}
