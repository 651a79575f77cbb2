import type { Parsed, Result } from '@entente/contracts';
import { encodeCursor, notFound, placeIn, Problem } from '@entente/kernel';
import { recordChange } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { DistributionPorts } from './ports.ts';
import { lineQuery, lineShape, readReport, refreshTotals, reportQuery, reportShape, type LineRow } from './report-store.ts';

/** Beyond every report, and still a number the column can be compared with. */
const LAST_ROW = 1_000_000_000;

export async function listReports(
  tx: Tx,
  context: Context,
  query: { cursor?: string | undefined; limit: number },
  partnerId: string | null,
): Promise<Result<'salesReports.list'>> {
  const place = placeIn(query.cursor, 'id');
  let rows = reportQuery(tx, context.tenantId);
  if (partnerId !== null) rows = rows.where('r.partner_id', '=', partnerId);
  if (place) rows = rows.where('r.id', '<', place.id);
  const found = await rows
    .orderBy('r.id', 'desc')
    .limit(query.limit + 1)
    .execute();
  const items = found.slice(0, query.limit);
  const last = found.length > query.limit ? items.at(-1) : undefined;
  return { items: items.map(reportShape), nextCursor: last ? encodeCursor({ sort: null, id: last.id }) : null };
}

/** A null owner is the vendor, which reads every report. */
export async function listLines(
  tx: Tx,
  context: Context,
  reportId: string,
  query: Parsed<'salesReports.lines'>['query'],
  ownerId: string | null,
): Promise<Result<'salesReports.lines'>> {
  const report = await readReport(tx, context.tenantId, reportId, ownerId);
  const reader = ownerId === null ? 'vendor' : context.actor.viewAs ? 'vendor as distributor' : 'distributor';
  const place = placeIn(query.cursor, 'number');
  let rows = lineQuery(tx, context.tenantId, reportId);
  if (query.state !== undefined) rows = rows.where('l.state', '=', query.state);
  if (place) rows = rows.where('l.row_number', '>', Math.max(-1, Math.min(Number(place.sort), LAST_ROW)));
  const found = await rows
    .orderBy('l.row_number')
    .limit(query.limit + 1)
    .execute();
  const items = found.slice(0, query.limit);
  const last = found.length > query.limit ? items.at(-1) : undefined;
  return {
    report,
    items: items.map((row) => lineShape(row, reader)),
    nextCursor: last ? encodeCursor({ sort: last.row_number, id: reportId }) : null,
  };
}

/** Somebody of the vendor says how a line stands. What it was found to be and why stays beside it. */
export async function settleLine(
  tx: Tx,
  context: Context,
  ports: DistributionPorts,
  at: { id: string; row: number },
  body: { dealId?: string | null | undefined; note: string },
): Promise<LineRow> {
  const { tenantId } = context;
  await tx.selectFrom('sales_report').select('id').where('tenant_id', '=', tenantId).where('id', '=', at.id).forUpdate().executeTakeFirst();
  const line = await lineQuery(tx, tenantId, at.id).where('l.row_number', '=', at.row).executeTakeFirst();
  if (!line) throw notFound('line');
  if (line.state === 'matched') throw new Problem('conflict', 'This line matches its deal; there is nothing to settle.', { reason: 'matched' });
  const dealId = body.dealId ?? line.deal_id;
  if (body.dealId && !(await ports.chainDeal(tx, tenantId, body.dealId))) throw notFound('deal');
  const after = { state: 'settled', deal_id: dealId, settled_by: context.actor.name, settled_note: body.note };
  await tx
    .updateTable('sales_report_line')
    .set(after)
    .where('tenant_id', '=', tenantId)
    .where('report_id', '=', at.id)
    .where('row_number', '=', at.row)
    .execute();
  await refreshTotals(tx, tenantId, at.id);
  await recordChange(tx, context, {
    operation: 'salesReports.settle',
    recordType: 'sales_report',
    recordId: at.id,
    before: { row: at.row, state: line.state, dealId: line.deal_id, settledBy: line.settled_by, settledNote: line.settled_note },
    after: { row: at.row, state: 'settled', dealId },
    reason: body.note,
  });
  return lineShape(await lineQuery(tx, tenantId, at.id).where('l.row_number', '=', at.row).executeTakeFirstOrThrow(), 'vendor');
}
