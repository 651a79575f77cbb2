import { z } from 'zod';
import { participantRoles, routeKinds } from '@entente/kernel';
import { operation } from '../operation.ts';
import { byId, currency, cursor, date, decimalText, explanation, id, instant, limit, minor, money, name, note, page, textFile, version } from '../shapes.ts';

const key = z.string().regex(/^[a-z0-9-]{1,40}$/);
const amounts = z.array(money).min(1).max(30);

/** Who a step pays. What a kind of party is called here and nowhere else is refused. */
export const splitParty = z.discriminatedUnion('kind', [
  /** Who takes part in this role on the day of the receipt. */
  z.strictObject({ kind: z.literal('role'), role: z.enum(participantRoles) }),
  z.strictObject({ kind: z.literal('partner'), partnerId: id }),
  /** Whoever makes the product of each line; our own products have none. */
  z.strictObject({ kind: z.literal('vendor') }),
]);
export const splitCondition = z.discriminatedUnion('kind', [
  /** Said, and never meant by leaving conditions out. */
  z.strictObject({ kind: z.literal('everyone') }),
  z.strictObject({ kind: z.literal('route'), routes: z.array(z.enum(routeKinds)).min(1) }),
  z.strictObject({ kind: z.literal('role_present'), role: z.enum(participantRoles) }),
  z.strictObject({ kind: z.literal('partner'), partnerIds: z.array(id).min(1).max(500) }),
  z.strictObject({ kind: z.literal('product'), productIds: z.array(id).min(1).max(500) }),
  z.strictObject({ kind: z.literal('source'), source: z.enum(['payment', 'marketplace']) }),
  z.strictObject({ kind: z.literal('currency'), currencies: z.array(currency).min(1) }),
  z.strictObject({ kind: z.literal('region'), regions: z.array(z.string().min(1).max(40)).min(1) }),
]);
export const splitStep = z.strictObject({
  key,
  name,
  /** Where the money comes from: the pool, or what an earlier step gave (a distributor passes on part of its share). */
  from: z.union([z.literal('pool'), key]),
  what: z.discriminatedUnion('kind', [
    /** Of the price (before the marketplace's fee), of the pool (after it), or of what is left when the step's turn comes. */
    z.strictObject({ kind: z.literal('percent'), percent: decimalText, base: z.enum(['price', 'pool', 'rest']) }),
    /** Once a receipt, or once a deal over all its receipts. One amount for each currency; a receipt in another is held. */
    z.strictObject({ kind: z.literal('fixed'), amounts, per: z.enum(['receipt', 'deal']) }),
    z.strictObject({ kind: z.literal('rest') }),
  ]),
  to: splitParty,
  /** How several are weighed: alike, by their share on the deal, by the frozen credit of the deal, by usage of their products. */
  among: z.enum(['alike', 'share', 'credit', 'usage']),
  lines: z.enum(['all', 'ours', 'vendors']),
  limits: z.strictObject({ per: z.enum(['receipt', 'deal']), atLeast: amounts.nullable(), atMost: amounts.nullable() }).nullable(),
  /** Nobody there to be paid: the step is left out, or the receipt waits for a person. */
  whenNobody: z.enum(['skip', 'hold']),
});
export const splitDocument = z.strictObject({
  /** All of these must hold. */
  when: z.array(splitCondition).min(1).max(10),
  steps: z.array(splitStep).max(30),
  /** Who has what is left; null: we do. */
  remainder: splitParty.nullable(),
  /** A refund of which the marketplace keeps its fee: who bears what it keeps. */
  keptFee: z.enum(['parties', 'us']),
  /** Days after the receipt until a share is owed. */
  holdDays: z.number().int().min(0).max(365),
});

export type SplitDocument = z.output<typeof splitDocument>;

const rule = z.object({
  id,
  name: z.string(),
  /** First rule that holds decides. */
  position: z.number().int(),
  liveNumber: z.number().int().nullable(),
  liveFrom: date.nullable(),
  nextNumber: z.number().int().nullable(),
  nextFrom: date.nullable(),
  hasDraft: z.boolean(),
  retiredAt: instant.nullable(),
  version,
});
const ruleVersion = z.object({
  number: z.number().int(),
  effectiveFrom: date,
  document: splitDocument,
  note: z.string().nullable(),
  publishedBy: z.string(),
  publishedAt: instant,
});
const part = z.object({
  party: z.enum(['partner', 'us', 'marketplace']),
  partnerId: id.nullable(),
  partnerName: z.string().nullable(),
  stepKey: z.string(),
  stepName: z.string(),
  lineId: z.string(),
  description: z.string(),
  amountMinor: minor,
});
const share = z.object({
  party: z.enum(['partner', 'us', 'marketplace']),
  partnerId: id.nullable(),
  partnerName: z.string().nullable(),
  amountMinor: minor,
  explanation: explanation.nullable(),
});
const splitRow = z.object({
  id,
  receiptId: id,
  source: z.enum(['payment', 'marketplace']),
  dealId: id.nullable(),
  dealNumber: z.number().int().nullable(),
  dealName: z.string().nullable(),
  receivedOn: date,
  currency,
  /** What the customer paid before tax. */ netMinor: minor,
  /** What the marketplace kept of it. */ feeMinor: minor,
  /** What was to be divided: net less fee. */ poolMinor: minor,
  partnersMinor: minor,
  oursMinor: minor,
  state: z.enum(['allocated', 'held']),
  /** Why it is held. */ sentence: z.string().nullable(),
  reversesReceiptId: id.nullable(),
  ruleId: id.nullable(),
  ruleName: z.string().nullable(),
  ruleNumber: z.number().int().nullable(),
  at: instant,
});
const previewed = z.object({
  currency,
  netMinor: minor,
  feeMinor: minor,
  poolMinor: minor,
  ruleId: id.nullable(),
  ruleName: z.string().nullable(),
  ruleNumber: z.number().int().nullable(),
  held: z.string().nullable(),
  shares: z.array(share),
});

