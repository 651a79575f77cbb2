import { sql, type RawBuilder, type SqlBool } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';
import type { Phase, RowAction, RowProblem } from './batch.ts';

export type StoredRow = {
  readonly rowNumber: number;
  readonly action: RowAction;
  readonly recordId: string | null;
  readonly problems: readonly RowProblem[];
  readonly cells: readonly string[] | null;
  readonly before: unknown;
  readonly afterVersion: number | null;
};

export async function insertRows(tx: Tx, tenantId: string, importId: string, phase: Phase, rows: readonly StoredRow[]): Promise<void> {
  if (rows.length === 0) return;
  const values = rows.map((row) => ({
    r: row.rowNumber,
    a: row.action,
    i: row.recordId,
    p: row.problems.length > 0 ? row.problems : null,
    c: row.cells,
    b: row.before ?? null,
    v: row.afterVersion,
  }));
  await sql`
    insert into import_row (tenant_id, import_id, row_number, phase, action, record_id, problems, cells, before, after_version)
    select ${tenantId}::uuid, ${importId}::uuid, r, ${phase}, a, i, nullif(p, 'null'::jsonb), nullif(c, 'null'::jsonb), nullif(b, 'null'::jsonb), v
    from jsonb_to_recordset(${JSON.stringify(values)}::jsonb) as x(r bigint, a text, i uuid, p jsonb, c jsonb, b jsonb, v integer)`.execute(tx);
}

export async function clearRows(tx: Tx, tenantId: string, importId: string, phase: Phase): Promise<void> {
  await tx.deleteFrom('import_row').where('tenant_id', '=', tenantId).where('import_id', '=', importId).where('phase', '=', phase).execute();
}

type Row = { row_number: number; action: string; record_id: string | null; problems: unknown; cells: unknown; before: unknown; after_version: number | null };
const storedOf = (row: Row): StoredRow => ({
  rowNumber: row.row_number,
  action: row.action as RowAction,
  recordId: row.record_id,
  problems: (row.problems ?? []) as RowProblem[],
  cells: row.cells as string[] | null,
  before: row.before,
  afterVersion: row.after_version,
});
const columns = ['row_number', 'action', 'record_id', 'problems', 'cells', 'before', 'after_version'] as const;

export type RowsShown = 'problems' | 'duplicates' | 'clean';
/** Words about a row that say it is here already or comes twice; nothing is wrong with the row itself. */
const aboutDuplicates = ['duplicate', 'repeats-row', 'kept', 'unchanged'];
const harmless = [...aboutDuplicates, 'taken-back'];
const problems = sql`jsonb_array_elements(coalesce(problems, '[]'::jsonb)) as p`;
const shown: Readonly<Record<RowsShown, RawBuilder<SqlBool>>> = {
  problems: sql<SqlBool>`exists (select from ${problems} where not (p ->> 'code' = any(${harmless})))`,
  duplicates: sql<SqlBool>`(action in ('update', 'unchanged') or exists (select from ${problems} where p ->> 'code' = any(${aboutDuplicates})))`,
  clean: sql<SqlBool>`(action in ('create', 'update') and coalesce(jsonb_array_length(problems), 0) = 0)`,
};

/** Numbers below one belong to records that no row is about; lists do not show them. */
export async function listRows(
  tx: Tx,
  tenantId: string,
  importId: string,
  phase: Phase,
  page: { readonly after: number; readonly limit: number; readonly action: RowAction | undefined; readonly show?: RowsShown | undefined },
): Promise<StoredRow[]> {
  let query = tx
    .selectFrom('import_row')
    .select(columns)
    .where('tenant_id', '=', tenantId)
    .where('import_id', '=', importId)
    .where('phase', '=', phase)
    .where('row_number', '>', Math.max(page.after, 0));
  if (page.action) query = query.where('action', '=', page.action);
  if (page.show) query = query.where(shown[page.show]);
  return (await query.orderBy('row_number').limit(page.limit).execute()).map(storedOf);
}

/** How many rows of the file there are of each outcome now. */
export async function countActions(tx: Tx, tenantId: string, importId: string, phase: Phase): Promise<Record<RowAction, number>> {
  const rows = await tx
    .selectFrom('import_row')
    .select((eb) => ['action', eb.fn.countAll<number>().as('n')])
    .where('tenant_id', '=', tenantId)
    .where('import_id', '=', importId)
    .where('phase', '=', phase)
    .where('row_number', '>', 0)
    .groupBy('action')
    .execute();
  const counts: Record<RowAction, number> = { create: 0, update: 0, unchanged: 0, skip: 0, error: 0 };
  for (const row of rows) counts[row.action as RowAction] = Number(row.n);
  return counts;
}

export async function rowsByNumber(tx: Tx, tenantId: string, importId: string, numbers: readonly number[]): Promise<Map<number, StoredRow>> {
  if (numbers.length === 0) return new Map();
  const rows = await tx
    .selectFrom('import_row')
    .select(columns)
    .where('tenant_id', '=', tenantId)
    .where('import_id', '=', importId)
    .where('phase', '=', 'run')
    .where('row_number', '=', sql<number>`any(${[...numbers]}::bigint[])`)
    .execute();
  return new Map(rows.map((row) => [row.row_number, storedOf(row)]));
}

/** Rows that wrote something which has not been taken back, the last first. */
export async function writtenRows(tx: Tx, tenantId: string, importId: string, below: number, limit: number): Promise<StoredRow[]> {
  const rows = await tx
    .selectFrom('import_row')
    .select(columns)
    .where('tenant_id', '=', tenantId)
    .where('import_id', '=', importId)
    .where('phase', '=', 'run')
    .where('after_version', 'is not', null)
    .where('row_number', '<', below)
    .orderBy('row_number', 'desc')
    .limit(limit)
    .execute();
  return rows.map(storedOf);
}

export type RowChange = {
  readonly rowNumber: number;
  readonly action?: RowAction;
  readonly before?: unknown;
  readonly afterVersion?: number | null;
  readonly problems?: readonly RowProblem[];
};

export async function changeRows(tx: Tx, tenantId: string, importId: string, changes: readonly RowChange[]): Promise<void> {
  if (changes.length === 0) return;
  const values = changes.map((change) => ({
    r: change.rowNumber,
    a: change.action ?? null,
    b: change.before ?? null,
    v: change.afterVersion ?? null,
    setv: change.afterVersion !== undefined,
    p: change.problems ?? null,
  }));
  await sql`
    update import_row i set action = coalesce(x.a, i.action), before = coalesce(nullif(x.b, 'null'::jsonb), i.before), after_version = case when x.setv then x.v else i.after_version end, problems = coalesce(nullif(x.p, 'null'::jsonb), i.problems)
    from jsonb_to_recordset(${JSON.stringify(values)}::jsonb) as x(r bigint, a text, b jsonb, v integer, setv boolean, p jsonb)
    where i.tenant_id = ${tenantId}::uuid and i.import_id = ${importId}::uuid and i.phase = 'run' and i.row_number = x.r`.execute(tx);
}
