import { z } from 'zod';
import { operation } from '../operation.ts';
import { plainDecimal, priceModel } from '../price-model.ts';
import { bundleDefinition, compatibilityDefinition, marginDefinition } from '../pricing-rules.ts';
import { byId, currency, cursor, date, explanation, id, instant, limit, minor, name, note, page, version } from '../shapes.ts';

export const chargeTypes = ['one_off', 'recurring', 'usage'] as const;
export const pricePer = ['once', 'month', 'year', 'term'] as const;
const term = z.number().int().min(1).max(600);
/** Query values are text. */
const termQuery = z.coerce.number().int().min(1).max(600).optional();
const q = z.string().trim().max(200).optional();

const commerce = z.object({
  productId: id,
  productName: z.string(),
  family: z.string().nullable(),
  active: z.boolean(),
  /** Who makes it; null: ourselves. */
  vendorId: id.nullable(),
  vendorName: z.string().nullable(),
  chargeType: z.enum(chargeTypes),
  meterKey: z.string().nullable(),
  taxCategory: z.string(),
  unitLabel: z.string(),
  /** 0: nobody has said anything yet, and what stands here is assumed. */
  version: z.number().int().min(0),
});

const bookFields = {
  name,
  currency,
  regions: z.union([z.literal('everywhere'), z.array(z.string().trim().min(1).max(60)).min(1).max(50)]),
  /** Tiers of partners it is for; everyone includes deals without a partner. */
  tiers: z.union([z.literal('everyone'), z.array(z.string().trim().min(1).max(60)).min(1).max(50)]),
  effectiveFrom: date,
  /** First day on which it holds no more. */
  effectiveTo: date.nullable(),
};
const book = z.object({ id, ...bookFields, position: z.number().int(), entries: z.number().int(), version, updatedAt: instant });

const entryVersion = z.object({
  version,
  per: z.enum(pricePer),
  model: priceModel,
  effectiveFrom: date,
  effectiveTo: date.nullable(),
  note: z.string().nullable(),
  createdBy: z.string(),
  createdAt: instant,
});
const entry = z.object({
  id,
  bookId: id,
  bookName: z.string(),
  currency,
  productId: id,
  productName: z.string(),
  /** Null: for any term. */
  termMonths: term.nullable(),
  version,
  /** The version of the day that was asked for; null: none holds on it. */
  current: entryVersion.nullable(),
});
const entryDetail = entry.extend({ versions: z.array(entryVersion) });
const newEntryVersion = z.strictObject({
  per: z.enum(pricePer),
  model: priceModel,
  effectiveFrom: date,
  effectiveTo: date.nullable().default(null),
  note: note.optional(),
});

/** A record with dated versions of one document. */
const documentOf = <Definition extends z.ZodType>(definition: Definition) => {
  const documentVersion = z.object({
    version,
    definition,
    effectiveFrom: date,
    effectiveTo: date.nullable(),
    note: z.string().nullable(),
    createdBy: z.string(),
    createdAt: instant,
  });
  return z.object({
    id,
    name: z.string(),
    position: z.number().int(),
    version,
    /** Holds today; null: nothing does, it begins later or has ended. */
    current: documentVersion.nullable(),
    versions: z.array(documentVersion),
  });
};
export const documentBody = <Definition extends z.ZodType>(definition: Definition) =>
  z.strictObject({ definition, effectiveFrom: date, effectiveTo: date.nullable().default(null), note: note.optional() });

/** Where a price came from: the first book in order that has one; the others each say why they did not decide. */
const resolved = z.object({
  productId: id,
  productName: z.string(),
  currency,
  quantity: z.string(),
  termMonths: term.nullable(),
  /** For the quantity and the whole term, before any discount. */
  amountMinor: minor,
  source: z.enum(['price_book', 'catalogue']),
  bookId: id.nullable(),
  bookName: z.string().nullable(),
  entryId: id.nullable(),
  entryVersion: version.nullable(),
  per: z.enum(pricePer),
  model: priceModel,
  explanation,
  others: z.array(z.object({ bookId: id, bookName: z.string(), entryId: id.nullable(), reason: z.string() })),
});
const marginResult = z.object({
  percent: z.string(),
  of: z.enum(['list', 'buyer_price']),
  ruleId: id.nullable(),
  ruleName: z.string().nullable(),
  ruleVersion: version.nullable(),
  capped: z.boolean(),
  parts: z.array(z.object({ kind: z.string(), label: z.string(), percent: z.string(), counted: z.boolean(), reason: z.string() })),
  sentence: z.string(),
});
export const selectionCheck = z.object({
  ok: z.boolean(),
  refusals: z.array(
    z.object({ ruleId: id, ruleName: z.string(), kind: z.enum(['requires', 'excludes']), productId: id, otherIds: z.array(id), reason: z.string() }),
  ),
});

