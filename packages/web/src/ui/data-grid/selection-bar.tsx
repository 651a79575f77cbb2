import { X } from 'lucide-react';
import { type Action, actionLabel, mayRun } from '../../lib/actions.ts';
import { formatNumber } from '../../lib/i18n/format.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { countSelected, type GridSelection } from './selection.ts';

const verb =
  'h-8 rounded-control px-2.5 font-medium whitespace-nowrap hover:bg-[color-mix(in_srgb,var(--on-ink)_14%,transparent)] disabled:opacity-50 max-md:h-10';

/** Bottom centre: how many, in words; the acts; and "all that match" when more match than are loaded. */
export function SelectionBar({
  selection,
  total,
  loaded,
  actions,
  onAll,
  onClear,
}: {
  selection: GridSelection;
  total: number;
  loaded: number;
  actions: readonly Action[];
  onAll: () => void;
  onClear: () => void;
}) {
  const count = countSelected(selection, total);
  if (count === 0) return null;
  const words =
    selection.kind === 'all' && selection.except.size === 0 ? t('ui.grid.allSelected', { n: formatNumber(total) }) : t('ui.grid.selected', { n: count });
  const offerAll = selection.kind === 'some' && selection.ids.size >= loaded && total > loaded;
  return (
    <div className="pointer-events-none absolute inset-x-0 bottom-4 z-20 flex justify-center px-3">
      <div
        role="toolbar"
        aria-label={t('ui.grid.bulk')}
        className="enter pointer-events-auto flex max-w-full items-center gap-1 overflow-x-auto rounded-popover bg-ink ps-4 pe-1.5 py-1 text-13 text-on-ink shadow-float"
      >
        <output className="num whitespace-nowrap pe-2">
          <bdi>{words}</bdi>
        </output>
        {offerAll && (
          <button type="button" className={`${verb} underline underline-offset-2`} onClick={onAll}>
            {t('ui.grid.selectMatching', { n: formatNumber(total) })}
          </button>
        )}
        {actions.map((action) => (
          <button key={action.id} type="button" className={verb} disabled={!mayRun(action)} onClick={() => void action.run()}>
            {actionLabel(action)}
          </button>
        ))}
        <button type="button" aria-label={t('ui.grid.clear')} className="grid size-8 shrink-0 place-items-center rounded-control" onClick={onClear}>
          <X size={16} aria-hidden />
        </button>
      </div>
    </div>
  );
}
