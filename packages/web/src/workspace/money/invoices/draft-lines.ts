import type { Request } from '../../../lib/api/index.ts';
import { isNothing, lineAmount, typedDecimal } from './amounts.ts';

export type HandLine = NonNullable<Request<'invoices.addLines'>['body']['lines']>[number];
/** A line as it is typed. */
export type DraftLine = {
  key: number;
  description: string;
  quantity: string;
  unitPrice: string;
  productId: string | null;
  dealId: string | null;
  from: string;
  to: string;
  /** Empty: as the product says. */ taxCategory: string;
};

export const emptyLine = (key: number): DraftLine => ({
  key,
  description: '',
  quantity: '1',
  unitPrice: '',
  productId: null,
  dealId: null,
  from: '',
  to: '',
  taxCategory: '',
});
export const isEmptyLine = (line: DraftLine): boolean => line.description.trim() === '' && line.unitPrice.trim() === '' && line.productId === null;

export type Problem = 'description' | 'quantity' | 'unitPrice' | 'period';
export function problemOf(line: DraftLine): Problem | null {
  if (line.description.trim() === '') return 'description';
  const quantity = typedDecimal(line.quantity);
  if (quantity === null || isNothing(quantity)) return 'quantity';
  const price = typedDecimal(line.unitPrice);
  if (price === null || price.startsWith('-')) return 'unitPrice';
  if ((line.from === '') !== (line.to === '') || (line.from !== '' && line.from >= line.to)) return 'period';
  return null;
}

export function amountOfLine(line: DraftLine, currency: string): number | null {
  const [quantity, price] = [typedDecimal(line.quantity), typedDecimal(line.unitPrice)];
  return quantity === null || price === null ? null : lineAmount(quantity, price, currency);
}

/** As the contract wants them; null while something is missing. Lines that nobody has begun are left out. */
export function handLines(lines: readonly DraftLine[]): HandLine[] | null {
  const begun = lines.filter((line) => !isEmptyLine(line));
  if (begun.some((line) => problemOf(line) !== null)) return null;
  return begun.map((line) => ({
    description: line.description.trim(),
    quantity: typedDecimal(line.quantity) ?? '1',
    unitPrice: typedDecimal(line.unitPrice) ?? '0',
    productId: line.productId,
    dealId: line.dealId,
    period: line.from === '' ? null : { from: line.from, to: line.to },
    ...(line.taxCategory === '' ? {} : { taxCategory: line.taxCategory }),
  }));
}
