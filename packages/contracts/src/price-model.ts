import { z } from 'zod';

/** Not negative, up to twelve digits before and twelve after the point; never a float. */
export const plainDecimal = z.string().regex(/^\d{1,12}(\.\d{1,12})?$/, 'A number such as 0.0125, without a sign.');

/**
 * A tier begins at its lower bound; where it ends follows from the next one, so that nothing can lie between two tiers or in both.
 * `boundary` says whether a quantity exactly on the bound still belongs below it (`above`, usual) or already to the tier (`from`).
 */
const boundary = z.enum(['above', 'from']).default('above');
const rising = (tiers: readonly { readonly from: string }[]): boolean =>
  tiers.every(({ from }, index) => {
    const before = tiers[index - 1];
    return before ? exceeds(from, before.from) : /^0+(\.0+)?$/.test(from);
  });
/** Compares decimal texts without turning them into floats. */
function exceeds(left: string, right: string): boolean {
  const scaled = (text: string): bigint => {
    const [whole = '0', after = ''] = text.split('.');
    return BigInt(whole + after.padEnd(12, '0'));
  };
  return scaled(left) > scaled(right);
}
const RISING = { message: 'The first tier begins at 0, and each next one above the one before it.' };
const tiers = z
  .array(z.strictObject({ from: plainDecimal, unitPrice: plainDecimal.default('0'), flatFee: plainDecimal.default('0') }))
  .min(1)
  .max(50)
  .refine(rising, RISING);
const rateTiers = z
  .array(z.strictObject({ from: plainDecimal, percent: plainDecimal, flatFee: plainDecimal.default('0') }))
  .min(1)
  .max(50)
  .refine(rising, RISING);

const unit = z.strictObject({ kind: z.literal('unit'), unitPrice: plainDecimal, freeUnits: plainDecimal.default('0') });
/** A started package is charged whole. */
const packages = z.strictObject({
  kind: z.literal('package'),
  size: plainDecimal.refine((text) => exceeds(text, '0'), 'A package holds more than 0.'),
  price: plainDecimal,
  freeUnits: plainDecimal.default('0'),
});
/** Each tier prices what lies in it. The flat fee of the first tier is owed in any case, that of another once it is entered. */
const graduated = z.strictObject({ kind: z.literal('graduated'), boundary, tiers });
/** The tier reached prices everything. */
const volume = z.strictObject({ kind: z.literal('volume'), boundary, tiers });
/** Percent of an amount; free amount and free events go first, least and most hold for each event of which the amount is known. */
const percentage = z.strictObject({
  kind: z.literal('percentage'),
  percent: plainDecimal,
  fixedPerEvent: plainDecimal.default('0'),
  freeAmount: plainDecimal.default('0'),
  freeEvents: z.number().int().min(0).default(0),
  leastPerEvent: plainDecimal.nullable().default(null),
  mostPerEvent: plainDecimal.nullable().default(null),
});
const graduatedPercentage = z.strictObject({ kind: z.literal('graduated_percentage'), boundary, tiers: rateTiers });
/** The dearest of the tiers that several measures reached. */
const capacity = z.strictObject({
  kind: z.literal('capacity'),
  boundary,
  measures: z
    .array(
      z.strictObject({
        name: z.string().trim().min(1).max(60),
        tiers: z
          .array(z.strictObject({ from: plainDecimal, price: plainDecimal }))
          .min(1)
          .max(50)
          .refine(rising, RISING),
      }),
    )
    .min(1)
    .max(20),
});
export const simplePriceModel = z.discriminatedUnion('kind', [unit, packages, graduated, volume, percentage, graduatedPercentage, capacity]);

/** A fee includes so much; what is above goes by `overage`. The spend of a period is at least `minimum` and at most `maximum`. */
const commitment = z.strictObject({
  kind: z.literal('commitment'),
  fee: plainDecimal.default('0'),
  includedQuantity: plainDecimal.default('0'),
  overage: simplePriceModel,
  minimum: plainDecimal.nullable().default(null),
  maximum: plainDecimal.nullable().default(null),
});
export const burnOrders = ['free_first', 'priority', 'expires_first', 'smallest_first', 'oldest_first'] as const;
/** Sold in blocks beforehand; usage burns what is left of them in the stated order, and the rest goes by `overage`. */
const prepaid = z.strictObject({
  kind: z.literal('prepaid'),
  size: plainDecimal.refine((text) => exceeds(text, '0'), 'A block holds more than 0.'),
  price: plainDecimal,
  overage: simplePriceModel,
  order: z.array(z.enum(burnOrders)).min(1).max(burnOrders.length),
});
/** Priced in units of its own, such as credits, that are worth so much of the currency. */
const pricingUnit = z.strictObject({ kind: z.literal('pricing_unit'), unit: z.string().trim().min(1).max(40), worth: plainDecimal, price: simplePriceModel });

/** How a quantity, or an amount, becomes a price. Prices are decimal text of the currency's major unit. */
export const priceModel = z.discriminatedUnion('kind', [
  unit,
  packages,
  graduated,
  volume,
  percentage,
  graduatedPercentage,
  capacity,
  commitment,
  prepaid,
  pricingUnit,
]);
export type PriceModel = z.output<typeof priceModel>;
export type SimplePriceModel = z.output<typeof simplePriceModel>;
export const priceModelKinds = [
  'unit',
  'package',
  'graduated',
  'volume',
  'percentage',
  'graduated_percentage',
  'capacity',
  'commitment',
  'prepaid',
  'pricing_unit',
] as const;
