import { requireScope, type Context } from '../../platform/context.ts';
import { writeCsvRow } from './reader/index.ts';
import { listRows } from './row-store.ts';
import type { ImportsDeps } from './service.ts';
import { findBatch } from './store.ts';

const PAGE = 1000;

/** The rows that did not go in, as the file had them, with the reason in front: correct them and upload this file. */
export async function* errorFile({ engine }: ImportsDeps, context: Context, id: string): AsyncGenerator<string> {
  requireScope(context, 'imports:read');
  const { tenantId } = context;
  const batch = await engine.database.inTenant(tenantId, (tx) => findBatch(tx, tenantId, id));
  yield writeCsvRow(['Row', 'Reason', ...batch.profile.headers]);
  for (let after = 0; ;) {
    const rows = await engine.database.inTenant(tenantId, (tx) =>
      listRows(tx, tenantId, id, batch.totals.phase ?? 'dry_run', { after, limit: PAGE, action: 'error' }),
    );
    for (const row of rows) {
      const reasons = row.problems
        .filter((problem) => problem.severity === 'error')
        .map((problem) => (problem.column === null ? problem.sentence : `${problem.column}: ${problem.sentence}`));
      yield writeCsvRow([String(row.rowNumber), reasons.join(' '), ...(row.cells ?? [])]);
    }
    const last = rows.at(-1);
    if (rows.length < PAGE || !last) return;
    after = last.rowNumber;
  }
}
