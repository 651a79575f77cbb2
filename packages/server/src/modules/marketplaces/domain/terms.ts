import { applyBasisPoints, divideHalfUp } from '@entente/kernel';
import type { Instalment, QuoteLine } from './quote.ts';

export const totalOf = (lines: readonly { readonly amountMinor: bigint }[]): bigint => lines.reduce((sum, line) => sum + line.amountMinor, 0n);

/** Each line is rounded once, half up; the total is the sum of what is shown. */
export const scaledLines = (lines: readonly QuoteLine[], basisPoints: bigint): QuoteLine[] =>
  lines.map((line) => ({
    ...line,
    unitPriceMinor: applyBasisPoints(line.unitPriceMinor, basisPoints),
    amountMinor: applyBasisPoints(line.amountMinor, basisPoints),
  }));
export const withMarkup = (lines: readonly QuoteLine[], markupBp: number): QuoteLine[] => scaledLines(lines, BigInt(10_000 + markupBp));
export const withDiscount = (lines: readonly QuoteLine[], discountBp: number): QuoteLine[] => scaledLines(lines, BigInt(10_000 - discountBp));

/** Lines take their shares of a total that was reckoned as a whole: none is off by more than its own rounding, and they sum to it. */
export function sharedOut(lines: readonly QuoteLine[], total: bigint): QuoteLine[] {
  const sum = totalOf(lines);
  let [seen, given] = [0n, 0n];
  return lines.map((line) => {
    seen += line.amountMinor;
    const upTo = sum === 0n ? 0n : seen === sum ? total : divideHalfUp(seen * total, sum);
    const amountMinor = upTo - given;
    given = upTo;
    return { ...line, amountMinor };
  });
}

export type Priced = { readonly lines: readonly QuoteLine[]; readonly instalments: readonly Instalment[] };
/**
 * A markup is put on each payment and rounded there, once: so the marketplaces reckon it, and so the price here is the buyer's to the
 * cent. Without a schedule the whole is one payment. The lines share what comes of it.
 */
export function markedUp({ lines, instalments }: Priced, markupBp: number): { lines: QuoteLine[]; instalments: Instalment[] } {
  const raised = (amountMinor: bigint): bigint => applyBasisPoints(amountMinor, BigInt(10_000 + markupBp));
  const later = instalments.map(({ dueOn, amountMinor }) => ({ dueOn, amountMinor: raised(amountMinor) }));
  const scheduled = instalments.length > 0 && totalOf(instalments) === totalOf(lines);
  const total = scheduled ? totalOf(later) : raised(totalOf(lines));
  const units = withMarkup(lines, markupBp);
  return {
    lines: sharedOut(lines, total).map((line, index) => ({ ...line, unitPriceMinor: units[index]?.unitPriceMinor ?? line.unitPriceMinor })),
    instalments: later,
  };
}

/** The same day some months on; a day the month lacks becomes its last. */
export function addMonths(day: string, months: number): string {
  const from = new Date(`${day}T00:00:00Z`);
  const last = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months + 1, 0));
  const date = new Date(Date.UTC(last.getUTCFullYear(), last.getUTCMonth(), Math.min(from.getUTCDate(), last.getUTCDate())));
  return date.toISOString().slice(0, 10);
}
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
export const daysBetween = (from: string, to: string): number => Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);

/** Equal payments spread over the term; what does not divide is on the first, so that they sum to the total to the cent. */
export function evenInstalments(totalMinor: bigint, count: number, firstOn: string, termMonths: number | null): Instalment[] {
  if (count < 1) return [];
  const each = totalMinor / BigInt(count);
  const rest = totalMinor - each * BigInt(count);
  const step = termMonths === null ? 1 : Math.max(1, Math.floor(termMonths / count));
  return Array.from({ length: count }, (_, index) => ({ dueOn: addMonths(firstOn, index * step), amountMinor: index === 0 ? each + rest : each }));
}

/** Payments keep their shares of a total that changes, and still sum to it: the last carries what rounding leaves. */
export function rescaledInstalments(instalments: readonly Instalment[], from: bigint, to: bigint): Instalment[] {
  if (from === to || from === 0n) return [...instalments];
  let left = to;
  return instalments.map((instalment, index) => {
    const amountMinor = index === instalments.length - 1 ? left : (instalment.amountMinor * to) / from;
    left -= amountMinor;
    return { dueOn: instalment.dueOn, amountMinor };
  });
}