export const splits = {
  'splits.rules': operation({
    method: 'GET',
    path: '/split-rules',
    summary: 'The rules by which receipts are divided, in the order in which they are tried: the first that holds decides',
    audience: 'workspace',
    scope: 'splits:read',
    assistant: 'read',
    output: z.object({ items: z.array(rule) }),
  }),
  'splits.rule': operation({
    method: 'GET',
    path: '/split-rules/:id',
    summary: 'One rule with its draft and every version it ever had',
    audience: 'workspace',
    scope: 'splits:read',
    assistant: 'read',
    params: byId,
    output: rule.extend({ draft: splitDocument.nullable(), versions: z.array(ruleVersion) }),
  }),
  'splits.createRule': operation({
    method: 'POST',
    path: '/split-rules',
    summary: 'Add a rule at the end of the order; nothing changes until a version of it is published',
    audience: 'workspace',
    scope: 'splits:write',
    assistant: 'propose',
    body: z.object({ name, document: splitDocument }),
    output: rule,
    status: 201,
  }),
  'splits.updateRule': operation({
    method: 'PATCH',
    path: '/split-rules/:id',
    summary: 'Rename a rule, move it in the order, keep a draft of its next version (null discards it), or retire it for receipts to come',
    audience: 'workspace',
    scope: 'splits:write',
    assistant: 'propose',
    params: byId,
    body: z.object({
      name: name.optional(),
      position: z.number().int().min(1).optional(),
      draft: splitDocument.nullable().optional(),
      retired: z.boolean().optional(),
    }),
    output: rule,
    versioned: true,
  }),
  'splits.publishRule': operation({
    method: 'POST',
    path: '/split-rules/:id/publish',
    summary: 'Make the draft a version that decides receipts from a day on; that day may not be before today, and what was divided before stays as it is',
    audience: 'workspace',
    scope: 'splits:write',
    assistant: 'none',
    params: byId,
    body: z.object({ effectiveFrom: date, note: note.optional() }),
    output: rule,
    versioned: true,
  }),
  'splits.simulate': operation({
    method: 'POST',
    path: '/split-rules/simulate',
    summary: 'What a document would have given each party on receipts of a time past, beside what was given; nothing is written',
    audience: 'workspace',
    scope: 'splits:read',
    assistant: 'read',
    body: z.object({ document: splitDocument, from: date, to: date, dealId: id.optional() }),
    output: z.object({
      receipts: z.number().int(),
      /** Receipts the document does not speak of, or cannot decide. */
      apart: z.number().int(),
      currencies: z.array(
        z.object({
          currency,
          poolMinor: minor,
          parties: z.array(
            z.object({ party: z.enum(['partner', 'us']), partnerId: id.nullable(), partnerName: z.string().nullable(), beforeMinor: minor, afterMinor: minor }),
          ),
        }),
      ),
      examples: z.array(z.object({ splitId: id, dealName: z.string().nullable(), currency, sentence: z.string() })),
    }),
  }),
  'splits.preview': operation({
    method: 'POST',
    path: '/deals/:id/split-preview',
    summary: 'How an amount that came for this deal today would be divided, with the arithmetic of each share; nothing is written',
    audience: 'workspace',
    scope: 'splits:read',
    assistant: 'read',
    params: byId,
    body: z.object({ netMinor: minor.min(1), feeMinor: minor.min(0).default(0), currency, source: z.enum(['payment', 'marketplace']).default('payment') }),
    output: previewed,
  }),
  'splits.list': operation({
    method: 'GET',
    path: '/splits',
    summary: 'Receipts and how they were divided, newest first; held ones wait for a person',
    audience: 'workspace',
    scope: 'splits:read',
    assistant: 'read',
    query: z.object({
      cursor: cursor.optional(),
      limit,
      dealId: id.optional(),
      partnerId: id.optional(),
      state: z.enum(['allocated', 'held']).optional(),
      currency: currency.optional(),
      from: date.optional(),
      to: date.optional(),
    }),
    output: page(splitRow),
  }),
  'splits.get': operation({
    method: 'GET',
    path: '/splits/:id',
    summary: 'One receipt divided: each share with its arithmetic, and each line of it by step and party',
    audience: 'workspace',
    scope: 'splits:read',
    assistant: 'read',
    params: byId,
    output: splitRow.extend({ shares: z.array(share), parts: z.array(part) }),
  }),
  'splits.retry': operation({
    method: 'POST',
    path: '/splits/:id/retry',
    summary: 'Try a held receipt again, after what kept it is mended',
    audience: 'workspace',
    scope: 'splits:write',
    assistant: 'propose',
    params: byId,
    output: splitRow,
  }),
  'splits.export': operation({
    method: 'GET',
    path: '/splits/export',
    summary: 'Every part of every divided receipt of a time as CSV: receipt, line, step, party, rule, amount',
    audience: 'workspace',
    scope: 'splits:read',
    assistant: 'none',
    query: z.object({ from: date, to: date, dealId: id.optional() }),
    output: textFile,
  }),
};
