import type { FeedLine } from './billing-line.ts';
import { actionOf, kindOf, signedAmount, type BillingColumn, type Columns } from './file-columns.ts';

type Row = { readonly rowNumber: number; readonly cells: readonly string[]; readonly problem: string | null };
type Reading<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly sentence: string };
export type Readers = {
  readonly amount: (text: string, currency: string | null) => Reading<{ amountMinor: number; currency: string }>;
  readonly date: (text: string) => Reading<string>;
};
const KEPT = 300;
const clean = (text: string): string => text.replaceAll('\0', '').toWellFormed().trim().slice(0, KEPT);

/**
 * Lines of a file in our words. A charge that names its payout says two things, that it was invoiced and that it was paid, and becomes
 * two lines; so a file with the same charge before and after its payout fits together.
 */
export function linesOf(
  rows: readonly Row[],
  headers: readonly string[],
  columns: Columns,
  readers: Readers,
  currencyOfFile: string | null,
): { readonly lines: readonly FeedLine[]; readonly rowNumbers: readonly number[]; readonly refused: readonly { row: number; sentence: string }[] } {
  const lines: FeedLine[] = [];
  const rowNumbers: number[] = [];
  const refused: { row: number; sentence: string }[] = [];
  for (const { rowNumber, cells, problem } of rows) {
    const of = (column: BillingColumn): string => clean(cells[columns[column] ?? -1] ?? '');
    const orNull = (column: BillingColumn): string | null => of(column) || null;
    const refuse = (sentence: string): void => void refused.push({ row: rowNumber, sentence: clean(sentence) });
    if (problem !== null) {
      refuse(problem);
      continue;
    }
    const kind = kindOf(of('type'));
    const action = actionOf(of('action'));
    const currencyText = (of('currency') || currencyOfFile || '').toUpperCase() || null;
    const amount = readers.amount(of('amount'), currencyText);
    const date = readers.date(of('occurredAt'));
    if (of('key') === '') refuse('The key of the line is missing: without one, a line that comes twice would be counted twice.');
    else if (kind === null) refuse(`The type “${of('type').slice(0, 60)}” is not known.`);
    else if (action === null) refuse(`The action “${of('action').slice(0, 60)}” is not known.`);
    else if (!amount.ok) refuse(amount.sentence);
    else if (currencyText !== null && amount.value.currency !== currencyText)
      refuse(`The amount is in ${amount.value.currency}, the line says ${currencyText}.`);
    else if (!date.ok) refuse(date.sentence);
    else {
      const signed = signedAmount(kind, amount.value.amountMinor);
      const disbursementKey = kind === 'payout' ? (orNull('disbursement') ?? of('key')) : orNull('disbursement');
      const line: FeedLine = {
        key: of('key'),
        action: kind === 'payout' ? 'disbursed' : action === 'forgiven' ? 'forgiven' : 'invoiced',
        kind,
        transactionType: of('type'),
        amountMinor: action === 'forgiven' && kind !== 'payout' ? -signed || 0 : signed,
        currency: amount.value.currency,
        counts: true,
        occurredAt: `${date.value}T00:00:00.000Z`,
        invoiceKey: orNull('invoice'),
        agreementKey: orNull('agreement'),
        offerKey: orNull('offer'),
        disbursementKey: kind === 'payout' ? disbursementKey : null,
        buyerAccount: orNull('buyerAccount'),
        buyerName: orNull('buyerName'),
        productKey: orNull('product'),
        raw: Object.fromEntries(headers.map((header, index) => [clean(header) || `column ${index + 1}`, clean(cells[index] ?? '')])),
      };
      lines.push(line);
      rowNumbers.push(rowNumber);
      if (kind !== 'payout' && action !== 'forgiven' && (disbursementKey !== null || action === 'disbursed')) {
        lines.push({ ...line, key: `${line.key} paid`, action: 'disbursed', amountMinor: -line.amountMinor || 0, disbursementKey });
        rowNumbers.push(rowNumber);
      }
    }
  }
  return { lines, rowNumbers, refused };
}
