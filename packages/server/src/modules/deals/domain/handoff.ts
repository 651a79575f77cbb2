export type HandoffState = 'done' | 'late' | 'open';

/** A promise is late from the moment its due time has passed. */
export function handoffState(handoff: { readonly doneAt: string | null; readonly dueAt: string | null }, now: Date): HandoffState {
  if (handoff.doneAt !== null) return 'done';
  return handoff.dueAt !== null && Date.parse(handoff.dueAt) < now.getTime() ? 'late' : 'open';
}
