export type HandoffState = 'done' | 'late' | 'open';

/** A promise is late from the moment its due time has passed. */
export function handoffState(handoff: { readonly doneAt: string | null; readonly dueAt: string | null }, now: Date): HandoffState {
  if (handoff.doneAt !== null) return 'done';
  return handoff.dueAt !== null && Date.parse(handoff.dueAt) < now.getTime() ? 'late' : 'open';
}

/** Which handoff waits for which others. */
export type Waits = ReadonlyMap<string, readonly string[]>;

/**
 * The way round that would make handoffs wait for one another for ever, beginning and ending at the one that is to wait; null when
 * there is none. What it waits for so far is replaced by the new list.
 */
export function circleOfWaits(waits: Waits, id: string, waitsOn: readonly string[]): string[] | null {
  const cameFrom = new Map<string, string>();
  const open = [...waitsOn];
  for (const first of waitsOn) cameFrom.set(first, id);
  for (let current = open.pop(); current !== undefined; current = open.pop()) {
    if (current === id) return wayTo(cameFrom, id);
    for (const next of waits.get(current) ?? []) {
      if (cameFrom.has(next)) continue;
      cameFrom.set(next, current);
      open.push(next);
    }
  }
  return null;
}

function wayTo(cameFrom: ReadonlyMap<string, string>, id: string): string[] {
  const way = [id];
  for (let step = cameFrom.get(id); step !== undefined && step !== id; step = cameFrom.get(step)) way.unshift(step);
  return [id, ...way];
}

/** A handoff that is done waits for nothing; an open one waits while any it names is open. */
export const isWaiting = (handoff: { readonly doneAt: string | null; readonly waitsOn: readonly string[] }, isDone: (id: string) => boolean): boolean =>
  handoff.doneAt === null && handoff.waitsOn.some((id) => !isDone(id));
