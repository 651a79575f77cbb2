import type { ReactNode } from 'react';
import { ListFilter, X } from 'lucide-react';
import { t } from '../lib/i18n/i18n.ts';
import { Button } from './button.tsx';
import { Menu, type MenuGroup } from './menu.tsx';

/** A filter in words: "Stage" + "is not Lost". */
export type FilterChip = { id: string; field: string; words: string; onEdit?: () => void; onRemove: () => void };

export function FilterBar({
  chips,
  addGroups,
  onClear,
  summary,
  end,
}: {
  chips: readonly FilterChip[];
  addGroups: readonly MenuGroup[];
  onClear?: () => void;
  /** e.g. "5,000 deals · €1,095,642,000" */
  summary?: ReactNode;
  end?: ReactNode;
}) {
  return (
    <div className="flex min-h-11 shrink-0 flex-wrap items-center gap-2 border-b border-line bg-surface px-4 py-1.5">
      <Menu label={t('ui.filter')} groups={addGroups}>
        <Button kind="quiet" size="compact" icon={<ListFilter size={16} strokeWidth={1.75} aria-hidden />}>
          {t('ui.filter')}
        </Button>
      </Menu>
      {chips.length > 0 && (
        <ul className="flex flex-wrap gap-2">
          {chips.map((chip) => (
            <li key={chip.id} className="flex h-7 items-center rounded-control border border-line-strong bg-surface text-12">
              <button
                type="button"
                disabled={!chip.onEdit}
                onClick={chip.onEdit}
                className="flex h-full items-center gap-1.5 rounded-control ps-2 pe-1 text-text"
              >
                <span className="font-medium">{chip.field}</span>
                <bdi className="text-muted">{chip.words}</bdi>
              </button>
              <button
                type="button"
                aria-label={t('ui.filter.remove', { filter: `${chip.field} ${chip.words}` })}
                onClick={chip.onRemove}
                className="grid size-6 place-items-center rounded-control text-muted hover:text-text"
              >
                <X size={12} aria-hidden />
              </button>
            </li>
          ))}
        </ul>
      )}
      {chips.length > 1 && onClear && (
        <Button kind="quiet" size="compact" onPress={onClear}>
          {t('ui.filter.clear')}
        </Button>
      )}
      <span className="flex-1" />
      {summary !== undefined && (
        <span className="num text-12 text-muted">
          <bdi>{summary}</bdi>
        </span>
      )}
      {end}
    </div>
  );
}
