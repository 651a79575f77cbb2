import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { told, type DecidedRow } from './decide-rows.ts';
import type { TargetPort, Written } from './ports.ts';
import type { StoredRow } from './row-store.ts';
import { attempt } from './savepoint.ts';

type Outcome = {
  action: StoredRow['action'];
  recordId: string | null;
  afterVersion: number | null;
  before: unknown;
  problem: { code: string; sentence: string; severity: 'error' | 'warning' } | null;
};

/** Carries out what was decided; a row that its module refuses becomes an error with that reason. */
export async function writeRows(
  tx: Tx,
  context: Context,
  port: TargetPort,
  decided: readonly DecidedRow[],
): Promise<{ rows: StoredRow[]; besides: Written[] }> {
  const outcomes = new Map<number, Outcome>();
  const besides = await createAll(
    tx,
    context,
    port,
    decided.filter((row) => row.action === 'create'),
    outcomes,
  );
  await updateAll(
    tx,
    context,
    port,
    decided.filter((row) => row.action === 'update'),
    outcomes,
  );
  const rows = decided.map((row): StoredRow => {
    const outcome = outcomes.get(row.rowNumber);
    const problems = outcome?.problem ? [...row.problems, told(outcome.problem.code, outcome.problem.sentence, outcome.problem.severity)] : row.problems;
    return {
      rowNumber: row.rowNumber,
      action: outcome?.action ?? row.action,
      recordId: outcome ? outcome.recordId : row.recordId,
      problems,
      cells: row.cells,
      before: outcome?.before ?? null,
      afterVersion: outcome?.afterVersion ?? null,
    };
  });
  return { rows, besides };
}

async function createAll(tx: Tx, context: Context, port: TargetPort, rows: readonly DecidedRow[], outcomes: Map<number, Outcome>): Promise<Written[]> {
  const besides: Written[] = [];
  const { done, refused } = await attempt(tx, rows, (some) =>
    port.create(
      tx,
      context,
      some.map((row) => ({ id: row.recordId ?? '', fields: row.fields })),
    ),
  );
  for (const { rows: some, value } of done) {
    besides.push(...value.besides);
    for (const [index, row] of some.entries()) {
      const written = value.rows[index];
      if (!written) continue;
      if (written.existed)
        outcomes.set(row.rowNumber, {
          action: 'unchanged',
          recordId: written.id,
          afterVersion: null,
          before: null,
          problem: { code: 'unchanged', sentence: 'The record exists already.', severity: 'warning' },
        });
      else outcomes.set(row.rowNumber, { action: 'create', recordId: written.id, afterVersion: written.version, before: null, problem: null });
    }
  }
  for (const { row, sentence } of refused) outcomes.set(row.rowNumber, refusal(sentence, null));
  return besides;
}

async function updateAll(tx: Tx, context: Context, port: TargetPort, rows: readonly DecidedRow[], outcomes: Map<number, Outcome>): Promise<void> {
  const { done, refused } = await attempt(tx, rows, (some) =>
    port.update(
      tx,
      context,
      some.map((row) => ({ id: row.recordId ?? '', version: row.version ?? 0, fields: row.fields })),
    ),
  );
  for (const { rows: some, value } of done) {
    const updated = new Map(value.updated.map((one) => [one.id, one]));
    const reasons = new Map(value.refused.map((one) => [one.id, one.sentence]));
    for (const row of some) {
      const id = row.recordId ?? '';
      const change = updated.get(id);
      const reason = reasons.get(id);
      if (change) outcomes.set(row.rowNumber, { action: 'update', recordId: id, afterVersion: change.version, before: change.before, problem: null });
      else if (reason !== undefined) outcomes.set(row.rowNumber, refusal(reason, id));
      else outcomes.set(row.rowNumber, { action: 'unchanged', recordId: id, afterVersion: null, before: null, problem: null });
    }
  }
  for (const { row, sentence } of refused) outcomes.set(row.rowNumber, refusal(sentence, row.recordId));
}

const refusal = (sentence: string, recordId: string | null): Outcome => ({
  action: 'error',
  recordId,
  afterVersion: null,
  before: null,
  problem: { code: 'refused', sentence, severity: 'error' },
});
