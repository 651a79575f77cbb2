import { useEffect, useMemo, useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';
import { t, type MessageId } from './i18n/i18n.ts';
import { allows, type Session } from './session.ts';

export type ActionScope = 'global' | 'navigation' | 'screen' | 'selection' | 'record';

/**
 * One catalogue of acts. The command palette, the shortcut sheet, the bulk bar and context menus all read it,
 * so that a verb has one name, one key and one permission everywhere.
 */
export type Action = {
  id: string;
  label: MessageId;
  values?: Record<string, string | number>;
  scope: ActionScope;
  /** "r", "mod+k", "shift+a", "g d" (one key after the other). */
  shortcut?: string;
  permission?: string;
  icon?: ReactNode;
  tone?: 'normal' | 'bad';
  isEnabled?: () => boolean;
  run: () => void | Promise<void>;
};

let catalogue: readonly Action[] = [];
let session: Session | undefined;
const listeners = new Set<() => void>();
const changed = (): void => {
  for (const listener of listeners) listener();
};

/** Acts registered later come first: a screen may take over the key of the shell. */
export function registerActions(actions: readonly Action[]): () => void {
  catalogue = [...actions, ...catalogue];
  changed();
  return () => {
    catalogue = catalogue.filter((action) => !actions.includes(action));
    changed();
  };
}

export function setActionSession(next: Session | undefined): void {
  session = next;
  changed();
}

export const actionLabel = (action: Action): string => t(action.label, action.values);
export const mayRun = (action: Action): boolean => allows(session, action.permission) && (action.isEnabled?.() ?? true);

/** Registers a screen's acts while it is shown. `make` runs again when `deps` change. */
export function useRegisterActions(make: () => readonly Action[], deps: readonly unknown[]): void {
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- as with useEffect, the caller says on what its acts depend
  useEffect(() => registerActions(make()), deps);
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export function useActions(scope?: ActionScope): readonly Action[] {
  const all = useSyncExternalStore(subscribe, () => catalogue);
  return useMemo(() => all.filter((action) => scope === undefined || action.scope === scope), [all, scope]);
}

/** A box to tick takes no letters: only the keys that tick it or move among its kind are its own. */
const ownKeys = /^( |enter|tab|arrow\w+)$/;
const typing = (target: EventTarget | null, key: string): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    (target.matches('input[type=checkbox], input[type=radio]') ? ownKeys.test(key) : /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)));

export function pressed(event: KeyboardEvent): string {
  const parts: string[] = [];
  if (event.metaKey || event.ctrlKey) parts.push('mod');
  if (event.altKey) parts.push('alt');
  // "?" already says that shift is held; only letters and named keys spell it out.
  if (event.shiftKey && (event.key.length > 1 || /[a-z]/i.test(event.key))) parts.push('shift');
  return [...parts, event.key.toLowerCase()].join('+');
}

/** Plain keys act only outside of fields and dialogs; keys with ⌘/Ctrl act everywhere. */
export function startShortcuts(): () => void {
  let first: string | undefined;
  let forget: ReturnType<typeof setTimeout> | undefined;

  function onKeyDown(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing) return;
    const key = pressed(event);
    const plain = !key.startsWith('mod+');
    if (plain && (typing(event.target, key) || document.querySelector('[role="dialog"], [role="menu"]') !== null)) return;
    const sequence = first === undefined ? undefined : `${first} ${key}`;
    const action = catalogue.find((entry) => (entry.shortcut === sequence || entry.shortcut === key) && entry.shortcut !== undefined && mayRun(entry));
    clearTimeout(forget);
    first = undefined;
    if (action) {
      event.preventDefault();
      void action.run();
    } else if (plain && catalogue.some((entry) => entry.shortcut?.startsWith(`${key} `))) {
      first = key;
      forget = setTimeout(() => {
        first = undefined;
      }, 1_200);
    }
  }

  window.addEventListener('keydown', onKeyDown);
  return () => window.removeEventListener('keydown', onKeyDown);
}
