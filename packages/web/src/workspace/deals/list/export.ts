import type { Result } from '@entente/contracts/client';
import { api } from '../../../lib/api/index.ts';
import { decimalText } from '../kit/money.ts';
import { type DealFilter, filterQuery, isSort } from './state.ts';

export type DealRow = Result<'deals.list'>['items'][number];

/** Every deal that matches, page by page. Used where the server takes or gives a list only. */
export async function collectDeals(
  filter: DealFilter,
  sort: string,
  onCount: (done: number) => void = () => undefined,
  signal?: AbortSignal,
): Promise<DealRow[]> {
  const rows: DealRow[] = [];
  let cursor: string | undefined;
  do {
    const page: Result<'deals.list'> = await api('deals.list', {
      query: { ...filterQuery(filter), ...(isSort(sort) ? { sort } : {}), limit: 200, cursor },
      signal,
    });
    rows.push(...page.items);
    onCount(rows.length);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return rows;
}

/** A spreadsheet runs a cell that begins like a formula; an apostrophe makes it text again. */
export function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r\n]/.test(text) || /^\s+[=+\-@]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const columns: readonly [name: string, read: (row: DealRow) => string, plain?: boolean][] = [
  ['number', (row) => String(row.number), true],
  ['name', (row) => row.name],
  ['account', (row) => row.accountName ?? ''],
  ['stage', (row) => row.stage],
  ['status', (row) => row.status],
  ['amount', (row) => (row.amountMinor === null ? '' : decimalText(row.amountMinor, row.currency)), true],
  ['currency', (row) => row.currency],
  ['close_on', (row) => row.closeOn ?? ''],
  ['owner', (row) => row.ownerName ?? ''],
  ['region', (row) => row.region ?? ''],
  ['roles', (row) => row.roles.join(' ')],
  ['partners', (row) => String(row.partnerCount), true],
  ['routes', (row) => row.routes.join(' ')],
  ['next_step', (row) => row.nextStep ?? ''],
  ['next_act', (row) => row.nextActTitle ?? ''],
  ['next_act_due', (row) => row.nextActDueAt ?? ''],
  ['last_activity', (row) => row.lastActivityAt],
  ['id', (row) => row.id],
];

export function dealsCsv(rows: readonly DealRow[]): string {
  const lines = rows.map((row) => columns.map(([, read, plain]) => (plain ? read(row) : csvCell(read(row)))).join(','));
  // The mark at the start tells spreadsheets that the file is UTF-8.
  return `\uFEFF${[columns.map(([name]) => name).join(','), ...lines].join('\r\n')}\r\n`;
}

export function saveText(name: string, text: string, mediaType: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: mediaType }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
