import { z } from 'zod';
import { operation } from '../operation.ts';
import {
  binaryFile,
  byId,
  currency,
  cursor,
  date,
  decimalText,
  email,
  explanation,
  id,
  instant,
  limit,
  minor,
  name,
  note,
  page,
  textFile,
  timeZone,
  version,
} from '../shapes.ts';

export const invoiceStates = ['draft', 'issued', 'part_paid', 'paid', 'credited', 'void', 'written_off'] as const;
/** EN 16931 (UNCL 5305): standard, zero rated, exempt, reverse charge, outside the scope, intra-community supply, export. */
export const taxCodes = ['S', 'Z', 'E', 'AE', 'O', 'K', 'G'] as const;
export const paymentStates = ['unmatched', 'matched', 'dismissed'] as const;

const search = z.string().trim().max(100);
const countryCode = z.string().regex(/^[A-Z]{2}$/, 'A country by its two letters.');
const short = z.string().trim().min(1).max(60);
const taxCategory = z.string().trim().min(1).max(10);
const interval = z.object({ from: date, to: date });
const reason = note.min(1);
/** Rates are per cent as decimal text: '19', '5.5'. */
const rate = decimalText.refine((text) => !text.startsWith('-') && Number(text) <= 100, 'A rate lies between 0 and 100 per cent.');

/** A party of an invoice, as law and EN 16931 want it named. */
export const invoiceParty = z.strictObject({
  legalName: name,
  street: z.string().trim().max(200).nullable().default(null),
  city: z.string().trim().max(100).nullable().default(null),
  postalCode: z.string().trim().max(20).nullable().default(null),
  country: countryCode,
  /** For value added tax, with its country in front: DE123456789. */ taxId: short.nullable().default(null),
  /** In the register of companies. */ legalId: short.nullable().default(null),
  email: email.nullable().default(null),
  /** Electronic address and its scheme (EAS), such as 9930 for German tax numbers. */
  peppol: z
    .strictObject({ scheme: z.string().regex(/^[0-9A-Z]{2,4}$/), endpoint: short })
    .nullable()
    .default(null),
});
const seller = invoiceParty.extend({
  iban: z.string().trim().max(42).nullable().default(null),
  bic: z.string().trim().max(11).nullable().default(null),
});
export type InvoiceParty = z.output<typeof invoiceParty>;
export type InvoiceSeller = z.output<typeof seller>;

const settings = z.object({
  seller,
  /** Numbers are prefix, year, and a number without gaps: INV-2027-00001. */ numberPrefix: z.string().regex(/^[A-Z0-9]{1,10}$/),
  paymentDays: z.number().int().min(0).max(365),
  /** Tax of each line, rounded, or of the sum of each rate, spread over its lines; the invoice says which. */ taxPolicy: z.enum(['line', 'sum']),
  timeZone,
  /** What is done with the open charges of a month when it has ended. */ automatic: z.enum(['off', 'draft', 'issue']).default('off'),
  note: note.nullable().default(null),
});
const taxRule = z.object({
  id,
  /** '*': every country without a rule of its own. */ country: z.string(),
  category: z.string(),
  code: z.enum(taxCodes),
  rate: decimalText,
  exemptionReason: z.string().nullable(),
  from: date,
  to: date.nullable(),
  version,
});
const newTaxRule = z.strictObject({
  country: z.union([countryCode, z.literal('*')]),
  category: taxCategory,
  code: z.enum(taxCodes),
  rate,
  exemptionReason: note.min(1).nullable().default(null),
  from: date,
  to: date.nullable().default(null),
});
const profile = z.object({
  accountId: id,
  accountName: z.string(),
  party: invoiceParty,
  orderNumber: short.nullable(),
  language: z.enum(['en', 'ar']),
  version,
});

