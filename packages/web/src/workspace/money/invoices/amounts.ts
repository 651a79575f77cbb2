import { compare, decimal, fraction, isDecimal, minorDigits, rounded, times } from '@entente/kernel';

/** What was typed as an exact number, or null. A comma is a decimal comma: prices and quantities are not typed in groups. */
export function typedDecimal(typed: string): string | null {
  const text = typed.trim().replace(',', '.').replace('−', '-');
  return isDecimal(text) && /^-?\d{1,18}(\.\d{1,12})?$/.test(text) ? text : null;
}

export const isNothing = (text: string): boolean => compare(decimal(text), fraction(0n)) === 0;

/** Quantity × price in major units, rounded once, as the server does it; null where it cannot be held. */
export function lineAmount(quantity: string, unitPrice: string, currency: string): number | null {
  const minor = rounded(times(times(decimal(quantity), decimal(unitPrice)), fraction(10n ** BigInt(minorDigits(currency)))));
  const amount = Number(minor);
  return Number.isSafeInteger(amount) ? amount : null;
}

type Amount = { currency: string; amountMinor: number };
/** Amounts of two currencies are never added. */
export function sumsOf(amounts: readonly Amount[]): Amount[] {
  const sums = new Map<string, number>();
  for (const { currency, amountMinor } of amounts) sums.set(currency, (sums.get(currency) ?? 0) + amountMinor);
  return [...sums].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([currency, amountMinor]) => ({ currency, amountMinor }));
}

export type Owed = { id: string; openMinor: number };
/** Typed amounts against what there is to apply: nothing may take more than is open, and all of them no more than came. */
export function applied(
  wanted: ReadonlyMap<string, number>,
  owed: readonly Owed[],
  leftMinor: number,
): { sumMinor: number; tooMuchOf: string[]; tooMuch: boolean } {
  const sumMinor = [...wanted.values()].reduce((sum, amount) => sum + amount, 0);
  const tooMuchOf = owed.filter((invoice) => (wanted.get(invoice.id) ?? 0) > invoice.openMinor).map(({ id }) => id);
  return { sumMinor, tooMuchOf, tooMuch: sumMinor > leftMinor };
}

export type Group = { accountId: string; accountName: string; currency: string; netMinor: number; charges: number };
/** What a run would make: an invoice for each account and currency; what comes to nothing or less waits. */
export function runGroups(charges: readonly { accountId: string; accountName: string; currency: string; amountMinor: number }[]): Group[] {
  const groups = new Map<string, Group>();
  for (const charge of charges) {
    const key = `${charge.accountId} ${charge.currency}`;
    const group = groups.get(key) ?? { accountId: charge.accountId, accountName: charge.accountName, currency: charge.currency, netMinor: 0, charges: 0 };
    groups.set(key, { ...group, netMinor: group.netMinor + charge.amountMinor, charges: group.charges + 1 });
  }
  return [...groups.values()].toSorted((one, other) => one.accountName.localeCompare(other.accountName) || (one.currency < other.currency ? -1 : 1));
}
