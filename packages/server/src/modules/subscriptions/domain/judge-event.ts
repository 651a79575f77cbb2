import type { Result } from '@entente/contracts';

/** Quantities are whole millionths of a unit: exact, and added as whole numbers. */
export const MICRO = 1_000_000n;
const LARGEST = 1_000_000_000_000n * MICRO;
const AHEAD_MS = 5 * 60_000;
const DAY_MS = 86_400_000;

export type Meter = {
  readonly id: string;
  readonly key: string;
  readonly aggregation: 'sum' | 'max' | 'unique' | 'last' | 'time_weighted';
  readonly dimensions: readonly string[];
  readonly latestDays: number;
  readonly active: boolean;
};
export type GivenEvent = {
  readonly id: string;
  readonly meter: string;
  readonly subject: string;
  readonly at: string;
  readonly quantity?: string | number | undefined;
  readonly value?: string | undefined;
  readonly dimensions?: Readonly<Record<string, string>> | undefined;
};
export type Refusal = Result<'meters.ingest'>['refused'][number];
export type Judged = {
  readonly row: number;
  readonly id: string;
  readonly meter: Meter;
  /** Meter, subject and dimension values: what shares one series. */
  readonly series: string;
  readonly subject: string;
  readonly at: string;
  readonly quantity: bigint;
  readonly value: string | null;
};
type Code = Refusal['code'];
export type Verdict = { readonly ok: true; readonly event: Judged } | { readonly ok: false; readonly code: Code; readonly sentence: string };

// oxlint-disable-next-line no-control-regex -- what an id may not hold is named
const CONTROL = /[\u0000-\u001f]/;
const INSTANT = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}:\d{2}(\.\d{1,6})?Z$/;
const DECIMAL = /^(-?)(\d{1,13})(?:\.(\d{1,6}))?$/;
const no = (code: Code, sentence: string): Verdict => ({ ok: false, code, sentence });
const fits = (text: unknown, most: number): text is string => typeof text === 'string' && text !== '' && text.length <= most && !CONTROL.test(text);

/** Judges one event by itself. `now` and the meter decide how early and how late it may be. */
export function judgeEvent(row: number, event: GivenEvent, meters: ReadonlyMap<string, Meter>, now: number): Verdict {
  if (!fits(event.id, 100)) return no('malformed', 'An event needs an id of 1 to 100 characters.');
  const meter = meters.get(event.meter);
  if (!meter) return no('unknown_meter', `There is no meter “${String(event.meter).slice(0, 60)}”.`);
  if (!meter.active) return no('inactive_meter', `The meter “${meter.key}” takes no events.`);
  if (!fits(event.subject, 200)) return no('malformed', 'An event needs a subject of 1 to 200 characters.');
  const time = instantOf(event.at);
  if (time === null) return no('bad_time', `“${String(event.at).slice(0, 40)}” is not an instant in UTC such as 2026-03-01T09:30:00Z.`);
  if (time > now + AHEAD_MS) return no('in_future', 'The event has not happened yet.');
  if (time < now - meter.latestDays * DAY_MS) return no('too_late', `Events of this meter are taken for ${meter.latestDays} days.`);
  const counts = meter.aggregation === 'unique';
  if (counts && !fits(event.value, 200)) return no('missing_value', `The meter “${meter.key}” counts values; the event has none.`);
  const quantity = counts && event.quantity === undefined ? MICRO : readQuantity(event.quantity);
  if (quantity === null || quantity < 0n)
    return no('bad_quantity', `“${String(event.quantity).slice(0, 40)}” is not a quantity: not negative, up to six decimals, at most a million million.`);
  const dimensions = readDimensions(meter, event.dimensions);
  if (typeof dimensions !== 'string') return dimensions;
  return {
    ok: true,
    event: {
      row,
      id: event.id,
      meter,
      series: `${meter.id}\n${event.subject}\n${dimensions}`,
      subject: event.subject,
      at: event.at,
      quantity,
      value: counts ? (event.value ?? null) : null,
    },
  };
}

function instantOf(text: unknown): number | null {
  if (typeof text !== 'string') return null;
  const match = INSTANT.exec(text);
  if (!match) return null;
  const time = Date.parse(text);
  if (Number.isNaN(time)) return null;
  // A day that does not exist would be read as one of the next month.
  const day = match[1] ?? '';
  return day.slice(8) > '28' && !new Date(time).toISOString().startsWith(day) ? null : time;
}

/** A number is taken as JSON writes it; one that cannot be written without an exponent is none of usage. */
export function readQuantity(given: unknown): bigint | null {
  if (typeof given === 'number' && Number.isSafeInteger(given)) {
    const whole = BigInt(given) * MICRO;
    return whole > LARGEST ? null : whole;
  }
  if (typeof given !== 'string' && typeof given !== 'number') return null;
  const match = DECIMAL.exec(String(given));
  if (!match) return null;
  const size = BigInt(match[2] ?? '0') * MICRO + BigInt((match[3] ?? '').padEnd(6, '0'));
  return size > LARGEST ? null : match[1] === '-' ? -size : size;
}

export function writeQuantity(micro: bigint): string {
  const size = micro < 0n ? -micro : micro;
  const after = (size % MICRO).toString().padStart(6, '0').replace(/0+$/, '');
  return `${micro < 0n ? '-' : ''}${size / MICRO}${after === '' ? '' : `.${after}`}`;
}

/** In the meter's own order, so that the same values are always the same text. */
function readDimensions(meter: Meter, given: Readonly<Record<string, string>> | undefined): string | Verdict {
  if (meter.dimensions.length === 0 && given === undefined) return '{}';
  const all = given ?? {};
  const unknown = Object.keys(all).find((key) => !meter.dimensions.includes(key));
  if (unknown !== undefined) return no('unknown_dimension', `The meter “${meter.key}” has no dimension “${unknown.slice(0, 60)}”.`);
  const missing = meter.dimensions.find((key) => !fits(all[key], 100));
  if (missing !== undefined) return no('missing_dimension', `The dimension “${missing}” is missing.`);
  return JSON.stringify(Object.fromEntries(meter.dimensions.map((key) => [key, all[key]])));
}
