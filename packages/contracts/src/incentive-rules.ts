import { z } from 'zod';
import { participantRoles, routeKinds } from '@entente/kernel';
import { currency, date, decimalText, id, money, timeZone } from './shapes.ts';

export const incentiveKinds = ['commission', 'spiff', 'rebate', 'influence', 'adoption', 'renewal'] as const;
export type IncentiveKind = (typeof incentiveKinds)[number];

const amounts = z.array(money).min(1).max(30);
const ids = z.array(id).min(1).max(500);
const words = z.array(z.string().trim().min(1).max(80)).min(1).max(50);

/** All of these must hold, for the partner and for each line that counts. A kind that is called nothing here is refused. */
export const incentiveCondition = z.discriminatedUnion('kind', [
  /** Said, and never meant by leaving conditions out. */
  z.strictObject({ kind: z.literal('everyone') }),
  /** The tier kept with the enrolment; where nobody need be enrolled, the partner's tier. */
  z.strictObject({ kind: z.literal('tier'), tiers: words }),
  z.strictObject({ kind: z.literal('partner'), partnerIds: ids }),
  z.strictObject({ kind: z.literal('product'), productIds: ids }),
  z.strictObject({ kind: z.literal('lines'), of: z.enum(['ours', 'vendors']) }),
  z.strictObject({ kind: z.literal('route'), routes: z.array(z.enum(routeKinds)).min(1) }),
  z.strictObject({ kind: z.literal('region'), regions: words }),
  z.strictObject({ kind: z.literal('source'), source: z.enum(['payment', 'marketplace']) }),
  z.strictObject({ kind: z.literal('currency'), currencies: z.array(currency).min(1).max(30) }),
  /** The first year of a customer's contract, or what follows from its renewal. */
  z.strictObject({ kind: z.literal('term'), term: z.enum(['first_year', 'renewal']) }),
  /** New: no deal with this customer was won before. */
  z.strictObject({ kind: z.literal('customer'), customer: z.enum(['new', 'existing']) }),
  /** The partner's registration of the deal was approved. */
  z.strictObject({ kind: z.literal('registered') }),
]);

/** Who takes part in the deal in one of these roles on the day. */
const to = z.strictObject({ roles: z.array(z.enum(participantRoles)).min(1).max(8) });
const common = {
  when: z.array(incentiveCondition).min(1).max(10),
  /** true: only partners enrolled in the programme; false: whoever the conditions hold for. */
  enrolled: z.boolean(),
  /** Days after it was earned until it is owed. */
  holdDays: z.number().int().min(0).max(365),
  /** What is more than this waits for somebody's approval, and what is in a currency not named here; null: nothing waits. */
  approveAbove: amounts.nullable(),
};
/** collected: of what the customer paid before tax, less the marketplace's fee. booked: of what the deal was won for. */
const basis = z.enum(['collected', 'booked']);
const span = z.enum(['month', 'quarter', 'half_year', 'year']);
const period = z.strictObject({
  every: span,
  /** The month (1–12) with which the year begins. */
  firstMonth: z.number().int().min(1).max(12),
  timeZone,
});
const caps = z.array(z.strictObject({ per: z.enum(['deal', 'month', 'quarter', 'year']), amounts })).max(4);
const several = z.enum(['each', 'alike', 'share', 'credit']);
const ofSales = {
  ...common,
  to,
  basis,
  /** Per cent, 0 to 100. */
  rate: decimalText,
  /** Several are there: each has the whole rate, or they divide it alike, by their share on the deal, or by its frozen credit. */
  among: several,
  /** Most for one partner. A currency that is not named cannot be decided, and is held. */
  caps,
};

export const incentiveDocument = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('commission'), ...ofSales }),
  /** For those of the deal that is renewed who take part in its renewal. */
  z.strictObject({ kind: z.literal('renewal'), ...ofSales }),
  z.strictObject({
    kind: z.literal('spiff'),
    ...common,
    to,
    basis,
    /** Sales from the first day to before the second. */
    from: date,
    until: date,
    /** Once a deal, for each line, or for each unit; with `everyNth`, for each n-th unit a person sells. */
    per: z.enum(['deal', 'line', 'unit']),
    everyNth: z.number().int().min(1).max(100_000).nullable(),
    amounts,
    capPerPerson: amounts.nullable(),
  }),
  z.strictObject({
    kind: z.literal('rebate'),
    ...common,
    to,
    currency,
    period,
    /** Days after the end of a period until it is settled; what comes later changes what was settled. */
    settleAfterDays: z.number().int().min(0).max(90),
    measure: z.enum(['amount', 'quantity']),
    /**
     * What the lower bounds of bands are: volume of the period; growth above a baseline, as volume or in per cent of it; or per cent of
     * the target kept with the enrolment.
     */
    against: z.enum(['volume', 'growth', 'growth_percent', 'target_percent']),
    /** What growth is measured from; null where nothing is. */
    baseline: z.enum(['enrolment', 'previous_period', 'same_period_last_year']).nullable(),
    /** marginal: each band pays for what lies in it. retroactive: the band that is reached pays for all of it. */
    basis: z.enum(['marginal', 'retroactive']),
    /** Retroactive: the whole volume, or only its growth. */
    pays: z.enum(['whole', 'growth']),
    /** Lower bounds only, each above the one before: there is no gap and no overlap to write. */
    bands: z
      .array(
        z.strictObject({
          from: decimalText,
          reward: z.discriminatedUnion('kind', [
            z.strictObject({ kind: z.literal('percent'), percent: decimalText }),
            /** For each unit, in the currency of the document ('2.50'). */
            z.strictObject({ kind: z.literal('per_unit'), amount: decimalText }),
          ]),
        }),
      )
      .min(1)
      .max(20),
    /** Least and most of a period once a band is reached, in minor units. */
    atLeastMinor: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER).nullable(),
    atMostMinor: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER).nullable(),
  }),
  z.strictObject({
    kind: z.literal('influence'),
    ...common,
    currency,
    period,
    /** What all claims of a period may come to. */
    poolMinor: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER),
    pay: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('fixed'), amountMinor: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER) }),
      /** Of what was collected for the deal until the approval. */
      z.strictObject({ kind: z.literal('percent'), percent: decimalText }),
    ]),
    /** Touches of the partner on the deal that count, and how many there must be. */
    evidence: z.strictObject({ touches: z.union([z.literal('any'), words]), atLeast: z.number().int().min(1).max(100) }),
    /** rule: enough evidence approves by itself. person: somebody decides who is not who claimed. */
    approval: z.enum(['person', 'rule']),
  }),
  z.strictObject({
    kind: z.literal('adoption'),
    ...common,
    to,
    currency,
    period,
    settleAfterDays: z.number().int().min(0).max(90),
    productIds: ids,
    metric: z.string().trim().min(1).max(80),
    baseline: z.enum(['enrolment', 'previous_period']),
    /** For each unit above the baseline, in the currency of the document ('0.015'). */
    perUnit: decimalText,
    caps,
    /** Taken back in whole where the customer leaves within so many days after the period. */
    clawbackDays: z.number().int().min(0).max(730),
  }),
]);
export type IncentiveDocument = z.output<typeof incentiveDocument>;
export type IncentiveCondition = z.output<typeof incentiveCondition>;
