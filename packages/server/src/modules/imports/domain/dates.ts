import { refuse } from './types.ts';
import type { Parsed } from './types.ts';

export type DateOrder = 'dmy' | 'mdy' | 'ymd';
export const DATE_ORDERS: readonly DateOrder[] = ['dmy', 'mdy', 'ymd'];

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const TRIPLE = /^(\d{1,4})[-/. ](\d{1,2})[-/. ](\d{1,4})(?:[T ]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[ap]m|z|[+-]\d{2}:?\d{2})?)?$/i;
const COMPACT = /^(\d{4})(\d{2})(\d{2})$/;
const NAMED_DAY_FIRST = /^(?:\w{3,9},?\s+)?(\d{1,2})(?:st|nd|rd|th)?[-\s./]+([a-z]{3,9})\.?,?[-\s./]+(\d{2,4})$/i;
const NAMED_MONTH_FIRST = /^([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{2,4})$/i;
const EARLIEST_YEAR = 1900;
const LATEST_YEAR = 2100;
/** Two-digit years below this are 20xx, the others 19xx. */
const CENTURY_PIVOT = 70;

export type Triple = readonly [string, string, string];

export function tripleOf(text: string): Triple | null {
  const found = TRIPLE.exec(text) ?? COMPACT.exec(text);
  return found ? [found[1] ?? '', found[2] ?? '', found[3] ?? ''] : null;
}

function yearOf(text: string): number | null {
  if (text.length === 4) return Number(text);
  if (text.length !== 2) return null;
  const short = Number(text);
  return short < CENTURY_PIVOT ? 2000 + short : 1900 + short;
}

function isoOf(year: number | null, month: number, day: number): string | null {
  if (year === null || year < EARLIEST_YEAR || year > LATEST_YEAR || month < 1 || month > 12 || day < 1) return null;
  const daysInMonth = month === 2 ? (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
  if (day > daysInMonth) return null;
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

export function readTriple([first, second, third]: Triple, order: DateOrder): string | null {
  if (order === 'ymd') return third.length > 2 ? null : isoOf(yearOf(first), Number(second), Number(third));
  if (first.length > 2) return null;
  const [day, month] = order === 'dmy' ? [first, second] : [second, first];
  return isoOf(yearOf(third), Number(month), Number(day));
}

const monthOf = (word: string): number => MONTHS.indexOf(word.slice(0, 3).toLowerCase()) + 1;

/** 'ymd' with a four-digit year and dates with a named month need no order; for the rest the column's order is used. */
export function parseDate(text: string, order: DateOrder | null): Parsed<string> {
  const trimmed = text.trim();
  const shown = trimmed.slice(0, 40);
  const triple = trimmed.length <= 40 ? tripleOf(trimmed) : null;
  if (triple) {
    const used = triple[0].length === 4 ? 'ymd' : order;
    if (!used) return refuse('ambiguous-date', `"${shown}" can be read in more than one way; choose day or month first.`);
    const iso = readTriple(triple, used);
    return iso
      ? { ok: true, value: iso }
      : refuse('impossible-date', `"${shown}" is not a possible date${triple[0].length === 4 ? '' : ` when read ${ORDER_WORDS[used]}`}.`);
  }
  const dayFirst = NAMED_DAY_FIRST.exec(trimmed);
  const monthFirst = dayFirst ? null : NAMED_MONTH_FIRST.exec(trimmed);
  const month = monthOf(dayFirst?.[2] ?? monthFirst?.[1] ?? '');
  if ((dayFirst || monthFirst) && month > 0) {
    const iso = isoOf(yearOf(dayFirst?.[3] ?? monthFirst?.[3] ?? ''), month, Number(dayFirst?.[1] ?? monthFirst?.[2]));
    return iso ? { ok: true, value: iso } : refuse('impossible-date', `"${shown}" is not a possible date.`);
  }
  return refuse('bad-date', `"${shown}" is not a date.`);
}

export const ORDER_WORDS: Readonly<Record<DateOrder, string>> = {
  dmy: 'day-month-year',
  mdy: 'month-day-year',
  ymd: 'year-month-day',
};

const QUARTER = /^(?:q([1-4])[\s\-/']*(\d{4}|\d{2})|(\d{4})[\s\-/]*q([1-4])|([1-4])q[\s\-/']*(\d{4}|\d{2}))$/i;

/** 'Q4 2016', '2016-Q4' and '4Q16' as '2016-4'. */
export function quarterOf(text: string): string | null {
  if (text.length > 10 || !/q/i.test(text)) return null;
  const found = QUARTER.exec(text.trim());
  if (!found) return null;
  const year = yearOf(found[2] ?? found[3] ?? found[6] ?? '');
  return year === null ? null : `${year}-${found[1] ?? found[4] ?? found[5]}`;
}

export const quarterOfDate = (iso: string): string => `${iso.slice(0, 4)}-${Math.ceil(Number(iso.slice(5, 7)) / 3)}`;