const read = { audience: 'workspace', scope: 'pricing:read', assistant: 'read' } as const;
const write = { audience: 'workspace', scope: 'pricing:write', assistant: 'none' } as const;

/** list, get, add, amend, end, order: the same for each kind of document. */
const documentOperations = <Definition extends z.ZodType>(path: string, what: { readonly many: string; readonly one: string }, definition: Definition) => {
  const output = documentOf(definition);
  return {
    list: operation({
      method: 'GET',
      path,
      summary: `${what.many} with their versions, in their order`,
      ...read,
      query: z.object({ q, cursor: cursor.optional(), limit }),
      output: page(output),
    }),
    get: operation({ method: 'GET', path: `${path}/:id`, summary: `${what.one}: every version`, ...read, params: byId, output }),
    add: operation({
      method: 'POST',
      path,
      summary: `Add: ${what.one.toLowerCase()}; it comes last in the order`,
      ...write,
      body: documentBody(definition).extend({ name }),
      output,
      status: 201,
    }),
    amend: operation({
      method: 'POST',
      path: `${path}/:id/versions`,
      summary: `${what.one}: a new version from a day on; the one before ends there and stays as it was`,
      ...write,
      params: byId,
      body: documentBody(definition).extend({ name: name.optional() }),
      output,
      versioned: true,
    }),
    end: operation({
      method: 'POST',
      path: `${path}/:id/end`,
      summary: `${what.one}: holds no more from a day on`,
      ...write,
      params: byId,
      body: z.strictObject({ on: date, note: note.optional() }),
      output,
      versioned: true,
    }),
  };
};
const bundles = documentOperations('/pricing/bundles', { many: 'Bundles', one: 'A bundle' }, bundleDefinition);
const compatibility = documentOperations('/pricing/compatibility', { many: 'Rules of compatibility', one: 'A rule of compatibility' }, compatibilityDefinition);
const margins = documentOperations('/pricing/margin-rules', { many: 'Margin rules', one: 'A margin rule' }, marginDefinition);

