import { compare, decimal, plus, fraction, Problem, rounded, times, divide, type Fraction } from '@entente/kernel';
import { leftOf, openOf, size, within, type LineAmounts, type NetAndTax } from './line.ts';

export type CreditLine = LineAmounts & {
  readonly description: string;
  readonly quantity: string;
  /** Credited by quantity until now. */ readonly creditedQuantity: Fraction;
};
export type Asked = { readonly netMinor?: number | undefined; readonly quantity?: string | undefined; readonly rest?: true | undefined };

/**
 * What crediting a line comes to. Tax follows the line by the cumulative share: whatever the steps, the last one ends both at exactly
 * what the line was.
 */
export function creditOf(line: CreditLine, asked: Asked): NetAndTax {
  const left = leftOf(line);
  const netMinor = wanted(line, asked, left.netMinor);
  if (netMinor === 0n) throw new Problem('invalid_input', `Nothing is left to credit of “${line.description}”, or nothing was asked for.`);
  if (netMinor < 0n !== line.netMinor < 0n) throw new Problem('invalid_input', `A credit of “${line.description}” has the sign of the line.`);
  if (size(netMinor) > size(left.netMinor))
    throw new Problem('conflict', `More would be credited of “${line.description}” than is left of it.`, { reason: 'more_than_left' });
  if (netMinor === left.netMinor) return left;
  const target = rounded(fraction(line.taxMinor * (line.creditedNetMinor + netMinor), line.netMinor));
  const step = target - line.creditedTaxMinor;
  return { netMinor, taxMinor: step < 0n === line.taxMinor < 0n ? within(step, left.taxMinor) : 0n };
}

function wanted(line: CreditLine, asked: Asked, left: bigint): bigint {
  if ([asked.netMinor, asked.quantity, asked.rest].filter((one) => one !== undefined).length !== 1)
    throw new Problem('invalid_input', 'Say an amount, a quantity, or the rest; one of them for each line.');
  if (asked.rest === true) return left;
  if (asked.netMinor !== undefined) return BigInt(asked.netMinor);
  const [whole, part] = [decimal(line.quantity), decimal(asked.quantity ?? '0')];
  if (compare(whole, fraction(0n)) === 0) throw new Problem('invalid_input', `“${line.description}” has no quantity to credit by.`);
  const until = plus(line.creditedQuantity, part);
  const magnitude = ({ numerator, denominator }: Fraction): Fraction => fraction(size(numerator), denominator);
  if (compare(magnitude(until), magnitude(whole)) > 0)
    throw new Problem('conflict', `“${line.description}” has a quantity of ${line.quantity}; more would be credited.`, { reason: 'more_than_left' });
  const upTo = (quantity: Fraction): bigint => rounded(times(fraction(line.netMinor), divide(quantity, whole)));
  return within(upTo(until) - upTo(line.creditedQuantity), left);
}

/** A credit lowers what is open first; only what exceeds that had been paid. */
export function openAndPaid(line: LineAmounts, credit: NetAndTax): { readonly open: NetAndTax; readonly paid: NetAndTax } {
  const room = openOf(line);
  const open = { netMinor: within(credit.netMinor, room.netMinor), taxMinor: within(credit.taxMinor, room.taxMinor) };
  return { open, paid: { netMinor: credit.netMinor - open.netMinor, taxMinor: credit.taxMinor - open.taxMinor } };
}
