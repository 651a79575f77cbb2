import { agree, translateIn, translateOut, type MappedField, type Translated } from './translate.ts';
import { same, type Value } from './value.ts';

/** What both sides last agreed on; each in its own words, since a translation may lose something. */
export type Agreed = { readonly ours: Value; readonly theirs: Value };
export type FieldState = {
  /** Null: the two were never compared. */
  readonly agreed: Agreed | null;
  readonly ours: Value;
  readonly oursAt: string | null;
  readonly theirs: Value;
  readonly theirsAt: string;
};
export type ConflictReason = 'both_changed' | 'they_propose' | 'we_propose' | 'untranslated';
export type Decision = {
  readonly with: 'ours' | 'theirs' | 'value';
  readonly value: Value;
  readonly ours: Value;
  readonly theirs: Value;
  readonly reason: ConflictReason;
};
export type Outcome =
  /** Nothing to do, and nothing new to remember. */
  | { readonly is: 'settled' }
  /** Both mean the same: from now on this is what was agreed. */
  | { readonly is: 'agreed'; readonly agreed: Agreed }
  | { readonly is: 'write_here'; readonly here: Value }
  | { readonly is: 'write_there'; readonly there: Value; readonly here?: Value }
  | { readonly is: 'conflict'; readonly reason: ConflictReason }
  /** It points at a record that is not here, or not there, yet. */
  | { readonly is: 'waits'; readonly side: 'here' | 'there'; readonly reference: Value };

/** Two clocks are never the same: changes closer than this cannot be put in order. */
const CLOCK_TOLERANCE_MS = 2_000;

/**
 * The three-way merge of one field. It depends on its arguments only, so that a screen, a dry run and the writer say the same, and
 * doing it again after its outcome was carried out gives `settled` or `agreed`.
 */
export function mergeField(mapped: MappedField, state: FieldState, decision: Decision | null = null): Outcome {
  if (mapped.authority === 'none') return { is: 'settled' };
  if (decision && same(decision.ours, state.ours) && same(decision.theirs, state.theirs)) return decided(mapped, state, decision);
  const { agreed, ours, theirs } = state;
  if (agree(mapped, ours, theirs))
    return agreed && same(agreed.ours, ours) && same(agreed.theirs, theirs) ? { is: 'settled' } : { is: 'agreed', agreed: { ours, theirs } };
  if (!agreed) return first(mapped, state);
  const oursChanged = !same(ours, agreed.ours);
  const theirsChanged = !same(theirs, agreed.theirs);
  if (!oursChanged && !theirsChanged) return { is: 'settled' };
  const winner = oursChanged && theirsChanged ? both(mapped, state) : oneSide(mapped, oursChanged ? 'ours' : 'theirs');
  return carry(mapped, state, winner);
}

type Winner = 'ours' | 'theirs' | ConflictReason;

/** They were never compared: a side that has nothing loses nothing to one that has something. */
function first(mapped: MappedField, state: FieldState): Outcome {
  const nothingHere = same(state.ours, null);
  const nothingThere = same(state.theirs, null);
  if (mapped.authority === 'propose') return carry(mapped, state, nothingHere ? 'they_propose' : nothingThere ? 'we_propose' : 'both_changed');
  if (nothingHere) return carry(mapped, state, 'theirs');
  if (nothingThere) return mapped.authority === 'theirs' ? { is: 'agreed', agreed: state } : carry(mapped, state, 'ours');
  return carry(mapped, state, mapped.authority === 'newest' ? newest(state) : mapped.authority === 'ours' ? 'ours' : 'theirs');
}

const both = (mapped: MappedField, state: FieldState): Winner =>
  mapped.authority === 'newest' ? newest(state) : mapped.authority === 'propose' ? 'both_changed' : mapped.authority === 'ours' ? 'ours' : 'theirs';

/** A side that does not decide and changed all the same is set back. */
const oneSide = (mapped: MappedField, changed: 'ours' | 'theirs'): Winner =>
  mapped.authority === 'newest'
    ? changed
    : mapped.authority === 'propose'
      ? changed === 'ours'
        ? 'we_propose'
        : 'they_propose'
      : mapped.authority === 'ours'
        ? 'ours'
        : 'theirs';

function newest(state: FieldState): Winner {
  const ours = state.oursAt === null ? 0 : Date.parse(state.oursAt);
  const theirs = Date.parse(state.theirsAt);
  if (Math.abs(ours - theirs) < CLOCK_TOLERANCE_MS) return 'both_changed';
  return ours > theirs ? 'ours' : 'theirs';
}

function carry(mapped: MappedField, state: FieldState, winner: Winner): Outcome {
  if (winner !== 'ours' && winner !== 'theirs') return { is: 'conflict', reason: winner };
  const write = winner === 'ours' ? translateOut(mapped, state.ours) : translateIn(mapped, state.theirs);
  if (!write.known) return unknown(write, winner === 'ours' ? 'there' : 'here');
  // A side that cannot be set keeps what it has, and that is then what was agreed.
  if (winner === 'ours' ? !mapped.writableThere : !mapped.writableHere) return { is: 'agreed', agreed: { ours: state.ours, theirs: state.theirs } };
  return winner === 'ours' ? { is: 'write_there', there: write.value } : { is: 'write_here', here: write.value };
}

const unknown = (translated: Extract<Translated, { known: false }>, side: 'here' | 'there'): Outcome =>
  translated.missing === 'reference' ? { is: 'waits', side, reference: translated.value } : { is: 'conflict', reason: 'untranslated' };

/** A person has decided on exactly these two values. */
function decided(mapped: MappedField, state: FieldState, decision: Decision): Outcome {
  if (decision.with !== 'value') return carry({ ...mapped, writableHere: true }, state, decision.with);
  // A value of theirs that has no translation is given one for this record; theirs stays as it is.
  if (decision.reason === 'untranslated') return { is: 'write_here', here: decision.value };
  const there = translateOut(mapped, decision.value);
  if (!there.known) return { is: 'conflict', reason: 'untranslated' };
  return mapped.writableThere ? { is: 'write_there', there: there.value, here: decision.value } : { is: 'write_here', here: decision.value };
}
