import { useState } from 'react';
import { t } from '../../../lib/i18n/i18n.ts';
import { TextField } from '../../../ui/text-field.tsx';
import { FormDialog } from './form-dialog.tsx';

/** A lost deal always says why: partners and later matching learn from it. */
export function LostDialog({ name, onClose, onReason }: { name: string; onClose: () => void; onReason: (reason: string) => void }) {
  const [reason, setReason] = useState('');
  return (
    <FormDialog
      title={t('deals.lost.title', { name })}
      verb={t('deals.lost.verb')}
      isOpen
      onClose={onClose}
      onSubmit={() => onReason(reason.trim())}
      isReady={reason.trim() !== ''}
      size="small"
      danger
    >
      <TextField label={t('deals.lost.reason')} description={t('deals.lost.note')} value={reason} onChange={setReason} rows={3} isRequired />
    </FormDialog>
  );
}
