import { foldText } from '@entente/account-matching';

export const reportFields = ['reseller', 'customer', 'domain', 'product', 'deal', 'quantity', 'amount', 'currency', 'soldOn', 'reference'] as const;
export type ReportField = (typeof reportFields)[number];
export type ReportColumns = Readonly<Record<ReportField, number | null>> & {
  /** The currency a header names, such as "Amount (EUR)". */ readonly headerCurrency: string | null;
};

const NAMES: Readonly<Record<ReportField, readonly string[]>> = {
  reseller: ['reseller', 'reseller name', 'dealer', 'sold to', 'sold to name', 'partner', 'partner name', 'buyer', 'bill to', 'haendler', 'revendeur'],
  customer: [
    'customer',
    'customer name',
    'end customer',
    'end customer name',
    'end user',
    'end user name',
    'company',
    'ship to',
    'kunde',
    'endkunde',
    'client',
  ],
  domain: ['domain', 'customer domain', 'end customer domain', 'end user domain', 'website', 'customer website', 'web site', 'url'],
  product: [
    'product',
    'product name',
    'item',
    'item name',
    'sku',
    'product sku',
    'part number',
    'part no',
    'article',
    'description',
    'produkt',
    'artikel',
    'produit',
  ],
  deal: ['deal', 'deal number', 'deal no', 'deal id', 'deal reference', 'opportunity', 'opportunity number', 'special price', 'spa number'],
  quantity: ['quantity', 'qty', 'units', 'units sold', 'quantity sold', 'count', 'seats', 'licences', 'licenses', 'menge', 'anzahl', 'quantite'],
  amount: [
    'amount',
    'total',
    'total amount',
    'line total',
    'net amount',
    'sales amount',
    'resale amount',
    'extended amount',
    'value',
    'betrag',
    'montant',
    'revenue',
  ],
  currency: ['currency', 'currency code', 'curr', 'waehrung', 'devise'],
  soldOn: [
    'sold on',
    'date',
    'sale date',
    'sales date',
    'sold date',
    'invoice date',
    'ship date',
    'transaction date',
    'date of sale',
    'datum',
    'rechnungsdatum',
  ],
  reference: ['reference', 'invoice', 'invoice number', 'invoice no', 'order', 'order number', 'serial', 'serial number', 'line reference', 'rechnungsnummer'],
};
const FIELD_OF = new Map(reportFields.flatMap((field) => NAMES[field].map((name) => [name, field] as const)));
const LABELS: Readonly<Record<ReportField, string>> = {
  reseller: 'Reseller',
  customer: 'Customer',
  domain: 'Customer domain',
  product: 'Product',
  deal: 'Deal number',
  quantity: 'Quantity',
  amount: 'Amount',
  currency: 'Currency',
  soldOn: 'Sold on',
  reference: 'Invoice number',
};

const CURRENCY_IN_HEADER = /[\s([/-]([A-Z]{3})[)\]]?\s*$/;

/** A header as words: case, accents, signs and what stands in brackets make no difference. */
const wordsOf = (header: string): string =>
  foldText(header.replace(CURRENCY_IN_HEADER, ' ').replace(/[([].*?[)\]]/g, ' '))
    .replaceAll('ä', 'ae')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** Finds the columns by their headers; the first of two columns for the same thing counts. */
export function columnsOf(headers: readonly string[]): ReportColumns {
  const found: Record<ReportField, number | null> = {
    reseller: null,
    customer: null,
    domain: null,
    product: null,
    deal: null,
    quantity: null,
    amount: null,
    currency: null,
    soldOn: null,
    reference: null,
  };
  let headerCurrency: string | null = null;
  for (const [index, header] of headers.entries()) {
    const field =
      FIELD_OF.get(wordsOf(header)) ??
      FIELD_OF.get(
        foldText(header)
          .replace(/[^\p{L}\p{N}]+/gu, ' ')
          .trim(),
      );
    if (!field || found[field] !== null) continue;
    found[field] = index;
    if (field === 'amount') headerCurrency = CURRENCY_IN_HEADER.exec(header)?.[1] ?? null;
  }
  return { ...found, headerCurrency };
}

/** What a report cannot be read without, in words; null when all is there. */
export function missingColumns(columns: ReportColumns): string | null {
  const missing = (['product', 'quantity', 'amount', 'soldOn'] as const).filter((field) => columns[field] === null).map((field) => LABELS[field]);
  if (columns.domain === null && columns.deal === null) missing.push(`${LABELS.domain} or ${LABELS.deal}`);
  return missing.length === 0 ? null : `The table has no column for: ${missing.join(', ')}. Name the columns so.`;
}
