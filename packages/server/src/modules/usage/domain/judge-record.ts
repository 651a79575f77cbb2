import type { MeteredEntitlement } from './facts.ts';
import { isWhole, readQuantity } from './quantity.ts';
import { hourOf, shownInstant, SKEW_MS } from './window.ts';

export type Reported = {
  readonly key: string;
  readonly entitlement: string;
  readonly dimension: string;
  readonly at: string;
  readonly quantity: string | number;
};
export type Judged = {
  readonly place: number;
  readonly key: string;
  readonly entitlement: MeteredEntitlement;
  readonly dimension: string;
  readonly at: number;
  readonly hour: number;
  readonly quantity: bigint;
};
export type RefusalCode =
  | 'key_twice'
  | 'key_taken'
  | 'entitlement'
  | 'dimension'
  | 'not_metered'
  | 'time'
  | 'future'
  | 'not_entitled'
  | 'quantity'
  | 'whole_units'
  | 'row'
  | 'too_much';
export type Refused = { readonly at: number; readonly key: string; readonly code: RefusalCode; readonly sentence: string };

const INSTANT = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/;
/** Further back than any marketplace takes usage; such a time is a slip of the year, not late usage. */
const OLDEST_MS = 400 * 24 * 3_600_000;

/** One record by itself; what others say under the same key is looked at where they are known. */
export function judgeRecord(given: Reported, place: number, entitlement: MeteredEntitlement | undefined, now: number): Judged | Refused {
  const refuse = (code: RefusalCode, sentence: string): Refused => ({ at: place, key: given.key, code, sentence });
  if (!entitlement) return refuse('entitlement', `There is no entitlement “${given.entitlement.slice(0, 80)}”, or it is outside your reach.`);
  if (!entitlement.dimensions.some(({ key }) => key === given.dimension)) {
    const known = entitlement.dimensions.map(({ key }) => key);
    return refuse(
      'dimension',
      known.length === 0
        ? 'This entitlement has no dimensions that are metered.'
        : `This entitlement has no dimension “${given.dimension.slice(0, 80)}”; it has ${known.slice(0, 8).join(', ')}.`,
    );
  }
  const parts = INSTANT.exec(given.at);
  const at = parts ? Date.parse(given.at) : Number.NaN;
  if (!parts || Number.isNaN(at) || !isDay(parts[1] ?? ''))
    return refuse('time', `“${given.at.slice(0, 40)}” is not a moment. Write it as 2026-03-01T14:20:00Z, with its zone.`);
  if (at > now + SKEW_MS)
    return refuse(
      'future',
      `${shownInstant(at)} has not come yet: it is ${shownInstant(now)} here. Check the clock of the machine that reports, and its time zone.`,
    );
  if (at < now - OLDEST_MS) return refuse('time', `${shownInstant(at)} is more than a year ago.`);
  if (entitlement.startsAt !== null && at < hourOf(Date.parse(entitlement.startsAt)))
    return refuse('not_entitled', `The entitlement begins on ${shownInstant(Date.parse(entitlement.startsAt))}.`);
  if (entitlement.endsAt !== null && at >= Date.parse(entitlement.endsAt))
    return refuse('not_entitled', `The entitlement ended on ${shownInstant(Date.parse(entitlement.endsAt))}.`);
  const quantity = readQuantity(given.quantity);
  if (!quantity.ok) return refuse('quantity', quantity.sentence);
  if (entitlement.rules.wholeUnits && !isWhole(quantity.value))
    return refuse(
      'whole_units',
      `${entitlement.marketplace} takes whole units only. Report this dimension in a smaller unit, or gather it until a unit is full.`,
    );
  return { place, key: given.key, entitlement, dimension: given.dimension, at, hour: hourOf(at), quantity: quantity.value };
}

/** A day that does not exist is moved on by the parser, and would be billed on another. */
function isDay(day: string): boolean {
  const moment = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(moment) && new Date(moment).toISOString().startsWith(day);
}

export const isRefused = (value: Judged | Refused): value is Refused => 'code' in value;

/** Within one report, a key that comes twice with the same content is one record; with another content both cannot be true. */
export function foldKeys(judged: readonly Judged[]): { readonly records: readonly Judged[]; readonly repeated: number; readonly refused: readonly Refused[] } {
  const first = new Map<string, Judged>();
  const refused: Refused[] = [];
  let repeated = 0;
  for (const record of judged) {
    const earlier = first.get(record.key);
    if (!earlier) first.set(record.key, record);
    else if (sameContent(earlier, record)) repeated += 1;
    else
      refused.push({
        at: record.place,
        key: record.key,
        code: 'key_twice',
        sentence: `The key “${record.key}” stands here twice with different content; the first was taken.`,
      });
  }
  return { records: [...first.values()], repeated, refused };
}

export type Content = { readonly entitlement: { readonly id: string }; readonly dimension: string; readonly at: number; readonly quantity: bigint };
export const sameContent = (one: Content, other: Content): boolean =>
  one.entitlement.id === other.entitlement.id && one.dimension === other.dimension && one.at === other.at && one.quantity === other.quantity;
