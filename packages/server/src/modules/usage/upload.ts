import { foldText } from '@entente/account-matching';
import type { Parsed, Result } from '@entente/contracts';
import { Problem } from '@entente/kernel';
import { requireScope, type Context } from '../../platform/context.ts';
import type { UsageDeps } from './context.ts';
import type { Reported } from './domain/judge-record.ts';
import { recordReport, takeRecords } from './report.ts';

const MOST_LINES = 20_000;
const AT_ONCE = 1_000;
const COLUMNS = ['key', 'entitlement', 'dimension', 'at', 'quantity'] as const;
const NAMES: Readonly<Record<(typeof COLUMNS)[number], readonly string[]>> = {
  key: ['key', 'id', 'record', 'record id', 'reference', 'event id'],
  entitlement: ['entitlement', 'entitlement id', 'license arn', 'licence arn', 'subscription', 'subscription id', 'license'],
  dimension: ['dimension', 'metric', 'meter'],
  at: ['at', 'time', 'timestamp', 'hour', 'used at', 'date time'],
  quantity: ['quantity', 'units', 'value', 'amount', 'usage'],
};

/** The whole file or, where it cannot be read, nothing of it; its records are judged one by one as those of a report are. */
export async function uploadUsage(deps: UsageDeps, context: Context, body: Parsed<'metering.upload'>['body']): Promise<Result<'metering.upload'>> {
  requireScope(context, 'usage:write');
  const table = await deps.ports.readCsv(body.csv, body.fileName, MOST_LINES);
  if (!table.ok) throw unreadable(table.sentence);
  const headers = table.headers.map((header) => foldText(header).replaceAll(/[_-]+/g, ' ').trim());
  const places = new Map(COLUMNS.map((column) => [column, headers.findIndex((header) => NAMES[column].includes(header))]));
  const missing = COLUMNS.filter((column) => (places.get(column) ?? -1) < 0);
  if (missing.length > 0) throw unreadable(`The file has no column ${missing.join(', ')}. It needs ${COLUMNS.join(', ')}.`);
  if (table.rows.length === 0) throw unreadable('The file has no lines.');
  const refused: Result<'metering.upload'>['refused'] = [];
  const records: { rowNumber: number; record: Reported }[] = [];
  for (const { rowNumber, cells, problem } of table.rows) {
    const cell = (column: (typeof COLUMNS)[number]): string => (cells[places.get(column) ?? -1] ?? '').trim();
    if (problem !== null) refused.push({ at: rowNumber, key: cell('key').slice(0, 200), code: 'row', sentence: problem });
    else if (cell('key') === '')
      refused.push({ at: rowNumber, key: '', code: 'row', sentence: 'The key is missing: without one, a line that comes twice would be counted twice.' });
    else if (cell('key').length > 200)
      refused.push({ at: rowNumber, key: cell('key').slice(0, 200), code: 'row', sentence: 'The key is longer than 200 characters.' });
    else
      records.push({
        rowNumber,
        record: { key: cell('key'), entitlement: cell('entitlement'), dimension: cell('dimension'), at: cell('at'), quantity: cell('quantity') },
      });
  }
  return deps.database.inTenant(context.tenantId, async (tx) => {
    let [accepted, repeated] = [0, 0];
    for (let from = 0; from < records.length; from += AT_ONCE) {
      const part = records.slice(from, from + AT_ONCE);
      const taken = await takeRecords(
        tx,
        deps,
        context,
        part.map(({ record }) => record),
        (index) => part[index]?.rowNumber ?? 0,
      );
      accepted += taken.accepted;
      repeated += taken.repeated;
      refused.push(...taken.refused);
    }
    refused.sort((one, other) => one.at - other.at);
    await recordReport(tx, context, 'metering.upload', { accepted, repeated, refused }, body.fileName);
    return { lines: table.rows.length, accepted, repeated, refused };
  });
}

const unreadable = (sentence: string): Problem => new Problem('invalid_input', sentence, { fields: [{ path: 'csv', code: 'unreadable', sentence }] });
