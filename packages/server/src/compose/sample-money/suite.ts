import type { PriceModel } from '@entente/contracts';
import type { Scene } from './scene.ts';

/** Seven products of seven makers, sold as one. Prices are euros for a unit and year; the last but one is metered. */
const PARTS = [
  { key: 'visibility', name: 'Container visibility', family: 'Harbour suite', unit: 'terminals', price: '18400', quantity: '3' },
  { key: 'customs', name: 'Customs pre-clearance', family: 'Harbour suite', unit: 'seats', price: '1260', quantity: '25' },
  { key: 'berths', name: 'Berth planning', family: 'Harbour suite', unit: 'berths', price: '7450', quantity: '8' },
  { key: 'cranes', name: 'Crane health', family: 'Harbour suite', unit: 'cranes', price: '2199.50', quantity: '14' },
  { key: 'gate', name: 'Gate recognition', family: 'Harbour suite', unit: 'lanes', price: '3890', quantity: '6' },
  { key: 'messages', name: 'Carrier messages', family: 'Harbour suite', unit: 'messages', price: null, quantity: '60000' },
  { key: 'start', name: 'Harbour suite onboarding', family: 'Harbour suite', unit: 'days', price: '1450', quantity: '12' },
] as const;
export const METER = 'carrier_messages';
/** Each tier prices what lies in it: euros a message. */
const MESSAGES: PriceModel = {
  kind: 'graduated',
  boundary: 'above',
  tiers: [
    { from: '0', unitPrice: '0.0320', flatFee: '0' },
    { from: '20000', unitPrice: '0.0215', flatFee: '0' },
    { from: '100000', unitPrice: '0.0140', flatFee: '0' },
  ],
};

export type Suite = { readonly bundleId: string; readonly productIds: readonly string[]; readonly vendorIds: readonly string[] };

/** Puts the suite on the price list: who makes each part, what it costs, that it is sold as one, and what a reseller keeps. */
export async function priceSuite(scene: Scene, vendorIds: readonly string[], from: string): Promise<Suite> {
  const call = scene.as('maker', from);
  const book = await call('pricing.addBook', {
    body: { name: 'List prices', currency: 'EUR', regions: 'everywhere', tiers: 'everyone', effectiveFrom: from, effectiveTo: null },
  });
  const productIds: string[] = [];
  await call('meters.create', {
    body: {
      key: METER,
      name: 'Carrier messages',
      unit: 'messages',
      aggregation: 'sum',
      dimensions: [],
      productId: null,
      graceHours: 0,
      latestDays: 200,
      active: true,
    },
  });
  for (const [index, part] of PARTS.entries()) {
    const product = await call('products.save', { body: { name: part.name, family: part.family } });
    productIds.push(product.id);
    await call(
      'pricing.setProduct',
      {
        params: { id: product.id },
        body: {
          vendorId: vendorIds[index] ?? null,
          chargeType: part.key === 'messages' ? 'usage' : part.key === 'start' ? 'one_off' : 'recurring',
          meterKey: part.key === 'messages' ? METER : null,
          taxCategory: 'S',
          unitLabel: part.unit,
        },
      },
      0,
    );
    await call('pricing.addEntry', {
      params: { id: book.id },
      body: {
        productId: product.id,
        termMonths: null,
        per: part.key === 'messages' ? 'month' : part.key === 'start' ? 'once' : 'year',
        model: part.price === null ? MESSAGES : { kind: 'unit', unitPrice: part.price, freeUnits: '0' },
        effectiveFrom: from,
        effectiveTo: null,
      },
    });
  }
  const bundle = await call('pricing.addBundle', {
    body: {
      name: 'Harbour suite',
      effectiveFrom: from,
      effectiveTo: null,
      definition: {
        productId: null,
        price: { kind: 'off_standalone', percent: '8' },
        optionalLowersPrice: true,
        parts: PARTS.map(({ quantity }, index) => ({ productId: productIds[index] ?? '', quantity, required: true, standalone: [], allocationPercent: null })),
      },
    },
  });
  await call('pricing.addMarginRule', {
    body: {
      name: 'Margin of resellers',
      effectiveFrom: from,
      effectiveTo: null,
      definition: {
        partners: 'everyone',
        products: 'everything',
        of: 'buyer_price',
        base: { byTier: { gold: '12', silver: '9', bronze: '6' }, otherwise: '5' },
        extras: [
          { kind: 'registration', label: 'Registered before anybody else', percent: '4', registrations: ['sourcing'] },
          { kind: 'new_customer', label: 'New customer', percent: '2' },
        ],
        combine: 'base_and_best',
        cap: '18',
      },
    },
  });
  await call('pricing.addCompatibility', {
    body: {
      name: 'Gates need the messages of carriers',
      effectiveFrom: from,
      effectiveTo: null,
      definition: {
        kind: 'requires',
        productId: productIds[4] ?? '',
        otherIds: [productIds[5] ?? ''],
        reason: 'Gate recognition reads who comes from the messages of the carriers. Add Carrier messages.',
      },
    },
  });
  await call('quotes.addRule', {
    body: {
      name: 'A second person above ten per cent',
      effectiveFrom: from,
      effectiveTo: null,
      definition: { approverRole: 'finance', when: [{ kind: 'discount_above', percent: '10' }] },
    },
  });
  return { bundleId: bundle.id, productIds, vendorIds };
}
