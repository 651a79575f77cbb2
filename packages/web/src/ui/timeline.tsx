import type { ReactNode } from 'react';
import type { ParticipantRole } from '@entente/kernel';
import { RelativeTime } from '../lib/i18n/values.tsx';
import { RoleGlyph } from './role-glyph.tsx';

export type TimelineEntry = { id: string; at: string; title: ReactNode; by?: string; detail?: ReactNode; role?: ParticipantRole; icon?: ReactNode };

export function Timeline({ entries, now }: { entries: readonly TimelineEntry[]; now?: Date }) {
  return (
    <ol className="flex flex-col">
      {entries.map((entry, index) => (
        <li key={entry.id} className="relative flex gap-3 pb-4 last:pb-0">
          {index < entries.length - 1 && <span aria-hidden className="absolute start-[8.5px] top-6 bottom-0 w-px bg-line" />}
          <span className="mt-px grid size-[18px] shrink-0 place-items-center text-muted">
            {entry.role !== undefined ? <RoleGlyph role={entry.role} size={16} /> : (entry.icon ?? <span className="size-2 rounded-full bg-line-strong" />)}
          </span>
          <div className="min-w-0 flex-1">
            <p>
              <bdi>{entry.title}</bdi>
            </p>
            <p className="flex flex-wrap gap-x-1.5 text-12 text-muted">
              {entry.by !== undefined && <bdi>{entry.by}</bdi>}
              {entry.by !== undefined && <span aria-hidden>·</span>}
              <RelativeTime at={entry.at} now={now} />
            </p>
            {entry.detail !== undefined && <div className="mt-1">{entry.detail}</div>}
          </div>
        </li>
      ))}
    </ol>
  );
}
