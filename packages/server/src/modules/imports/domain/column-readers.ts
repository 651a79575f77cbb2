import { addDate, createDateEvidence, readColumnOrder } from './date-order.ts';
import { parseDate, type DateOrder } from './dates.ts';
import { parseInteger, parseMoney } from './money.ts';
import { addNumber, createNumberEvidence, readNumberFormat } from './number-format.ts';
import { refuse, type Money, type Parsed } from './types.ts';

/** Readers for a column that others bring: each value is read as the whole column suggests. */

function decimalOf(texts: readonly string[]): '.' | ',' | undefined {
  const evidence = createNumberEvidence();
  for (const text of texts) addNumber(evidence, text);
  return readNumberFormat(evidence).decimal ?? undefined;
}

/** `currency` is for amounts that name none; null refuses those. */
export function amountReader(texts: readonly string[]): (text: string, currency: string | null) => Parsed<Money> {
  const decimal = decimalOf(texts);
  const read = (text: string, currency: string) => parseMoney(text, { currency, ...(decimal ? { decimal } : {}) });
  return (text, currency) => {
    if (currency !== null) return read(text, currency);
    const [one, other] = [read(text, 'EUR'), read(text, 'USD')];
    // Read as two currencies and found in both, it names none itself.
    return one.ok && other.ok && one.value.currency !== other.value.currency ? refuse('no-currency', `"${text.trim()}" names no currency.`) : one;
  };
}

export function quantityReader(texts: readonly string[]): (text: string) => Parsed<number> {
  const decimal = decimalOf(texts);
  return (text) => parseInteger(text, decimal);
}

/**
 * Where the column does not decide, the days that were to be expected do: the order that puts more of them there is taken. With dots
 * between its parts a date begins with the day.
 */
export function dateReader(texts: readonly string[], expected: (day: string) => boolean): (text: string) => Parsed<string> {
  const evidence = createDateEvidence();
  for (const text of texts) addDate(evidence, text);
  const order = readColumnOrder(evidence).order ?? (texts.every((text) => !/[-/]/.test(text)) ? 'dmy' : likelier(texts, expected));
  return (text) => {
    const read = parseDate(text, order);
    return !read.ok && read.code === 'ambiguous-date'
      ? refuse(read.code, `"${text.trim()}" can be read in more than one way. Write days like 2026-03-31.`)
      : read;
  };
}

function likelier(texts: readonly string[], expected: (day: string) => boolean): DateOrder | null {
  const count = (order: DateOrder): number =>
    texts.filter((text) => {
      const read = parseDate(text, order);
      return read.ok && expected(read.value);
    }).length;
  const [dayFirst, monthFirst] = [count('dmy'), count('mdy')];
  return dayFirst === monthFirst ? null : dayFirst > monthFirst ? 'dmy' : 'mdy';
}
