import { addDays, daysBetween, divideHalfUp } from '@entente/kernel';
import { within } from './line.ts';

export type Deferral = {
  readonly deferredMinor: bigint;
  readonly recognisedMinor: bigint;
  readonly from: string;
  readonly to: string;
  readonly until: string | null;
};

/** Revenue waits where days of its period lie behind the day of the invoice. */
export const waits = (period: { readonly to: string } | null, issuedOn: string): boolean => period !== null && period.to > addDays(issuedOn, 1);

/** What is earned when `day` begins, from the beginning of the period: by days, all of it at its end. */
export function earnedUntil({ deferredMinor, from, to }: Deferral, day: string): bigint {
  if (day >= to) return deferredMinor;
  if (day <= from) return 0n;
  return divideHalfUp(deferredMinor * BigInt(daysBetween(from, day)), BigInt(daysBetween(from, to)));
}

/** A credit takes what is not earned yet first; what stays is earned over the days that stay. */
export function creditDeferral(deferral: Deferral, creditMinor: bigint): { readonly fromDeferred: bigint; readonly deferral: Deferral } {
  const waiting = deferral.deferredMinor - deferral.recognisedMinor;
  const fromDeferred = within(creditMinor, waiting);
  return { fromDeferred, deferral: { ...deferral, deferredMinor: waiting - fromDeferred, recognisedMinor: 0n, from: deferral.until ?? deferral.from } };
}
