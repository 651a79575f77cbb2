import { useState } from 'react';
import { registrationKinds, type RegistrationKind } from '@entente/kernel';
import { ApiProblem, useApi, useApiMutation } from '../../../lib/api/index.ts';
import { formatMoney } from '../../../lib/i18n/format.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { Select } from '../../../ui/select.tsx';
import { DateField, TextField } from '../../../ui/text-field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { FormDialog } from '../../deals/kit/form-dialog.tsx';
import { PartnerPicker } from '../../deals/kit/pickers.tsx';
import { kindWords, registrationNumber } from '../words.ts';

/** For a partner that phoned: the same four fields it would have filled in itself. Somebody else has to decide it. */
export function RegisterDialog({ onClose, onMade }: { onClose: () => void; onMade: (id: string) => void }) {
  const [partner, setPartner] = useState<string | null>(null);
  const [customerDomain, setDomain] = useState('');
  const [contactEmail, setEmail] = useState('');
  const [valueBand, setBand] = useState<string | null>(null);
  const [closeOn, setCloseOn] = useState('');
  const [kind, setKind] = useState<RegistrationKind>('sourcing');
  const [story, setStory] = useState('');
  const bands = useBands(partner);
  const create = useApiMutation('registrations.create', {
    invalidates: ['registrations.list', 'registrations.summary'],
    onDone: (made) => {
      toast(t('registrations.registered', { number: registrationNumber(made.number) }));
      onClose();
      onMade(made.id);
    },
  });
  const fields = create.error instanceof ApiProblem ? create.error.fields : [];
  const wrong = (name: string) => fields.find((one) => one.path === name || one.path.endsWith(`.${name}`))?.sentence;
  const ready = partner !== null && customerDomain.trim() !== '' && contactEmail.trim() !== '' && valueBand !== null && closeOn !== '';
  return (
    <FormDialog
      title={t('registrations.register')}
      verb={t('registrations.register')}
      look="side"
      isOpen
      onClose={onClose}
      isPending={create.isPending}
      isReady={ready}
      error={create.error}
      onSubmit={() => {
        if (partner === null || valueBand === null) return;
        create.mutate({
          body: {
            partnerId: partner,
            customerDomain: customerDomain.trim(),
            contactEmail: contactEmail.trim(),
            valueBand,
            closeOn,
            kind,
            ...(story.trim() === '' ? {} : { story: story.trim() }),
          },
        });
      }}
    >
      <PartnerPicker label={t('work.partner')} value={partner} onChange={setPartner} isRequired />
      <TextField
        label={t('registrations.domain')}
        value={customerDomain}
        onChange={setDomain}
        type="url"
        isRequired
        validationBehavior="aria"
        error={wrong('customerDomain')}
      />
      <TextField
        label={t('registrations.contactEmail')}
        value={contactEmail}
        onChange={setEmail}
        type="email"
        isRequired
        validationBehavior="aria"
        error={wrong('contactEmail')}
      />
      <Select
        label={t('registrations.valueBand')}
        options={bands}
        value={valueBand}
        onChange={setBand}
        isDisabled={partner === null}
        description={partner === null ? t('registrations.valueBand.first') : undefined}
        placeholder={t('ui.select.choose')}
        isRequired
      />
      <DateField label={t('registrations.closeOn')} value={closeOn} onChange={setCloseOn} isRequired validationBehavior="aria" error={wrong('closeOn')} />
      <Select label={t('registrations.kindLabel')} options={registrationKinds.map((id) => ({ id, label: kindWords(id) }))} value={kind} onChange={setKind} />
      <TextField label={t('registrations.story')} value={story} onChange={setStory} rows={3} />
    </FormDialog>
  );
}

/** The value bands of the programme the partner is in: the first published one that is for its types. */
function useBands(partnerId: string | null) {
  const partner = useApi('partners.get', { params: { id: partnerId ?? '' } }, { enabled: partnerId !== null });
  const programs = useApi('programs.list');
  const types = partner.data?.types;
  const program = programs.data?.items.find(
    (one) => one.liveVersion !== null && (one.partnerTypes.length === 0 || one.partnerTypes.some((type) => types?.includes(type) === true)),
  );
  const terms = useApi('programs.get', { params: { id: program?.id ?? '' } }, { enabled: program !== undefined && types !== undefined });
  const live = terms.data?.live;
  return (live?.valueBands ?? []).map((band) => {
    const money = (amountMinor: number) => formatMoney({ amountMinor, currency: live?.currency ?? 'EUR' });
    return {
      id: band.key,
      label:
        band.toMinor === null
          ? t('registrations.band.from', { from: money(band.fromMinor) })
          : t('registrations.band', { from: money(band.fromMinor), to: money(band.toMinor) }),
    };
  });
}
