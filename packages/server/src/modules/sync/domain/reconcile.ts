import { mergeField, type Agreed, type ConflictReason, type Decision } from './merge.ts';
import { translateIn, translateOut, type MappedField } from './translate.ts';
import { same, type Value, type Values } from './value.ts';

export type Held = Readonly<Record<string, { readonly value: Value; readonly at: string }>>;
export type Remembered = {
  readonly agreed: Readonly<Record<string, Agreed>>;
  readonly held: Held;
};
export type Sides = {
  readonly ours: Values;
  /** When the record of ours changed last; the time of a field that differs from what was held. */
  readonly oursChangedAt: string;
  readonly theirs: Values;
  readonly theirsAt: string;
  readonly locked: { readonly fields: 'all' | readonly string[] } | null;
  /** There is no record of theirs yet: whoever decides later, it begins with what we have. */
  readonly creating?: boolean;
};
export type Reconciled = {
  readonly setHere: Values;
  /** By outside field; what to write there now. */
  readonly writeThere: Values;
  /** By our field: what would be written there, were it not locked. */
  readonly queued: Values;
  /** What both sides will have agreed on when `setHere` is set; those of `writeThere` follow when they are written. */
  readonly agreed: Readonly<Record<string, Agreed>>;
  /** What will be agreed on once the write is answered: ours now, theirs as the answer shows. */
  readonly pending: Readonly<Record<string, { readonly ours: Value; readonly outsideField: string }>>;
  readonly held: Held;
  readonly conflicts: readonly {
    readonly field: string;
    readonly reason: ConflictReason;
    readonly agreed: Value;
    readonly ours: Value;
    readonly theirs: Value;
  }[];
  readonly waitsFor: readonly { readonly field: string; readonly side: 'here' | 'there'; readonly reference: Value }[];
  /** Fields that a decision was carried out for. */
  readonly decided: readonly string[];
};

/** Both sides of one record, field by field. Pure: the writer, the dry run of a mapping and the audit read the same answer. */
export function reconcile(fields: readonly MappedField[], remembered: Remembered, sides: Sides, decisions: ReadonlyMap<string, Decision>): Reconciled {
  const setHere: Record<string, Value> = {};
  const writeThere: Record<string, Value> = {};
  const queued: Record<string, Value> = {};
  const agreed: Record<string, Agreed> = { ...remembered.agreed };
  const pending: Record<string, { ours: Value; outsideField: string }> = {};
  const held: Record<string, { value: Value; at: string }> = { ...remembered.held };
  const conflicts: Reconciled['conflicts'][number][] = [];
  const waitsFor: Reconciled['waitsFor'][number][] = [];
  const decided: string[] = [];
  for (const mapped of fields) {
    const { field, outsideField } = mapped;
    const ours = sides.ours[field] ?? null;
    const theirs = sides.theirs[outsideField] ?? null;
    const before = remembered.held[field];
    const oursAt = before && same(before.value, ours) ? before.at : sides.oursChangedAt;
    held[field] = { value: ours, at: oursAt };
    const decision = decisions.get(field) ?? null;
    const outcome = mergeField(
      sides.creating === true && mapped.authority !== 'none' ? { ...mapped, authority: 'ours' } : mapped,
      { agreed: remembered.agreed[field] ?? null, ours, oursAt, theirs, theirsAt: sides.theirsAt },
      decision,
    );
    if (outcome.is === 'agreed') agreed[field] = outcome.agreed;
    if (outcome.is === 'write_here') {
      setHere[field] = outcome.here;
      agreed[field] = { ours: outcome.here, theirs };
      held[field] = { value: outcome.here, at: sides.theirsAt };
    }
    if (outcome.is === 'write_there') {
      if (outcome.here !== undefined) {
        setHere[field] = outcome.here;
        held[field] = { value: outcome.here, at: sides.oursChangedAt };
      }
      if (isLocked(sides.locked, outsideField)) queued[field] = outcome.there;
      else {
        writeThere[outsideField] = outcome.there;
        pending[field] = { ours: outcome.here ?? ours, outsideField };
      }
    }
    if (outcome.is === 'conflict') conflicts.push({ field, reason: outcome.reason, agreed: remembered.agreed[field]?.ours ?? null, ours, theirs });
    if (outcome.is === 'waits') waitsFor.push({ field, side: outcome.side, reference: outcome.reference });
    if (decision && (outcome.is === 'write_here' || outcome.is === 'agreed' || outcome.is === 'settled')) decided.push(field);
  }
  for (const mapped of fields) {
    if (mapped.outsideField in writeThere || !(mapped.travelsWith ?? []).some((field) => field in writeThere) || isLocked(sides.locked, mapped.outsideField))
      continue;
    const ours = setHere[mapped.field] ?? sides.ours[mapped.field] ?? null;
    const there = translateOut(mapped, ours);
    if (mapped.authority === 'none' || !there.known || same(there.value, null)) continue;
    writeThere[mapped.outsideField] = there.value;
    pending[mapped.field] = { ours, outsideField: mapped.outsideField };
  }
  return { setHere, writeThere, queued, agreed, pending, held, conflicts, waitsFor, decided };
}

const isLocked = (locked: Sides['locked'], outsideField: string): boolean =>
  locked !== null && (locked.fields === 'all' || locked.fields.includes(outsideField));

/** The answer to a write: what it shows is agreed on from now on, even where the other side has put it in its own way. */
export function agreeWritten(agreed: Readonly<Record<string, Agreed>>, pending: Reconciled['pending'], answered: Values): Readonly<Record<string, Agreed>> {
  const written = Object.entries(pending).map(([field, { ours, outsideField }]): [string, Agreed] => [field, { ours, theirs: answered[outsideField] ?? null }]);
  return { ...agreed, ...Object.fromEntries(written) };
}

/**
 * What a record that is not here yet would begin with: theirs in our words. `known` is all that can be said, for recognising one of
 * ours; `values` is the part of it that may be set here.
 */
export function valuesForNew(
  fields: readonly MappedField[],
  theirs: Values,
): { readonly known: Values; readonly values: Values; readonly waitsFor: Reconciled['waitsFor'] } {
  const known: Record<string, Value> = {};
  const values: Record<string, Value> = {};
  const waitsFor: Reconciled['waitsFor'][number][] = [];
  for (const mapped of fields) {
    if (mapped.authority === 'none') continue;
    const here = translateIn(mapped, theirs[mapped.outsideField] ?? null);
    if (here.known) {
      known[mapped.field] = here.value;
      if (mapped.writableHere) values[mapped.field] = here.value;
    } else if (here.missing === 'reference') waitsFor.push({ field: mapped.field, side: 'here', reference: here.value });
  }
  return { known, values, waitsFor };
}
