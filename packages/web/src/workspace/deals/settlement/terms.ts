import type { Result } from '../../../lib/api/index.ts';

export type Terms = Result<'settlement.settings'>['document'];
export type FeeTerm = Terms['feeTerms'][number];
/** An entry that has always held; a date field cannot show its day. */
export const ALWAYS = '0001-01-01';

/** What stands against the terms; each entry must say from which day and for which marketplace it is the only one. */
export function clashOf(feeTerms: readonly FeeTerm[]): ReadonlySet<number> {
  const seen = new Map<string, number>();
  const clashes = new Set<number>();
  for (const [place, { from, marketplaceId }] of feeTerms.entries()) {
    const key = `${from}|${marketplaceId ?? ''}`;
    const other = seen.get(key);
    if (other === undefined) seen.set(key, place);
    else clashes.add(place);
  }
  return clashes;
}

/** A new entry begins today and says what the newest one said. */
export function nextTerm(feeTerms: readonly FeeTerm[], today: string): FeeTerm {
  const newest = feeTerms.filter(({ marketplaceId }) => marketplaceId === null).toSorted((a, b) => (a.from < b.from ? 1 : -1))[0];
  return { from: today, marketplaceId: null, base: newest?.base ?? 'buyer_price', bearer: newest?.bearer ?? 'us', upliftBearer: newest?.upliftBearer ?? 'us' };
}
