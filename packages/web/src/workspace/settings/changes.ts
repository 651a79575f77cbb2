/** What differs between two states of a record, field by field; nested values are compared as JSON. */
export type Change = { field: string; before: string | null; after: string | null };

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const shown = (value: unknown): string | null => (value === undefined || value === null ? null : typeof value === 'string' ? value : JSON.stringify(value));

export function changesBetween(before: unknown, after: unknown): Change[] {
  if (!isRecord(before) && !isRecord(after)) return shown(before) === shown(after) ? [] : [{ field: '', before: shown(before), after: shown(after) }];
  const left = isRecord(before) ? before : {};
  const right = isRecord(after) ? after : {};
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].toSorted().flatMap((field) => {
    const change = { field, before: shown(left[field]), after: shown(right[field]) };
    return change.before === change.after ? [] : [change];
  });
}

/** A cell that begins like a formula would run in a spreadsheet; a leading apostrophe keeps it text. */
export function csvCell(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export const csvOf = (rows: readonly (readonly string[])[]): string => rows.map((row) => row.map(csvCell).join(',')).join('\r\n');
