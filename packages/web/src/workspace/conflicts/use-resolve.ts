import { useEffect, useState } from 'react';
import type { CallInput } from '../../lib/api/index.ts';
import { isStale, problemSentence, useApiMutation } from '../../lib/api/index.ts';
import { t } from '../../lib/i18n/i18n.ts';
import { toast } from '../../ui/toast.tsx';
import type { Conflict } from './words.ts';

export type Choice = CallInput<'conflicts.resolve'>['body'];
export type Decided = { id: string; what: string; until: number };
/** The server holds a decision this long before it goes out. */
export const TAKE_BACK_MS = 5_000;
const touched = ['conflicts.list', 'connections.list', 'connections.get', 'views.ofDeal'] as const;

/** Decides a conflict, and keeps each decision at hand for as long as it can be taken back. */
export function useResolve() {
  const [decided, setDecided] = useState<readonly Decided[]>([]);
  const [staleId, setStaleId] = useState<string>();
  const resolve = useApiMutation('conflicts.resolve', { invalidates: touched });
  const reopen = useApiMutation('conflicts.reopen', { invalidates: touched });
  useEffect(() => {
    const [first] = decided;
    if (first === undefined) return;
    const timer = setTimeout(() => setDecided((before) => before.filter((one) => one.until > Date.now())), Math.max(0, first.until - Date.now()) + 20);
    return () => clearTimeout(timer);
  }, [decided]);

  function decide(conflict: Conflict, choice: Choice, onDone: () => void): void {
    setStaleId(undefined);
    resolve.mutate(
      { params: { id: conflict.id }, ifVersion: conflict.version, body: choice },
      {
        onSuccess: () => {
          const what = t(`conflicts.decided.${choice.with}`, { field: conflict.label, record: conflict.recordLabel });
          setDecided((before) => [...before.filter((one) => one.id !== conflict.id), { id: conflict.id, what, until: Date.now() + TAKE_BACK_MS }]);
          onDone();
        },
        onError: (error) => {
          if (isStale(error)) setStaleId(conflict.id);
          else toast(problemSentence(error, t('work.refused')), { tone: 'bad' });
        },
      },
    );
  }

  function takeBack(id: string): void {
    setDecided((before) => before.filter((one) => one.id !== id));
    reopen.mutate(
      { params: { id } },
      { onSuccess: () => toast(t('conflicts.takenBack')), onError: (error) => toast(problemSentence(error, t('work.refused')), { tone: 'bad' }) },
    );
  }

  return {
    decide,
    takeBack,
    takeBackLast: () => {
      const last = decided.at(-1);
      if (last) takeBack(last.id);
    },
    decided,
    staleId,
    isPending: resolve.isPending,
  };
}
