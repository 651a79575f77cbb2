import { t } from '../../../lib/i18n/i18n.ts';
import { TextField } from '../../../ui/text-field.tsx';
import { type PartyDraft, problemOfParty } from './party.ts';

/** Who somebody is on an invoice: as law and electronic invoices want them named. */
export function PartyFields({ value, tried, onChange }: { value: PartyDraft; tried: boolean; onChange: (value: PartyDraft) => void }) {
  const problem = tried ? problemOfParty(value) : null;
  const set = (part: Partial<PartyDraft>) => onChange({ ...value, ...part });
  return (
    <div className="flex flex-col gap-3">
      <TextField
        label={t('invoices.party.legalName')}
        isRequired
        validationBehavior="aria"
        maxLength={200}
        value={value.legalName}
        onChange={(legalName) => set({ legalName })}
        error={problem === 'legalName' ? t('invoices.fillIn') : undefined}
      />
      <TextField label={t('invoices.party.street')} maxLength={200} value={value.street} onChange={(street) => set({ street })} />
      <div className="grid gap-3 sm:grid-cols-2">
        <TextField label={t('invoices.party.postalCode')} maxLength={20} value={value.postalCode} onChange={(postalCode) => set({ postalCode })} />
        <TextField label={t('invoices.party.city')} maxLength={100} value={value.city} onChange={(city) => set({ city })} />
        <TextField
          label={t('invoices.party.country')}
          description={t('invoices.party.country.note')}
          isRequired
          validationBehavior="aria"
          maxLength={2}
          value={value.country}
          onChange={(country) => set({ country: country.toUpperCase() })}
          error={problem === 'country' ? t('invoices.party.country.note') : undefined}
        />
        <TextField
          label={t('invoices.party.taxId')}
          description={t('invoices.party.taxId.note')}
          maxLength={60}
          value={value.taxId}
          onChange={(taxId) => set({ taxId })}
        />
        <TextField label={t('invoices.party.legalId')} maxLength={60} value={value.legalId} onChange={(legalId) => set({ legalId })} />
        <TextField
          label={t('work.email')}
          type="email"
          validationBehavior="aria"
          maxLength={200}
          value={value.email}
          onChange={(email) => set({ email })}
          error={problem === 'email' ? t('invoices.party.email.wrong') : undefined}
        />
        <TextField
          label={t('invoices.party.scheme')}
          description={t('invoices.party.scheme.note')}
          validationBehavior="aria"
          maxLength={4}
          value={value.peppolScheme}
          onChange={(scheme) => set({ peppolScheme: scheme.toUpperCase() })}
          error={problem === 'peppol' ? t('invoices.party.peppol.wrong') : undefined}
        />
        <TextField label={t('invoices.party.endpoint')} maxLength={60} value={value.peppolEndpoint} onChange={(peppolEndpoint) => set({ peppolEndpoint })} />
      </div>
    </div>
  );
}
