import { applyBasisPoints } from '@entente/kernel';

export type OfferKind = 'private' | 'channel' | 'replacement';
export type FeeEntry = {
  readonly from: string;
  readonly kinds?: readonly OfferKind[] | undefined;
  readonly currency?: string | undefined;
  readonly bands: readonly { readonly fromMinor: number; readonly basisPoints: number }[];
};

/** The entry that holds: of those that have begun and speak of this kind and currency the latest, and of those the most particular. */
export function feeEntryOn(table: readonly FeeEntry[], day: string, kind: OfferKind, currency: string): FeeEntry | null {
  const fits = table.filter(
    (entry) => entry.from <= day && (entry.kinds === undefined || entry.kinds.includes(kind)) && (entry.currency === undefined || entry.currency === currency),
  );
  const particular = (entry: FeeEntry): number => (entry.kinds === undefined ? 0 : 2) + (entry.currency === undefined ? 0 : 1);
  return fits.toSorted((a, b) => (a.from === b.from ? particular(b) - particular(a) : a.from < b.from ? 1 : -1))[0] ?? null;
}

/** The marketplace's fee on one line of money, by the band its amount falls into, rounded half up once. */
export function feeOf(
  table: readonly FeeEntry[],
  day: string,
  kind: OfferKind,
  currency: string,
  amountMinor: bigint,
): { basisPoints: number; feeMinor: bigint } {
  const entry = feeEntryOn(table, day, kind, currency);
  const band = entry?.bands.filter((one) => BigInt(one.fromMinor) <= amountMinor).toSorted((a, b) => b.fromMinor - a.fromMinor)[0];
  const basisPoints = band?.basisPoints ?? 0;
  return { basisPoints, feeMinor: applyBasisPoints(amountMinor, BigInt(basisPoints)) };
}

export type FeeIssue = { readonly field: string; readonly code: string; readonly sentence: string };
export function feeTableIssues(table: readonly FeeEntry[]): FeeIssue[] {
  return table.flatMap((entry, index) => {
    const starts = entry.bands.map((band) => band.fromMinor);
    const issues: FeeIssue[] = [];
    if (!starts.includes(0))
      issues.push({ field: `feeTable.${index}.bands`, code: 'gap', sentence: 'The first band must begin at 0, or small orders would have no fee.' });
    if (new Set(starts).size !== starts.length)
      issues.push({ field: `feeTable.${index}.bands`, code: 'duplicate', sentence: 'Two bands begin at the same amount.' });
    const same = table.findIndex(
      (other, at) =>
        at < index &&
        other.from === entry.from &&
        other.currency === entry.currency &&
        [...(other.kinds ?? [])].sort().join() === [...(entry.kinds ?? [])].sort().join(),
    );
    if (same >= 0) issues.push({ field: `feeTable.${index}`, code: 'duplicate', sentence: `Two entries hold from ${entry.from} for the same offers.` });
    return issues;
  });
}

const kinds: readonly OfferKind[] = ['private', 'channel', 'replacement'];

/** The part of a fee that a stored table says for one line of money; null where it says nothing for that day. */
export function feeBasisPoints(
  table: unknown,
  of: { readonly day: string; readonly kind: string; readonly currency: string; readonly amountMinor: number },
): number | null {
  if (!Array.isArray(table)) return null;
  const entries = table as readonly FeeEntry[];
  const kind = kinds.find((each) => each === of.kind) ?? 'private';
  if (feeEntryOn(entries, of.day, kind, of.currency) === null) return null;
  return feeOf(entries, of.day, kind, of.currency, BigInt(Math.abs(of.amountMinor))).basisPoints;
}
