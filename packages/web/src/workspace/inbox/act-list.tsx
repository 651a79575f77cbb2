import { t } from '../../lib/i18n/i18n.ts';
import { Num, RelativeTime } from '../../lib/i18n/values.tsx';
import { cx } from '../../ui/cx.ts';
import { SlaClock } from '../../ui/sla-clock.tsx';
import { kindLabel } from './choice-label.ts';
import { type Act, byClock } from './groups.ts';

function ActRow({ act, isOpen, onOpen }: { act: Act; isOpen: boolean; onOpen: () => void }) {
  return (
    <li>
      <button
        type="button"
        onClick={onOpen}
        aria-current={isOpen}
        data-act={act.id}
        className={cx(
          'flex w-full flex-col gap-1 border-b border-line px-4 py-2.5 text-start outline-offset-[-2px] hover:bg-hover',
          isOpen && 'bg-accent-soft hover:bg-accent-soft',
        )}
      >
        <span className="flex w-full items-start gap-3">
          <span className="min-w-0 flex-1 font-medium">
            <bdi>{act.title}</bdi>
          </span>
          {act.status === 'open' ? (
            <SlaClock dueAt={act.dueAt} startedAt={act.openedAt} />
          ) : (
            act.closedAt !== null && (
              <span className="text-12 text-muted">
                <RelativeTime at={act.closedAt} />
              </span>
            )
          )}
        </span>
        <span className="flex w-full min-w-0 gap-1.5 text-12 text-muted">
          <span className="shrink-0">{kindLabel(act.kind)}</span>
          {act.dealName !== null && (
            <>
              <span aria-hidden>·</span>
              <bdi className="truncate">{act.dealName}</bdi>
            </>
          )}
          {act.assigneeName !== null && (
            <>
              <span aria-hidden>·</span>
              <bdi className="shrink-0">{act.assigneeName}</bdi>
            </>
          )}
        </span>
      </button>
    </li>
  );
}

export function ActList({
  acts,
  openId,
  onOpen,
  now,
  grouped,
}: {
  acts: readonly Act[];
  openId: string | undefined;
  onOpen: (id: string) => void;
  now: Date;
  grouped: boolean;
}) {
  const groups = grouped
    ? byClock(acts, now).map((entry) => ({ ...entry, title: t(`inbox.group.${entry.group}`) }))
    : [{ group: 'none' as const, acts, title: t('inbox.tab.done') }];
  return (
    <>
      {groups.map((entry) => (
        <section key={entry.group} aria-label={entry.title}>
          {grouped && (
            <h2
              className={cx(
                'sticky top-0 z-10 flex h-8 items-center gap-2 border-b border-line bg-desk px-4 text-12 font-semibold',
                entry.group === 'overdue' && 'text-bad',
              )}
            >
              {entry.title}
              <span className="font-normal text-muted">
                <Num value={entry.acts.length} />
              </span>
            </h2>
          )}
          <ul>
            {entry.acts.map((act) => (
              <ActRow key={act.id} act={act} isOpen={act.id === openId} onOpen={() => onOpen(act.id)} />
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}
