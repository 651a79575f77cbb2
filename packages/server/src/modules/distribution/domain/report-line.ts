import { createHash } from 'node:crypto';
import { companyKey, foldText, normaliseDomain } from '@entente/account-matching';
import type { ReadTable } from './facts.ts';
import type { ReportColumns, ReportField } from './report-columns.ts';

/** Why a line is what it is. Where the vendor may not read what the distributor may, it has a sentence of its own. */
export type Reason = { readonly code: string; readonly sentence: string; readonly vendorSentence?: string };
export type ReportLine = {
  readonly rowNumber: number;
  readonly resellerName: string | null;
  readonly customerName: string | null;
  readonly customerDomain: string | null;
  readonly productName: string | null;
  readonly dealNumber: number | null;
  readonly quantity: number | null;
  readonly amountMinor: number | null;
  readonly currency: string | null;
  readonly soldOn: string | null;
  readonly fingerprint: string;
  /** What cannot be read or cannot be true; such a line is compared with nothing. */
  readonly faults: readonly Reason[];
};
export type Period = { readonly from: string; readonly to: string };

const KEPT = 300;
const LARGEST_QUANTITY = 2_147_483_647;
const DEAL_NUMBER = /^(?:d\s*-?\s*)?(\d{1,12})$/i;

/** Text as a database can hold it. */
const clean = (text: string): string => text.replaceAll('\0', '').toWellFormed().trim().slice(0, KEPT);

/** Reads every line of a report; a line that cannot be read says why, and is kept. */
export function readLines(table: ReadTable, columns: ReportColumns, period: Period, distributorId: string): ReportLine[] {
  const column = (field: ReportField): number => columns[field] ?? -1;
  const readAmount = table.amounts(column('amount'));
  const readQuantity = table.quantities(column('quantity'));
  const readDate = table.dates(column('soldOn'), (day) => day >= period.from && day <= period.to);
  return table.rows.map(({ rowNumber, cells, problem }) => {
    const text = (field: ReportField): string | null => clean(cells[column(field)] ?? '') || null;
    const faults: Reason[] = [];
    const fault = (code: string, sentence: string): null => {
      faults.push({ code, sentence: clean(sentence) });
      return null;
    };
    if (problem !== null) fault('unreadable_row', problem);
    const currencyText = text('currency')?.toUpperCase() ?? columns.headerCurrency;
    const amountText = text('amount');
    const amount = amountText === null ? { ok: false as const, sentence: 'The amount is missing.' } : readAmount(amountText, currencyText);
    if (!amount.ok) fault('amount', amount.sentence);
    else if (currencyText !== null && amount.value.currency !== currencyText)
      fault('currency', `The amount is in ${amount.value.currency}, the column says ${currencyText}.`);
    const quantityText = text('quantity');
    const quantity = quantityText === null ? { ok: false as const, sentence: 'The quantity is missing.' } : readQuantity(quantityText);
    if (!quantity.ok) fault('quantity', quantity.sentence);
    else if (quantity.value === 0 || Math.abs(quantity.value) > LARGEST_QUANTITY) fault('quantity', `A quantity of ${quantity.value} cannot be reported.`);
    const dateText = text('soldOn');
    const date = dateText === null ? { ok: false as const, sentence: 'The day of the sale is missing.' } : readDate(dateText);
    if (!date.ok) fault('date', date.sentence);
    else if (date.value < period.from || date.value > period.to)
      fault('out_of_period', `${date.value} is not within the period of this report, ${period.from} to ${period.to}.`);
    const productName = text('product') ?? fault('product', 'The product is missing.');
    const domainText = text('domain');
    const domain = domainText === null ? null : normaliseDomain(domainText);
    if (domain !== null && !domain.ok) fault('domain', domain.sentence);
    const dealText = text('deal');
    const dealNumber =
      dealText === null ? null : Number(DEAL_NUMBER.exec(dealText)?.[1] ?? fault('deal_number', `“${dealText}” is not a deal number. Write it like D-10001.`));
    if (domainText === null && dealText === null) fault('no_customer', 'Name the deal, or the domain of the customer.');
    const line = {
      rowNumber,
      resellerName: text('reseller'),
      customerName: text('customer'),
      customerDomain: domain?.ok ? domain.domain : null,
      productName,
      dealNumber: dealNumber === 0 ? null : dealNumber,
      quantity: quantity.ok && Math.abs(quantity.value) <= LARGEST_QUANTITY ? quantity.value : null,
      amountMinor: amount.ok ? amount.value.amountMinor : null,
      currency: amount.ok ? amount.value.currency : null,
      soldOn: date.ok ? date.value : null,
    };
    return { ...line, fingerprint: fingerprintOf(line, text('reference'), faults.length === 0 ? null : cells, distributorId), faults };
  });
}

type Facts = Omit<ReportLine, 'fingerprint' | 'faults' | 'rowNumber'>;

/** Two lines that say the same of the same distributor have the same print, whatever their case, order of columns or number format. */
function fingerprintOf(line: Facts, reference: string | null, unread: readonly string[] | null, distributorId: string): string {
  const facts = unread ?? [
    line.resellerName === null ? '' : companyKey(line.resellerName),
    line.customerDomain ?? (line.customerName === null ? '' : companyKey(line.customerName)),
    foldText(line.productName ?? ''),
    line.dealNumber,
    line.quantity,
    line.amountMinor,
    line.currency,
    line.soldOn,
    foldText(reference ?? ''),
  ];
  return createHash('sha256')
    .update(JSON.stringify([distributorId, unread === null, facts]))
    .digest('hex');
}
