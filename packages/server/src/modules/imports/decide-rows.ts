import { newId } from '@entente/kernel';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { Batch, RowAction, RowProblem } from './batch.ts';
import { decide, keysOf, matchExisting, targetOf, type Fields, type FieldValue, type MergeRules, type PlannedRow } from './domain/index.ts';
import { rulesOf, withoutComing } from './planning.ts';
import type { ExistingRecord, TargetPort } from './ports.ts';

export type ReadRow = { readonly cells: readonly string[]; readonly planned: PlannedRow; readonly repeatsRow: number | null };
export type DecidedRow = {
  readonly rowNumber: number;
  readonly cells: readonly string[];
  readonly action: RowAction;
  readonly problems: readonly RowProblem[];
  readonly warned: boolean;
  readonly recordId: string | null;
  readonly version: number | null;
  /** What to write: the whole new record, or the fields that change. */
  readonly fields: Fields;
};

export const told = (code: string, sentence: string, severity: 'error' | 'warning' = 'warning'): RowProblem => ({ column: null, code, sentence, severity });
const isUnresolved = (value: FieldValue): boolean => typeof value === 'object' && 'target' in value && value.id === null;

/** Of a row, what may be compared with and written to a record that exists. */
export function changeable(fields: Fields, allowed: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([key, value]) => allowed.includes(key) && !isUnresolved(value)));
}

export async function findExisting(
  tx: Tx,
  context: Context,
  batch: Batch,
  port: TargetPort,
  rows: readonly Fields[],
): Promise<ReadonlyMap<string, readonly ExistingRecord[]>> {
  const target = targetOf(batch.target);
  return port.find(
    tx,
    context,
    rows.map((fields) => ({ fields, keys: keysOf(target, fields) })),
  );
}

export const externalIdOf = (record: ExistingRecord): string | null => {
  const value = record.fields['externalId'];
  return typeof value === 'string' && value !== '' ? value : null;
};

/** What each row of a chunk will do, seen from the records as they are in this transaction. Writes nothing. */
export async function decideRows(tx: Tx, context: Context, batch: Batch, port: TargetPort, rows: readonly ReadRow[]): Promise<DecidedRow[]> {
  const rules = rulesOf(batch);
  const fieldsOfRow = rows.map(({ planned }) => withoutComing(planned.fields, []));
  const open = rows.map(({ planned, repeatsRow }) => planned.outcome !== 'error' && repeatsRow === null);
  const asked = fieldsOfRow.filter((_, index) => open[index]);
  const found = await findExisting(tx, context, batch, port, asked);
  const recordById = new Map([...found.values()].flat().map((record) => [record.id, record]));
  const candidates = new Map([...found].map(([key, records]) => [key, records.map((record) => ({ id: record.id, externalId: externalIdOf(record) }))]));
  const matches = await matchExisting(targetOf(batch.target), asked, () => Promise.resolve(candidates));
  const rowOfRecord = new Map<string, number>();
  let next = 0;
  return rows.map((row, index): DecidedRow => {
    const fields = fieldsOfRow[index] ?? {};
    const match = open[index] ? (matches[next++] ?? null) : null;
    const matched = match && 'id' in match ? (recordById.get(match.id) ?? null) : null;
    const earlier = matched ? rowOfRecord.get(matched.id) : undefined;
    if (matched && earlier === undefined) rowOfRecord.set(matched.id, row.planned.rowNumber);
    const repeats = row.repeatsRow ?? earlier ?? null;
    const unclear = match && 'problem' in match ? match.problem : null;
    const conflict = unclear ?? (batch.options.duplicateRule === 'never' && row.planned.outcome !== 'error' ? duplicate(matched, repeats) : null);
    return decideRow(row, { fields, matched, repeats, conflict }, rules, port);
  });
}

/** Where duplicates never go in, each is an error, so that it is in the error file and not passed over. */
function duplicate(matched: ExistingRecord | null, repeats: number | null): RowProblem | null {
  if (repeats !== null) return told('duplicate', `The row repeats row ${repeats} of this file.`, 'error');
  return matched ? told('duplicate', 'A record with the same key exists already.', 'error') : null;
}

type Seen = { readonly fields: Fields; readonly matched: ExistingRecord | null; readonly repeats: number | null; readonly conflict: RowProblem | null };

function decideRow({ cells, planned }: ReadRow, { fields, matched, repeats, conflict }: Seen, rules: MergeRules, port: TargetPort): DecidedRow {
  const problems: RowProblem[] = conflict ? [...planned.problems, conflict] : [...planned.problems];
  const comparable = matched ? changeable(fields, port.updatableFields) : fields;
  const decision = decide({
    fields: comparable,
    hasError: planned.outcome === 'error' || conflict !== null,
    repeatsRow: repeats,
    existing: matched?.fields ?? null,
    rules,
  });
  if (decision.action === 'skip') problems.push(told(repeats === null ? 'kept' : 'repeats-row', decision.why));
  if (decision.action === 'unchanged') problems.push(told('unchanged', decision.why));
  const written =
    decision.action === 'update' ? Object.fromEntries(decision.changes.map(({ field, after }) => [field, after])) : decision.action === 'create' ? fields : {};
  return {
    rowNumber: planned.rowNumber,
    cells,
    action: decision.action,
    problems,
    warned: planned.outcome === 'warning',
    recordId: matched?.id ?? (decision.action === 'create' ? newId() : null),
    version: matched?.version ?? null,
    fields: written,
  };
}
