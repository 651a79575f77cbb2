import { t } from '../../lib/i18n/i18n.ts';
import { KeyHint } from '../../ui/key-hint.tsx';
import { useNow } from '../../ui/use-now.ts';
import type { Decided } from './use-resolve.ts';

/** What was decided in the last seconds, each with its way back and the time that is left for it. */
export function TakeBack({ decided, onTakeBack }: { decided: readonly Decided[]; onTakeBack: (id: string) => void }) {
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an output holds text; this holds notices with their verbs
    <div role="status" aria-live="polite" className="pointer-events-none fixed inset-x-0 bottom-4 z-40 flex flex-col items-center gap-2 px-4 max-md:bottom-16">
      {decided.map((one, index) => (
        <Line key={one.id} one={one} isLast={index === decided.length - 1} onTakeBack={() => onTakeBack(one.id)} />
      ))}
    </div>
  );
}

function Line({ one, isLast, onTakeBack }: { one: Decided; isLast: boolean; onTakeBack: () => void }) {
  const now = useNow(500);
  const seconds = Math.max(0, Math.ceil((one.until - now.getTime()) / 1000));
  return (
    <div className="enter pointer-events-auto flex min-h-10 max-w-140 items-center gap-3 rounded-popover bg-ink ps-4 pe-2 text-13 text-on-ink shadow-float">
      <span className="min-w-0 py-2">
        <bdi>{one.what}</bdi>
      </span>
      <span aria-hidden className="num shrink-0 opacity-75">
        {t('conflicts.seconds', { n: seconds })}
      </span>
      <button
        type="button"
        className="inline-flex h-7 shrink-0 items-center gap-1.5 rounded-control px-2 font-semibold underline underline-offset-2"
        onClick={onTakeBack}
      >
        {t('ui.undo')}
        {isLast && <KeyHint keys="u" tone="inherit" />}
      </button>
    </div>
  );
}
