import { foldText } from '@entente/account-matching';
import type { billingColumns } from '@entente/contracts';
import type { BillingAction, BillingKind } from './billing-line.ts';

export type BillingColumn = (typeof billingColumns)[number];
export type Columns = Readonly<Partial<Record<BillingColumn, number>>>;

const NAMES: Readonly<Record<BillingColumn, readonly string[]>> = {
  key: ['key', 'id', 'line id', 'transaction id', 'event id', 'earning id', 'record id', 'billing event id'],
  action: ['action', 'status', 'state', 'payment status'],
  type: ['type', 'transaction type', 'line type', 'category', 'kind', 'charge type'],
  amount: ['amount', 'net amount', 'transaction amount', 'earning amount', 'value', 'betrag', 'montant'],
  currency: ['currency', 'currency code', 'transaction currency', 'waehrung', 'wahrung', 'devise'],
  occurredAt: ['date', 'transaction date', 'invoice date', 'earning date', 'occurred at', 'occurred on', 'datum'],
  invoice: ['invoice', 'invoice id', 'invoice number', 'rechnungsnummer'],
  agreement: ['agreement', 'agreement id', 'subscription', 'subscription id', 'entitlement', 'order', 'order id', 'contract'],
  offer: ['offer', 'offer id', 'private offer', 'private offer id'],
  disbursement: ['disbursement', 'disbursement id', 'payment id', 'payout', 'payout id', 'payment reference'],
  buyerAccount: ['buyer account', 'buyer id', 'customer id', 'customer account', 'billing account', 'tenant id'],
  buyerName: ['buyer', 'buyer name', 'customer', 'customer name', 'kunde', 'client'],
  product: ['product', 'product id', 'offer name', 'sku', 'produkt', 'produit'],
};
const NEEDED: readonly BillingColumn[] = ['key', 'type', 'amount', 'occurredAt'];
const LABELS: Readonly<Partial<Record<BillingColumn, string>>> = { key: 'key of the line', type: 'type', amount: 'amount', occurredAt: 'date' };

const fold = (text: string): string => foldText(text).replaceAll(/[_-]+/g, ' ').trim();

/** Which column holds what: as it was said, and otherwise by the usual names. */
export function columnsOf(
  headers: readonly string[],
  mapping: Readonly<Partial<Record<string, string>>>,
): { readonly columns: Columns; readonly missing: string | null } {
  const folded = headers.map(fold);
  const unknown = Object.values(mapping).find((header) => header !== undefined && !folded.includes(fold(header)));
  if (unknown !== undefined) return { columns: {}, missing: `The file has no column “${unknown.slice(0, 60)}”, which the mapping names.` };
  const columns: Partial<Record<BillingColumn, number>> = {};
  for (const column of Object.keys(NAMES) as BillingColumn[]) {
    const said = mapping[column];
    const place = said === undefined ? folded.findIndex((header) => NAMES[column].includes(header)) : folded.indexOf(fold(said));
    if (place >= 0) columns[column] = place;
  }
  const lacking = NEEDED.filter((column) => columns[column] === undefined);
  return { columns, missing: lacking.length === 0 ? null : `Say which columns hold the ${lacking.map((column) => LABELS[column] ?? column).join(', the ')}.` };
}

const KINDS: readonly (readonly [BillingKind, readonly string[]])[] = [
  ['fee_tax_refund', ['fee tax refund']],
  ['fee_refund', ['fee refund', 'fee credit', 'commission refund']],
  ['tax_refund', ['tax refund', 'vat refund']],
  ['refund', ['refund', 'chargeback', 'credit note', 'credit memo', 'reversal', 'gutschrift']],
  ['fee_tax', ['fee tax', 'tax on fee', 'vat on fee']],
  ['fee', ['fee', 'listing fee', 'store service fee', 'marketplace fee', 'commission', 'service fee', 'gebuehr', 'gebuhr', 'frais']],
  ['tax', ['tax', 'vat', 'sales tax', 'steuer', 'mwst']],
  ['passed_on', ['passed on', 'cost', 'wholesale']],
  ['markup', ['markup', 'margin']],
  ['payout', ['payout', 'disbursement', 'payment', 'transfer', 'auszahlung']],
  ['adjustment', ['adjustment', 'correction', 'balance adjustment', 'korrektur']],
  ['revenue', ['revenue', 'sale', 'charge', 'purchase', 'gross', 'invoice', 'earning', 'subscription', 'usage', 'umsatz']],
];
export function kindOf(text: string): BillingKind | null {
  const word = fold(text);
  const known = KINDS.find(([kind, words]) => fold(kind) === word || words.includes(word));
  return known ? known[0] : null;
}

const ACTIONS: Readonly<Record<BillingAction, readonly string[]>> = {
  invoiced: ['', 'invoiced', 'charged', 'billed', 'earned', 'open', 'unprocessed', 'upcoming'],
  forgiven: ['forgiven', 'written off', 'waived'],
  disbursed: ['disbursed', 'paid', 'sent', 'paid out', 'settled'],
};
export const actionOf = (text: string): BillingAction | null =>
  (Object.keys(ACTIONS) as BillingAction[]).find((action) => ACTIONS[action].includes(fold(text))) ?? null;

/** Files write a fee with and without its sign; what it does to the seller's balance is known from its kind. Only adjustments go both ways. */
export function signedAmount(kind: BillingKind, amountMinor: number): number {
  const size = Math.abs(amountMinor);
  if (size === 0) return 0;
  switch (kind) {
    case 'fee':
    case 'fee_tax':
    case 'refund':
    case 'tax_refund':
    case 'passed_on':
      return -size;
    case 'adjustment':
      return amountMinor;
    default:
      return size;
  }
}
