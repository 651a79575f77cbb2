import { useState } from 'react';
import { dealStages, type DealStage } from '@entente/kernel';
import { useQueryClient } from '@tanstack/react-query';
import { api } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import type { GridSelection } from '../../../ui/data-grid/selection.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { Progress } from '../../../ui/progress.tsx';
import { Select } from '../../../ui/select.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { FormDialog } from '../kit/form-dialog.tsx';
import { MemberPicker } from '../kit/pickers.tsx';
import { collectDeals, type DealRow } from './export.ts';
import type { DealFilter } from './state.ts';

const BATCH = 500;
type Refused = { id: string; sentence: string };

export function BulkDialog({
  kind,
  selection,
  count,
  filter,
  sort,
  rows,
  onClose,
  onDone,
}: {
  kind: 'owner' | 'stage';
  selection: GridSelection;
  count: number;
  filter: DealFilter;
  sort: string;
  rows: readonly DealRow[];
  onClose: () => void;
  onDone: () => void;
}) {
  const client = useQueryClient();
  const [ownerId, setOwner] = useState<string | null>(null);
  const [stage, setStage] = useState<DealStage | null>(null);
  const [reason, setReason] = useState('');
  const [done, setDone] = useState<number | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [refused, setRefused] = useState<readonly Refused[]>([]);
  const isReady = kind === 'owner' ? ownerId !== null : stage !== null && (stage !== 'lost' || reason.trim() !== '');

  async function submit() {
    setError(null);
    setDone(0);
    const refusals: Refused[] = [];
    let changed = 0;
    try {
      const ids =
        selection.kind === 'some' ? [...selection.ids] : (await collectDeals(filter, sort)).map((row) => row.id).filter((id) => !selection.except.has(id));
      for (let start = 0; start < ids.length; start += BATCH) {
        const answer = await api('deals.bulk', {
          body: {
            ids: ids.slice(start, start + BATCH),
            ...(kind === 'owner' ? { ownerId: ownerId ?? undefined } : { stage: stage ?? undefined, reason: reason.trim() || undefined }),
          },
        });
        changed += answer.changed.length;
        refusals.push(...answer.refused);
        setDone(Math.min(ids.length, start + BATCH));
      }
      toast(t('deals.bulk.done', { n: changed }));
      if (refusals.length === 0) onDone();
      else setRefused(refusals);
    } catch (failure) {
      setError(failure);
    } finally {
      setDone(null);
      for (const key of ['deals.list', 'deals.summary', 'deals.get']) void client.invalidateQueries({ queryKey: [key] });
    }
  }

  if (refused.length > 0) {
    return (
      <Dialog title={t('deals.bulk.refused', { n: refused.length })} isOpen onClose={onDone}>
        <ul className="flex flex-col gap-2">
          {refused.map((entry) => (
            <li key={entry.id}>
              <bdi className="font-medium">{rows.find((row) => row.id === entry.id)?.name ?? entry.id}</bdi>
              <p className="text-muted">
                <bdi>{entry.sentence}</bdi>
              </p>
            </li>
          ))}
        </ul>
      </Dialog>
    );
  }
  return (
    <FormDialog
      title={t(kind === 'owner' ? 'deals.bulk.owner' : 'deals.bulk.stage')}
      verb={t('deals.bulk.verb', { n: count })}
      isOpen
      onClose={onClose}
      onSubmit={() => void submit()}
      isPending={done !== null}
      isReady={isReady}
      error={error}
      size="small"
    >
      {kind === 'owner' && <MemberPicker label={t('deals.col.owner')} value={ownerId} onChange={setOwner} isRequired />}
      {kind === 'stage' && (
        <Select label={t('deals.col.stage')} options={dealStages.map((id) => ({ id, label: t(`stage.${id}`) }))} value={stage} onChange={setStage} isRequired />
      )}
      {stage === 'lost' && <TextField label={t('deals.lost.reason')} value={reason} onChange={setReason} rows={3} isRequired />}
      {done !== null && <Progress label={t('deals.bulk.progress')} done={done} total={count} />}
    </FormDialog>
  );
}