const invoiceRow = z.object({
  id,
  /** Null while it is a draft. */ number: z.string().nullable(),
  state: z.enum(invoiceStates),
  accountId: id,
  accountName: z.string(),
  currency,
  issuedOn: date.nullable(),
  dueOn: date.nullable(),
  netMinor: minor,
  taxMinor: minor,
  totalMinor: minor,
  creditedMinor: minor,
  paidMinor: minor,
  writtenOffMinor: minor,
  openMinor: minor,
  /** Days since it was due; null where nothing is owed or it is not due yet. */ overdueDays: z.number().int().nullable(),
  /** Why a draft cannot be issued as it stands. */ obstacle: z.string().nullable(),
  lines: z.number().int(),
  version,
});
const invoiceLine = z.object({
  id,
  position: z.number().int(),
  chargeId: id.nullable(),
  productId: id.nullable(),
  productName: z.string().nullable(),
  vendorId: id.nullable(),
  vendorName: z.string().nullable(),
  dealId: id.nullable(),
  dealNumber: z.number().int().nullable(),
  description: z.string(),
  quantity: decimalText,
  /** In the currency's major unit; null where no single price makes the amount. */ unitPrice: z.string().nullable(),
  period: interval.nullable(),
  taxCategory: z.string(),
  taxCode: z.enum(taxCodes).nullable(),
  taxRate: decimalText.nullable(),
  exemptionReason: z.string().nullable(),
  netMinor: minor,
  taxMinor: minor,
  paidMinor: minor,
  creditedNetMinor: minor,
  creditedTaxMinor: minor,
  /** What can be credited still, before tax, paid or not. */ leftNetMinor: minor,
  writtenOffMinor: minor,
  openMinor: minor,
  /** Revenue that waits for its days. */ deferredMinor: minor,
  explanation,
});
const taxTotal = z.object({ code: z.enum(taxCodes), rate: decimalText, netMinor: minor, taxMinor: minor, exemptionReason: z.string().nullable() });
const creditNoteRow = z.object({
  id,
  number: z.string(),
  invoiceId: id,
  invoiceNumber: z.string(),
  accountId: id,
  accountName: z.string(),
  currency,
  issuedOn: date,
  reason: z.string(),
  netMinor: minor,
  taxMinor: minor,
  totalMinor: minor,
  /** What of it lowered the amount open; the rest had been paid and is the customer's credit. */ openMinor: minor,
  issuedBy: z.string(),
});
const movement = z.object({ id, kind: z.string(), on: date, amountMinor: minor, label: z.string(), paymentId: id.nullable(), by: z.string(), at: instant });
const invoice = invoiceRow.extend({
  taxPolicy: z.enum(['line', 'sum']),
  seller: seller.nullable(),
  buyer: invoiceParty.nullable(),
  orderNumber: z.string().nullable(),
  language: z.enum(['en', 'ar']),
  note: z.string().nullable(),
  endReason: z.string().nullable(),
  issuedBy: z.string().nullable(),
  lines: z.array(invoiceLine),
  taxes: z.array(taxTotal),
  creditNotes: z.array(creditNoteRow),
  /** What changed the amount owed, oldest first. */ movements: z.array(movement),
});
const paymentRow = z.object({
  id,
  state: z.enum(paymentStates),
  accountId: id.nullable(),
  accountName: z.string().nullable(),
  currency,
  amountMinor: minor,
  received: z.object({ currency, amountMinor: minor, bookedMinor: minor, rate: z.string(), rateId: id }).nullable(),
  receivedOn: date,
  reference: z.string().nullable(),
  payer: z.string().nullable(),
  origin: z.enum(['hand', 'import']),
  appliedMinor: minor,
  refundedMinor: minor,
  /** The customer's credit: neither applied nor given back. */ leftMinor: minor,
  note: z.string().nullable(),
  version,
});
const payment = paymentRow.extend({
  applications: z.array(
    z.object({ id, invoiceId: id, invoiceNumber: z.string(), amountMinor: minor, backMinor: minor, appliedOn: date, appliedBy: z.string() }),
  ),
  refunds: z.array(z.object({ id, amountMinor: minor, reopenedMinor: minor, refundedOn: date, reason: z.string(), refundedBy: z.string() })),
  receiptIds: z.array(id),
});
const receiptRow = z.object({
  id,
  source: z.enum(['payment', 'marketplace']),
  dealId: id.nullable(),
  dealNumber: z.number().int().nullable(),
  dealName: z.string().nullable(),
  accountId: id.nullable(),
  accountName: z.string().nullable(),
  invoiceId: id.nullable(),
  invoiceNumber: z.string().nullable(),
  paymentId: id.nullable(),
  currency,
  receivedOn: date,
  /** Net and tax are what the customer paid; negative where it went back. */ netMinor: minor,
  taxMinor: minor,
  /** What of it stayed with the marketplace. */ feeMinor: minor,
  reverses: id.nullable(),
});
const receiptLine = z.object({
  lineId: id,
  reversesLineId: id.nullable(),
  invoiceLineId: id.nullable(),
  productId: id.nullable(),
  vendorId: id.nullable(),
  vendorName: z.string().nullable(),
  description: z.string(),
  quantity: z.string().nullable(),
  netMinor: minor,
  taxMinor: minor,
  feeMinor: minor,
});
const handLine = z.strictObject({
  productId: id.nullable().default(null),
  dealId: id.nullable().default(null),
  description: name,
  /** Negative gives back. */ quantity: decimalText.default('1'),
  /** Major units; may be finer than the currency. */ unitPrice: decimalText.refine(
    (text) => !text.startsWith('-'),
    'A price is not negative; give back by a negative quantity.',
  ),
  period: interval.nullable().default(null),
  taxCategory: taxCategory.optional(),
});
const applyTo = z.strictObject({ invoiceId: id, amountMinor: minor.min(1) });
const bankRow = z.strictObject({
  /** The bank's own key of the line; without it date, amount, reference and payer tell lines apart. */ key: z.string().trim().min(1).max(200).optional(),
  receivedOn: date,
  /** Major units: '1190.00'. */ amount: decimalText,
  currency,
  reference: z.string().trim().max(500).nullable().default(null),
  payer: z.string().trim().max(200).nullable().default(null),
});

