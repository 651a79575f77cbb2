import { useSyncExternalStore } from 'react';

const KEY = 'entente.nav';
type State = { collapsed: boolean; palette: boolean; sheet: boolean };
let state: State = { collapsed: localStorage.getItem(KEY) === 'collapsed', palette: false, sheet: false };
const listeners = new Set<() => void>();

export function setShell(next: Partial<State>): void {
  state = { ...state, ...next };
  if (next.collapsed !== undefined) localStorage.setItem(KEY, next.collapsed ? 'collapsed' : 'open');
  for (const listener of listeners) listener();
}

export const shellState = (): State => state;

export function useShell(): State {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, shellState);
}
