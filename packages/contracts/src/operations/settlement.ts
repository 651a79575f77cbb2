import { z } from 'zod';
import { participantRoles } from '@entente/kernel';
import { operation } from '../operation.ts';
import { plainDecimal } from '../price-model.ts';
import { byId, currency, cursor, date, explanation, id, instant, limit, minor, note, page, textFile, version } from '../shapes.ts';
import { splitDocument } from './splits.ts';

export const settlementKinds = ['direct', 'resale', 'distribution', 'marketplace', 'channel_private_offer'] as const;
const kind = z.enum(settlementKinds);

/** One way to settle a deal, with who it goes through. */
export const settlementCandidate = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('direct') }),
  z.strictObject({ kind: z.literal('resale'), resellerId: id }),
  z.strictObject({ kind: z.literal('distribution'), distributorId: id, resellerId: id }),
  z.strictObject({ kind: z.literal('marketplace'), marketplaceId: id }),
  z.strictObject({ kind: z.literal('channel_private_offer'), marketplaceId: id, resellerId: id }),
]);
export type SettlementCandidate = z.output<typeof settlementCandidate>;

const percent = plainDecimal.refine((text) => Number(text) <= 100, 'A percentage up to 100.');
const days = z.strictObject({ signature: z.number().int().min(0).max(3650), cash: z.number().int().min(0).max(3650) });
/** What is a term of the workspace and no constant: each assumption that a comparison makes is one of these, and is shown with it. */
export const settlementSettings = z.strictObject({
  /** Dated. Of entries that have begun the latest holds; one that names the marketplace before one for all. */
  feeTerms: z
    .array(
      z.strictObject({
        from: date,
        /** Null: every marketplace. */
        marketplaceId: id.nullable(),
        /** What the rate is taken of. */
        base: z.enum(['buyer_price', 'list_price', 'wholesale']),
        /** From whose proceeds the fee goes where a reseller sells: ours or the reseller's. */
        bearer: z.enum(['us', 'seller']),
        /** The same for what a channel offer costs beyond a private offer of the vendor. */
        upliftBearer: z.enum(['us', 'seller']),
      }),
    )
    .max(100),
  /** How a distributor's margin is meant: off what it buys at, its reseller's margin included; or its own, beside the reseller's. */
  distributorMargin: z.enum(['includes_reseller', 'own']),
  /** Who gives what the buyer is let off the list price where partners sell: we, or the one who sells to the buyer. */
  discountBorneBy: z.enum(['us', 'seller']),
  /** Days that are expected where the workspace has too little history of its own. */
  expectedDays: z.strictObject({ direct: days, resale: days, distribution: days, marketplace: days, channel_private_offer: days }),
  /** Won deals of a kind that are needed before their median is used. */
  leastHistory: z.number().int().min(1).max(1000),
});
export type SettlementSettings = z.output<typeof settlementSettings>;

export const settlementSteps = ['list', 'tier_margin', 'discount', 'buyer_price', 'fee', 'margin', 'split', 'incentive', 'net'] as const;
const part = z.object({
  /** What it is part of: a line, a party's share, an incentive. */
  label: z.string(),
  partnerId: id.nullable(),
  partnerName: z.string().nullable(),
  role: z.enum(participantRoles).nullable(),
  amountMinor: minor,
  explanation,
});
/** `total` says what is there after all steps before it; `change` adds or takes. The changes up to a total sum to it. */
const step = z.object({
  key: z.enum(settlementSteps),
  label: z.string(),
  kind: z.enum(['total', 'change']),
  amountMinor: minor,
  /** What is there after it. */
  afterMinor: minor,
  explanation,
  parts: z.array(part),
});
const party = z.object({
  party: z.enum(['partner', 'us', 'marketplace']),
  partnerId: id.nullable(),
  name: z.string(),
  marginMinor: minor,
  feeMinor: minor,
  splitMinor: minor,
  incentiveMinor: minor,
  /** All of it. Those of all parties sum to the buyer's price. */
  totalMinor: minor,
  /** In per cent of the buyer's price. */
  sharePercent: z.string(),
});
const refusal = z.object({
  code: z.enum([
    'no_listing',
    'listing_not_live',
    'no_fee',
    'no_reseller',
    'no_authorised_reseller',
    'not_a_reseller',
    'not_a_distributor',
    'not_tied',
    'partner_not_active',
    'currency',
    'incompatible',
    'no_price',
    'no_marketplace',
    'margin_above_price',
  ]),
  sentence: z.string(),
});
const expected = z.object({ days: z.number().int(), source: z.enum(['history', 'settings']), deals: z.number().int(), sentence: z.string() });
const option = z.object({
  /** Null: nobody is known yet through whom it could go; the refusal says so. */
  candidate: settlementCandidate.nullable(),
  kind,
  label: z.string(),
  /** Participants and marketplaces it goes through, from us to the buyer. */
  through: z.array(z.object({ type: z.enum(['partner', 'marketplace']), id, name: z.string() })),
  /** It is the one that was chosen. */
  chosen: z.boolean(),
  refusals: z.array(refusal),
  currency,
  /** Null where it is refused. */
  money: z
    .object({
      listMinor: minor,
      tierMarginMinor: minor,
      discountMinor: minor,
      buyerMinor: minor,
      feeMinor: minor,
      feePercent: z.string().nullable(),
      /** What the rate is taken of. */
      feeBase: z.enum(['buyer_price', 'list_price', 'wholesale']).nullable(),
      /** What of the fee goes from the reseller’s proceeds; the rest from ours. */
      feeSellerMinor: minor,
      marginMinor: minor,
      splitMinor: minor,
      incentiveMinor: minor,
      netMinor: minor,
      steps: z.array(step),
      parties: z.array(party),
    })
    .nullable(),
  drawdown: z.array(
    z.object({
      programme: z.string(),
      drawsDown: z.boolean(),
      amountMinor: minor,
      currency,
      remainingMinor: minor.nullable(),
      fromOn: date,
      untilOn: date,
      reasons: z.array(z.object({ code: z.string(), sentence: z.string() })),
    }),
  ),
  /** What each partner is credited with on the deal: its share of it, and what it comes to at the buyer's price. */
  credit: z.array(
    z.object({
      partnerId: id,
      name: z.string(),
      role: z.enum(participantRoles),
      shareBp: z.number().int().nullable(),
      amountMinor: minor.nullable(),
      sells: z.boolean(),
    }),
  ),
  expectedToSignature: expected,
  expectedToCash: expected,
  assumptions: z.array(z.string()),
  warnings: z.array(z.string()),
  /** Rule → version. */
  ruleVersions: z.record(z.string(), z.number().int()),
  /** Of its amounts and all that is said of them; sent with a choice, it makes sure that what was seen is what is chosen. */
  fingerprint: z.string(),
});
export type SettlementOption = z.output<typeof option>;
export type SettlementStep = z.output<typeof step>;
export type SettlementParty = z.output<typeof party>;

