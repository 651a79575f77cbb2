import { useState } from 'react';
import { dealStages, type DealStage } from '@entente/kernel';
import { useQueryClient } from '@tanstack/react-query';
import { t } from '../../../lib/i18n/i18n.ts';
import type { GridSelection } from '../../../ui/data-grid/selection.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { Progress } from '../../../ui/progress.tsx';
import { Select } from '../../../ui/select.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { FormDialog } from '../kit/form-dialog.tsx';
import { MemberPicker } from '../kit/pickers.tsx';
import { sayRefusal } from '../kit/notify.ts';
import { changeBack, changeMany, type Refused } from './bulk-change.ts';
import { collectDeals, type DealRow } from './export.ts';
import type { DealFilter } from './state.ts';

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

  const refresh = () => {
    for (const key of ['deals.list', 'deals.summary', 'deals.get', 'overview.get']) void client.invalidateQueries({ queryKey: [key] });
  };

  async function submit() {
    setError(null);
    setDone(0);
    try {
      const known = selection.kind === 'some' ? rows : (await collectDeals(filter, sort)).filter((row) => !selection.except.has(row.id));
      const answer = await changeMany(
        selection.kind === 'some' ? [...selection.ids] : known.map((row) => row.id),
        kind === 'owner' ? { ownerId: ownerId ?? undefined } : { stage: stage ?? undefined, reason: reason.trim() || undefined },
        setDone,
      );
      const changed = new Set(answer.changed);
      const before = known.filter((row) => changed.has(row.id)).map(({ id, ownerId: owner, stage: was }) => ({ id, ownerId: owner, stage: was }));
      toast(t('deals.bulk.done', { n: changed.size }), {
        undo: () =>
          changeBack(before, kind, t('deals.bulk.backReason'))
            .then((n) => toast(t('deals.bulk.back', { n })))
            .catch(sayRefusal)
            .finally(refresh),
      });
      if (answer.refused.length === 0) onDone();
      else setRefused(answer.refused);
    } catch (failure) {
      setError(failure);
    } finally {
      setDone(null);
      refresh();
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
