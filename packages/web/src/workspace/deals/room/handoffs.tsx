import { type CSSProperties, useState } from 'react';
import { Check, Plus, TriangleAlert } from 'lucide-react';
import { t } from '../../../lib/i18n/i18n.ts';
import { Button } from '../../../ui/button.tsx';
import { cx } from '../../../ui/cx.ts';
import { Card } from '../../../ui/page.tsx';
import { Select } from '../../../ui/select.tsx';
import { SlaClock } from '../../../ui/sla-clock.tsx';
import { DateField, TextField } from '../../../ui/text-field.tsx';
import { toast } from '../../../ui/toast.tsx';
import { FormDialog } from '../kit/form-dialog.tsx';
import { sayRefusal } from '../kit/notify.ts';
import { endOfDay } from './lane-dialogs.tsx';
import { type Deal, useRoomAct } from './use-room.ts';

type Handoff = Deal['handoffs'][number];

/** One compact row each, in two columns on a desk: fourteen handoffs stand on one screen. */
export function Handoffs({ deal }: { deal: Deal }) {
  const [isAdding, setAdding] = useState(false);
  const rows = [...deal.handoffs].sort((a, b) => a.position - b.position);
  const late = rows.filter((row) => row.state === 'late').length;
  const done = rows.filter((row) => row.state === 'done').length;
  return (
    <Card
      title={t('deals.handoffs')}
      note={rows.length > 0 ? t('deals.handoffs.note', { done, n: rows.length, late }) : undefined}
      flush
      actions={
        deal.mayWrite && (
          <Button size="compact" icon={<Plus size={14} aria-hidden />} onPress={() => setAdding(true)}>
            {t('deals.handoff.add')}
          </Button>
        )
      }
    >
      {rows.length === 0 ? (
        <p className="p-4 text-muted">{t('deals.handoffs.empty')}</p>
      ) : (
        <ol
          className="grid gap-px bg-line md:grid-flow-col md:grid-cols-2 md:[grid-template-rows:repeat(var(--rows),auto)]"
          style={{ '--rows': Math.ceil(rows.length / 2) } as CSSProperties}
        >
          {rows.map((row, index) => (
            <HandoffRow key={row.id} deal={deal} row={row} place={index + 1} />
          ))}
        </ol>
      )}
      {isAdding && <AddHandoff deal={deal} onClose={() => setAdding(false)} />}
    </Card>
  );
}

function HandoffRow({ deal, row, place }: { deal: Deal; row: Handoff; place: number }) {
  const complete = useRoomAct('deals.completeHandoff');
  const isDone = row.state === 'done';
  const set = (done: boolean) =>
    complete.mutate(
      { params: { id: deal.id, childId: row.id }, body: { done } },
      {
        onError: sayRefusal,
        onSuccess: () => {
          if (done) toast(t('deals.handoff.done', { title: row.title }), { undo: () => set(false) });
        },
      },
    );
  return (
    <li className="flex min-h-10 items-center gap-2.5 bg-surface px-4 py-0.5 max-md:min-h-12">
      <button
        type="button"
        role="checkbox"
        aria-checked={isDone}
        aria-label={t('deals.handoff.mark', { title: row.title })}
        disabled={!deal.mayWrite || complete.isPending}
        onClick={() => set(!isDone)}
        className={cx(
          'num grid size-6 shrink-0 place-items-center rounded-full border text-11 font-semibold',
          isDone ? 'border-ok bg-ok-soft text-ok' : row.state === 'late' ? 'border-bad bg-bad-soft text-bad' : 'border-control text-muted',
        )}
      >
        {isDone ? <Check size={14} aria-hidden /> : row.state === 'late' ? <TriangleAlert size={13} aria-hidden /> : place}
      </button>
      <div className="min-w-0 flex-1 leading-tight">
        <p className={cx('truncate', isDone ? 'text-muted' : 'font-medium')}>
          <bdi>{row.title}</bdi>
        </p>
        <p className="truncate text-12 text-muted">
          <bdi>{row.fromName}</bdi>{' '}
          <span aria-hidden className="flip inline-block">
            →
          </span>
          <span className="sr-only">{t('deals.handoff.toWord')}</span> <bdi>{row.toName}</bdi>
        </p>
      </div>
      {isDone ? <span className="text-12 text-ok">{t('deals.lane.done')}</span> : row.dueAt !== null && <SlaClock dueAt={row.dueAt} />}
    </li>
  );
}

function AddHandoff({ deal, onClose }: { deal: Deal; onClose: () => void }) {
  const parties = [
    { id: 'us', label: t('deals.handoff.us') },
    ...new Map(deal.participants.map((lane) => [lane.partnerId, { id: lane.partnerId, label: lane.partnerName }])).values(),
  ];
  const [from, setFrom] = useState<string>('us');
  const [to, setTo] = useState<string | null>(null);
  const [title, setTitle] = useState('');
  const [due, setDue] = useState('');
  const add = useRoomAct('deals.addHandoff');
  const party = (id: string | null) => (id === 'us' ? null : id);
  return (
    <FormDialog
      title={t('deals.handoff.add')}
      verb={t('deals.handoff.add')}
      isOpen
      onClose={onClose}
      isPending={add.isPending}
      isReady={title.trim() !== '' && to !== null}
      error={add.error}
      onSubmit={() =>
        add.mutate(
          { params: { id: deal.id }, body: { fromPartnerId: party(from), toPartnerId: party(to), title: title.trim(), dueAt: endOfDay(due) } },
          { onSuccess: onClose },
        )
      }
    >
      <div className="grid gap-3 md:grid-cols-2">
        <Select label={t('deals.handoff.from')} options={parties} value={from} onChange={setFrom} isRequired />
        <Select label={t('deals.handoff.to')} options={parties} value={to} onChange={setTo} isRequired />
      </div>
      <TextField label={t('deals.handoff.what')} value={title} onChange={setTitle} isRequired maxLength={200} />
      <DateField label={t('deals.due')} value={due} onChange={setDue} />
    </FormDialog>
  );
}
