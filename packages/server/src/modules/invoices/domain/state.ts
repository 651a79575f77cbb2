export type Amounts = { readonly totalMinor: number; readonly paidMinor: number; readonly creditedMinor: number; readonly writtenOffMinor: number };
export const openAmount = ({ totalMinor, paidMinor, creditedMinor, writtenOffMinor }: Amounts): number =>
  totalMinor - paidMinor - creditedMinor - writtenOffMinor;

/** The state of an issued invoice follows from its amounts. */
export function stateOf(amounts: Amounts): 'issued' | 'part_paid' | 'paid' | 'credited' | 'written_off' {
  if (openAmount(amounts) > 0) return amounts.paidMinor > 0 ? 'part_paid' : 'issued';
  if (amounts.writtenOffMinor > 0) return 'written_off';
  return amounts.creditedMinor > 0 && amounts.paidMinor === 0 ? 'credited' : 'paid';
}
