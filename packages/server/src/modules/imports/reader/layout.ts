import { createCsvTokenizer } from './csv-tokenizer.ts';
import type { TableWarning } from './table.ts';

const DELIMITERS = [',', ';', '\t', '|'] as const;
const ROWS_TO_JUDGE = 200;
const HEADER_SEARCH_ROWS = 20;
const DATA_LIKE = /^(?:[-+(]?\s*[$€£¥]?\s*\d[\d.,\s'’]*\)?%?|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[ T].*)?|[^\s@]+@[^\s@]+\.[^\s@]+)$/;

export function detectNewline(sample: string): '\n' | '\r' {
  return sample.includes('\n') || !sample.includes('\r') ? '\n' : '\r';
}

export function sampleRecords(sample: string, delimiter: string, complete: boolean): string[][] {
  const tokenizer = createCsvTokenizer({ delimiter, newline: detectNewline(sample) });
  const records = tokenizer.feed(sample);
  // The last record of a cut sample may itself be cut; it counts only when nothing else is there.
  if (complete || records.length === 0) records.push(...tokenizer.end());
  return records.slice(0, ROWS_TO_JUDGE).map((record) => record.cells);
}

const usedWidth = (cells: readonly string[]): number => {
  let width = cells.length;
  while (width > 0 && (cells[width - 1] ?? '').trim() === '') width -= 1;
  return width;
};

function commonest(widths: readonly number[]): { width: number; count: number } {
  const counts = new Map<number, number>();
  for (const width of widths) counts.set(width, (counts.get(width) ?? 0) + 1);
  let best = { width: 0, count: 0 };
  for (const [width, count] of counts) {
    if (count > best.count || (count === best.count && width > best.width)) best = { width, count };
  }
  return best;
}

/** The delimiter under which most rows have the same number of cells, more cells being better. */
export function detectDelimiter(sample: string, complete: boolean): string {
  let best: { delimiter: string; score: number } = { delimiter: ',', score: 0 };
  for (const delimiter of DELIMITERS) {
    const widths = sampleRecords(sample, delimiter, complete)
      .filter((cells) => cells.some((cell) => cell.trim() !== ''))
      .map((cells) => cells.length);
    const common = commonest(widths);
    if (common.width < 2) continue;
    const score = (common.count / widths.length) ** 2 * Math.log2(common.width + 1);
    if (score > best.score + 1e-9) best = { delimiter, score };
  }
  return best.delimiter;
}

/** Returns the 0-based index of the header among the records, or -1 when the first full row already is data. */
export function detectHeaderIndex(records: readonly (readonly string[])[]): number {
  const filled = records.filter((cells) => cells.some((cell) => cell.trim() !== ''));
  const common = commonest(filled.map((cells) => cells.length));
  const wide = common.width;
  for (const [index, cells] of records.slice(0, HEADER_SEARCH_ROWS).entries()) {
    const named = cells.filter((cell) => cell.trim() !== '');
    if (named.length === 0) continue;
    const isTitleLine = usedWidth(cells) < wide / 2 && wide > 2;
    if (isTitleLine) continue;
    const dataLike = named.filter((cell) => DATA_LIKE.test(cell.trim())).length;
    return dataLike * 3 > named.length || named.some((cell) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(cell.trim())) ? -1 : index;
  }
  return filled.length > 0 ? records.indexOf(filled[0] ?? []) : -1;
}

export function nameHeaders(cells: readonly string[]): { headers: string[]; warnings: TableWarning[] } {
  const warnings: TableWarning[] = [];
  const taken = new Set<string>();
  const headers = cells.map((cell, index) => {
    const clean = cell.replaceAll('\0', '').replace(/\s+/g, ' ').trim();
    const wanted = clean || `Column ${index + 1}`;
    let name = wanted;
    for (let copy = 2; taken.has(name.toLowerCase()); copy += 1) name = `${wanted} (${copy})`;
    taken.add(name.toLowerCase());
    if (!clean) warnings.push({ code: 'empty-header', sentence: `Column ${index + 1} has no header; it is called "${name}".` });
    else if (name !== clean) {
      warnings.push({ code: 'duplicate-header', sentence: `Two columns are called "${clean}"; the one at position ${index + 1} is now "${name}".` });
    }
    return name;
  });
  return { headers, warnings };
}
