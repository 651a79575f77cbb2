import { Problem } from '@entente/kernel';
import { OutsideError } from '../../platform/outside/index.ts';

/** What a marketplace refuses while a person waits is told to that person. */
export async function asProblem<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    throw new Problem(error.mayPass ? 'unavailable' : 'conflict', error.message, { reason: 'outside' });
  }
}
