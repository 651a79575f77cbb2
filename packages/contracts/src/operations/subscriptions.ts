import { z } from 'zod';
import { chargeKinds } from '@entente/kernel';
import { operation } from '../operation.ts';
import { priceModel } from '../price-model.ts';
import { byId, currency, cursor, date, decimalText, explanation, id, instant, limit, minor, name, note, page, timeZone, version } from '../shapes.ts';

export const subscriptionStates = ['active', 'paused', 'cancelled', 'ended'] as const;
export const subscriptionChangeKinds = ['upgrade', 'downgrade', 'add', 'remove', 'co_term', 'pause', 'resume', 'cancel', 'renew'] as const;
export const prorationBases = ['day', 'second', 'none'] as const;
export const outcomeStates = ['proposed', 'accepted', 'disputed', 'withdrawn'] as const;
export const grantSources = ['prepaid', 'commitment', 'gift', 'compensation'] as const;

const search = z.string().trim().max(100);
const quantity = decimalText.refine((text) => !text.startsWith('-'), 'A quantity is not negative.');
const interval = z.object({ from: date, to: date });
const terms = {
  currency,
  /** Whose midnights its days begin at. */ timeZone,
  /** Day of the month it bills on; in a shorter month its last day. */ anchorDay: z.number().int().min(1).max(31),
  /** Months of a billing period. */ billingMonths: z.number().int().min(1).max(600),
  timing: z.enum(['advance', 'arrears']),
  /** What a part of a period costs: by days, by seconds, or always the whole period. */ proration: z.enum(prorationBases),
};
const item = z.object({
  id,
  kind: z.enum(['recurring', 'usage']),
  productId: id.nullable(),
  productName: z.string().nullable(),
  vendorId: id.nullable(),
  vendorName: z.string().nullable(),
  description: z.string(),
  quantity: decimalText,
  price: priceModel,
  rule: z.object({ name: z.string(), id: id.nullable(), version: z.number().int().nullable() }).nullable(),
  taxCategory: z.string(),
  meterId: id.nullable(),
  meterKey: z.string().nullable(),
  /** Whose usage it is, as events name it. */ subject: z.string().nullable(),
  /** Half-open days. */ from: date,
  to: date.nullable(),
  /** Everything before this day is charged. */ chargedUntil: date,
  replacesId: id.nullable(),
  /** What a whole billing period costs; null for usage. */ periodMinor: minor.nullable(),
});
const head = z.object({
  id,
  number: z.number().int(),
  name: z.string(),
  accountId: id,
  accountName: z.string(),
  dealId: id.nullable(),
  dealNumber: z.number().int().nullable(),
  ...terms,
  startsOn: date,
  /** First day after the term; null runs on. */ endsOn: date.nullable(),
  termMonths: z.number().int().nullable(),
  autoRenew: z.boolean(),
  renewalNoticeDays: z.number().int(),
  renewalDealId: id.nullable(),
  /** Least spend of a billing period before tax; the difference is charged at its end. */ minimumMinor: minor.nullable(),
  state: z.enum(subscriptionStates),
  cancelledOn: date.nullable(),
  nextChargeOn: date.nullable(),
  items: z.number().int(),
  version,
});
export const changeShape = z.object({
  id,
  kind: z.enum(subscriptionChangeKinds),
  effectiveOn: date,
  netMinor: minor,
  currency,
  sentence: z.string(),
  reason: z.string().nullable(),
  madeBy: z.string(),
  madeAt: instant,
});
const subscription = head.extend({
  items: z.array(item),
  pauses: z.array(z.object({ from: date, to: date.nullable(), reason: z.string().nullable() })),
  changes: z.array(changeShape),
});
export const chargeShape = z.object({
  id,
  kind: z.enum(chargeKinds),
  accountId: id,
  accountName: z.string(),
  dealId: id.nullable(),
  subscriptionId: id.nullable(),
  subscriptionName: z.string().nullable(),
  productId: id.nullable(),
  productName: z.string().nullable(),
  vendorId: id.nullable(),
  vendorName: z.string().nullable(),
  description: z.string(),
  quantity: decimalText,
  unitPrice: z.string().nullable(),
  /** Before tax; negative is given back. */ amountMinor: minor,
  currency,
  period: interval.nullable(),
  chargedOn: date,
  taxCategory: z.string(),
  explanation,
  /** The charge it gives back. */ creditsId: id.nullable(),
  invoiceId: id.nullable(),
});
/** A line that a change makes, as it would be charged. */
const changeLine = z.object({
  kind: z.enum(chargeKinds),
  description: z.string(),
  productId: id.nullable(),
  quantity: decimalText,
  amountMinor: minor,
  currency,
  period: interval.nullable(),
  explanation,
});
const newItem = z.strictObject({
  kind: z.enum(['recurring', 'usage']),
  productId: id.nullable().default(null),
  vendorId: id.nullable().default(null),
  description: name,
  quantity: quantity.default('1'),
  price: priceModel,
  taxCategory: z.string().trim().min(1).max(10).default('S'),
  meterId: id.nullable().default(null),
  subject: z.string().trim().min(1).max(200).nullable().default(null),
});
const reason = note.min(1).optional();
/** When it takes effect: on a day, or as soon as what is charged has ended. */
const effective = { effectiveOn: z.union([date, z.literal('period_end')]).optional() };
const replaced = { itemId: id, quantity: quantity.optional(), price: priceModel.optional(), description: name.optional(), productId: id.optional() };
export const subscriptionChange = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('upgrade'), ...replaced, ...effective, reason }),
  z.strictObject({ kind: z.literal('downgrade'), ...replaced, ...effective, reason }),
  z.strictObject({ kind: z.literal('add'), item: newItem, ...effective, reason }),
  z.strictObject({ kind: z.literal('remove'), itemId: id, ...effective, reason }),
  /** Ends and bills on the same days as another subscription, or on those that are given. */
  z.strictObject({
    kind: z.literal('co_term'),
    withSubscriptionId: id.optional(),
    endsOn: date.optional(),
    anchorDay: z.number().int().min(1).max(31).optional(),
    reason,
  }),
]);
const changeInput = subscriptionChange;
const read = { audience: 'workspace', scope: 'subscriptions:read', assistant: 'read' } as const;
const write = { audience: 'workspace', scope: 'subscriptions:write', assistant: 'none' } as const;
const act = { method: 'POST', ...write, versioned: true, params: byId, output: subscription } as const;
const grant = z.object({
  id,
  accountId: id,
  accountName: z.string(),
  subscriptionId: id.nullable(),
  kind: z.enum(['money', 'units']),
  currency: currency.nullable(),
  meterId: id.nullable(),
  meterKey: z.string().nullable(),
  source: z.enum(grantSources),
  description: z.string(),
  priority: z.number().int(),
  /** Of money in minor units, of units as a decimal. */ granted: decimalText,
  used: decimalText,
  left: decimalText,
  grantedOn: date,
  expiresOn: date.nullable(),
  expired: z.boolean(),
  createdBy: z.string(),
});
const outcome = z.object({
  id,
  subscriptionId: id,
  subscriptionName: z.string(),
  accountId: id,
  accountName: z.string(),
  description: z.string(),
  amountMinor: minor,
  currency,
  evidence: z.array(z.object({ label: z.string(), note: z.string().nullable(), url: z.string().nullable() })),
  state: z.enum(outcomeStates),
  ours: z.object({ by: z.string(), at: instant }).nullable(),
  theirs: z.object({ side: z.enum(['customer', 'partner']), by: z.string(), at: instant, evidence: z.string().nullable() }).nullable(),
  dispute: z.object({ by: z.string(), at: instant, reason: z.string() }).nullable(),
  chargeId: id.nullable(),
  version,
});
const chargeFilter = {
  q: search.optional(),
  accountId: id.optional(),
  subscriptionId: id.optional(),
  dealId: id.optional(),
  productId: id.optional(),
  kind: z.enum(chargeKinds).optional(),
  currency: currency.optional(),
  /** Claimed by an invoice, or still open. */ state: z.enum(['open', 'claimed']).optional(),
  invoiceId: id.optional(),
  from: date.optional(),
  to: date.optional(),
};

