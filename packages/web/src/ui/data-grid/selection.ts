/** Either some rows by id, or everything that matches the filter except a few: the server gets the latter as a rule, not as a list. */
export type GridSelection = { kind: 'some'; ids: ReadonlySet<string> } | { kind: 'all'; except: ReadonlySet<string> };

export const noSelection: GridSelection = { kind: 'some', ids: new Set() };

export const isSelected = (selection: GridSelection, id: string): boolean => (selection.kind === 'some' ? selection.ids.has(id) : !selection.except.has(id));

export const countSelected = (selection: GridSelection, total: number): number =>
  selection.kind === 'some' ? selection.ids.size : Math.max(0, total - selection.except.size);

function withIds(set: ReadonlySet<string>, ids: readonly string[], present: boolean): ReadonlySet<string> {
  const next = new Set(set);
  for (const id of ids) {
    if (present) next.add(id);
    else next.delete(id);
  }
  return next;
}

export function setSelected(selection: GridSelection, ids: readonly string[], selected: boolean): GridSelection {
  return selection.kind === 'some'
    ? { kind: 'some', ids: withIds(selection.ids, ids, selected) }
    : { kind: 'all', except: withIds(selection.except, ids, !selected) };
}

export const toggle = (selection: GridSelection, id: string): GridSelection => setSelected(selection, [id], !isSelected(selection, id));

/** The head's box: everything loaded, some of it, or nothing. */
export function headState(selection: GridSelection, loaded: number): boolean | 'mixed' {
  if (selection.kind === 'all') return selection.except.size === 0 ? true : 'mixed';
  if (selection.ids.size === 0) return false;
  return loaded > 0 && selection.ids.size >= loaded ? true : 'mixed';
}
