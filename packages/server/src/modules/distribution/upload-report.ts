import type { Parsed } from '@entente/contracts';
import { newId, Problem } from '@entente/kernel';
import { sql } from 'kysely';
import { recordChange } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { pricesOf } from './chains.ts';
import { partnerOf, type DistributionDeps } from './context.ts';
import { compareLines } from './domain/compare-lines.ts';
import { columnsOf, missingColumns } from './domain/report-columns.ts';
import { readLines, type ReportLine } from './domain/report-line.ts';
import { acceptedBefore, insertLines, readReport, reportedBefore, totalsOf, type ReportRow } from './report-store.ts';
import { tiesOfDistributor } from './ties.ts';

export const MAX_LINES = 10_000;

/** Takes a distributor's report: every line of the text becomes a line with what it is found to be, and why. */
export async function uploadReport(deps: DistributionDeps, context: Context, body: Parsed<'portalReports.upload'>['body']): Promise<ReportRow> {
  const distributorId = partnerOf(context, 'portal:distribution');
  if (body.periodFrom > body.periodTo) throw refused('periodTo', 'The period ends before it begins.');
  const period = { from: body.periodFrom, to: body.periodTo };
  const table = await deps.ports.readCsv(body.csv, body.fileName, MAX_LINES);
  if (!table.ok) throw refused('csv', table.sentence);
  const columns = columnsOf(table.value.headers);
  const missing = missingColumns(columns);
  if (missing !== null) throw refused('csv', missing);
  const lines = readLines(table.value, columns, period, distributorId);
  if (lines.length === 0) throw refused('csv', 'The table has no lines.');
  return deps.database.inTenant(context.tenantId, (tx) => storeReport(tx, deps, context, distributorId, body, lines));
}

async function storeReport(
  tx: Tx,
  { ports }: DistributionDeps,
  context: Context,
  distributorId: string,
  body: { fileName: string; periodFrom: string; periodTo: string },
  lines: readonly ReportLine[],
): Promise<ReportRow> {
  const { tenantId } = context;
  // One report of a distributor after another: of two that say the same, one is first.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`sales-report:${tenantId}:${distributorId}`}, 0))`.execute(tx);
  const [distributor] = await ports.partners(tx, tenantId, [distributorId]);
  if (!distributor?.types.includes('distributor')) throw new Problem('conflict', 'Only distributors report what was sold.', { reason: 'no_distributor' });
  const numbers = [...new Set(lines.flatMap((line) => line.dealNumber ?? []))];
  const domains = [...new Set(lines.flatMap((line) => (line.dealNumber === null && line.customerDomain !== null ? [line.customerDomain] : [])))];
  const deals = await ports.soldDeals(tx, tenantId, distributorId, { numbers, domains });
  const routes = deals.flatMap((deal) => deal.routes);
  const [ties, products, prices, buyers, accepted, reported] = [
    await tiesOfDistributor(tx, tenantId, distributorId),
    await ports.products(tx, tenantId),
    await pricesOf(
      tx,
      tenantId,
      routes.map((route) => route.routeId),
    ),
    await ports.partners(tx, tenantId, [...new Set(routes.flatMap((route) => route.chain.filter((_, at) => route.chain[at - 1] === distributorId)))]),
    await acceptedBefore(
      tx,
      tenantId,
      distributorId,
      deals.map((deal) => deal.id),
    ),
    await reportedBefore(
      tx,
      tenantId,
      distributorId,
      lines.map((line) => line.fingerprint),
    ),
  ];
  const partnerNames = new Map(buyers.map((partner) => [partner.id, partner.name]));
  const judged = compareLines(lines, { distributorId, ties, products, deals, prices, partnerNames, accepted, reported });
  const id = newId();
  const totals = totalsOf(judged);
  await tx
    .insertInto('sales_report')
    .values({
      tenant_id: tenantId,
      id,
      partner_id: distributorId,
      file_name: body.fileName,
      period_from: body.periodFrom,
      period_to: body.periodTo,
      totals: JSON.stringify(totals),
      uploaded_by: context.actor.name,
      uploaded_at: context.now.toISOString(),
    })
    .execute();
  await insertLines(tx, tenantId, id, judged);
  await recordChange(tx, context, {
    operation: 'portalReports.upload',
    recordType: 'sales_report',
    recordId: id,
    after: { fileName: body.fileName, periodFrom: body.periodFrom, periodTo: body.periodTo, totals },
    events: [
      {
        type: 'report.uploaded',
        payload: {
          partnerId: distributorId,
          partnerName: distributor.name,
          number: null,
          companyName: distributor.name,
          holderId: distributor.managerId,
          partnerSentence: `${body.fileName} was read: ${totals.matched} of ${lines.length} lines match.`,
          lines: lines.length,
          matched: totals.matched,
        },
      },
    ],
  });
  return readReport(tx, tenantId, id, distributorId);
}

const refused = (path: string, sentence: string): Problem => new Problem('invalid_input', sentence, { fields: [{ path, code: 'unreadable', sentence }] });
