import { useState } from 'react';
import { type LinkPurpose, linkPurposes } from '@entente/kernel';
import { useApiMutation } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { NumberField } from '../../ui/number-field.tsx';
import { Select } from '../../ui/select.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { toast } from '../../ui/toast.tsx';
import { FormDrawer } from './kit/form-drawer.tsx';
import { orNull } from './kit/text-list.ts';
import { LinkRecord, needsRecord } from './link-record.tsx';
import type { Partner } from './partner-form.tsx';

const OTHER = 'other';

/** One person, one thing, until a day: what the mailed link lets its holder do without signing in. */
export function LinkDialog({ partner, onClose }: { partner: Partner; onClose: () => void }) {
  const [purpose, setPurpose] = useState<LinkPurpose>('register');
  const [recordId, setRecord] = useState<string | null>(null);
  const [person, setPerson] = useState<string>(partner.contacts[0]?.id ?? OTHER);
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [days, setDays] = useState(14);
  const [tried, setTried] = useState(false);
  const create = useApiMutation('links.create', { invalidates: ['links.list'] });
  const contact = partner.contacts.find((entry) => entry.id === person);
  const mail = contact?.email ?? email.trim();
  const validMail = /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(mail);

  function submit() {
    setTried(true);
    if (!validMail || Number.isNaN(days) || (needsRecord(purpose) && recordId === null)) return;
    create.mutate(
      {
        body: {
          purpose,
          partnerId: partner.id,
          email: mail,
          personName: contact?.name ?? orNull(name),
          recordId: needsRecord(purpose) ? recordId : null,
          days,
        },
      },
      {
        onSuccess: (link) => {
          toast(t('links.sent', { email: link.email }));
          onClose();
        },
      },
    );
  }
  return (
    <FormDrawer title={t('links.create')} verb={t('links.send')} isOpen onClose={onClose} onSubmit={submit} isPending={create.isPending} error={create.error}>
      <p className="text-muted">{t('links.note')}</p>
      <Select
        label={t('links.purpose')}
        value={purpose}
        onChange={(next) => {
          setPurpose(next);
          setRecord(null);
        }}
        options={linkPurposes.map((id) => ({ id, label: t(`links.purpose.${id}`) }))}
      />
      {needsRecord(purpose) && (
        <LinkRecord
          key={purpose}
          purpose={purpose}
          partnerId={partner.id}
          value={recordId}
          onChange={setRecord}
          error={tried && recordId === null ? t('links.about.missing') : undefined}
        />
      )}
      <Select
        label={t('links.person')}
        value={person}
        onChange={setPerson}
        options={[...partner.contacts.map((entry) => ({ id: entry.id, label: entry.name, note: entry.email })), { id: OTHER, label: t('links.somebodyElse') }]}
      />
      {person === OTHER && (
        <>
          <TextField label={t('work.name')} value={name} onChange={setName} maxLength={200} />
          <TextField
            label={t('work.email')}
            type="email"
            value={email}
            onChange={setEmail}
            isRequired
            validationBehavior="aria"
            maxLength={254}
            error={tried && !validMail ? t('links.email.wrong') : undefined}
          />
        </>
      )}
      <NumberField label={t('links.days')} value={days} onChange={setDays} minValue={1} maxValue={90} steppers />
    </FormDrawer>
  );
}
