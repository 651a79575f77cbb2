import { z } from 'zod';
import { operation } from '../operation.ts';
import { plainDecimal } from '../price-model.ts';
import { approvalDefinition } from '../pricing-rules.ts';
import { binaryFile, byId, currency, cursor, date, explanation, id, instant, limit, minor, name, note, page, staffRole, version } from '../shapes.ts';
import { chargeTypes, documentBody, selectionCheck } from './pricing.ts';

export const quoteStates = ['draft', 'waiting_approval', 'approved', 'sent', 'accepted', 'declined', 'expired', 'withdrawn', 'superseded'] as const;
const percent = plainDecimal.refine((text) => Number(text) <= 100, 'A percentage up to 100.');
const quantity = plainDecimal.refine((text) => /[1-9]/.test(text), 'More than 0.');
const discount = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('percent'), percent }),
  z.strictObject({ kind: z.literal('amount'), amountMinor: minor.min(1) }),
]);
const discountFields = { discount: discount.nullable().default(null), discountReason: z.string().trim().max(500).nullable().default(null) };
const selection = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('product'),
    productId: id,
    quantity,
    termMonths: z.number().int().min(1).max(600).nullable().default(null),
    ...discountFields,
  }),
  z.strictObject({
    kind: z.literal('bundle'),
    bundleId: id,
    quantity: z.number().int().min(1).max(1_000_000),
    /** Optional parts that are taken too; required ones always are. */
    optionalProductIds: z.array(id).max(200).default([]),
    termMonths: z.number().int().min(1).max(600).nullable().default(null),
    ...discountFields,
  }),
]);
/** What is asked for; nothing in it is an amount we computed. */
export const quoteRequest = z.strictObject({
  currency,
  region: z.string().trim().min(1).max(60).nullable(),
  /** The reseller it is sold through; null: direct. */
  partnerId: id.nullable(),
  /** For extras of the margin: the deal displaces a competitor. */
  competitive: z.boolean().default(false),
  selections: z.array(selection).min(1).max(200),
  /** Off everything, after discounts of lines; spread over lines by what they cost. */
  discount: discount.nullable().default(null),
  discountReason: z.string().trim().max(500).nullable().default(null),
  /** Where the quote is in another currency than the deal: one unit of the deal's currency in the quote's, kept with the quote. */
  fx: z
    .strictObject({ from: currency, rate: plainDecimal, source: z.string().trim().min(1).max(200), at: instant })
    .nullable()
    .default(null),
  terms: note.nullable().default(null),
});
export type QuoteRequest = z.output<typeof quoteRequest>;

const part = z.object({
  kind: z.enum(['tier', 'registration', 'new_customer', 'competitive', 'specialisation']),
  label: z.string(),
  percent: z.string(),
  counted: z.boolean(),
  reason: z.string(),
});
/** One product of one vendor. What a bundle costs is on its parts, and sums to its price. */
export const quoteLine = z.object({
  position: z.number().int(),
  /** Lines of one selection belong together. */
  selection: z.number().int(),
  bundleId: id.nullable(),
  bundleName: z.string().nullable(),
  bundleVersion: version.nullable(),
  productId: id,
  productName: z.string(),
  vendorId: id.nullable(),
  vendorName: z.string().nullable(),
  chargeType: z.enum(chargeTypes),
  meterKey: z.string().nullable(),
  taxCategory: z.string(),
  unitLabel: z.string(),
  quantity: z.string(),
  termMonths: z.number().int().nullable(),
  /** What it costs on its own, by the price book. */
  standaloneMinor: minor,
  /** Share of the bundle's list price; else the standalone price. */
  listMinor: minor,
  /** What was taken off: of the line, and its share of what was taken off everything. */
  discountMinor: minor,
  /** What the buyer pays, before tax: list less discount. */
  netMinor: minor,
  /** What the reseller keeps of it. */
  marginMinor: minor,
  marginPercent: z.string(),
  /** What is left to us: net less margin. */
  oursMinor: minor,
  entryId: id.nullable(),
  entryVersion: version.nullable(),
  /** Usage is priced at the quantity that is expected. */
  estimated: z.boolean(),
  /** Why list, discount, net and margin are what they are. */
  explanations: z.object({ list: explanation, discount: explanation.nullable(), margin: explanation.nullable(), net: explanation }),
  marginParts: z.array(part),
});
const totals = { listMinor: minor, discountMinor: minor, netMinor: minor, marginMinor: minor, oursMinor: minor };
export const pricedQuote = z.object({
  currency,
  ...totals,
  /** Off list, of all discounts. */
  discountPercent: z.string(),
  marginPercent: z.string(),
  longestTermMonths: z.number().int().nullable(),
  lines: z.array(quoteLine),
  check: selectionCheck,
  /** Rule or price → the version that was used. */
  ruleVersions: z.record(z.string(), z.number().int()),
  pricedOn: date,
});
export type PricedQuote = z.output<typeof pricedQuote>;
export type QuoteLine = z.output<typeof quoteLine>;

