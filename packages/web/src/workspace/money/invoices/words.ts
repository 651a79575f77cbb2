import type { OperationId, Result } from '../../../lib/api/index.ts';
import { t } from '../../../lib/i18n/i18n.ts';
import type { Tone } from '../../../ui/badge.tsx';

export type Invoice = Result<'invoices.get'>;
export type InvoiceRow = Result<'invoices.list'>['items'][number];
export type InvoiceLine = Invoice['lines'][number];
export type Movement = Invoice['movements'][number];
export type CreditNote = Result<'creditNotes.list'>['items'][number];
export type Payment = Result<'payments.list'>['items'][number];
export type PaymentDetail = Result<'payments.get'>;
export type Application = PaymentDetail['applications'][number];
export type CreditOf = Result<'payments.credit'>['items'][number];
export type Receipt = Result<'receipts.list'>['items'][number];
export type ReceiptDetail = Result<'receipts.get'>;
export type Ageing = Result<'invoices.ageing'>['rows'][number];
export type Settings = NonNullable<Result<'invoices.settings'>['settings']>;
export type TaxRule = Result<'invoices.taxRules'>['items'][number];
export type Profile = NonNullable<Result<'invoices.profile'>['profile']>;
export type Party = Profile['party'];
export type RunAnswer = Result<'invoices.run'>;
export type OpenCharge = Result<'charges.list'>['items'][number];

export const invoiceStates = ['draft', 'issued', 'part_paid', 'paid', 'credited', 'written_off', 'void'] as const satisfies readonly InvoiceRow['state'][];
export const paymentStates = ['unmatched', 'matched', 'dismissed'] as const satisfies readonly Payment['state'][];
export const taxCodes = ['S', 'Z', 'E', 'AE', 'K', 'G', 'O'] as const satisfies readonly TaxRule['code'][];
export const languages = ['en', 'ar'] as const satisfies readonly Invoice['language'][];

export const invoiceTones: Record<InvoiceRow['state'], Tone> = {
  draft: 'neutral',
  issued: 'accent',
  part_paid: 'warn',
  paid: 'ok',
  credited: 'neutral',
  written_off: 'bad',
  void: 'neutral',
};
export const paymentTones: Record<Payment['state'], Tone> = { unmatched: 'warn', matched: 'ok', dismissed: 'neutral' };

/** What is read again after an invoice or a payment has moved: one touches what the other shows. */
export const invoiceReads = [
  'invoices.list',
  'invoices.get',
  'invoices.ageing',
  'creditNotes.list',
  'creditNotes.get',
  'payments.list',
  'payments.get',
  'payments.credit',
  'receipts.list',
  'receipts.get',
  'charges.list',
] as const satisfies readonly OperationId[];

export const invoiceName = (invoice: Pick<InvoiceRow, 'number'>): string => invoice.number ?? t('invoices.draft');
export const isOwed = (invoice: Pick<InvoiceRow, 'state'>): boolean => invoice.state === 'issued' || invoice.state === 'part_paid';
/** Only lines of which something is left can be credited. */
export const creditable = (lines: readonly InvoiceLine[]): InvoiceLine[] => lines.filter((line) => line.leftNetMinor !== 0);

const kinds = ['issued', 'credited', 'paid', 'unapplied', 'refunded', 'written_off', 'credit_applied', 'credited_paid'] as const;
export function movementWord(kind: string): string {
  const known = kinds.find((one) => one === kind);
  return known === undefined ? kind.replaceAll('_', ' ') : t(`invoices.movement.${known}`);
}

/** Of the browser; the server judges by the day of the workspace. */
export const today = (): string => new Date().toLocaleDateString('en-CA');

export function addDays(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}
