import { withoutNames } from './names.ts';

export type Side = { readonly id: string; readonly letter: string; readonly partnerId: string | null; readonly name: string };
export type Entry = {
  readonly id: string;
  readonly kind: 'evidence' | 'note' | 'event';
  readonly partyId: string | null;
  readonly visibleTo: 'mediators' | 'party' | 'all';
  readonly body: string;
  readonly fileId: string | null;
  readonly by: string;
  readonly at: string;
};

/** Who reads: one who mediates reads all; a side its own and what is for both; anybody else of the vendor what is for both. */
export type Reader = { readonly mediates: boolean; readonly partyId: string | null };

export const mayRead = (entry: Entry, reader: Reader): boolean =>
  reader.mediates || entry.visibleTo === 'all' || (entry.visibleTo === 'party' && entry.partyId !== null && entry.partyId === reader.partyId);

export type SideEntry = {
  readonly id: string;
  readonly body: string;
  readonly fileId: string | null;
  readonly by: string;
  readonly at: string;
  readonly mine: boolean;
};

/** Names a side's partner must not read: those of the other partners. */
export const otherNames = (own: Side, sides: readonly Side[]): string[] =>
  sides.filter((side) => side.id !== own.id && side.partnerId !== null).map((side) => side.name);

/**
 * What a partner reads of a case. Its own evidence is as it wrote it. Anything else has no person's name, and nothing that names the
 * other side.
 */
export function entriesForSide(entries: readonly Entry[], own: Side, sides: readonly Side[]): SideEntry[] {
  const hidden = otherNames(own, sides);
  const letters = new Map(sides.map((side) => [side.id, side.letter]));
  return entries
    .filter((entry) => mayRead(entry, { mediates: false, partyId: own.id }))
    .map((entry) => {
      const mine = entry.partyId === own.id;
      if (mine && entry.visibleTo === 'party') return { id: entry.id, body: entry.body, fileId: entry.fileId, by: entry.by, at: entry.at, mine };
      const letter = entry.partyId === null ? undefined : letters.get(entry.partyId);
      return {
        id: entry.id,
        body: withoutNames(entry.body, hidden),
        fileId: null,
        by: mine ? 'You' : letter === undefined ? 'Vendor' : `Side ${letter}`,
        at: entry.at,
        mine,
      };
    });
}
