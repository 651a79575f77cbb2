import type { OperationId, Result } from '@entente/contracts';
import type { CallInput } from './api.fixture.ts';
import type { Records } from './records.fixture.ts';

/** The part of the inputs that has to do with prices and quotes; see sweep-inputs.fixture.ts. */
export type PricingOperation = Extract<OperationId, `pricing.${string}` | `quotes.${string}`>;
type Build<Id extends OperationId> = (of: Records) => CallInput<Id> | Promise<CallInput<Id>>;
type Inputs = { readonly [Id in PricingOperation]: Build<Id> };

const SINCE = '2026-01-01';
const LATER = '2098-01-01';
const NEVER = '2099-01-01';
const model = { kind: 'unit' as const, unitPrice: '10' };
const price = { per: 'once' as const, model, effectiveFrom: SINCE };
type Versioned = { readonly id: string; readonly version: number };
const at = async (record: Promise<{ id: string }>): Promise<{ params: { id: string } }> => ({ params: { id: (await record).id } });
const on = async (record: Promise<Versioned>): Promise<{ params: { id: string }; ifVersion: number }> => {
  const { id, version } = await record;
  return { params: { id }, ifVersion: version };
};
const end = { on: LATER };

const bookBody = (name: string) => ({
  name,
  currency: 'EUR',
  regions: 'everywhere' as const,
  tiers: 'everyone' as const,
  effectiveFrom: SINCE,
  effectiveTo: null,
});
const book = (of: Records) => of.api('pricing.addBook', { body: bookBody(`${of.marker} book ${of.unique()}`) });
async function entry(of: Records): Promise<Result<'pricing.addEntry'>> {
  const [{ id }, { id: productId }] = [await book(of), await of.product()];
  return of.api('pricing.addEntry', { params: { id }, body: { ...price, productId, termMonths: null } });
}
const bundleOf = async (of: Records) => ({
  productId: null,
  price: { kind: 'fixed' as const, amounts: [{ currency: 'EUR', amountMinor: 1000 }] },
  parts: [{ productId: (await of.product()).id, quantity: '1', required: true, standalone: [], allocationPercent: null }],
});
const compatibilityOf = async (of: Records, reason: string) => ({
  kind: 'excludes' as const,
  productId: (await of.product()).id,
  otherIds: [(await of.product()).id],
  reason,
});
const margin = {
  partners: 'everyone' as const,
  products: 'everything' as const,
  of: 'list' as const,
  base: { byTier: { gold: '10' }, otherwise: '5' },
  extras: [],
  combine: 'stacked' as const,
  cap: null,
};
const named = (of: Records, what: string): string => `${of.marker} ${what} ${of.unique()}`;
const bundle = async (of: Records) =>
  of.api('pricing.addBundle', { body: { name: named(of, 'bundle'), definition: await bundleOf(of), effectiveFrom: SINCE } });
const compatibility = async (of: Records) =>
  of.api('pricing.addCompatibility', {
    body: { name: named(of, 'rule'), definition: await compatibilityOf(of, named(of, 'reason')), effectiveFrom: SINCE },
  });
const marginRule = (of: Records) => of.api('pricing.addMarginRule', { body: { name: named(of, 'margin'), definition: margin, effectiveFrom: SINCE } });
/** Every one there is, for an order names each of them once. */
async function idsOf(of: Records, list: 'pricing.books' | 'pricing.marginRules'): Promise<string[]> {
  const page =
    list === 'pricing.books' ? await of.api('pricing.books', { query: { limit: 200 } }) : await of.api('pricing.marginRules', { query: { limit: 200 } });
  return page.items.map(({ id }) => id);
}

const needsApproval = { approverRole: 'owner' as const, when: [{ kind: 'discount_above' as const, percent: '50' }] };
const rule = (of: Records) => of.api('quotes.addRule', { body: { name: named(of, 'approval'), definition: needsApproval, effectiveFrom: SINCE } });
const requestOf = (productId: string, percent?: string) => ({
  currency: 'EUR',
  region: null,
  partnerId: null,
  selections: [{ kind: 'product' as const, productId, quantity: '2' }],
  ...(percent === undefined ? {} : { discount: { kind: 'percent' as const, percent } }),
});
async function quote(of: Records): Promise<Result<'quotes.create'>> {
  const { id: dealId } = await of.deal();
  const { productId } = await entry(of);
  return of.api('quotes.create', { body: { dealId, name: named(of, 'quote'), expiresOn: NEVER, request: requestOf(productId) } });
}
const submitted = async (of: Records): Promise<Result<'quotes.submit'>> => of.api('quotes.submit', { ...(await on(quote(of))), body: {} });
const sent = async (of: Records): Promise<Result<'quotes.send'>> => of.api('quotes.send', { ...(await on(submitted(of))), body: {} });
async function waiting(of: Records): Promise<{ params: { id: string; approvalId: string } }> {
  await rule(of);
  const second = await of.second();
  const { id: dealId } = await of.deal();
  const { productId } = await entry(of);
  const body = { dealId, name: named(of, 'quote'), expiresOn: NEVER, request: requestOf(productId, '60') };
  const { id, approvals } = await second('quotes.submit', { ...(await on(second('quotes.create', { body }))), body: {} });
  const approval = approvals.find(({ state }) => state === 'waiting');
  if (!approval) throw new Error('nothing waits for an approval');
  return { params: { id, approvalId: approval.id } };
}
async function changedOnce(of: Records): Promise<string> {
  const { id, version } = await sent(of);
  const { productId } = await entry(of);
  await of.api('quotes.change', { params: { id }, ifVersion: version, body: { request: requestOf(productId) } });
  return id;
}

