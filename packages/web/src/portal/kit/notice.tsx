import { useSyncExternalStore } from 'react';
import { t } from '../text.ts';

/** What was just done, in one sentence; it goes by itself. */
let sentence: string | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();
const SHOWN_MS = 8_000;

export function notify(next: string | undefined): void {
  sentence = next;
  clearTimeout(timer);
  if (next !== undefined) timer = setTimeout(() => notify(undefined), SHOWN_MS);
  for (const listener of listeners) listener();
}

export function Notices() {
  const shown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => sentence,
  );
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an output holds text; this holds a notice with its verb
    <div role="status" aria-label={t('ui.notices')} className="pointer-events-none fixed inset-x-4 bottom-20 z-50 flex justify-center md:bottom-6">
      {shown !== undefined && (
        <p className="enter pointer-events-auto flex max-w-160 items-center gap-3 rounded-popover border border-line bg-raised py-1.5 ps-4 pe-1.5 shadow-float">
          <span className="min-w-0">{shown}</span>
          <button type="button" onClick={() => notify(undefined)} className="h-8 rounded-control px-2.5 text-muted hover:bg-hover">
            {t('ui.dismiss')}
          </button>
        </p>
      )}
    </div>
  );
}