const compared = z.object({
  dealId: id,
  dealNumber: z.number().int(),
  dealName: z.string(),
  currency,
  pricedFrom: z.object({
    kind: z.enum(['quote', 'deal_lines']),
    quoteId: id.nullable(),
    quoteNumber: z.number().int().nullable(),
    quoteVersion: version.nullable(),
    state: z.string().nullable(),
    sentence: z.string(),
  }),
  options: z.array(option),
});
const planVersion = z.object({
  number: version,
  current: z.boolean(),
  candidate: settlementCandidate,
  option,
  routeId: id,
  reason: z.string(),
  chosenBy: z.string(),
  chosenAt: instant,
});
const planRow = z.object({
  number: version,
  current: z.boolean(),
  kind,
  label: z.string(),
  currency,
  buyerMinor: minor,
  netMinor: minor,
  reason: z.string(),
  chosenBy: z.string(),
  chosenAt: instant,
});
const plan = z.object({
  dealId: id,
  /** 0: none was chosen. */
  number: z.number().int(),
  plan: planVersion.nullable(),
  /** What has changed since it was chosen; empty: it is up to date. */
  outOfDate: z.array(z.object({ what: z.enum(['quote', 'lines', 'participants', 'currency', 'route', 'fees', 'settings']), sentence: z.string() })),
});
const change = z.object({ label: z.string(), key: z.string(), fromMinor: minor.nullable(), toMinor: minor.nullable(), differenceMinor: minor.nullable() });
const difference = z.object({
  currency: z.object({ from: currency, to: currency }),
  from: planRow,
  to: planRow,
  /** Steps of the waterfall; without a difference where the currencies are not the same. */
  steps: z.array(change),
  parties: z.array(change),
  facts: z.array(z.object({ label: z.string(), from: z.string(), to: z.string() })),
});
const settings = z.object({
  version: z.number().int(),
  document: settlementSettings,
  note: z.string().nullable(),
  createdBy: z.string().nullable(),
  createdAt: instant.nullable(),
});

const read = { audience: 'workspace', scope: 'quotes:read', assistant: 'read' } as const;
const write = { audience: 'workspace', scope: 'settlement:write', assistant: 'none' } as const;
const candidates = z.array(settlementCandidate).min(1).max(40).optional();
const whatIf = z.strictObject({
  candidate: settlementCandidate,
  /** As if the partners it goes through had this tier. */
  tier: z.string().trim().min(1).max(60).optional(),
  /** Instead of all discounts: off the list price of each line. */
  discount: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('percent'), percent }),
      z.strictObject({ kind: z.literal('amount'), amountMinor: minor.min(0) }),
    ])
    .optional(),
  /** Instead of the rule that holds. */
  split: splitDocument.optional(),
});
/** The number of the plan that stands for who chooses; 0 where there is none. Another one means that somebody chose in between. */
const seen = z.number().int().min(0);

