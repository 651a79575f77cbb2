import { OutsideError } from '../../platform/outside/index.ts';

/**
 * A place among changes, ordered by (time, id). `open`: the round has more pages, go on right after the place. Otherwise a new round
 * begins, and reads an overlap again, since what is written slowly shows itself late under an early time. `quiet`: so much time has
 * passed over there that nothing can come late any more. Nothing before `floor` is ever wanted.
 */
export type Place = { readonly at: number; readonly id: string; readonly open: boolean; readonly quiet: boolean; readonly floor: number };
export const OVERLAP_MS = 120_000;

export const written = (place: Place): string => JSON.stringify([place.at, place.id, place.open ? 1 : 0, place.quiet ? 1 : 0, place.floor]);

export function placeIn(cursor: string): Place {
  try {
    const [at, id, open, quiet, floor] = JSON.parse(cursor) as [number, string, number, number, number];
    if (Number.isFinite(at) && typeof id === 'string' && Number.isFinite(floor)) return { at, id, open: open === 1, quiet: quiet === 1, floor };
  } catch {
    // Said below.
  }
  throw new OutsideError('gone', 'The place in the changes is not understood any more. Everything is read once.');
}

export const beginning = (at: number): Place => ({ at, id: '', open: true, quiet: false, floor: at });

/** Where the next page begins: everything from `at` on, and of `at` itself only ids above `id`. */
export const startOf = (place: Place): { readonly at: number; readonly id: string } =>
  place.open || place.quiet ? { at: place.at, id: place.id } : { at: Math.max(place.floor, place.at - OVERLAP_MS), id: '' };

/** `theirNow` by their own clock; null where they do not tell. */
export function nextPlace(place: Place, last: { readonly at: number; readonly id: string } | null, more: boolean, theirNow: number | null): Place {
  const at = last?.at ?? place.at;
  const id = last?.id ?? place.id;
  const quiet = !more && theirNow !== null && theirNow - at > OVERLAP_MS;
  return { at, id, open: more, quiet, floor: place.floor };
}

export function clockOf(headers: Readonly<Record<string, string>>): number | null {
  const at = Date.parse(headers['date'] ?? '');
  return Number.isFinite(at) ? at : null;
}
