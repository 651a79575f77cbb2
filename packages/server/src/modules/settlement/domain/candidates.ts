import type { Candidate, Facts, Kind } from './facts.ts';

export type Suggested = { readonly kind: Kind; readonly candidate: Candidate | null; readonly missing: 'reseller' | 'distributor' | 'marketplace' | null };
const MOST = 40;

/**
 * Ways that the deal itself suggests: who resells or distributes on it or in its chains, and every marketplace of the workspace. A kind
 * for which nobody is known yet stays in the list, so that it can be said what is missing.
 */
export function suggestionsFor(facts: Pick<Facts, 'participants' | 'routes' | 'marketplaces'>): Suggested[] {
  const chains = facts.routes.filter(({ kind, chain }) => kind === 'resale' && chain.length > 0).map(({ chain }) => chain);
  const inRole = (role: string): string[] => facts.participants.filter((one) => one.role === role).map(({ partnerId }) => partnerId);
  const unique = (ids: readonly (string | undefined)[]): string[] => [...new Set(ids.flatMap((id) => id ?? []))];
  const resellers = unique([...inRole('resell'), ...chains.map((chain) => chain.at(-1))]);
  const distributors = unique([...inRole('distribute'), ...chains.filter((chain) => chain.length > 1).map((chain) => chain[0])]);
  const known = (candidate: Candidate): Suggested => ({ kind: candidate.kind, candidate, missing: null });
  const ways: Suggested[] = [known({ kind: 'direct' })];
  const add = (kind: Kind, found: readonly Candidate[], missing: Suggested['missing']): void =>
    void ways.push(...(found.length > 0 ? found.map(known) : [{ kind, candidate: null, missing }]));
  add(
    'resale',
    resellers.map((resellerId) => ({ kind: 'resale', resellerId })),
    'reseller',
  );
  const pairs = distributors.flatMap((distributorId) =>
    resellers.filter((id) => id !== distributorId).map((resellerId) => ({ kind: 'distribution', distributorId, resellerId }) as const),
  );
  add('distribution', pairs, distributors.length === 0 ? 'distributor' : 'reseller');
  add(
    'marketplace',
    facts.marketplaces.map(({ id }) => ({ kind: 'marketplace', marketplaceId: id })),
    'marketplace',
  );
  const offers = facts.marketplaces.flatMap(({ id }) =>
    resellers.map((resellerId) => ({ kind: 'channel_private_offer', marketplaceId: id, resellerId }) as const),
  );
  add('channel_private_offer', offers, facts.marketplaces.length === 0 ? 'marketplace' : 'reseller');
  return ways.slice(0, MOST);
}
