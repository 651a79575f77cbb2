import { useState } from 'react';
import { useApi, useApiMutation } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { ComboBox } from '../../ui/combo-box.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { toast } from '../../ui/toast.tsx';
import { useSettled } from '../deals/kit/pickers.tsx';
import { FormDrawer } from '../partners/kit/form-drawer.tsx';
import type { Line } from './report-screen.tsx';

/** Names the deal a line belongs to, or says why it stands as it is. */
export function SettleLine({ reportId, line, onClose }: { reportId: string; line: Line; onClose: () => void }) {
  const [dealId, setDeal] = useState<string | null>(line.dealId);
  const [note, setNote] = useState('');
  const [missing, setMissing] = useState(false);
  const [text, setText] = useState('');
  const q = useSettled(text);
  const deals = useApi('deals.list', { query: { limit: 20, q: q === '' ? (line.customerName ?? undefined) : q } }, { keepPrevious: true });
  const settle = useApiMutation('salesReports.settle', { invalidates: ['salesReports.lines', 'salesReports.list'] });
  return (
    <FormDrawer
      look="modal"
      title={t('distribution.line.settle')}
      verb={t('distribution.line.settle')}
      isOpen
      onClose={onClose}
      isPending={settle.isPending}
      error={settle.error}
      onSubmit={() => {
        if (note.trim() === '') {
          setMissing(true);
          return;
        }
        settle.mutate(
          { params: { id: reportId, row: line.rowNumber }, body: { dealId, note: note.trim() } },
          {
            onSuccess: () => {
              toast(t('distribution.line.settledNow', { n: line.rowNumber }));
              onClose();
            },
          },
        );
      }}
    >
      <ComboBox
        label={t('distribution.line.deal')}
        description={t('distribution.line.deal.note')}
        value={dealId}
        onChange={setDeal}
        onSearch={setText}
        options={(deals.data?.items ?? []).map((deal) => ({ id: deal.id, label: deal.name, note: `D-${deal.number}` }))}
      />
      <TextField
        label={t('distribution.line.note')}
        value={note}
        onChange={(next) => {
          setNote(next);
          setMissing(false);
        }}
        rows={3}
        isRequired
        validationBehavior="aria"
        error={missing ? t('inbox.note.missing') : undefined}
      />
    </FormDrawer>
  );
}
