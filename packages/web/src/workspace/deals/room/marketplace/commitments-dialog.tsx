import { useState } from 'react';
import { useApi, useApiMutation } from '../../../../lib/api/index.ts';
import { t } from '../../../../lib/i18n/i18n.ts';
import { DateText, Money } from '../../../../lib/i18n/values.tsx';
import { Button } from '../../../../ui/button.tsx';
import { Dialog } from '../../../../ui/dialog.tsx';
import { ErrorState, SkeletonRows } from '../../../../ui/states.tsx';
import { DateField, TextField } from '../../../../ui/text-field.tsx';
import { toast } from '../../../../ui/toast.tsx';
import { MoneyField } from '../../../marketplaces/kit/money-field.tsx';
import { PercentField } from '../../../marketplaces/kit/percent-field.tsx';
import type { Commitment } from '../../../marketplaces/words.ts';
import { FormDialog } from '../../kit/form-dialog.tsx';
import { CurrencySelect } from '../../kit/pickers.tsx';

/** The commitments of one account: each cloud's programme, what is left of it, until when, and where we know it from. */
export function CommitmentsDialog({ accountId, onClose }: { accountId: string; onClose: () => void }) {
  const list = useApi('commitments.list', { params: { id: accountId } });
  const [editing, setEditing] = useState<Commitment | 'new' | null>(null);
  const rows = list.data?.items ?? [];
  return (
    <>
      <Dialog
        title={t('drawdown.commitments')}
        isOpen={editing === null}
        onClose={onClose}
        footer={
          <Button kind="primary" onPress={() => setEditing('new')}>
            {t('drawdown.add')}
          </Button>
        }
      >
        {list.error !== null && <ErrorState compact error={list.error} onRetry={() => void list.refetch()} />}
        {list.data === undefined && list.error === null && <SkeletonRows rows={2} what={t('drawdown.commitments')} />}
        {list.data !== undefined && rows.length === 0 && <p className="text-muted">{t('drawdown.none')}</p>}
        <ul className="flex flex-col gap-3">
          {rows.map((commitment) => (
            <li key={commitment.id} className="flex flex-wrap items-start gap-x-3 gap-y-1 border-b border-line pb-3 last:border-b-0">
              <span className="min-w-0 flex-1">
                <span className="block font-medium">
                  <bdi>{commitment.programme}</bdi>
                </span>
                <span className="block text-12 text-muted">
                  <DateText date={commitment.fromOn} /> – <DateText date={commitment.untilOn} /> · <bdi>{commitment.source}</bdi> ·{' '}
                  <bdi>{commitment.notedBy}</bdi>, <DateText date={commitment.notedAt} />
                </span>
              </span>
              <Money value={{ amountMinor: commitment.amountMinor, currency: commitment.currency }} />
              <Button size="compact" onPress={() => setEditing(commitment)}>
                {t('drawdown.edit')}
              </Button>
            </li>
          ))}
        </ul>
      </Dialog>
      {editing !== null && (
        <CommitmentForm
          accountId={accountId}
          commitment={editing === 'new' ? null : editing}
          onReload={() => void list.refetch()}
          onClose={() => setEditing(null)}
        />
      )}
    </>
  );
}

function CommitmentForm({
  accountId,
  commitment,
  onReload,
  onClose,
}: {
  accountId: string;
  commitment: Commitment | null;
  onReload: () => void;
  onClose: () => void;
}) {
  const [programme, setProgramme] = useState(commitment?.programme ?? '');
  const [currency, setCurrency] = useState(commitment?.currency ?? 'USD');
  const [amountMinor, setAmount] = useState<number | null>(commitment?.amountMinor ?? null);
  const [remainingMinor, setRemaining] = useState<number | null>(commitment?.remainingMinor ?? null);
  const [capBp, setCap] = useState<number | null>(commitment?.capBp ?? null);
  const [capUsedMinor, setCapUsed] = useState<number | null>(commitment?.capUsedMinor ?? 0);
  const [fromOn, setFrom] = useState(commitment?.fromOn ?? '');
  const [untilOn, setUntil] = useState(commitment?.untilOn ?? '');
  const [source, setSource] = useState(commitment?.source ?? '');
  const invalidates = ['commitments.list', 'commitments.ofDeal'] as const;
  const add = useApiMutation('commitments.add', { invalidates });
  const update = useApiMutation('commitments.update', { invalidates });
  function submit() {
    if (amountMinor === null) return;
    const body = {
      programme: programme.trim(),
      currency,
      amountMinor,
      remainingMinor,
      capBp,
      capUsedMinor: capUsedMinor ?? 0,
      fromOn,
      untilOn,
      source: source.trim(),
    };
    const onSuccess = () => {
      toast(t('drawdown.saved'));
      onClose();
    };
    if (commitment === null) add.mutate({ params: { id: accountId }, body }, { onSuccess });
    else update.mutate({ params: { id: commitment.id }, body, ifVersion: commitment.version }, { onSuccess });
  }
  return (
    <FormDialog
      title={t(commitment === null ? 'drawdown.add' : 'drawdown.edit')}
      verb={t('ui.save')}
      isOpen
      onClose={onClose}
      onSubmit={submit}
      isPending={add.isPending || update.isPending}
      isReady={programme.trim() !== '' && amountMinor !== null && fromOn !== '' && untilOn >= fromOn && source.trim() !== ''}
      error={add.error ?? update.error}
      onReload={onReload}
    >
      <TextField label={t('drawdown.programme')} description={t('drawdown.programme.note')} value={programme} onChange={setProgramme} isRequired />
      <div className="grid gap-4 sm:grid-cols-2">
        <CurrencySelect value={currency} onChange={setCurrency} />
        <MoneyField label={t('drawdown.amount')} amountMinor={amountMinor} currency={currency} onChange={setAmount} isRequired />
        <MoneyField label={t('drawdown.left')} description={t('drawdown.left.note')} amountMinor={remainingMinor} currency={currency} onChange={setRemaining} />
        <PercentField label={t('drawdown.cap')} description={t('drawdown.cap.note')} basisPoints={capBp} onChange={setCap} />
        {capBp !== null && <MoneyField label={t('drawdown.capUsed')} amountMinor={capUsedMinor} currency={currency} onChange={setCapUsed} />}
        <DateField label={t('drawdown.from')} value={fromOn} onChange={setFrom} isRequired />
        <DateField label={t('drawdown.until')} value={untilOn} onChange={setUntil} isRequired />
      </div>
      <TextField label={t('drawdown.source')} description={t('drawdown.source.note')} value={source} onChange={setSource} isRequired />
    </FormDialog>
  );
}
