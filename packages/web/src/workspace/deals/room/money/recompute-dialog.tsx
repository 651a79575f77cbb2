import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { t } from '../../../../lib/i18n/i18n.ts';
import { TextField } from '../../../../ui/text-field.tsx';
import { toast } from '../../../../ui/toast.tsx';
import { FormDialog } from '../../kit/form-dialog.tsx';
import { type Plan, useSettling } from './use-settling.ts';

/** The same way, from what the deal is now. The version that stood stays in the history. */
export function RecomputeDialog({ plan, onClose }: { plan: Plan; onClose: () => void }) {
  const [reason, setReason] = useState('');
  const client = useQueryClient();
  const recompute = useSettling('settlement.recompute');
  return (
    <FormDialog
      title={t('settlement.recompute')}
      verb={t('settlement.recompute')}
      isOpen
      onClose={onClose}
      isPending={recompute.isPending}
      isReady={reason.trim() !== ''}
      error={recompute.error}
      onReload={() => {
        recompute.reset();
        void client.invalidateQueries({ queryKey: ['settlement.plan'] });
      }}
      onSubmit={() =>
        recompute.mutate(
          { params: { id: plan.dealId }, body: { reason: reason.trim(), seen: plan.number } },
          {
            onSuccess: (made) => {
              onClose();
              toast(t('settlement.recomputed', { n: made.number }));
            },
          },
        )
      }
    >
      <p className="text-muted">{t('settlement.recompute.note')}</p>
      <ul className="list-disc ps-5">
        {plan.outOfDate.map((one, index) => (
          <li key={index}>
            <bdi>{one.sentence}</bdi>
          </li>
        ))}
      </ul>
      <TextField label={t('settlement.reason')} value={reason} onChange={setReason} rows={2} isRequired maxLength={500} />
    </FormDialog>
  );
}