const read = { audience: 'workspace', scope: 'invoices:read', assistant: 'read' } as const;
const write = { audience: 'workspace', scope: 'invoices:write', assistant: 'none' } as const;
const act = { method: 'POST', ...write, versioned: true, params: byId } as const;
const pageQuery = { cursor: cursor.optional(), limit };

export const invoices = {
  'invoices.settings': operation({
    method: 'GET',
    path: '/invoice-settings',
    summary: 'Who invoices in whose name, and how: seller, numbers, days to pay, tax policy; null until somebody says',
    ...read,
    output: z.object({ settings: settings.extend({ version }).nullable() }),
  }),
  'invoices.saveSettings': operation({
    method: 'PUT',
    path: '/invoice-settings',
    summary: 'Say who invoices and how. If-Match once there are settings. Invoices that are issued keep what they said',
    ...write,
    body: settings.extend({ seller, ifVersion: version.optional() }),
    output: settings.extend({ version }),
  }),
  'invoices.taxRules': operation({
    method: 'GET',
    path: '/tax-rules',
    summary: 'Rates and EN 16931 codes by country and tax category, each with the days for which it holds',
    ...read,
    query: z.object({ country: z.string().max(2).optional(), day: date.optional() }),
    output: z.object({ items: z.array(taxRule) }),
  }),
  'invoices.addTaxRule': operation({
    method: 'POST',
    path: '/tax-rules',
    summary: 'Add a rate from a day on; the one before it ends on that day. What was issued keeps its rate',
    ...write,
    body: newTaxRule,
    output: taxRule,
    status: 201,
  }),
  'invoices.endTaxRule': operation({
    path: '/tax-rules/:id/end',
    summary: 'Let a rate end on a day (the first on which it holds no more)',
    ...act,
    body: z.object({ to: date }),
    output: taxRule,
  }),
  'invoices.profile': operation({
    method: 'GET',
    path: '/accounts/:id/billing-profile',
    summary: 'How an account is invoiced; null until somebody says',
    ...read,
    params: byId,
    output: z.object({ profile: profile.nullable() }),
  }),
  'invoices.saveProfile': operation({
    method: 'PUT',
    path: '/accounts/:id/billing-profile',
    summary: 'Say how an account is invoiced: legal name, address, tax id, order number, language, Peppol address. ifVersion once there is one',
    ...write,
    params: byId,
    body: z.object({
      party: invoiceParty,
      orderNumber: short.nullable().default(null),
      language: z.enum(['en', 'ar']).default('en'),
      ifVersion: version.optional(),
    }),
    output: profile,
  }),

  'invoices.list': operation({
    method: 'GET',
    path: '/invoices',
    summary: 'Invoices, newest first; searched by number, account and order number',
    ...read,
    query: z.object({
      ...pageQuery,
      q: search.optional(),
      accountId: id.optional(),
      dealId: id.optional(),
      state: z.enum(invoiceStates).optional(),
      currency: currency.optional(),
      overdue: z.enum(['true']).optional(),
      /** Something of it is owed still. */ open: z.enum(['true']).optional(),
      from: date.optional(),
      to: date.optional(),
      dueFrom: date.optional(),
      /** The first day that is too late. */ dueTo: date.optional(),
    }),
    output: page(invoiceRow),
  }),
  'invoices.get': operation({
    method: 'GET',
    path: '/invoices/:id',
    summary: 'One invoice with its lines, taxes, credit notes and everything that changed what is owed',
    ...read,
    params: byId,
    output: invoice,
  }),
  'invoices.create': operation({
    method: 'POST',
    path: '/invoices',
    summary:
      'Begin a draft for an account and currency, with open charges of it, with lines by hand, or both. A charge on another invoice refuses (charge_claimed)',
    ...write,
    body: z.object({
      accountId: id,
      currency,
      chargeIds: z.array(id).max(2000).default([]),
      lines: z.array(handLine).max(500).default([]),
      orderNumber: short.nullable().optional(),
      note: note.nullable().default(null),
    }),
    output: invoice,
    status: 201,
  }),
  'invoices.update': operation({
    ...act,
    method: 'PATCH',
    path: '/invoices/:id',
    summary: 'Change the order number, note or language of a draft',
    body: z.object({ orderNumber: short.nullable().optional(), note: note.nullable().optional(), language: z.enum(['en', 'ar']).optional() }),
    output: invoice,
  }),
  'invoices.addLines': operation({
    ...act,
    path: '/invoices/:id/lines',
    summary: 'Add charges or lines by hand to a draft',
    body: z.object({ chargeIds: z.array(id).max(2000).default([]), lines: z.array(handLine).max(500).default([]) }),
    output: invoice,
  }),
  'invoices.removeLine': operation({
    ...act,
    path: '/invoices/:id/remove-line',
    summary: 'Take a line off a draft; its charge is open again',
    body: z.object({ lineId: id }),
    output: invoice,
  }),
  'invoices.run': operation({
    method: 'POST',
    path: '/invoices/run',
    summary:
      'Make a draft for each account and currency with open charges until a day, or issue them at once. Accounts whose charges come to nothing or less wait, and are said',
    ...write,
    body: z.object({ until: date, accountId: id.optional(), issue: z.boolean().default(false) }),
    output: z.object({
      made: z.array(
        z.object({ invoiceId: id, accountName: z.string(), currency, totalMinor: minor, number: z.string().nullable(), obstacle: z.string().nullable() }),
      ),
      waiting: z.array(z.object({ accountId: id, accountName: z.string(), currency, netMinor: minor, sentence: z.string() })),
    }),
  }),
  'invoices.issue': operation({
    ...act,
    path: '/invoices/:id/issue',
    summary: 'Give a draft its number and day, and book it. Refused without settings, billing profile or tax rule, and for less than nothing',
    body: z.object({ issuedOn: date.optional() }),
    output: invoice,
  }),
  'invoices.void': operation({
    ...act,
    path: '/invoices/:id/void',
    summary: 'Give up a draft; its charges are open again. What is issued is credited, never void',
    body: z.object({ reason: reason.optional() }),
    output: invoice,
  }),
  'invoices.writeOff': operation({
    ...act,
    path: '/invoices/:id/write-off',
    summary: 'Stop expecting what is still open, as a bad debt',
    body: z.object({ reason, on: date.optional() }),
    output: invoice,
  }),
  'invoices.pdf': operation({
    method: 'GET',
    path: '/invoices/:id/pdf',
    summary: 'The invoice as PDF in the customer’s language; a draft says so',
    ...read,
    params: byId,
    output: binaryFile,
  }),
  'invoices.ubl': operation({
    method: 'GET',
    path: '/invoices/:id/ubl',
    summary: 'An issued invoice as UBL 2.1 by EN 16931. Amounts with a third decimal are refused: the standard has two',
    ...read,
    params: byId,
    output: textFile,
  }),
  'invoices.export': operation({
    method: 'GET',
    path: '/invoices/export',
    summary: 'Lines of invoices issued in a time as CSV',
    ...read,
    assistant: 'none',
    query: z.object({ from: date, to: date, accountId: id.optional() }),
    output: textFile,
  }),
  'invoices.ageing': operation({
    method: 'GET',
    path: '/invoices/ageing',
    summary: 'What each account owes on a day, by how long it has been due, and its credit; per currency, never added across',
    ...read,
    query: z.object({ asOf: date.optional(), currency: currency.optional(), accountId: id.optional() }),
    output: z.object({
      asOf: date,
      rows: z.array(
        z.object({
          accountId: id,
          accountName: z.string(),
          currency,
          notDueMinor: minor,
          to30Minor: minor,
          to60Minor: minor,
          to90Minor: minor,
          olderMinor: minor,
          openMinor: minor,
          creditMinor: minor,
        }),
      ),
    }),
  }),

  'creditNotes.list': operation({
    method: 'GET',
    path: '/credit-notes',
    summary: 'Credit notes, newest first',
    ...read,
    query: z.object({ ...pageQuery, accountId: id.optional(), invoiceId: id.optional() }),
    output: page(creditNoteRow),
  }),
  'creditNotes.get': operation({
    method: 'GET',
    path: '/credit-notes/:id',
    summary: 'One credit note with the lines it refers to',
    ...read,
    params: byId,
    output: creditNoteRow.extend({
      lines: z.array(
        z.object({ lineId: id, description: z.string(), quantity: z.string().nullable(), netMinor: minor, taxMinor: minor, taxRate: decimalText }),
      ),
    }),
  }),
  'creditNotes.issue': operation({
    ...act,
    path: '/invoices/:id/credit',
    summary:
      'Credit lines of an issued invoice, by amount before tax or by quantity; never more than is left of a line. What had been paid becomes credit of the customer',
    body: z.object({
      reason,
      on: date.optional(),
      lines: z
        .array(
          z.strictObject({
            lineId: id,
            /** Before tax, of the line's sign. */ netMinor: minor.optional(),
            quantity: decimalText.optional(),
            /** All that is left. */ rest: z.literal(true).optional(),
          }),
        )
        .min(1)
        .max(500),
    }),
    output: creditNoteRow,
    status: 201,
  }),
  'creditNotes.pdf': operation({ method: 'GET', path: '/credit-notes/:id/pdf', summary: 'The credit note as PDF', ...read, params: byId, output: binaryFile }),
  'creditNotes.ubl': operation({
    method: 'GET',
    path: '/credit-notes/:id/ubl',
    summary: 'The credit note as UBL 2.1 by EN 16931',
    ...read,
    params: byId,
    output: textFile,
  }),

  'payments.list': operation({
    method: 'GET',
    path: '/payments',
    summary: 'Payments, newest first; unmatched ones wait for somebody to say whose they are',
    ...read,
    query: z.object({
      ...pageQuery,
      q: search.optional(),
      accountId: id.optional(),
      state: z.enum(paymentStates).optional(),
      withCredit: z.enum(['true']).optional(),
      from: date.optional(),
      to: date.optional(),
    }),
    output: page(paymentRow),
  }),
  'payments.get': operation({
    method: 'GET',
    path: '/payments/:id',
    summary: 'One payment with what it was applied to and what went back',
    ...read,
    params: byId,
    output: payment,
  }),
  'payments.record': operation({
    method: 'POST',
    path: '/payments',
    summary:
      'Record a payment of an account and apply it; what is more than was owed is the customer’s credit. In another currency it counts for what is said, or for the rate of the day, and the difference is realised',
    ...write,
    body: z.object({
      accountId: id,
      amountMinor: minor.min(1),
      currency,
      /** Where it came in another currency than the invoices: what it counts for in theirs. */ counts: z
        .strictObject({ currency, amountMinor: minor.min(1).optional() })
        .optional(),
      receivedOn: date,
      reference: z.string().trim().max(500).nullable().default(null),
      note: note.nullable().default(null),
      applyTo: z.array(applyTo).max(200).default([]),
      /** Apply what is left to the oldest open invoices. */ oldestFirst: z.boolean().default(false),
    }),
    output: payment,
    status: 201,
  }),
  'payments.import': operation({
    method: 'POST',
    path: '/payments/import',
    summary:
      'Take in lines of a bank, as CSV (date, amount, currency, reference, payer, key) or as a list. A line is taken once. Matched by the invoice number in the reference, else by the payer’s name; the rest waits',
    ...write,
    body: z.object({ csv: z.string().max(5_000_000).optional(), rows: z.array(bankRow).max(5000).optional() }),
    output: z.object({
      added: z.number().int(),
      known: z.number().int(),
      matched: z.number().int(),
      unmatched: z.number().int(),
      refused: z.array(z.object({ row: z.number().int(), sentence: z.string() })),
    }),
  }),
  'payments.match': operation({
    ...act,
    path: '/payments/:id/match',
    summary: 'Say whose an unmatched payment is, and apply it',
    body: z.object({ accountId: id, applyTo: z.array(applyTo).max(200).default([]), oldestFirst: z.boolean().default(false) }),
    output: payment,
  }),
  'payments.dismiss': operation({
    ...act,
    path: '/payments/:id/dismiss',
    summary: 'Say that an unmatched line of the bank is no payment of a customer',
    body: z.object({ reason }),
    output: payment,
  }),
  'payments.apply': operation({
    ...act,
    path: '/payments/:id/apply',
    summary: 'Apply credit of a payment to invoices of its account and currency; never more than is open or left',
    body: z.object({ applyTo: z.array(applyTo).max(200).default([]), oldestFirst: z.boolean().default(false), on: date.optional() }),
    output: payment,
  }),
  'payments.unapply': operation({
    ...act,
    path: '/payments/:id/unapply',
    summary: 'Take an application back: the invoice is open again, the money is the customer’s credit',
    body: z.object({ applicationId: id, on: date.optional() }),
    output: payment,
  }),
  'payments.refund': operation({
    ...act,
    path: '/payments/:id/refund',
    summary: 'Give money back: first what is credit, then by opening again what it was applied to, the newest first. Never more than was paid',
    body: z.object({ amountMinor: minor.min(1), reason, on: date.optional() }),
    output: payment,
  }),
  'payments.credit': operation({
    method: 'GET',
    path: '/customer-credit',
    summary: 'Credit of customers by account and currency',
    ...read,
    query: z.object({ accountId: id.optional() }),
    output: z.object({ items: z.array(z.object({ accountId: id, accountName: z.string(), currency, leftMinor: minor, payments: z.number().int() })) }),
  }),

  'receipts.list': operation({
    method: 'GET',
    path: '/receipts',
    summary: 'Receipts, newest first: money that came or went back, spread over the lines it pays for',
    ...read,
    query: z.object({
      ...pageQuery,
      dealId: id.optional(),
      accountId: id.optional(),
      source: z.enum(['payment', 'marketplace']).optional(),
      from: date.optional(),
      to: date.optional(),
    }),
    output: page(receiptRow),
  }),
  'receipts.get': operation({
    method: 'GET',
    path: '/receipts/:id',
    summary: 'One receipt with its lines',
    ...read,
    params: byId,
    output: receiptRow.extend({ lines: z.array(receiptLine) }),
  }),
};
