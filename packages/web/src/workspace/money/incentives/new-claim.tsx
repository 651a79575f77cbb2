import { useState } from 'react';
import { useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { TextField } from '../../../ui/text-field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { FormDrawer } from '../../partners/kit/form-drawer.tsx';
import { PartnerPicker } from '../../partners/kit/pickers.tsx';
import { DealPicker, ProgrammeSelect } from './pickers.tsx';
import { incentiveReads } from './words.ts';

/** Claims influence in the name of a partner; the touches that show it are found by the server. */
export function NewClaim({ onClose }: { onClose: () => void }) {
  const [ruleId, setRuleId] = useState<string | null>(null);
  const [partnerId, setPartnerId] = useState<string | null>(null);
  const [dealId, setDealId] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const [tried, setTried] = useState(false);
  const claim = useApiMutation('incentives.claim', {
    invalidates: incentiveReads,
    onDone: () => {
      toast(t('incentives.claim.done'));
      onClose();
    },
  });
  const missing = (value: string | null) => (tried && (value === null || value.trim() === '') ? t('incentives.choose') : undefined);
  return (
    <FormDrawer
      title={t('incentives.claim.new')}
      verb={t('incentives.claim.verb')}
      isOpen
      onClose={onClose}
      isPending={claim.isPending}
      error={claim.error}
      onSubmit={() => {
        setTried(true);
        if (ruleId !== null && partnerId !== null && dealId !== null && note.trim() !== '')
          claim.mutate({ body: { ruleId, partnerId, dealId, note: note.trim() } });
      }}
    >
      <ProgrammeSelect kind="influence" label={t('incentives.programme')} value={ruleId} onChange={setRuleId} error={missing(ruleId)} />
      <PartnerPicker label={t('work.partner')} isRequired value={partnerId} onChange={setPartnerId} />
      <DealPicker label={t('work.deal')} value={dealId} onChange={setDealId} error={missing(dealId)} />
      <TextField
        label={t('incentives.claim.note')}
        isRequired
        validationBehavior="aria"
        rows={3}
        maxLength={4000}
        value={note}
        onChange={setNote}
        error={missing(note)}
      />
    </FormDrawer>
  );
}
