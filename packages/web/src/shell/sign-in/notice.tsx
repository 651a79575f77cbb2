import { t } from '../../lib/i18n/i18n.ts';
import type { Refusal } from './auth-call.ts';

export function RefusalLine({ refusal }: { refusal: Refusal | undefined }) {
  if (refusal === undefined) return null;
  return (
    <p role="alert" className="rounded-popover bg-bad-soft px-3 py-2 text-bad">
      {t(refusal.id, refusal.values)}
    </p>
  );
}

export function GoodLine({ children }: { children: string }) {
  return <output className="block rounded-popover bg-ok-soft px-3 py-2 text-ok">{children}</output>;
}

/** An address inside a sentence keeps its own direction, whatever the language around it. */
export const isolated = (text: string): string => `\u2068${text}\u2069`;
