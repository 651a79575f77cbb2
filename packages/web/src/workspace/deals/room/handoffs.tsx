import { type CSSProperties, useState } from 'react';
import { Check, GitBranch, Plus, TriangleAlert } from 'lucide-react';
import { t } from '../../../lib/i18n/i18n.ts';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Checkbox } from '../../../ui/checkbox.tsx';
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
          className="grid grid-cols-1 gap-px bg-line md:grid-flow-col md:grid-cols-2 md:[grid-template-rows:repeat(var(--rows),auto)]"
          style={{ '--rows': Math.ceil(rows.length / 2) } as CSSProperties}
        >
          {rows.map((row, index) => (
            <HandoffRow key={row.id} deal={deal} rows={rows} row={row} place={index + 1} />
          ))}
        </ol>
      )}
      {isAdding && <AddHandoff deal={deal} onClose={() => setAdding(false)} />}
    </Card>
  );
}

function HandoffRow({ deal, rows, row, place }: { deal: Deal; rows: readonly Handoff[]; row: Handoff; place: number }) {
  const [isChanging, setChanging] = useState(false);
  // The places of those it waits for, so that a reader finds them in the list above.
  const places = (of: Handoff): string =>
    new Intl.ListFormat(document.documentElement.lang, { style: 'short', type: 'unit' }).format(
      rows.flatMap((other, index) => (of.waitsOn.includes(other.id) && other.state !== 'done' ? [String(index + 1)] : [])),
    );
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
      <label
        className={cx(
          'num relative grid size-6 shrink-0 place-items-center rounded-full border text-11 font-semibold has-focus-visible:outline-2 has-focus-visible:outline-offset-1 has-focus-visible:outline-accent',
          isDone ? 'border-ok bg-ok-soft text-ok' : row.state === 'late' ? 'border-bad bg-bad-soft text-bad' : 'border-control text-muted',
        )}
      >
        <input
          type="checkbox"
          className="sr-only"
          aria-label={t('deals.handoff.mark', { title: row.title })}
          checked={isDone}
          disabled={!deal.mayWrite || complete.isPending}
          onChange={() => set(!isDone)}
        />
        {isDone ? <Check size={14} aria-hidden /> : row.state === 'late' ? <TriangleAlert size={13} aria-hidden /> : place}
      </label>
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
          {row.waiting && !isDone && (
            <>
              {' · '}
              <span className="text-warn">{t('deals.handoff.waits', { places: places(row) })}</span>
            </>
          )}
        </p>
      </div>
      {isDone ? <span className="text-12 text-ok">{t('deals.lane.done')}</span> : row.dueAt !== null && <SlaClock dueAt={row.dueAt} />}
      {deal.mayWrite && !isDone && rows.length > 1 && (
        <IconButton size="compact" label={t('deals.handoff.order', { title: row.title })} onPress={() => setChanging(true)}>
          <GitBranch size={14} aria-hidden />
        </IconButton>
      )}
      {isChanging && <HandoffWaits deal={deal} rows={rows} row={row} onClose={() => setChanging(false)} />}
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

/** What must be done first. The server refuses a circle and says which handoffs form it. */
function HandoffWaits({ deal, rows, row, onClose }: { deal: Deal; rows: readonly Handoff[]; row: Handoff; onClose: () => void }) {
  const [waitsOn, setWaits] = useState<readonly string[]>(row.waitsOn);
  const set = useRoomAct('deals.setHandoffWaits');
  return (
    <FormDialog
      title={t('deals.handoff.order', { title: row.title })}
      verb={t('ui.save')}
      isOpen
      onClose={onClose}
      isPending={set.isPending}
      error={set.error}
      onSubmit={() => set.mutate({ params: { id: deal.id, childId: row.id }, body: { waitsOn: [...waitsOn] } }, { onSuccess: onClose })}
    >
      <fieldset className="flex flex-col">
        <legend className="mb-1 text-12 font-medium">{t('deals.handoff.first')}</legend>
        {rows.map(
          (other, index) =>
            other.id !== row.id && (
              <Checkbox
                key={other.id}
                isSelected={waitsOn.includes(other.id)}
                onChange={(on) => setWaits(on ? [...waitsOn, other.id] : waitsOn.filter((id) => id !== other.id))}
              >
                {t('plays.stepNamed', { n: index + 1, title: other.title })}
              </Checkbox>
            ),
        )}
      </fieldset>
    </FormDialog>
  );
}
