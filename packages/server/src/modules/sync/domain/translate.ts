import type { FieldType, Value } from './value.ts';
import { same } from './value.ts';

/** One mapped field with all that its translation needs. */
export type MappedField = {
  readonly field: string;
  readonly outsideField: string;
  readonly authority: 'theirs' | 'ours' | 'newest' | 'propose' | 'none';
  readonly type: FieldType;
  readonly valueMap: readonly { readonly ours: string; readonly theirs: string }[] | null;
  /** Whether each side lets us set it. */
  readonly writableHere: boolean;
  readonly writableThere: boolean;
  /** Their fields with which it is written again, changed or not. */
  readonly travelsWith?: readonly string[];
  /** Ours for theirs and theirs for ours, of records this field may point to; a reference without one waits. */
  readonly references: { readonly here: ReadonlyMap<string, string>; readonly there: ReadonlyMap<string, string> } | null;
};
/** In the value map of a reference: theirs stands for nobody of ours, on purpose. */
export const NOBODY = '';
export type Translated =
  | { readonly known: true; readonly value: Value }
  | { readonly known: false; readonly missing: 'value' | 'reference'; readonly value: Value };

const known = (value: Value): Translated => ({ known: true, value });

export const translateIn = (mapped: MappedField, theirs: Value): Translated => translate(mapped, theirs, 'in');
export const translateOut = (mapped: MappedField, ours: Value): Translated => translate(mapped, ours, 'out');

function translate(mapped: MappedField, value: Value, way: 'in' | 'out'): Translated {
  if (same(value, null)) return known(null);
  if (mapped.references) {
    const other = typeof value === 'string' ? referred(mapped, mapped.references, value, way) : undefined;
    return other === undefined ? { known: false, missing: 'reference', value } : known(other === NOBODY ? null : other);
  }
  if (!mapped.valueMap) return known(value);
  if (isList(value)) {
    const items = value.map((item) => one(mapped.valueMap ?? [], item, way));
    return items.every((item) => item !== null) ? known(items) : { known: false, missing: 'value', value };
  }
  const found = one(mapped.valueMap, String(value), way);
  if (found === null) return { known: false, missing: 'value', value };
  return known(mapped.type === 'yes_no' && way === 'in' ? found === 'true' : mapped.type === 'number' && way === 'in' ? Number(found) : found);
}

/** What a person has said goes before what was recognised; on the way out somebody who has a record of their own is written as that one. */
function referred(mapped: MappedField, references: NonNullable<MappedField['references']>, value: string, way: 'in' | 'out'): string | undefined {
  if (way === 'in') return mapped.valueMap?.find((pair) => pair.theirs === value)?.ours ?? references.here.get(value);
  return references.there.get(value) ?? mapped.valueMap?.find((pair) => pair.ours === value)?.theirs;
}

const isList = (value: Value): value is readonly string[] => Array.isArray(value);

/** Several of theirs may mean one of ours, and the other way; the first pair is the one that is written. */
function one(map: NonNullable<MappedField['valueMap']>, value: string, way: 'in' | 'out'): string | null {
  const pair = map.find((each) => same(way === 'in' ? each.theirs : each.ours, value));
  return pair === undefined ? null : way === 'in' ? pair.ours : pair.theirs;
}

/** Whether both sides mean the same, whichever side's words it takes to see it. Somebody who is nobody here on purpose differs from none. */
export function agree(mapped: MappedField, ours: Value, theirs: Value): boolean {
  if (mapped.references && mapped.valueMap?.some((pair) => pair.ours === NOBODY && pair.theirs === theirs)) return true;
  const here = translateIn(mapped, theirs);
  if (here.known && same(here.value, ours)) return true;
  const there = translateOut(mapped, ours);
  return there.known && same(there.value, theirs);
}
