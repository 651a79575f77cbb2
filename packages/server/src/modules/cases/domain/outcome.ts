export type Ruled = 'first' | 'second' | 'shared' | 'vendor' | 'nobody';
export type ClaimSide = { readonly letter: string; readonly partnerId: string | null; readonly registrationId: string | null };
export type Consequence = {
  /** Letters of the sides that keep a claim. */
  readonly inFavourOf: readonly string[];
  readonly keep: string | null;
  readonly drop: readonly string[];
  readonly shares: readonly { readonly letter: string; readonly basisPoints: number }[];
};
const WHOLE = 10_000;

/** What a ruling means for each side's claim. Returns a sentence when it cannot be ruled so. */
export function consequenceOf(sides: readonly ClaimSide[], ruled: Ruled, firstShareBasisPoints: number | null): Consequence | string {
  const [first, second] = sides;
  if (!first || !second) return 'A case has two sides.';
  const all = sides.flatMap((side) => side.registrationId ?? []);
  const dropAllBut = (keep: string | null): string[] => all.filter((id) => id !== keep);
  if (ruled === 'shared') {
    const share = firstShareBasisPoints;
    if (share === null || share <= 0 || share >= WHOLE) return 'Say how much of a shared claim the first side gets: more than nothing and less than all.';
    // One registration stands for the deal; that of the greater share, and where both are equal the first one's.
    const [major, minor] = share * 2 >= WHOLE ? [first, second] : [second, first];
    const keep = major.registrationId ?? minor.registrationId;
    return {
      inFavourOf: [first.letter, second.letter],
      keep,
      drop: dropAllBut(keep),
      shares: [
        { letter: first.letter, basisPoints: share },
        { letter: second.letter, basisPoints: WHOLE - share },
      ],
    };
  }
  const winner = ruled === 'first' ? first : ruled === 'second' ? second : ruled === 'vendor' ? (sides.find((side) => side.partnerId === null) ?? null) : null;
  const keep = winner?.registrationId ?? null;
  return {
    inFavourOf: winner === null ? [] : [winner.letter],
    keep,
    drop: dropAllBut(keep),
    shares: winner === null || winner.partnerId === null ? [] : [{ letter: winner.letter, basisPoints: WHOLE }],
  };
}
