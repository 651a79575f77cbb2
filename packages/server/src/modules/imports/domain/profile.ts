import { addDate, addQuarter, createDateEvidence, createQuarterEvidence, quarterProof, readColumnOrder, settleOrders } from './date-order.ts';
import type { DateEvidence, DateReading, QuarterEvidence } from './date-order.ts';
import { quarterOf } from './dates.ts';
import { addNumber, createNumberEvidence, readNumberFormat } from './number-format.ts';
import type { NumberEvidence, NumberReading } from './number-format.ts';
import { foldText } from './text.ts';

/** Distinct values kept per column; beyond this the counts are of the kept ones and `capped` says so. */
export const DISTINCT_CAP = 5_000;
const LONGEST_KEPT_VALUE = 200;
const NUMBER_LIKE = /^[-+(]?\s*(?:[a-z]{3}|[$€£¥])?\s*-?\d[\d.,\s'’]*\)?\s*(?:k|m|bn)?\s*(?:[a-z]{3}|[$€£¥%])?$/i;

export type DistinctValue = { readonly text: string; readonly count: number };

export type ColumnProfile = {
  readonly header: string;
  readonly rows: number;
  readonly blanks: number;
  /** Commonest first; spellings that differ only in case or blanks are one value. */
  readonly distinct: readonly DistinctValue[];
  readonly capped: boolean;
  readonly dates: number;
  readonly numbers: number;
  readonly quarters: number;
  readonly dateOrder: DateReading;
  readonly numberFormat: NumberReading;
  /** For a quarter column: the date column it repeats. */
  readonly repeatsQuarterOf: string | null;
};

export type TableProfile = { readonly rows: number; readonly columns: readonly ColumnProfile[] };

type Column = {
  header: string;
  blanks: number;
  values: Map<string, { text: string; count: number }>;
  capped: boolean;
  numbers: number;
  quarters: number;
  dates: DateEvidence;
  format: NumberEvidence;
};

export type Profiler = { add(cells: readonly string[]): void; finish(): TableProfile };

/** Looks at every row once and keeps a bounded summary per column. */
export function createProfiler(headers: readonly string[]): Profiler {
  const columns: Column[] = headers.map((header) => ({
    header,
    blanks: 0,
    values: new Map(),
    capped: false,
    numbers: 0,
    quarters: 0,
    dates: createDateEvidence(),
    format: createNumberEvidence(),
  }));
  const pairs = new Map<number, QuarterEvidence>();
  let rows = 0;

  function count(column: Column, text: string): void {
    const short = text.length > LONGEST_KEPT_VALUE ? text.slice(0, LONGEST_KEPT_VALUE) : text;
    const exact = column.values.get(short);
    if (exact) {
      exact.count += 1;
      return;
    }
    if (column.capped) return;
    if (column.values.size >= DISTINCT_CAP) column.capped = true;
    else column.values.set(short, { text: short, count: 1 });
  }

  return {
    add(cells) {
      rows += 1;
      const dated: { index: number; triple: readonly [string, string, string] }[] = [];
      const quartered: { index: number; quarter: string }[] = [];
      for (const [index, column] of columns.entries()) {
        const text = (cells[index] ?? '').trim();
        if (text === '') {
          column.blanks += 1;
          continue;
        }
        count(column, text);
        if (text.length > 40) continue;
        const triple = /^\d/.test(text) ? addDate(column.dates, text) : null;
        if (triple) {
          dated.push({ index, triple });
          continue;
        }
        const quarter = quarterOf(text);
        if (quarter) {
          column.quarters += 1;
          quartered.push({ index, quarter });
        } else if (NUMBER_LIKE.test(text)) {
          column.numbers += 1;
          addNumber(column.format, text);
        }
      }
      for (const { index, triple } of dated) {
        for (const { index: quarterIndex, quarter } of quartered) {
          const key = index * 100_000 + quarterIndex;
          let evidence = pairs.get(key);
          if (!evidence) pairs.set(key, (evidence = createQuarterEvidence()));
          addQuarter(evidence, triple, quarter);
        }
      }
    },
    finish() {
      const readings = new Map<string, DateReading>();
      const quarterOwner = new Map<number, string>();
      for (const [index, column] of columns.entries()) {
        const mine = [...pairs].filter(([key]) => Math.floor(key / 100_000) === index).map(([key, evidence]) => ({ quarterIndex: key % 100_000, evidence }));
        const proving = mine.find((pair) => quarterProof(pair.evidence) !== null);
        if (proving) quarterOwner.set(proving.quarterIndex, column.header);
        readings.set(
          column.header,
          readColumnOrder(column.dates, proving && { column: columns[proving.quarterIndex]?.header ?? '', evidence: proving.evidence }),
        );
      }
      const settled = settleOrders(readings);
      return {
        rows,
        columns: columns.map((column, index) => ({
          header: column.header,
          rows,
          blanks: column.blanks,
          distinct: mergeSpellings(column.values.values()),
          capped: column.capped,
          dates: column.dates.dates,
          numbers: column.numbers,
          quarters: column.quarters,
          dateOrder: settled.get(column.header) ?? readColumnOrder(column.dates),
          numberFormat: readNumberFormat(column.format),
          repeatsQuarterOf: quarterOwner.get(index) ?? null,
        })),
      };
    },
  };
}

function mergeSpellings(values: Iterable<DistinctValue>): DistinctValue[] {
  const merged = new Map<string, { text: string; count: number; best: number }>();
  for (const value of values) {
    const key = foldText(value.text);
    const known = merged.get(key);
    if (!known) merged.set(key, { ...value, best: value.count });
    else {
      known.count += value.count;
      if (value.count > known.best) Object.assign(known, { text: value.text, best: value.count });
    }
  }
  return [...merged.values()].map(({ text, count }) => ({ text, count })).sort((a, b) => b.count - a.count || a.text.localeCompare(b.text));
}
