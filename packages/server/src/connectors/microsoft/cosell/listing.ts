import { z } from 'zod';
import { OutsideError, type Access } from '../../../platform/outside/index.ts';
import { listReferrals, type Referral } from './referral.ts';

/**
 * A place in a list ordered by an instant that Microsoft issued. What stands shortly before it is listed again, since a write may show
 * up late; `seen` names what was handled there, so that listing it again costs nothing and equal instants are never lost.
 */
const placeShape = z.object({ at: z.string().nullable(), seen: z.array(z.tuple([z.string(), z.string()])) });
export type Place = z.infer<typeof placeShape>;
export const start: Place = { at: null, seen: [] };

export const writePlace = (place: Place): string => JSON.stringify(place);
export function readPlace(text: string): Place {
  try {
    return placeShape.parse(JSON.parse(text));
  } catch {
    throw new OutsideError('protocol', 'The place to read on from cannot be read. Read the object once as a whole.');
  }
}

const OVERLAP_MS = 60_000;
export type By = 'updatedDateTime' | 'createdDateTime';
const instantOf = (referral: Referral, by: By): string => (by === 'updatedDateTime' ? referral.updatedAt : referral.createdAt);

/** Up to `limit` referrals behind a place, oldest first. */
export async function listBehind(access: Access, by: By, place: Place, limit: number): Promise<{ found: Referral[]; more: boolean }> {
  const seen = new Set(place.seen.map(([id, at]) => `${id} ${at}`));
  const from = place.at === null ? null : new Date(Date.parse(place.at) - OVERLAP_MS).toISOString();
  const found: Referral[] = [];
  for await (const each of listReferrals(access, { ...(from === null ? {} : { filter: `${by} ge ${from}` }), orderBy: `${by} asc` })) {
    if (seen.has(`${each.id} ${instantOf(each, by)}`)) continue;
    if (found.length === limit) return { found, more: true };
    found.push(each);
  }
  return { found, more: false };
}

/** The newest there is, to begin from; null when there is nothing. */
export async function newest(access: Access): Promise<Referral | null> {
  for await (const each of listReferrals(access, { orderBy: 'updatedDateTime desc', top: 1 })) return each;
  return null;
}

/** The place behind those that were handled. Nothing older than the overlap needs to be remembered. */
export function placeBehind(place: Place, handled: readonly Referral[], by: By): Place {
  // Compared as instants: their texts have as many decimals as they please.
  const later = (a: string | null, b: string): string => (a === null || Date.parse(b) > Date.parse(a) ? b : a);
  const at = handled.reduce<string | null>((latest, each) => later(latest, instantOf(each, by)), place.at);
  if (at === null) return place;
  const from = Date.parse(at) - OVERLAP_MS;
  const all = new Map([...place.seen, ...handled.map((each): [string, string] => [each.id, instantOf(each, by)])].map((each) => [each.join(' '), each]));
  return { at, seen: [...all.values()].filter(([, seenAt]) => Date.parse(seenAt) >= from) };
}
