import { DATE_ORDERS, ORDER_WORDS, quarterOfDate, readTriple, tripleOf } from './dates.ts';
import type { DateOrder, Triple } from './dates.ts';

const BITS: Readonly<Record<DateOrder, number>> = { dmy: 1, mdy: 2, ymd: 4 };
const EXAMPLES_KEPT = 5;
const PROVEN_BY_QUARTER = 0.98;
const NO_RIVAL_ABOVE = 0.9;
/** At most this share of rows may contradict an order that other rows prove: they are typing errors. */
const TOLERATED = 0.02;

/** What a column's dates allow, gathered row by row: how many rows are possible under which set of orders. */
export type DateEvidence = {
  dates: number;
  byMask: number[];
  firstParts: Set<string>;
  lastParts: Set<string>;
  /** Texts that read as different days under different orders. */
  examples: string[];
};

export type QuarterEvidence = { rows: number; agree: Record<DateOrder, number> };

export type DateReading = {
  readonly order: DateOrder | null;
  readonly ambiguous: boolean;
  readonly proof: 'only-possible' | 'quarter' | 'other-column' | 'likely' | 'none';
  readonly why: string;
  readonly readings?: readonly { readonly order: DateOrder; readonly example: string; readonly date: string }[];
};

export const createDateEvidence = (): DateEvidence => ({
  dates: 0,
  byMask: new Array<number>(8).fill(0),
  firstParts: new Set(),
  lastParts: new Set(),
  examples: [],
});
export const createQuarterEvidence = (): QuarterEvidence => ({ rows: 0, agree: { dmy: 0, mdy: 0, ymd: 0 } });

export function addDate(evidence: DateEvidence, text: string): Triple | null {
  const triple = tripleOf(text);
  if (!triple) return null;
  let mask = 0;
  let allowed = 0;
  for (const order of DATE_ORDERS) {
    if (readTriple(triple, order)) {
      mask |= BITS[order];
      allowed += 1;
    }
  }
  evidence.dates += 1;
  evidence.byMask[mask] = (evidence.byMask[mask] ?? 0) + 1;
  if (triple[0].length <= 2) {
    evidence.firstParts.add(triple[0]);
    evidence.lastParts.add(triple[2]);
  }
  if (allowed > 1 && triple[0] !== triple[1] && evidence.examples.length < EXAMPLES_KEPT) evidence.examples.push(text);
  return triple;
}

export function addQuarter(evidence: QuarterEvidence, triple: Triple, quarter: string): void {
  evidence.rows += 1;
  for (const order of DATE_ORDERS) {
    const iso = readTriple(triple, order);
    if (iso && quarterOfDate(iso) === quarter) evidence.agree[order] += 1;
  }
}

const rowsWhere = (evidence: DateEvidence, test: (mask: number) => boolean): number =>
  evidence.byMask.reduce((sum, count, mask) => (test(mask) ? sum + count : sum), 0);

function possibleOrders(evidence: DateEvidence): DateOrder[] {
  const possible = evidence.dates - (evidence.byMask[0] ?? 0);
  return DATE_ORDERS.filter((order) => {
    const against = rowsWhere(evidence, (mask) => mask !== 0 && (mask & BITS[order]) === 0);
    return against <= possible * TOLERATED && rowsWhere(evidence, (mask) => (mask & BITS[order]) !== 0) > 0;
  });
}

/** Among orders that are nearly always possible, one that explains rows no other explains wins. */
function soleExplainer(evidence: DateEvidence, orders: readonly DateOrder[]): DateOrder | null {
  const exclusive = orders.filter((order) =>
    orders.every((rival) => {
      if (rival === order) return true;
      const mine = rowsWhere(evidence, (mask) => (mask & BITS[order]) !== 0 && (mask & BITS[rival]) === 0);
      const theirs = rowsWhere(evidence, (mask) => (mask & BITS[rival]) !== 0 && (mask & BITS[order]) === 0);
      return mine > 0 && theirs * 10 <= mine;
    }),
  );
  return exclusive[0] ?? null;
}

export function quarterProof(evidence: QuarterEvidence): DateOrder | null {
  if (evidence.rows < 3) return null;
  const ranked = DATE_ORDERS.map((order) => ({ order, share: evidence.agree[order] / evidence.rows })).sort((a, b) => b.share - a.share);
  const [best, next] = ranked;
  return best && next && best.share >= PROVEN_BY_QUARTER && next.share <= NO_RIVAL_ABOVE ? best.order : null;
}

/** Decides from the column alone and, when a quarter column goes with it, from their agreement. */
export function readColumnOrder(evidence: DateEvidence, quarter?: { column: string; evidence: QuarterEvidence }): DateReading {
  const proven = quarter ? quarterProof(quarter.evidence) : null;
  if (quarter && proven) {
    const { rows, agree } = quarter.evidence;
    return {
      order: proven,
      ambiguous: false,
      proof: 'quarter',
      why: `Read ${ORDER_WORDS[proven]}: ${agree[proven].toLocaleString('en')} of ${rows.toLocaleString('en')} dates then fall into the quarter that "${quarter.column}" names.`,
    };
  }
  let orders = possibleOrders(evidence);
  // With two-digit years nearly everything can be a year first, but years repeat more than days do.
  const yearFirstUnlikely = evidence.firstParts.size > 0 && evidence.lastParts.size < evidence.firstParts.size;
  const withoutYearFirst = yearFirstUnlikely ? orders.filter((order) => order !== 'ymd') : orders;
  if (withoutYearFirst.length > 0) orders = withoutYearFirst;
  const first = orders.length === 1 ? orders[0] : soleExplainer(evidence, orders);
  if (first) {
    return {
      order: first,
      ambiguous: false,
      proof: 'only-possible',
      why: `Read ${ORDER_WORDS[first]}: the other orders give impossible dates or improbable years.`,
    };
  }
  const example = evidence.examples[0];
  if (orders.length === 0 || example === undefined) {
    const only = orders[0] ?? null;
    return evidence.dates === 0 || only
      ? { order: only, ambiguous: false, proof: 'none', why: 'Every order gives the same dates.' }
      : { order: null, ambiguous: true, proof: 'none', why: 'No single order makes these dates possible: the column mixes orders.' };
  }
  const triple = tripleOf(example);
  const readings = triple ? orders.map((order) => ({ order, example, date: readTriple(triple, order) ?? '' })).filter((reading) => reading.date !== '') : [];
  return { order: null, ambiguous: true, proof: 'none', why: `"${example}" can be read in more than one way and nothing in the column decides.`, readings };
}

/** A file is written by one program: a column that cannot decide follows one that could. */
export function settleOrders(readings: ReadonlyMap<string, DateReading>): Map<string, DateReading> {
  const settled = new Map(readings);
  const decided = [...readings].filter(([, reading]) => reading.order && (reading.proof === 'quarter' || reading.proof === 'only-possible'));
  const orders = new Set(decided.map(([, reading]) => reading.order));
  const [witness] = decided;
  if (orders.size !== 1 || !witness) return settled;
  for (const [column, reading] of readings) {
    const fits = reading.readings?.some((candidate) => candidate.order === witness[1].order);
    if (!reading.ambiguous || !fits || !witness[1].order) continue;
    settled.set(column, {
      order: witness[1].order,
      ambiguous: false,
      proof: 'other-column',
      why: `Read ${ORDER_WORDS[witness[1].order]} like "${witness[0]}" in the same file.`,
    });
  }
  return settled;
}
