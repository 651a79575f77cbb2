import type { RowProblem } from './table.ts';

export type RawRecord = { cells: string[]; problem?: RowProblem; blank: boolean };

export type CsvTokenizer = {
  feed(text: string): RawRecord[];
  end(): RawRecord[];
};

export type CsvTokenizerOptions = {
  readonly delimiter: string;
  readonly newline?: '\n' | '\r';
  readonly maxRecordChars?: number;
};

export const DEFAULT_MAX_RECORD_CHARS = 1_000_000;
const KEPT_OF_A_LONG_ROW = 2_000;
const QUOTE = '"';

const UNCLOSED: RowProblem = {
  code: 'unclosed-quote',
  sentence: 'A quotation mark is opened in this row and never closed, so only this line was read.',
};
const BAD_QUOTE: RowProblem = {
  code: 'bad-quote',
  sentence: 'Text follows a closing quotation mark, so the cells of this row cannot be told apart for certain.',
};

type Parsed = { cells: string[]; next: number; problem?: RowProblem };
type Step = Parsed | 'need-more' | 'unclosed' | 'bad-quote';

/**
 * RFC 4180 with recovery. A library parser stops or swallows the rest of the file at a stray quotation mark; here the
 * damaged line becomes one row with its reason and reading goes on at the next line, so no row is ever lost.
 */
export function createCsvTokenizer(options: CsvTokenizerOptions): CsvTokenizer {
  const { delimiter } = options;
  const newline = options.newline ?? '\n';
  const limit = options.maxRecordChars ?? DEFAULT_MAX_RECORD_CHARS;
  let buffer = '';
  let skippingLongLine = false;

  const withoutReturn = (line: string): string => (newline === '\n' && line.endsWith('\r') ? line.slice(0, -1) : line);

  function parseQuotedRecord(start: number, atEnd: boolean): Step {
    const cells: string[] = [];
    let at = start;
    for (;;) {
      if (buffer[at] !== QUOTE) {
        let stop = at;
        while (stop < buffer.length && buffer[stop] !== delimiter && buffer[stop] !== newline) stop += 1;
        if (stop === buffer.length && !atEnd) return 'need-more';
        if (buffer[stop] === delimiter) {
          cells.push(buffer.slice(at, stop));
          at = stop + 1;
          continue;
        }
        cells.push(withoutReturn(buffer.slice(at, stop)));
        return { cells, next: Math.min(stop + 1, buffer.length) };
      }
      let text = '';
      let from = at + 1;
      let close = -1;
      while (close < 0) {
        const found = buffer.indexOf(QUOTE, from);
        if (found < 0) return atEnd ? 'unclosed' : 'need-more';
        if (found + 1 === buffer.length && !atEnd) return 'need-more';
        text += buffer.slice(from, found);
        if (buffer[found + 1] === QUOTE) {
          text += QUOTE;
          from = found + 2;
        } else close = found;
      }
      cells.push(text);
      let after = close + 1;
      while (buffer[after] === ' ') after += 1;
      if (newline === '\n' && buffer[after] === '\r' && (after + 1 >= buffer.length || buffer[after + 1] === '\n')) after += 1;
      if (after >= buffer.length) return atEnd ? { cells, next: buffer.length } : 'need-more';
      if (buffer[after] === newline) return { cells, next: after + 1 };
      if (buffer[after] !== delimiter) return 'bad-quote';
      at = after + 1;
    }
  }

  /** The first physical line taken as it stands: the way back after a broken quotation mark. */
  function lineAsWritten(start: number, problem: RowProblem): Parsed {
    const stop = buffer.indexOf(newline, start);
    const line = withoutReturn(buffer.slice(start, stop < 0 ? buffer.length : stop));
    return { cells: line.split(delimiter), next: stop < 0 ? buffer.length : stop + 1, problem };
  }

  function tooLong(start: number, stop: number): RawRecord {
    const sentence = `This row is longer than ${limit.toLocaleString('en')} characters; only its beginning is shown.`;
    const kept = buffer.slice(start, Math.min(stop, start + KEPT_OF_A_LONG_ROW));
    return { cells: kept.split(delimiter), problem: { code: 'row-too-long', sentence }, blank: false };
  }

  function drain(atEnd: boolean): RawRecord[] {
    const records: RawRecord[] = [];
    let start = 0;
    if (skippingLongLine) {
      const stop = buffer.indexOf(newline);
      if (stop < 0) {
        buffer = '';
        return records;
      }
      skippingLongLine = false;
      start = stop + 1;
    }
    while (start < buffer.length) {
      const lineEnd = buffer.indexOf(newline, start);
      const stop = lineEnd < 0 ? buffer.length : lineEnd;
      if (stop - start > limit) {
        records.push(tooLong(start, stop));
        if (lineEnd < 0) {
          skippingLongLine = !atEnd;
          buffer = '';
          return records;
        }
        start = stop + 1;
        continue;
      }
      if (lineEnd < 0 && !atEnd) break;
      const line = buffer.slice(start, stop);
      if (!line.includes(QUOTE)) {
        const plain = withoutReturn(line);
        records.push({ cells: plain.split(delimiter), blank: plain === '' });
        start = stop + 1;
        continue;
      }
      let step = parseQuotedRecord(start, atEnd);
      if (step === 'need-more') {
        if (buffer.length - start <= limit) break;
        step = 'unclosed';
      }
      if (typeof step !== 'string' && step.next - start > limit + 2) step = 'unclosed';
      const parsed = typeof step !== 'string' ? step : lineAsWritten(start, step === 'unclosed' ? UNCLOSED : BAD_QUOTE);
      records.push({ cells: parsed.cells, blank: false, ...(parsed.problem ? { problem: parsed.problem } : {}) });
      start = parsed.next;
    }
    buffer = start === 0 ? buffer : buffer.slice(start);
    return records;
  }

  return {
    feed(text) {
      buffer += text;
      return drain(false);
    },
    end() {
      const records = drain(true);
      buffer = '';
      return records;
    },
  };
}
