import { Problem } from '@entente/kernel';

/** Versions of one thing that follow each other in time: half-open days [from, to), at most one on a day. */
export type Dated = { readonly version: number; readonly effectiveFrom: string; readonly effectiveTo: string | null };
export type End = { readonly version: number; readonly on: string };

/** Ending on the day it would begin, a version never held. */
const held = ({ effectiveFrom, effectiveTo }: Dated): boolean => effectiveTo === null || effectiveTo > effectiveFrom;
export const onDay = <Version extends Dated>(versions: readonly Version[], day: string): Version | null =>
  versions.find(({ effectiveFrom, effectiveTo }) => effectiveFrom <= day && (effectiveTo === null || day < effectiveTo)) ?? null;

/**
 * Which versions end where, so that one more can begin. What held before today keeps its days; a version that begins on the same day is
 * replaced; one that begins later is never overlapped.
 */
export function makeRoom(versions: readonly Dated[], next: { readonly effectiveFrom: string; readonly effectiveTo: string | null }, today: string): End[] {
  const { effectiveFrom: from, effectiveTo: to } = next;
  if (to !== null && to <= from) throw new Problem('invalid_input', 'It ends before it begins.', { reason: 'dates_reversed' });
  const alive = versions.filter(held);
  const later = alive.find(({ effectiveFrom }) => effectiveFrom > from && (to === null || effectiveFrom < to));
  if (later)
    throw new Problem(
      'conflict',
      `It would overlap version ${later.version}, which begins on ${later.effectiveFrom}. End it there, or end that version first.`,
      { reason: 'overlaps' },
    );
  const touched = onDay(alive, from);
  if (!touched) return [];
  if (from < today)
    throw new Problem('conflict', `Version ${touched.version} already held on ${from}. What has passed keeps its version: begin the new one today or later.`, {
      reason: 'past_is_kept',
    });
  return [{ version: touched.version, on: from }];
}

/** From a day on nothing holds: what covers it ends, what would have begun later never begins. */
export function endFrom(versions: readonly Dated[], on: string, today: string): End[] {
  if (on < today) throw new Problem('conflict', 'What has passed keeps its version: end it today or later.', { reason: 'past_is_kept' });
  const ends = versions
    .filter(held)
    .filter(({ effectiveTo }) => effectiveTo === null || effectiveTo > on)
    .map(({ version, effectiveFrom }) => ({ version, on: effectiveFrom > on ? effectiveFrom : on }));
  if (ends.length === 0) throw new Problem('conflict', `Nothing holds on ${on} that could end.`, { reason: 'nothing_to_end' });
  return ends;
}
