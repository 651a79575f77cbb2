import { Problem, type InvalidField } from '@entente/kernel';
import type { Prepared } from './domain/account.ts';
import type { Refusal } from '../../platform/db/bulk.ts';

export function usable<T>({ value, problems }: Prepared<T>): T {
  throwFields(problems);
  return value;
}

/** Of several rows, each problem says in which row it is. */
export function allUsable<T>(rows: readonly Prepared<T>[]): T[] {
  throwFields(
    rows.flatMap(({ problems }, index) => problems.map((problem) => (rows.length === 1 ? problem : { ...problem, path: `${index}.${problem.path}` }))),
  );
  return rows.map(({ value }) => value);
}

function throwFields(problems: readonly InvalidField[]): void {
  const first = problems[0];
  if (first) throw new Problem('invalid_input', first.sentence, { fields: problems });
}

export const invalidField = (path: string, code: string, sentence: string): Problem =>
  new Problem('invalid_input', sentence, { fields: [{ path, code, sentence }] });

/** A refusal of one row of many, as the answer to somebody who sent only that row. */
export function asProblem(refusal: Refusal): Problem {
  if (refusal.code === 'missing') return new Problem('not_found', 'There is no such account, or it is outside your reach.');
  if (refusal.code === 'changed') return new Problem('version_stale', 'Somebody changed this account in the meantime. Read it again and repeat your change.');
  if (refusal.code === 'in_use') return new Problem('conflict', refusal.sentence, { reason: 'in_use' });
  return invalidField('parentId', 'invalid', refusal.sentence);
}

const isObject = (error: unknown): error is { code?: unknown; constraint?: unknown } => typeof error === 'object' && error !== null;

/** The external id is the only thing of ours that must be unique. */
export async function namingConflicts<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (isObject(error) && error.code === '23505' && String(error.constraint).endsWith('_external'))
      throw new Problem('conflict', `There is already ${what} with this external id.`, { reason: 'external_id_taken' });
    throw error;
  }
}
