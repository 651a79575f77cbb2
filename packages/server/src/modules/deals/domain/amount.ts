import { allow, refuse, type Decision } from './decision.ts';

export type LineInput = {
  readonly productId?: string | null | undefined;
  readonly description: string;
  readonly quantity: number;
  readonly unitPriceMinor: number;
  readonly termMonths?: number | null | undefined;
};
export type PricedLine = {
  readonly position: number;
  readonly productId: string | null;
  readonly description: string;
  readonly quantity: number;
  readonly unitPriceMinor: number;
  readonly amountMinor: number;
  readonly termMonths: number | null;
};

/** Each line is quantity × unit price; the term is told, and not multiplied, because the price is for the whole term. */
export function priceLines(lines: readonly LineInput[]): Decision<{ lines: PricedLine[]; amountMinor: number | null }> {
  const priced: PricedLine[] = [];
  let sum = 0n;
  for (const [index, line] of lines.entries()) {
    const amount = BigInt(line.quantity) * BigInt(line.unitPriceMinor);
    sum += amount;
    if (!isExact(amount) || !isExact(sum)) return refuse(`The amount is too large to be exact from line ${index + 1} on.`);
    priced.push({
      position: index + 1,
      productId: line.productId ?? null,
      description: line.description,
      quantity: line.quantity,
      unitPriceMinor: line.unitPriceMinor,
      amountMinor: Number(amount),
      termMonths: line.termMonths ?? null,
    });
  }
  return allow({ lines: priced, amountMinor: lines.length === 0 ? null : Number(sum) });
}

const isExact = (amount: bigint): boolean => Number.isSafeInteger(Number(amount));

/** With lines, the amount is their sum and nobody writes it by hand. */
export function setAmount(asked: number | null, lineCount: number, sumOfLines: number | null): Decision<number | null> {
  if (lineCount === 0 || asked === sumOfLines) return allow(asked);
  return refuse(`The amount is the sum of the deal’s ${lineCount === 1 ? 'line' : `${lineCount} lines`}. Change the lines instead.`);
}