/** What things cost: products as they are sold, price books, bundles, what goes together, margins of partners. Amounts are minor units. */
export const pricing = {
  'pricing.products': operation({
    method: 'GET',
    path: '/pricing/products',
    summary: 'Products as they are sold: vendor, charge type, tax category, unit',
    ...read,
    query: z.object({ q, vendorId: id.optional(), cursor: cursor.optional(), limit }),
    output: page(commerce),
  }),
  'pricing.setProduct': operation({
    method: 'PUT',
    path: '/pricing/products/:id',
    summary: 'Say who makes a product and how it is charged. If-Match 0 where nothing was said before.',
    ...write,
    params: byId,
    body: z.strictObject({
      vendorId: id.nullable(),
      chargeType: z.enum(chargeTypes),
      meterKey: z.string().trim().min(1).max(100).nullable(),
      taxCategory: z.string().trim().min(1).max(40),
      unitLabel: z.string().trim().min(1).max(40),
    }),
    output: commerce,
    versioned: true,
  }),
  'pricing.books': operation({
    method: 'GET',
    path: '/pricing/books',
    summary: 'Price books in the order in which they are tried',
    ...read,
    query: z.object({ q, currency: currency.optional(), on: date.optional(), cursor: cursor.optional(), limit }),
    output: page(book),
  }),
  'pricing.addBook': operation({
    method: 'POST',
    path: '/pricing/books',
    summary: 'Add a price book; it comes last in the order',
    ...write,
    body: z.strictObject(bookFields),
    output: book,
    status: 201,
  }),
  'pricing.changeBook': operation({
    method: 'PATCH',
    path: '/pricing/books/:id',
    summary: 'Rename a book, or move its end; currency, regions and tiers stay once it has prices',
    ...write,
    params: byId,
    body: z.strictObject(bookFields).partial(),
    output: book,
    versioned: true,
  }),
  'pricing.orderBooks': operation({
    method: 'POST',
    path: '/pricing/books/order',
    summary: 'The order in which books are tried: every book, once',
    ...write,
    body: z.strictObject({ ids: z.array(id).min(1).max(1000) }),
    output: z.object({ ids: z.array(id) }),
  }),
  'pricing.entries': operation({
    method: 'GET',
    path: '/pricing/entries',
    summary: 'Prices: of a book, of a product, as they hold on a day',
    ...read,
    query: z.object({ bookId: id.optional(), productId: id.optional(), on: date.optional(), q, cursor: cursor.optional(), limit }),
    output: page(entry),
  }),
  'pricing.entry': operation({
    method: 'GET',
    path: '/pricing/entries/:id',
    summary: 'A price with every version',
    ...read,
    params: byId,
    output: entryDetail,
  }),
  'pricing.addEntry': operation({
    method: 'POST',
    path: '/pricing/books/:id/entries',
    summary: 'Price a product in a book. 409 where the book has a price of it for that term.',
    ...write,
    params: byId,
    body: newEntryVersion.extend({ productId: id, termMonths: term.nullable() }),
    output: entryDetail,
    status: 201,
  }),
  'pricing.amendEntry': operation({
    method: 'POST',
    path: '/pricing/entries/:id/versions',
    summary: 'A new price from a day on; the one before ends there. 409 where it would overlap a later one.',
    ...write,
    params: byId,
    body: newEntryVersion,
    output: entryDetail,
    versioned: true,
  }),
  'pricing.endEntry': operation({
    method: 'POST',
    path: '/pricing/entries/:id/end',
    summary: 'No price of it from a day on',
    ...write,
    params: byId,
    body: z.strictObject({ on: date, note: note.optional() }),
    output: entryDetail,
    versioned: true,
  }),
  'pricing.rate': operation({
    method: 'POST',
    path: '/pricing/rate',
    summary: 'What a price model makes of quantities: to try one before it is published. Saves nothing.',
    ...read,
    body: z.strictObject({ model: priceModel, currency, quantities: z.array(plainDecimal).min(1).max(50) }),
    output: z.object({ results: z.array(z.object({ quantity: z.string(), amountMinor: minor, exact: z.string(), explanation })) }),
  }),
  'pricing.resolve': operation({
    method: 'GET',
    path: '/pricing/resolve',
    summary: 'What a product costs on a day, which price decided, and why others did not. 404 where nothing has a price.',
    ...read,
    query: z.object({
      productId: id,
      quantity: plainDecimal.default('1'),
      currency,
      region: z.string().max(60).optional(),
      partnerId: id.optional(),
      termMonths: termQuery,
      on: date.optional(),
    }),
    output: resolved,
  }),
  'pricing.check': operation({
    method: 'POST',
    path: '/pricing/check',
    summary: 'Whether products go together, and why not',
    ...read,
    body: z.strictObject({ productIds: z.array(id).min(1).max(200), on: date.optional() }),
    output: selectionCheck,
  }),
  'pricing.margin': operation({
    method: 'GET',
    path: '/pricing/margin',
    summary: 'The margin of a partner on a product: the breakdown, and the rule that decided',
    ...read,
    query: z.object({ partnerId: id, productId: id.optional(), dealId: id.optional(), on: date.optional() }),
    output: marginResult,
  }),
  'pricing.bundles': bundles.list,
  'pricing.bundle': bundles.get,
  'pricing.addBundle': bundles.add,
  'pricing.amendBundle': bundles.amend,
  'pricing.endBundle': bundles.end,
  'pricing.compatibility': compatibility.list,
  'pricing.compatibilityRule': compatibility.get,
  'pricing.addCompatibility': compatibility.add,
  'pricing.amendCompatibility': compatibility.amend,
  'pricing.endCompatibility': compatibility.end,
  'pricing.marginRules': margins.list,
  'pricing.marginRule': margins.get,
  'pricing.addMarginRule': margins.add,
  'pricing.amendMarginRule': margins.amend,
  'pricing.endMarginRule': margins.end,
  'pricing.orderMarginRules': operation({
    method: 'POST',
    path: '/pricing/margin-rules/order',
    summary: 'The order in which margin rules are tried: every rule, once; the first that fits decides',
    ...write,
    body: z.strictObject({ ids: z.array(id).min(1).max(1000) }),
    output: z.object({ ids: z.array(id) }),
  }),
};
