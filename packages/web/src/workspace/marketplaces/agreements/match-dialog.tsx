import { useState } from 'react';
import { useApi, useApiMutation } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import { ComboBox } from '../../../ui/combo-box.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { FormDialog } from '../../deals/kit/form-dialog.tsx';
import { useSettled } from '../../deals/kit/pickers.tsx';
import { dealNumber } from '../../deals/list/columns.tsx';
import { saleReads } from '../use-marketplaces.ts';
import type { Agreement } from '../words.ts';

/** Nothing here named its deal: a person says which, and why. */
export function MatchDialog({ agreement, onClose }: { agreement: Agreement; onClose: () => void }) {
  const [text, setText] = useState('');
  const [dealId, setDeal] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const found = useApi('deals.list', { query: { q: useSettled(text) || undefined, limit: 20 } }, { keepPrevious: true });
  const match = useApiMutation('agreements.match', { invalidates: saleReads });
  return (
    <FormDialog
      title={t('agreements.match')}
      verb={t('agreements.match')}
      isOpen
      onClose={onClose}
      size="small"
      isPending={match.isPending}
      isReady={dealId !== null && note.trim() !== ''}
      error={match.error}
      onSubmit={() => {
        if (dealId === null) return;
        match.mutate(
          { params: { id: agreement.id }, body: { dealId, note: note.trim() } },
          {
            onSuccess: () => {
              toast(t('agreements.match.done'));
              onClose();
            },
          },
        );
      }}
    >
      <p className="text-muted">{t('agreements.match.note')}</p>
      <ComboBox
        label={t('offers.deal')}
        options={(found.data?.items ?? []).map((deal) => ({ id: deal.id, label: deal.name, note: dealNumber(deal.number) }))}
        value={dealId}
        onChange={setDeal}
        onSearch={setText}
        isRequired
      />
      <TextField label={t('offers.reason')} value={note} onChange={setNote} rows={3} isRequired />
    </FormDialog>
  );
}