/** What customers subscribed to, every change of it, and each amount they owe for it. Amounts are minor units before tax. */
export const subscriptions = {
  'subscriptions.list': operation({
    method: 'GET',
    path: '/subscriptions',
    summary: 'Subscriptions of the workspace, or of an account or a deal; `endsBefore` finds those to renew',
    ...read,
    query: z.object({
      q: search.optional(),
      state: z.enum(subscriptionStates).optional(),
      accountId: id.optional(),
      dealId: id.optional(),
      productId: id.optional(),
      endsBefore: date.optional(),
      sort: z.enum(['-created', 'endsOn', 'account']).default('-created'),
      cursor: cursor.optional(),
      limit,
    }),
    output: page(head),
  }),
  'subscriptions.get': operation({
    method: 'GET',
    path: '/subscriptions/:id',
    summary: 'One subscription with its items, pauses and changes',
    ...read,
    params: byId,
    output: subscription,
  }),
  'subscriptions.create': operation({
    method: 'POST',
    path: '/subscriptions',
    summary: 'Start a subscription without a quote; the same `key` again answers the one that is there',
    ...write,
    body: z.strictObject({
      key: z.string().trim().min(1).max(100),
      name,
      accountId: id,
      dealId: id.nullable().default(null),
      ...terms,
      startsOn: date,
      termMonths: z.number().int().min(1).max(120).nullable().default(null),
      autoRenew: z.boolean().default(false),
      renewalNoticeDays: z.number().int().min(0).max(365).default(90),
      minimumMinor: minor.min(1).nullable().default(null),
      items: z.array(newItem).min(1).max(200),
    }),
    output: subscription,
    status: 201,
  }),
  'subscriptions.takeOrder': operation({
    method: 'POST',
    path: '/deals/:id/order',
    summary: 'Start what the accepted quote of a won deal sold, where it did not follow by itself; once per quote version',
    ...write,
    params: byId,
    output: z.object({ subscriptionIds: z.array(id), charges: z.number().int() }),
  }),
  'subscriptions.previewChange': operation({
    method: 'POST',
    path: '/subscriptions/:id/preview',
    summary: 'What a change would credit and charge at once, and what a period costs afterwards; nothing is stored',
    ...read,
    params: byId,
    body: changeInput,
    output: z.object({
      effectiveOn: date,
      lines: z.array(changeLine),
      netMinor: minor,
      periodBeforeMinor: minor,
      periodAfterMinor: minor,
      currency,
      sentence: z.string(),
    }),
  }),
  'subscriptions.change': operation({
    path: '/subscriptions/:id/changes',
    summary: 'Upgrade, downgrade, add, remove or co-term; credits and charges follow the contract’s proration',
    ...act,
    body: changeInput,
  }),
  'subscriptions.pause': operation({
    path: '/subscriptions/:id/pause',
    summary: 'Charge nothing from a day on; what is charged beyond it is given back by the contract’s proration',
    ...act,
    body: z.strictObject({ from: date.optional(), reason: note.min(1) }),
  }),
  'subscriptions.resume': operation({
    path: '/subscriptions/:id/resume',
    summary: 'Go on from a day, the rest of the running period is charged; where it is not paused, a cancellation that is still to come is taken back',
    ...act,
    body: z.strictObject({ on: date.optional() }),
  }),
  'subscriptions.cancel': operation({
    path: '/subscriptions/:id/cancel',
    summary: 'End it on a day, or when what is charged has ended; what is charged beyond is given back',
    ...act,
    body: z.strictObject({ ...effective, reason: note.min(1) }),
  }),
  'subscriptions.renew': operation({
    path: '/subscriptions/:id/renew',
    summary: 'Add a term to the present one, on the same prices',
    ...act,
    body: z.strictObject({ termMonths: z.number().int().min(1).max(120).optional(), reason }),
  }),
  'subscriptions.openRenewal': operation({
    method: 'POST',
    path: '/subscriptions/:id/renewal',
    summary: 'Open the renewal deal now, with the partners of the deal it came from',
    ...write,
    params: byId,
    output: z.object({ dealId: id, opened: z.boolean() }),
  }),
  'subscriptions.schedule': operation({
    method: 'GET',
    path: '/subscriptions/:id/schedule',
    summary: 'Coming charges, day by day; usage is known only afterwards and stands there without an amount',
    ...read,
    params: byId,
    query: z.object({ until: date.optional() }),
    output: z.object({
      items: z.array(z.object({ on: date, kind: z.enum(chargeKinds), description: z.string(), amountMinor: minor.nullable(), currency, period: interval })),
      totals: z.array(z.object({ month: z.string(), amountMinor: minor, currency })),
    }),
  }),
  'charges.list': operation({
    method: 'GET',
    path: '/charges',
    summary: 'What customers owe, the newest first; open ones wait for an invoice',
    ...read,
    query: z.object({ ...chargeFilter, cursor: cursor.optional(), limit }),
    output: page(chargeShape),
  }),
  'charges.get': operation({ method: 'GET', path: '/charges/:id', summary: 'One charge with its arithmetic', ...read, params: byId, output: chargeShape }),
  'charges.totals': operation({
    method: 'GET',
    path: '/charges/totals',
    summary: 'Open and claimed amounts of a filter, per currency; never added across',
    ...read,
    query: z.object(chargeFilter),
    output: z.object({ totals: z.array(z.object({ currency, openMinor: minor, claimedMinor: minor, charges: z.number().int() })) }),
  }),
  'charges.export': operation({
    method: 'GET',
    path: '/charges/export',
    summary: 'Charges of a filter as CSV, at most 50,000; amounts as decimals with their currency',
    ...read,
    query: z.object(chargeFilter),
    output: z.object({ fileName: z.string(), csv: z.string(), rows: z.number().int(), complete: z.boolean() }),
  }),
  'charges.runNow': operation({
    method: 'POST',
    path: '/charges/run',
    summary: 'Charge what is due until today instead of waiting for the daily round; what is charged is not charged again',
    ...write,
    output: z.object({ charges: z.number().int() }),
  }),
  'grants.list': operation({
    method: 'GET',
    path: '/credit-grants',
    summary: 'Prepaid and given credit in the order in which usage draws it: by priority, earliest expiry first, then oldest',
    ...read,
    query: z.object({ accountId: id.optional(), subscriptionId: id.optional(), withLeft: z.stringbool().optional(), cursor: cursor.optional(), limit }),
    output: page(grant),
  }),
  'grants.add': operation({
    method: 'POST',
    path: '/credit-grants',
    summary: 'Give or sell credit: money, or units of a meter; a price is charged once',
    ...write,
    body: z.strictObject({
      key: z.string().trim().min(1).max(100),
      accountId: id,
      subscriptionId: id.nullable().default(null),
      kind: z.enum(['money', 'units']),
      currency: currency.nullable().default(null),
      meterId: id.nullable().default(null),
      source: z.enum(grantSources),
      description: name,
      priority: z.number().int().min(0).max(1000).default(0),
      /** Of money in minor units, of units with up to six decimals. */ granted: quantity,
      grantedOn: date.optional(),
      expiresOn: date.nullable().default(null),
      price: z
        .strictObject({ amountMinor: minor.min(1), currency })
        .nullable()
        .default(null),
    }),
    output: grant,
    status: 201,
  }),
  'outcomes.list': operation({
    method: 'GET',
    path: '/outcomes',
    summary: 'Outcomes by state, account or subscription',
    ...read,
    query: z.object({ state: z.enum(outcomeStates).optional(), subscriptionId: id.optional(), accountId: id.optional(), cursor: cursor.optional(), limit }),
    output: page(outcome),
  }),
  'outcomes.propose': operation({
    method: 'POST',
    path: '/outcomes',
    summary: 'Say what was reached, what it costs and what shows it; nothing is owed before both sides accept',
    ...write,
    body: z.strictObject({
      subscriptionId: id,
      itemId: id.nullable().default(null),
      description: name,
      amountMinor: minor.min(1),
      evidence: z
        .array(z.strictObject({ label: name, note: note.nullable().default(null), url: z.url().max(2000).nullable().default(null) }))
        .min(1)
        .max(20),
    }),
    output: outcome,
    status: 201,
  }),
  'outcomes.accept': operation({
    method: 'POST',
    path: '/outcomes/:id/accept',
    summary: 'Accept for our side, or record who of the other side accepted and how; with both, the charge is made',
    ...write,
    versioned: true,
    params: byId,
    body: z.discriminatedUnion('side', [
      z.strictObject({ side: z.literal('us') }),
      z.strictObject({ side: z.literal('customer'), by: name, evidence: note.min(1) }),
      z.strictObject({ side: z.literal('partner'), by: name, evidence: note.min(1) }),
    ]),
    output: outcome,
  }),
  'outcomes.dispute': operation({
    method: 'POST',
    path: '/outcomes/:id/dispute',
    summary: 'Say why it is not accepted; acceptances so far are void',
    ...write,
    versioned: true,
    params: byId,
    body: z.strictObject({ by: name.optional(), reason: note.min(1) }),
    output: outcome,
  }),
  'outcomes.withdraw': operation({
    method: 'POST',
    path: '/outcomes/:id/withdraw',
    summary: 'Take it back before it is owed',
    ...write,
    versioned: true,
    params: byId,
    body: z.strictObject({ reason: note.min(1) }),
    output: outcome,
  }),
};
