import { t } from '../../../lib/i18n/i18n.ts';
import { TextField } from '../../../ui/text-field.tsx';
import type { PayeeDetail } from './words.ts';

export type Address = NonNullable<PayeeDetail['address']>;
export const emptyAddress: Address = { street: '', city: '', postalCode: '', region: null, country: '' };
export const isEmptyAddress = ({ street, city, postalCode, region, country }: Address): boolean =>
  [street, city, postalCode, region ?? '', country].every((text) => text.trim() === '');
export const lacksOfAddress = (address: Address): 'street' | 'city' | 'country' | undefined =>
  address.street.trim() === '' ? 'street' : address.city.trim() === '' ? 'city' : /^[A-Z]{2}$/.test(address.country) ? undefined : 'country';

export function AddressFields({ value, onChange, tried }: { value: Address; onChange: (value: Address) => void; tried: boolean }) {
  const lacks = tried && !isEmptyAddress(value) ? lacksOfAddress(value) : undefined;
  return (
    <fieldset className="flex min-w-0 flex-col gap-3">
      <legend className="mb-2 font-medium">{t('payouts.address')}</legend>
      <TextField
        label={t('payouts.street')}
        maxLength={140}
        validationBehavior="aria"
        value={value.street}
        onChange={(street) => onChange({ ...value, street })}
        error={lacks === 'street' ? t('payouts.fillIn') : undefined}
      />
      <div className="grid gap-3 sm:grid-cols-2">
        <TextField label={t('payouts.postalCode')} maxLength={16} value={value.postalCode} onChange={(postalCode) => onChange({ ...value, postalCode })} />
        <TextField
          label={t('payouts.city')}
          maxLength={70}
          validationBehavior="aria"
          value={value.city}
          onChange={(city) => onChange({ ...value, city })}
          error={lacks === 'city' ? t('payouts.fillIn') : undefined}
        />
        <TextField
          label={t('payouts.region')}
          maxLength={70}
          value={value.region ?? ''}
          onChange={(region) => onChange({ ...value, region: region === '' ? null : region })}
        />
        <TextField
          label={t('payouts.country')}
          description={t('payouts.country.note')}
          maxLength={2}
          validationBehavior="aria"
          value={value.country}
          onChange={(country) => onChange({ ...value, country: country.toUpperCase() })}
          error={lacks === 'country' ? t('payouts.country.wrong') : undefined}
        />
      </div>
    </fieldset>
  );
}
