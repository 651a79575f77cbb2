import { Problem, type InvalidField } from '@entente/kernel';
import type { Refusal } from '../../platform/db/bulk.ts';
import type { Prepared } from './domain/partner.ts';

/** Of several rows, each problem says in which row it is. */
export function allUsable<T>(rows: readonly Prepared<T>[]): T[] {
  const problems: InvalidField[] = rows.flatMap((row, index) =>
    row.problems.map((problem) => (rows.length === 1 ? problem : { ...problem, path: `${index}.${problem.path}` })),
  );
  const first = problems[0];
  if (first) throw new Problem('invalid_input', first.sentence, { fields: problems });
  return rows.map(({ value }) => value);
}

export const invalidField = (path: string, code: string, sentence: string): Problem =>
  new Problem('invalid_input', sentence, { fields: [{ path, code, sentence }] });

/** A refusal of one row of many, as the answer to somebody who sent only that row. */
export function asProblem(refusal: Refusal): Problem {
  if (refusal.code === 'missing') return new Problem('not_found', 'There is no such partner, or it is outside your reach.');
  if (refusal.code === 'changed') return new Problem('version_stale', 'Somebody changed this partner in the meantime. Read it again and repeat your change.');
  return new Problem(refusal.code === 'in_use' ? 'conflict' : 'invalid_input', refusal.sentence);
}

export async function namingConflicts<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'constraint' in error && error.constraint === 'partner_external')
      throw new Problem('conflict', 'There is already a partner with this external id.', { reason: 'external_id_taken' });
    throw error;
  }
}