const approval = z.object({
  id,
  quoteVersion: version,
  ruleId: id,
  ruleVersion: version,
  ruleName: z.string(),
  approverRole: staffRole,
  reason: z.string(),
  state: z.enum(['waiting', 'approved', 'rejected', 'void']),
  decidedBy: z.string().nullable(),
  decidedAt: instant.nullable(),
  note: z.string().nullable(),
  mayDecide: z.boolean(),
});
const row = {
  id,
  number: z.number().int(),
  name: z.string(),
  dealId: id,
  dealNumber: z.number().int(),
  dealName: z.string(),
  accountId: id.nullable(),
  accountName: z.string().nullable(),
  state: z.enum(quoteStates),
  quoteVersion: version,
  currency,
  listMinor: minor,
  netMinor: minor,
  oursMinor: minor,
  partnerId: id.nullable(),
  partnerName: z.string().nullable(),
  expiresOn: date,
  authorName: z.string(),
  sentAt: instant.nullable(),
  closedAt: instant.nullable(),
  updatedAt: instant,
  version,
};
const quoteRow = z.object(row);
const quote = z.object({
  ...row,
  closingNote: z.string().nullable(),
  closedBy: z.string().nullable(),
  copiedFrom: id.nullable(),
  request: quoteRequest,
  priced: pricedQuote,
  /** What may be done with it now. */
  steps: z.array(z.enum(['change', 'submit', 'approve', 'reject', 'send', 'accept', 'decline', 'withdraw'])),
  approvals: z.array(approval),
  versions: z.array(
    z.object({
      number: version,
      currency,
      netMinor: minor,
      oursMinor: minor,
      lines: z.number().int(),
      madeBy: z.string(),
      madeAt: instant,
      sentAt: instant.nullable(),
      acceptedAt: instant.nullable(),
    }),
  ),
});
const compared = z.object({ from: minor, to: minor, differenceMinor: minor });

const read = { audience: 'workspace', scope: 'quotes:read', assistant: 'read' } as const;
const write = { audience: 'workspace', scope: 'quotes:write', assistant: 'none' } as const;
const approve = { audience: 'workspace', scope: 'quotes:approve', assistant: 'none' } as const;
const step = { params: byId, output: quote, versioned: true } as const;
const ruleVersion = z.object({
  version,
  definition: approvalDefinition,
  effectiveFrom: date,
  effectiveTo: date.nullable(),
  note: z.string().nullable(),
  createdBy: z.string(),
  createdAt: instant,
});
const rule = z.object({ id, name: z.string(), position: z.number().int(), version, current: ruleVersion.nullable(), versions: z.array(ruleVersion) });

