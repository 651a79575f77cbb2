import type { ListOpportunitiesRequest, OpportunitySummary } from '@aws-sdk/client-partnercentral-selling';
import { z } from 'zod';
import { OutsideError } from '../../platform/outside/index.ts';
import type { Selling } from './client.ts';

/**
 * A place in a list ordered by an instant that AWS issued. What stands shortly before it is listed again, since a write may show up
 * late; `seen` names what was handled there, so that listing it again costs nothing and equal instants are never lost.
 */
const placeShape = z.object({ at: z.iso.datetime().nullable(), seen: z.array(z.tuple([z.string(), z.string()])) });
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

const OVERLAP_MS = 30_000;
const PAGE = 100;
type By = 'LastModifiedDate' | 'CreatedDate';
export type Listed = { readonly id: string; readonly at: string };

/** Up to `limit` opportunities behind a place, oldest first. */
export async function listBehind(selling: Selling, by: By, place: Place, limit: number): Promise<{ found: Listed[]; more: boolean }> {
  const seen = new Set(place.seen.map(([id, at]) => `${id} ${at}`));
  const found: Listed[] = [];
  let token: string | undefined;
  do {
    const input = listInput(selling, by, place, token);
    const answer = await selling.call('ListOpportunities', input, (client, sdk) => client.send(new sdk.ListOpportunitiesCommand(input)));
    for (const each of answer.OpportunitySummaries ?? []) {
      const listed = listedOf(each, by);
      if (listed === null || seen.has(`${listed.id} ${listed.at}`)) continue;
      if (found.length === limit) return { found, more: true };
      found.push(listed);
    }
    token = answer.NextToken;
  } while (token !== undefined);
  return { found, more: false };
}

/** The newest there is, to begin from; null when there is nothing. */
export async function newest(selling: Selling): Promise<Listed | null> {
  const input: ListOpportunitiesRequest = { Catalog: selling.catalog, MaxResults: 1, Sort: { SortBy: 'LastModifiedDate', SortOrder: 'DESCENDING' } };
  const answer = await selling.call('ListOpportunities', input, (client, sdk) => client.send(new sdk.ListOpportunitiesCommand(input)));
  const [first] = answer.OpportunitySummaries ?? [];
  return first === undefined ? null : listedOf(first, 'LastModifiedDate');
}

/** The place behind those that were handled. Nothing older than the overlap needs to be remembered. */
export function placeBehind(place: Place, handled: readonly Listed[]): Place {
  const at = handled.reduce<string | null>((latest, each) => (latest === null || each.at > latest ? each.at : latest), place.at);
  if (at === null) return place;
  const from = new Date(Date.parse(at) - OVERLAP_MS).toISOString();
  const all = new Map([...place.seen, ...handled.map((each): [string, string] => [each.id, each.at])].map((each) => [each.join(' '), each]));
  return { at, seen: [...all.values()].filter(([, seenAt]) => seenAt >= from) };
}

function listInput(selling: Selling, by: By, place: Place, token: string | undefined): ListOpportunitiesRequest {
  // One millisecond more: whether "after" means at or after is not documented.
  const after = place.at === null ? undefined : new Date(Date.parse(place.at) - OVERLAP_MS - 1);
  return {
    Catalog: selling.catalog,
    MaxResults: PAGE,
    Sort: { SortBy: by, SortOrder: 'ASCENDING' },
    ...(after === undefined
      ? {}
      : by === 'LastModifiedDate'
        ? { LastModifiedDate: { AfterLastModifiedDate: after } }
        : { CreatedDate: { AfterCreatedDate: after } }),
    ...(token === undefined ? {} : { NextToken: token }),
  };
}
function listedOf(summary: OpportunitySummary, by: By): Listed | null {
  const at = summary[by];
  return summary.Id === undefined || at === undefined ? null : { id: summary.Id, at: at.toISOString() };
}
