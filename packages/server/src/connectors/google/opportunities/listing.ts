import { z } from 'zod';
import { OutsideError, type Access } from '../../../platform/outside/index.ts';
import { allOf, askPage } from '../client.ts';
import { partnerOf } from '../settings.ts';
import { opportunityOf, PATH, type Opportunity } from './opportunity.ts';

/**
 * A place in the changes. The API has neither a filter nor an order by time, and no events: everything is listed page by page, one page
 * a call, and what was not seen as it stands now is new. `low` is the instant up to which nothing can have been missed: what Google had
 * written by the time a sweep began was listed by it. It follows Google's own times, never our clock. `seen` names what was handed on
 * above it, so that equal instants are neither lost nor handed on twice.
 */
const placeShape = z.object({
  low: z.iso.datetime(),
  /** The highest seen by the end of the sweep before. */
  high: z.iso.datetime(),
  /** The highest of all. */
  top: z.iso.datetime(),
  page: z.string().nullable(),
  seen: z.array(z.tuple([z.string(), z.string()])),
});
export type Place = z.infer<typeof placeShape>;

export const writePlace = (place: Place): string => JSON.stringify(place);
export function readPlace(text: string): Place {
  try {
    return placeShape.parse(JSON.parse(text));
  } catch {
    throw new OutsideError('gone', 'The place to read on from cannot be read. Everything is read once as a whole.');
  }
}
/** From now on: our clock is trusted for the first step only, and not to the minute. */
const SKEW_MS = 15 * 60_000;
export function placeOfNow(access: Pick<Access, 'now'>): Place {
  const low = new Date(access.now().getTime() - SKEW_MS).toISOString();
  return { low, high: low, top: low, page: null, seen: [] };
}

/** A write may show up late. */
const OVERLAP_MS = 30_000;
const PAGE = 100;

export async function listPage(access: Access, page: string | null, size = PAGE): Promise<{ found: Opportunity[]; next: string | null }> {
  const { items, next } = await askPage(access, 'channel', {
    path: PATH,
    list: 'opportunities',
    size: Math.min(size, PAGE),
    token: page,
    query: { partner: partnerOf(access) },
  });
  return { found: items.map(opportunityOf), next };
}
export async function* listAll(access: Access): AsyncGenerator<Opportunity> {
  for await (const body of allOf(access, 'channel', { path: PATH, list: 'opportunities', size: PAGE, query: { partner: partnerOf(access) } }))
    yield opportunityOf(body);
}

/** One page further, oldest change first. */
export async function changesBehind(access: Access, place: Place): Promise<{ fresh: Opportunity[]; place: Place; endOfSweep: boolean }> {
  const { found, next } = await pageAt(access, place.page);
  const handed = new Set(place.seen.map((each) => each.join(' ')));
  const fresh = found
    .filter(({ name, version, updated }) => updated > place.low && !handed.has(`${name} ${version}`))
    .toSorted((a, b) => (a.updated === b.updated ? (a.name < b.name ? -1 : 1) : a.updated < b.updated ? -1 : 1));
  const top = fresh.reduce((latest, { updated }) => (updated > latest ? updated : latest), place.top);
  const seen: Place['seen'] = [...place.seen, ...fresh.map(({ name, version }): [string, string] => [name, version])];
  if (next !== null) return { fresh, place: { ...place, top, page: next, seen }, endOfSweep: false };
  // All that had been written when this sweep began was listed by it: `high` was known by then.
  const before = new Date(Date.parse(place.high) - OVERLAP_MS).toISOString();
  const low = before > place.low ? before : place.low;
  return { fresh, place: { low, high: top, top, page: null, seen: seen.filter(([, version]) => Date.parse(version) > Date.parse(low)) }, endOfSweep: true };
}

/** A token of a page that has grown old: the sweep begins again, and nothing is lost by it. */
export async function pageAt(access: Access, page: string | null, size = PAGE): ReturnType<typeof listPage> {
  try {
    return await listPage(access, page, size);
  } catch (error) {
    if (page === null || !(error instanceof OutsideError) || error.failure !== 'invalid') throw error;
    return listPage(access, null, size);
  }
}
