import { t } from '../../lib/i18n/i18n.ts';
import { RelativeTime } from '../../lib/i18n/values.tsx';
import { cx } from '../../ui/cx.ts';
import type { Conflict } from './words.ts';

export function ConflictList({ rows, openId, onOpen }: { rows: readonly Conflict[]; openId: string | undefined; onOpen: (id: string) => void }) {
  return (
    <ul>
      {rows.map((row) => (
        <ConflictLine key={row.id} row={row} isOpen={row.id === openId} onOpen={() => onOpen(row.id)} />
      ))}
    </ul>
  );
}

function ConflictLine({ row, isOpen, onOpen }: { row: Conflict; isOpen: boolean; onOpen: () => void }) {
  return (
    <li>
      <button
        type="button"
        data-conflict={row.id}
        aria-current={isOpen}
        onClick={onOpen}
        className={cx(
          'flex w-full flex-col gap-1 border-b border-line px-4 py-2.5 text-start outline-offset-[-2px] hover:bg-hover',
          isOpen && 'bg-accent-soft hover:bg-accent-soft',
        )}
      >
        <ConflictWords row={row} />
      </button>
    </li>
  );
}

function ConflictWords({ row }: { row: Conflict }) {
  return (
    <>
      <span className="flex w-full items-start gap-3">
        <span className="min-w-0 flex-1 truncate font-medium">
          <bdi>{row.recordLabel === '' ? (row.outsideId ?? t('conflicts.unnamed')) : row.recordLabel}</bdi>
        </span>
        <span className="shrink-0 text-12 text-muted">
          <RelativeTime at={row.resolvedAt ?? row.openedAt} />
        </span>
      </span>
      <span className="flex w-full min-w-0 gap-1.5 text-12 text-muted">
        <span className="shrink-0">{t(`conflicts.reason.${row.reason}`)}</span>
        <span aria-hidden>·</span>
        <bdi className="shrink-0 font-medium text-text">{row.label}</bdi>
        <span aria-hidden>·</span>
        <bdi className="truncate">{row.connectionName}</bdi>
      </span>
    </>
  );
}
