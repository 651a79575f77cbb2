import { useEffect, useState, useSyncExternalStore } from 'react';
import { X } from 'lucide-react';
import { t } from '../lib/i18n/i18n.ts';

export type Toast = { id: number; text: string; tone: 'normal' | 'bad'; undo?: () => void | Promise<void> };
const LIFE_MS = 8_000;
let toasts: readonly Toast[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

function replace(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

/** Says what was done; with `undo` it can be taken back for eight seconds. */
export function toast(text: string, options: { undo?: () => void | Promise<void>; tone?: 'normal' | 'bad' } = {}): void {
  const entry: Toast = { id: nextId++, text, tone: options.tone ?? 'normal', undo: options.undo };
  replace([...toasts.slice(-2), entry]);
}

export function dismissToast(id: number): void {
  replace(toasts.filter((entry) => entry.id !== id));
}

export function ToastRegion() {
  const shown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => toasts,
  );
  return (
    <section aria-label={t('ui.notices')} className="pointer-events-none fixed inset-x-0 bottom-4 z-50 flex flex-col items-center gap-2 px-4 max-md:bottom-16">
      {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an output holds text; this holds notices with their verbs */}
      <div role="status" aria-live="polite" className="contents">
        {shown.map((entry) => (
          <ToastCard key={entry.id} entry={entry} />
        ))}
      </div>
    </section>
  );
}

function ToastCard({ entry }: { entry: Toast }) {
  // Time stands still while somebody points at or focuses the notice (WCAG 2.2.1).
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => dismissToast(entry.id), LIFE_MS);
    return () => clearTimeout(timer);
  }, [held, entry.id]);
  return (
    <div
      className="enter pointer-events-auto flex min-h-10 max-w-120 items-center gap-3 rounded-popover bg-ink ps-4 pe-1.5 text-13 text-on-ink shadow-float"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <span className="py-2">
        {entry.tone === 'bad' && <span aria-hidden>⚠ </span>}
        {entry.text}
      </span>
      {entry.undo && (
        <button
          type="button"
          className="h-7 rounded-control px-2 font-semibold underline underline-offset-2"
          onClick={() => {
            void entry.undo?.();
            dismissToast(entry.id);
          }}
        >
          {t('ui.undo')}
        </button>
      )}
      <button type="button" aria-label={t('ui.dismiss')} className="grid size-7 place-items-center rounded-control" onClick={() => dismissToast(entry.id)}>
        <X size={14} aria-hidden />
      </button>
    </div>
  );
}
