import type { WebhookEventType } from '@entente/contracts';
import { sampleId, type Entry } from './outside-events.ts';

const accountId = sampleId(11);
const invoice = { number: 'INV-2026-00042', currency: 'EUR' };
const money = { amountMinor: 119_000, currency: 'EUR' };

/** What customers are invoiced, what they pay, and the receipts that follow. */
export const INVOICE_EVENTS = {
  'invoice.drafted': ['billing', 'A draft of an invoice was begun.', { accountId, currency: 'EUR' }],
  'invoice.issued': ['billing', 'An invoice was issued.', { ...invoice, accountId, totalMinor: 119_000, dueOn: '2026-12-05' }],
  'invoice.voided': ['billing', 'A draft of an invoice was given up.', {}],
  'invoice.paid': ['billing', 'An invoice is paid in full.', { ...invoice, amountMinor: 119_000, openMinor: 0 }],
  'invoice.payment_changed': [
    'billing',
    'An invoice was paid in part, or a payment of it was taken back.',
    { ...invoice, amountMinor: 50_000, openMinor: 69_000 },
  ],
  'invoice.written_off': ['billing', 'What was open of an invoice was written off.', { ...invoice, amountMinor: 69_000 }],
  'credit_note.issued': [
    'billing',
    'A credit note was issued.',
    { number: 'INVC-2026-00007', invoiceNumber: 'INV-2026-00042', accountId, totalMinor: 11_900, currency: 'EUR' },
  ],
  'payment.received': ['billing', 'A payment of a customer was booked.', { ...money, accountId, creditMinor: 0 }],
  'payment.unmatched': ['billing', 'A payment came of which nobody knows whose it is.', { ...money, payer: 'Nordwind AG', reference: 'November' }],
  'payment.refunded': ['billing', 'Money was given back to a customer.', { amountMinor: 11_900, currency: 'EUR', accountId }],
  'receipt.recorded': [
    'billing',
    'Money that came, or went back, was spread over the lines it pays for.',
    { netMinor: 100_000, taxMinor: 19_000, feeMinor: 0, currency: 'EUR', receivedOn: '2026-11-21', source: 'payment', reverses: null },
  ],
} as const satisfies Partial<Record<WebhookEventType, Entry>>;
