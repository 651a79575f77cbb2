import type { Tx } from '../platform/db/database.ts';

/**
 * The same question asked again in one transaction has the answer of the first time. For those who ask it for every way of one
 * comparison; whoever writes what is asked for must not use it.
 */
export function onceInTransaction<Asked extends readonly unknown[], Answer>(
  ask: (tx: Tx, ...asked: Asked) => Promise<Answer>,
): (tx: Tx, ...asked: Asked) => Promise<Answer> {
  const known = new WeakMap<Tx, Map<string, Promise<Answer>>>();
  return (tx, ...asked) => {
    const answers = known.get(tx) ?? new Map<string, Promise<Answer>>();
    known.set(tx, answers);
    const key = JSON.stringify(asked);
    const answer = answers.get(key) ?? ask(tx, ...asked);
    answers.set(key, answer);
    return answer;
  };
}
