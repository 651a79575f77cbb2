import { compare, decimal, minus, times, fraction, rounded, plus, ZERO, type Fraction } from '@entente/kernel';

/** A special price a vendor authorised: the distributor ships at it and debits the difference to what it paid. */
export type Authorisation = {
  readonly id: string;
  readonly partnerId: string;
  readonly productId: string;
  readonly customer: string | null;
  readonly from: string;
  readonly to: string;
  readonly currency: string;
  /** What is given for each unit, in minor units. */
  readonly supportMinor: bigint;
  readonly mostUnits: string | null;
};
/** One line of proof of what was sold through. */
export type ProofLine = {
  readonly key: string;
  readonly authorisationId: string;
  readonly productId: string;
  readonly customer: string | null;
  readonly soldOn: string;
  readonly quantity: string;
  readonly currency: string;
  readonly claimedMinor: bigint;
};
export type ClaimedLine = {
  readonly key: string;
  readonly state: 'credited' | 'partly' | 'refused';
  readonly creditMinor: bigint;
  readonly sentence: string | null;
};

/** Judges lines in their order: each proof is credited once, for the units that are left, and never for more than is claimed. */
export function judgeClaim(
  authorisations: readonly Authorisation[],
  partnerId: string,
  lines: readonly ProofLine[],
  before: { readonly proofs: ReadonlySet<string>; readonly units: ReadonlyMap<string, Fraction> },
): { readonly lines: readonly ClaimedLine[]; readonly creditMinor: bigint } {
  const proofs = new Set(before.proofs);
  const units = new Map(before.units);
  const judged = lines.map((line): ClaimedLine => {
    const refuse = (sentence: string): ClaimedLine => ({ key: line.key, state: 'refused', creditMinor: 0n, sentence });
    if (proofs.has(line.key)) return refuse('This proof was claimed before.');
    const found = authorisations.find(({ id }) => id === line.authorisationId);
    if (!found || found.partnerId !== partnerId) return refuse('There is no such authorisation.');
    if (found.productId !== line.productId) return refuse('The authorisation is for another product.');
    if (found.customer !== null && found.customer !== line.customer) return refuse('The authorisation is for another customer.');
    if (line.soldOn < found.from || line.soldOn >= found.to) return refuse('It was sold outside the time of the authorisation.');
    if (line.currency !== found.currency) return refuse(`The authorisation is in ${found.currency}.`);
    const quantity = decimal(line.quantity);
    if (compare(quantity, ZERO) <= 0 || line.claimedMinor <= 0n) return refuse('A claim is for more than nothing.');
    const used = units.get(found.id) ?? ZERO;
    const room = found.mostUnits === null ? quantity : minus(decimal(found.mostUnits), used);
    if (compare(room, ZERO) <= 0) return refuse('All units of the authorisation are used.');
    const credited = compare(quantity, room) > 0 ? room : quantity;
    const most = rounded(times(credited, fraction(found.supportMinor)));
    const creditMinor = line.claimedMinor < most ? line.claimedMinor : most;
    proofs.add(line.key);
    units.set(found.id, plus(used, credited));
    if (compare(credited, quantity) < 0) return { key: line.key, state: 'partly', creditMinor, sentence: 'Only part of these units was left.' };
    if (creditMinor < line.claimedMinor) return { key: line.key, state: 'partly', creditMinor, sentence: 'More was claimed than the authorisation gives.' };
    return { key: line.key, state: 'credited', creditMinor, sentence: null };
  });
  return { lines: judged, creditMinor: judged.reduce((sum, { creditMinor }) => sum + creditMinor, 0n) };
}