export const pricingInputs: Inputs = {
  'pricing.products': async (of) => {
    await of.product();
    return { query: { q: of.marker } };
  },
  'pricing.setProduct': async (of) => ({
    ...(await at(of.product())),
    ifVersion: 0,
    body: { vendorId: (await of.partner()).id, chargeType: 'one_off', meterKey: null, taxCategory: 'S', unitLabel: 'seat' },
  }),
  'pricing.books': async (of) => {
    await book(of);
    return {};
  },
  'pricing.addBook': (of) => ({ body: bookBody(`New ${of.unique()}`) }),
  'pricing.changeBook': async (of) => ({ ...(await on(book(of))), body: { name: `Renamed ${of.unique()}` } }),
  'pricing.orderBooks': async (of) => {
    await book(of);
    return { body: { ids: await idsOf(of, 'pricing.books') } };
  },
  'pricing.entries': async (of) => ({ query: { bookId: (await entry(of)).bookId } }),
  'pricing.entry': (of) => at(entry(of)),
  'pricing.addEntry': async (of) => ({ ...(await at(book(of))), body: { ...price, productId: (await of.product()).id, termMonths: null } }),
  'pricing.amendEntry': async (of) => ({ ...(await on(entry(of))), body: { ...price, effectiveFrom: LATER } }),
  'pricing.endEntry': async (of) => ({ ...(await on(entry(of))), body: end }),
  'pricing.rate': () => ({ body: { model, currency: 'EUR', quantities: ['3'] } }),
  'pricing.resolve': async (of) => ({ query: { productId: (await entry(of)).productId, currency: 'EUR' } }),
  'pricing.check': async (of) => ({ body: { productIds: [(await of.product()).id] } }),
  'pricing.margin': async (of) => {
    await marginRule(of);
    return { query: { partnerId: (await of.partner()).id } };
  },
  'pricing.bundles': async (of) => {
    await bundle(of);
    return {};
  },
  'pricing.bundle': (of) => at(bundle(of)),
  'pricing.addBundle': async (of) => ({ body: { name: `New ${of.unique()}`, definition: await bundleOf(of), effectiveFrom: SINCE } }),
  'pricing.amendBundle': async (of) => ({ ...(await on(bundle(of))), body: { definition: await bundleOf(of), effectiveFrom: LATER } }),
  'pricing.endBundle': async (of) => ({ ...(await on(bundle(of))), body: end }),
  'pricing.compatibility': async (of) => {
    await compatibility(of);
    return {};
  },
  'pricing.compatibilityRule': (of) => at(compatibility(of)),
  'pricing.addCompatibility': async (of) => ({ body: { name: `New ${of.unique()}`, definition: await compatibilityOf(of, 'New'), effectiveFrom: SINCE } }),
  'pricing.amendCompatibility': async (of) => ({
    ...(await on(compatibility(of))),
    body: { definition: await compatibilityOf(of, 'New'), effectiveFrom: LATER },
  }),
  'pricing.endCompatibility': async (of) => ({ ...(await on(compatibility(of))), body: end }),
  'pricing.marginRules': async (of) => {
    await marginRule(of);
    return {};
  },
  'pricing.marginRule': (of) => at(marginRule(of)),
  'pricing.addMarginRule': (of) => ({ body: { name: `New ${of.unique()}`, definition: margin, effectiveFrom: SINCE } }),
  'pricing.amendMarginRule': async (of) => ({ ...(await on(marginRule(of))), body: { definition: margin, effectiveFrom: LATER } }),
  'pricing.endMarginRule': async (of) => ({ ...(await on(marginRule(of))), body: end }),
  'pricing.orderMarginRules': async (of) => {
    await marginRule(of);
    return { body: { ids: await idsOf(of, 'pricing.marginRules') } };
  },

  'quotes.list': async (of) => ({ query: { dealId: (await quote(of)).dealId } }),
  'quotes.get': (of) => at(quote(of)),
  'quotes.preview': async (of) => ({ body: { dealId: (await of.deal()).id, request: requestOf((await entry(of)).productId) } }),
  'quotes.create': async (of) => ({
    body: { dealId: (await of.deal()).id, name: 'New', expiresOn: NEVER, request: requestOf((await entry(of)).productId) },
  }),
  'quotes.change': async (of) => ({ ...(await on(quote(of))), body: { name: 'Renamed' } }),
  'quotes.submit': async (of) => ({ ...(await on(quote(of))), body: {} }),
  'quotes.approve': async (of) => ({ ...(await waiting(of)), body: {} }),
  'quotes.reject': async (of) => ({ ...(await waiting(of)), body: { note: 'New' } }),
  'quotes.send': async (of) => ({ ...(await on(submitted(of))), body: {} }),
  'quotes.accept': async (of) => ({ ...(await on(sent(of))), body: { evidence: 'New', acceptedBy: 'New' } }),
  'quotes.decline': async (of) => ({ ...(await on(sent(of))), body: { note: 'New' } }),
  'quotes.withdraw': async (of) => ({ ...(await on(sent(of))), body: { note: 'New' } }),
  'quotes.copy': async (of) => ({ ...(await at(quote(of))), body: { dealId: (await of.deal()).id, expiresOn: NEVER } }),
  'quotes.pdf': (of) => at(quote(of)),
  'quotes.compare': async (of) => ({ params: { id: await changedOnce(of) }, query: { from: 1, to: 2 } }),
  'quotes.rules': async (of) => {
    await rule(of);
    return {};
  },
  'quotes.addRule': (of) => ({ body: { name: `New ${of.unique()}`, definition: needsApproval, effectiveFrom: SINCE } }),
  'quotes.amendRule': async (of) => ({ ...(await on(rule(of))), body: { definition: needsApproval, effectiveFrom: LATER } }),
  'quotes.endRule': async (of) => ({ ...(await on(rule(of))), body: end }),
};
