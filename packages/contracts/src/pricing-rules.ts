import { staffRoles } from './permissions.ts';
import { z } from 'zod';
import { plainDecimal } from './price-model.ts';
import { currency, id, minor, name } from './shapes.ts';

const percent = plainDecimal.refine((text) => Number(text) <= 100, 'A percentage up to 100.');
const some = <Item extends z.ZodType>(item: Item) => z.array(item).min(1).max(200);
const positive = plainDecimal.refine((text) => /[1-9]/.test(text), 'More than 0.');

/** Sold as one, with one price. Parts may come from several vendors; the price is allocated to them by standalone price unless stated. */
export const bundleDefinition = z
  .strictObject({
    /** The product it is sold as; null: it has its own name only. */
    productId: id.nullable(),
    price: z.discriminatedUnion('kind', [
      /** One price for a bundle, in each currency it is sold in. */
      z.strictObject({ kind: z.literal('fixed'), amounts: some(z.strictObject({ currency, amountMinor: minor.min(1) })) }),
      /** So much off what its chosen parts cost standalone. */
      z.strictObject({ kind: z.literal('off_standalone'), percent }),
    ]),
    parts: some(
      z.strictObject({
        productId: id,
        quantity: positive,
        required: z.boolean(),
        /** Standalone price of the part as a whole, where it is not what price books say. */
        standalone: z.array(z.strictObject({ currency, amountMinor: minor.min(0) })).max(20),
        /** Share of the bundle's price; where one part states it, all that are sold have to, and they sum to 100. */
        allocationPercent: percent.nullable(),
      }),
    ),
    /** A part not taken takes so much of a fixed price with it as its allocation says; false: the price stays. */
    optionalLowersPrice: z.boolean().default(true),
  })
  .refine(({ parts }) => new Set(parts.map(({ productId }) => productId)).size === parts.length, { message: 'A product is in a bundle once.' })
  .refine(({ parts }) => parts.some(({ required }) => required), { message: 'At least one part is always in it.' })
  .refine(({ parts }) => parts.every((part) => part.allocationPercent === null) || parts.every((part) => part.allocationPercent !== null), {
    message: 'Either every part states its share, or none.',
  });
export type BundleDefinition = z.output<typeof bundleDefinition>;

/** `reason` is what a seller is told. */
export const compatibilityDefinition = z
  .strictObject({
    kind: z.enum(['requires', 'excludes']),
    productId: id,
    /** requires: at least one of them goes with it; excludes: none of them. */
    otherIds: some(id),
    reason: z.string().trim().min(1).max(500),
  })
  .refine(({ productId, otherIds }) => !otherIds.includes(productId), { message: 'A product is not set against itself.' });
export type CompatibilityDefinition = z.output<typeof compatibilityDefinition>;

/** Whom a margin is for. There is no empty condition: everyone is said in words. */
const partners = z.union([
  z.literal('everyone'),
  z
    .strictObject({
      tiers: some(z.string()).optional(),
      types: some(z.string()).optional(),
      partnerIds: some(id).optional(),
      regions: some(z.string()).optional(),
    })
    .refine((value) => Object.values(value).some((list) => list !== undefined), 'Name tiers, types, regions or partners, or say everyone.'),
]);
const products = z.union([
  z.literal('everything'),
  z
    .strictObject({ productIds: some(id).optional(), families: some(z.string()).optional(), vendorIds: some(id).optional() })
    .refine((value) => Object.values(value).some((list) => list !== undefined), 'Name products, families or vendors, or say everything.'),
]);
export const marginDefinition = z.strictObject({
  partners,
  products,
  /** Of the list price, or of what the buyer pays. */
  of: z.enum(['list', 'buyer_price']),
  /** By tier; a tier that is not named gets nothing from it, `otherwise` says what a partner without one of them gets. */
  base: z.strictObject({ byTier: z.record(z.string().min(1).max(60), percent), otherwise: percent }),
  extras: z
    .array(
      z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('registration'), label: name, percent, registrations: some(z.enum(['sourcing', 'service_attach', 'renewal'])) }),
        z.strictObject({ kind: z.literal('new_customer'), label: name, percent }),
        z.strictObject({ kind: z.literal('competitive'), label: name, percent }),
        z.strictObject({
          kind: z.literal('specialisation'),
          label: name,
          percent,
          skills: some(z.string()),
          certifiedPeople: z.number().int().min(0).max(1000),
        }),
      ]),
    )
    .max(30),
  /** stacked: base and all extras; best_of: the greatest of them alone; base_and_best: base and the greatest extra. */
  combine: z.enum(['stacked', 'best_of', 'base_and_best']),
  cap: percent.nullable(),
});
export type MarginDefinition = z.output<typeof marginDefinition>;

/** Each condition alone asks for the approval. */
export const approvalDefinition = z.strictObject({
  approverRole: z.enum(staffRoles),
  when: some(
    z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('every_quote') }),
      z.strictObject({ kind: z.literal('discount_above'), percent }),
      z.strictObject({ kind: z.literal('margin_above'), percent }),
      /** What is left to us, of the list price. */
      z.strictObject({ kind: z.literal('ours_below'), percent }),
      z.strictObject({ kind: z.literal('term_longer_than'), months: z.number().int().min(1).max(600) }),
      z.strictObject({ kind: z.literal('value_above'), amountMinor: minor.min(0), currency }),
    ]),
  ),
});
export type ApprovalDefinition = z.output<typeof approvalDefinition>;