/** Quotes of deals: versions, approvals, expiry, acceptance. Amounts are minor units of the quote's currency, before tax. */
export const quotes = {
  'quotes.list': operation({
    method: 'GET',
    path: '/quotes',
    summary: 'Quotes, the newest first',
    ...read,
    query: z.object({
      q: z.string().trim().max(200).optional(),
      state: z.enum(quoteStates).optional(),
      dealId: id.optional(),
      partnerId: id.optional(),
      /** Those that wait for an approval I may give. */
      mine: z.enum(['to_approve', 'written']).optional(),
      cursor: cursor.optional(),
      limit,
    }),
    output: page(quoteRow),
  }),
  'quotes.get': operation({
    method: 'GET',
    path: '/quotes/:id',
    summary: 'A quote with lines, breakdown, approvals and versions',
    ...read,
    params: byId,
    query: z.object({ quoteVersion: z.coerce.number().int().min(1).optional() }),
    output: quote,
  }),
  'quotes.preview': operation({
    method: 'POST',
    path: '/quotes/preview',
    summary: 'What a request would cost: lines, margins, what does not go together, whose approval it needs. Saves nothing.',
    ...read,
    body: z.strictObject({ dealId: id, request: quoteRequest }),
    output: z.object({ priced: pricedQuote, approvals: z.array(z.object({ ruleId: id, ruleName: z.string(), approverRole: staffRole, reason: z.string() })) }),
  }),
  'quotes.create': operation({
    method: 'POST',
    path: '/quotes',
    summary: 'A new quote of a deal, as a draft',
    ...write,
    body: z.strictObject({ dealId: id, name, expiresOn: date, request: quoteRequest }),
    output: quote,
    status: 201,
  }),
  'quotes.change': operation({
    method: 'PATCH',
    path: '/quotes/:id',
    summary: 'Change a quote: it is a draft again. Once it was sent, the change is a new version and the sent one stays.',
    ...write,
    ...step,
    body: z.strictObject({ name: name.optional(), expiresOn: date.optional(), request: quoteRequest.optional() }),
  }),
  'quotes.submit': operation({
    method: 'POST',
    path: '/quotes/:id/submit',
    summary: 'Price it again and ask for the approvals it needs; without any it is approved',
    ...write,
    ...step,
    body: z.strictObject({ note: note.optional() }),
  }),
  'quotes.approve': operation({
    method: 'POST',
    path: '/quotes/:id/approvals/:approvalId/approve',
    summary: 'Give an approval. Whoever made the version may not.',
    ...approve,
    params: z.object({ id, approvalId: id }),
    body: z.strictObject({ note: note.optional() }),
    output: quote,
  }),
  'quotes.reject': operation({
    method: 'POST',
    path: '/quotes/:id/approvals/:approvalId/reject',
    summary: 'Refuse an approval and say why: the quote is a draft again',
    ...approve,
    params: z.object({ id, approvalId: id }),
    body: z.strictObject({ note: note.min(1) }),
    output: quote,
  }),
  'quotes.send': operation({
    method: 'POST',
    path: '/quotes/:id/send',
    summary: 'Mark as sent: from here on this version never changes',
    ...write,
    ...step,
    body: z.strictObject({ note: note.optional() }),
  }),
  'quotes.accept': operation({
    method: 'POST',
    path: '/quotes/:id/accept',
    summary: 'The buyer accepted: prices, rule versions and exchange rate are frozen, and the deal takes its lines. 409 once it has expired.',
    ...write,
    ...step,
    body: z.strictObject({ evidence: note.min(1), acceptedBy: name }),
  }),
  'quotes.decline': operation({
    method: 'POST',
    path: '/quotes/:id/decline',
    summary: 'The buyer declined',
    ...write,
    ...step,
    body: z.strictObject({ note: note.min(1) }),
  }),
  'quotes.withdraw': operation({
    method: 'POST',
    path: '/quotes/:id/withdraw',
    summary: 'Take a quote back',
    ...write,
    ...step,
    body: z.strictObject({ note: note.min(1) }),
  }),
  'quotes.copy': operation({
    method: 'POST',
    path: '/quotes/:id/copy',
    summary: 'A new draft with the same request, priced by what holds today',
    ...write,
    params: byId,
    body: z.strictObject({ dealId: id.optional(), name: name.optional(), expiresOn: date }),
    output: quote,
    status: 201,
  }),
  'quotes.pdf': operation({
    method: 'GET',
    path: '/quotes/:id/pdf',
    summary: 'The quote as a document for the buyer, without margins',
    ...read,
    params: byId,
    query: z.object({ quoteVersion: z.coerce.number().int().min(1).optional(), language: z.enum(['en', 'ar']).default('en') }),
    output: binaryFile,
  }),
  'quotes.compare': operation({
    method: 'GET',
    path: '/quotes/:id/compare',
    summary: 'Two versions of a quote, line by line',
    ...read,
    params: byId,
    query: z.object({ from: z.coerce.number().int().min(1), to: z.coerce.number().int().min(1) }),
    output: z.object({
      from: version,
      to: version,
      currency,
      list: compared,
      discount: compared,
      net: compared,
      margin: compared,
      ours: compared,
      lines: z.array(
        z.object({
          change: z.enum(['added', 'removed', 'changed', 'same']),
          productId: id,
          productName: z.string(),
          bundleName: z.string().nullable(),
          quantityFrom: z.string().nullable(),
          quantityTo: z.string().nullable(),
          netFromMinor: minor,
          netToMinor: minor,
          marginFromMinor: minor,
          marginToMinor: minor,
          differenceMinor: minor,
        }),
      ),
    }),
  }),
  'quotes.rules': operation({
    method: 'GET',
    path: '/quotes/approval-rules',
    summary: 'Approval rules with their versions; every one that applies asks',
    ...read,
    query: z.object({ cursor: cursor.optional(), limit }),
    output: page(rule),
  }),
  'quotes.addRule': operation({
    method: 'POST',
    path: '/quotes/approval-rules',
    summary: 'Add an approval rule',
    audience: 'workspace',
    scope: 'pricing:write',
    assistant: 'none',
    body: documentBody(approvalDefinition).extend({ name }),
    output: rule,
    status: 201,
  }),
  'quotes.amendRule': operation({
    method: 'POST',
    path: '/quotes/approval-rules/:id/versions',
    summary: 'A new version of an approval rule from a day on',
    audience: 'workspace',
    scope: 'pricing:write',
    assistant: 'none',
    params: byId,
    body: documentBody(approvalDefinition).extend({ name: name.optional() }),
    output: rule,
    versioned: true,
  }),
  'quotes.endRule': operation({
    method: 'POST',
    path: '/quotes/approval-rules/:id/end',
    summary: 'An approval rule holds no more from a day on',
    audience: 'workspace',
    scope: 'pricing:write',
    assistant: 'none',
    params: byId,
    body: z.strictObject({ on: date, note: note.optional() }),
    output: rule,
    versioned: true,
  }),
};
