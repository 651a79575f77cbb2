import { plainRate, taxGroup, type TaxCode } from './tax.ts';

export type TaxedAmount = {
  readonly code: TaxCode;
  readonly rate: string;
  readonly exemptionReason: string | null;
  readonly netMinor: bigint;
  readonly taxMinor: bigint;
};

/** What each rate comes to, as documents and EN 16931 show it: the sums of its lines. */
export function taxTotals(lines: readonly TaxedAmount[]): TaxedAmount[] {
  const groups = new Map<string, TaxedAmount>();
  for (const line of lines) {
    const before = groups.get(taxGroup(line));
    groups.set(taxGroup(line), {
      code: line.code,
      rate: plainRate(line.rate),
      exemptionReason: before?.exemptionReason ?? line.exemptionReason,
      netMinor: (before?.netMinor ?? 0n) + line.netMinor,
      taxMinor: (before?.taxMinor ?? 0n) + line.taxMinor,
    });
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, total]) => total);
}
