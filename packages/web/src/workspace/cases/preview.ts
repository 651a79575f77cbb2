import type { Side } from './words.ts';

export type Outcome = 'first' | 'second' | 'shared' | 'vendor' | 'nobody';
const WHOLE = 10_000;

export type Effect = {
  letter: string;
  name: string;
  /** kept: its claim stands; ended: its protection ends; vendor: the vendor's own people keep the deal; none: it had no claim to lose. */
  claim: 'kept' | 'ended' | 'vendor' | 'none';
  /** The side's part of the credit, in basis points; null when it gets none. */
  shareBasisPoints: number | null;
};

/**
 * What a ruling does to each side, shown before it is made. One registration stands for the deal: of a shared claim that of the
 * greater share, and where both are equal the first one's.
 */
export function effectsOf(
  sides: readonly Pick<Side, 'letter' | 'name' | 'partnerId' | 'registrationId'>[],
  outcome: Outcome,
  firstShareBasisPoints: number,
): Effect[] {
  const [first, second] = sides;
  const shares = [firstShareBasisPoints, WHOLE - firstShareBasisPoints];
  const major = firstShareBasisPoints * 2 >= WHOLE ? first : second;
  const minor = major === first ? second : first;
  const keeper =
    outcome === 'first'
      ? first
      : outcome === 'second'
        ? second
        : outcome === 'vendor'
          ? sides.find((side) => side.partnerId === null)
          : outcome === 'shared'
            ? (major?.registrationId ?? null) === null
              ? minor
              : major
            : undefined;
  return sides.map((side, index) => ({
    letter: side.letter,
    name: side.name,
    claim:
      side.partnerId === null
        ? side === keeper || outcome === 'shared'
          ? 'vendor'
          : 'none'
        : side.registrationId === null
          ? 'none'
          : side === keeper
            ? 'kept'
            : 'ended',
    shareBasisPoints: outcome === 'shared' ? (shares[index] ?? null) : side === keeper && side.partnerId !== null ? WHOLE : null,
  }));
}

/** The first other side a text for both sides would name; the server looks harder and refuses. */
export function namedSide(text: string, sides: readonly Pick<Side, 'name' | 'partnerId'>[]): string | null {
  const said = text.toLocaleLowerCase();
  return sides.find((side) => side.partnerId !== null && side.name.trim().length > 2 && said.includes(side.name.trim().toLocaleLowerCase()))?.name ?? null;
}
