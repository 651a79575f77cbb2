import { useState } from 'react';
import { useNavigate } from '@tanstack/react-router';
import { useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { RadioGroup } from '../../../ui/radio-group.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { FormDialog } from '../../deals/kit/form-dialog.tsx';
import { type Registration, registrationNumber } from '../words.ts';

const WITH_VENDOR = 'vendor';

/** Two claims on one customer go to somebody neutral: the other claim is a registration that was found alike, or the vendor's own deal. */
export function CaseDialog({ registration, onClose }: { registration: Registration; onClose: () => void }) {
  const rivals = registration.candidates.filter((one) => one.kind === 'registration' && one.id !== null);
  const deal = registration.dealId ?? registration.candidates.find((one) => one.kind === 'deal')?.id ?? null;
  const [against, setAgainst] = useState<string>(rivals[0]?.id ?? WITH_VENDOR);
  const [reason, setReason] = useState('');
  const navigate = useNavigate();
  const open = useApiMutation('cases.open', {
    invalidates: ['registrations.get', 'registrations.summary', 'cases.list'],
    onDone: (made) => {
      toast(t('registrations.case.opened', { n: made.number }));
      onClose();
      void navigate({ to: '/cases/$caseId', params: { caseId: made.id } });
    },
  });
  return (
    <FormDialog
      title={t('registrations.case.open')}
      verb={t('registrations.case.open')}
      isOpen
      onClose={onClose}
      isPending={open.isPending}
      isReady={reason.trim() !== ''}
      error={open.error}
      onSubmit={() =>
        open.mutate({
          body: {
            registrationIds: against === WITH_VENDOR ? [registration.id] : [registration.id, against],
            ...(deal === null ? {} : { dealId: deal }),
            reason: reason.trim(),
          },
        })
      }
    >
      <RadioGroup
        label={t('registrations.case.against')}
        look="cards"
        value={against}
        onChange={setAgainst}
        options={[
          ...rivals.map((one) => ({ id: one.id ?? '', label: one.label, ...(one.detail === null ? {} : { note: one.detail }) })),
          { id: WITH_VENDOR, label: t('registrations.case.vendor') },
        ]}
      />
      <TextField
        label={t('registrations.case.reason')}
        description={t('registrations.case.note', { number: registrationNumber(registration.number) })}
        value={reason}
        onChange={setReason}
        rows={3}
        isRequired
      />
    </FormDialog>
  );
}
