import { useState } from 'react';
import type { Outcome, Refusal } from './auth-call.ts';

/** One question to the sign-in library at a time, and what it said last. */
export function useAttempt(first?: Refusal) {
  const [refusal, setRefusal] = useState<Refusal | undefined>(first);
  const [busy, setBusy] = useState(false);
  async function attempt<T>(ask: () => Promise<Outcome<T>>, onDone: (data: T, mailIsKept: boolean) => void | Promise<void>): Promise<Outcome<T>> {
    setBusy(true);
    setRefusal(undefined);
    const outcome = await ask();
    if (outcome.ok) await onDone(outcome.data, outcome.mailIsKept);
    else setRefusal(outcome.refusal);
    setBusy(false);
    return outcome;
  }
  return { refusal, setRefusal, busy, attempt };
}