/** Which way a deal is settled: every way beside the others, the one that was chosen, and what it gives to whom. */
export const settlement = {
  'settlement.compare': operation({
    method: 'POST',
    path: '/deals/:id/settlement/compare',
    summary: 'Compare ways to settle a deal side by side: prices, fees, margins, splits, our net, drawdown, credit, expected time; nothing is written',
    ...read,
    params: byId,
    /** Without candidates: those that the deal’s participants, routes and the workspace’s marketplaces suggest. */
    body: z.strictObject({ candidates }),
    output: compared,
  }),
  'settlement.whatIf': operation({
    method: 'POST',
    path: '/deals/:id/settlement/what-if',
    summary: 'One way to settle a deal with another tier, discount or split, beside the same without; nothing is written',
    ...read,
    params: byId,
    body: whatIf,
    output: z.object({ asIs: option, whatIf: option, steps: z.array(change), parties: z.array(change) }),
  }),
  'settlement.choose': operation({
    method: 'POST',
    path: '/deals/:id/settlement',
    summary: 'Choose how a deal is settled: a new version of the plan, and the deal’s settling route follows; the old version stays',
    ...write,
    params: byId,
    body: z.strictObject({ candidate: settlementCandidate, reason: note.min(1), seen, fingerprint: z.string().max(100).optional() }),
    output: plan,
    status: 201,
  }),
  'settlement.recompute': operation({
    method: 'POST',
    path: '/deals/:id/settlement/recompute',
    summary: 'Make a new version of the plan, the same way, from what the deal is now',
    ...write,
    params: byId,
    body: z.strictObject({ reason: note.min(1), seen }),
    output: plan,
    status: 201,
  }),
  'settlement.plan': operation({
    method: 'GET',
    path: '/deals/:id/settlement',
    summary: 'How a deal is settled, and what has changed since that was chosen',
    ...read,
    params: byId,
    output: plan,
  }),
  'settlement.history': operation({
    method: 'GET',
    path: '/deals/:id/settlement/versions',
    summary: 'Every version of a deal’s plan, the newest first: who chose it, when and why',
    ...read,
    params: byId,
    query: z.object({ cursor: cursor.optional(), limit }),
    output: page(planRow),
  }),
  'settlement.version': operation({
    method: 'GET',
    path: '/deals/:id/settlement/versions/:number',
    summary: 'One version of a plan as it was chosen',
    ...read,
    params: z.object({ id, number: z.coerce.number().int().min(1) }),
    output: planVersion,
  }),
  'settlement.difference': operation({
    method: 'GET',
    path: '/deals/:id/settlement/difference',
    summary: 'Two versions of a plan, line by line',
    ...read,
    params: byId,
    query: z.object({ from: z.coerce.number().int().min(1), to: z.coerce.number().int().min(1) }),
    output: difference,
  }),
  'settlement.waterfall': operation({
    method: 'GET',
    path: '/deals/:id/settlement/waterfall',
    summary: 'From list price to our net, step by step, each with its rule, version, inputs and rounding; of the plan that stands, or of a version',
    ...read,
    params: byId,
    query: z.object({ number: z.coerce.number().int().min(1).optional() }),
    output: z.object({ number: version, kind, label: z.string(), currency, steps: z.array(step), parties: z.array(party), assumptions: z.array(z.string()) }),
  }),
  'settlement.export': operation({
    method: 'POST',
    path: '/deals/:id/settlement/export',
    summary: 'The comparison as CSV: one row a way, step and party',
    audience: 'workspace',
    scope: 'quotes:read',
    assistant: 'none',
    params: byId,
    body: z.strictObject({ candidates }),
    output: textFile,
  }),
  'settlement.settings': operation({
    method: 'GET',
    path: '/settlement-settings',
    summary: 'Who bears which fee, how margins are read, and which days are expected; version 0 is what holds before anybody set it',
    ...read,
    output: settings,
  }),
  'settlement.setSettings': operation({
    method: 'PUT',
    path: '/settlement-settings',
    summary: 'Set the terms of settlement anew; plans that were chosen keep the terms they were chosen with',
    ...write,
    body: z.strictObject({ document: settlementSettings, seen, note: note.optional() }),
    output: settings,
  }),
};

export const portalSettlement = {
  'portalSettlement.waterfall': operation({
    method: 'GET',
    path: '/portal/deals/:id/settlement',
    summary: 'How a deal is settled as a partner of it is shown: its own amounts with their arithmetic, everybody else as one sum; null until that is chosen',
    audience: 'partner',
    scope: 'portal:deals',
    assistant: 'read',
    params: byId,
    output: z
      .object({
        dealId: id,
        number: version,
        kind,
        currency,
        /** Null where the partner is not told what the buyer pays. */
        buyerMinor: minor.nullable(),
        own: z.array(z.object({ key: z.enum(['margin', 'split', 'incentive']), label: z.string(), amountMinor: minor, explanation })),
        ownMinor: minor,
        /** Everybody else together, us included; null where the partner is not told what the buyer pays. */
        othersMinor: minor.nullable(),
        credit: z.array(z.object({ role: z.enum(participantRoles), shareBp: z.number().int().nullable() })),
        chosenAt: instant,
        sentence: z.string(),
      })
      .nullable(),
  }),
};
