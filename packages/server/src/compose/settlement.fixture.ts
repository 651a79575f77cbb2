import assert from 'node:assert/strict';
import { operations, scopesOfRole, type OperationId, type Parsed, type PartnerRole, type Result, type SplitDocument } from '@entente/contracts';

import type { TestDatabase } from '@entente/testkit';
import { actsOfDeal, workFigures } from '../modules/cosell/index.ts';
import { createDealsModule } from '../modules/deals/index.ts';
import { createSettlementModule, type SettlementPorts } from '../modules/settlement/index.ts';
import { createSplitsModule } from '../modules/splits/index.ts';
import type { Context } from '../platform/context.ts';
import type { Handler, SomeHandlers } from '../platform/http/handlers.ts';
import { estimatedIncentives, incentivesPorts } from './incentives-ports.ts';
import { nth, quoting } from './quotes.fixture.ts';
import { settledIn } from './settled-in.ts';
import { settlementPorts } from './settlement-ports.ts';
import { splitsPorts } from './splits-ports.ts';

const CURRENCIES = ['EUR', 'JPY', 'KWD'] as const;
/** The maker of each product has most of it, who integrates a fixed part, and the rest is ours. */
const division: SplitDocument = {
  when: [{ kind: 'everyone' }],
  steps: [
    {
      key: 'vendor',
      name: 'Vendor share',
      from: 'pool',
      what: { kind: 'percent', percent: '30', base: 'pool' },
      to: { kind: 'vendor' },
      among: 'alike',
      lines: 'vendors',
      limits: null,
      whenNobody: 'skip',
    },
    {
      key: 'integrate',
      name: 'Integration',
      from: 'pool',
      what: { kind: 'percent', percent: '7.25', base: 'pool' },
      to: { kind: 'role', role: 'integrate' },
      among: 'alike',
      lines: 'all',
      limits: null,
      whenNobody: 'skip',
    },
  ],
  remainder: null,
  keptFee: 'parties',
  holdDays: 30,
};
type Sent = { params?: unknown; query?: unknown; body?: unknown; version?: number; as?: Context };
type More = { incentives?: SettlementPorts['incentives'] };

/** Seven products of seven vendors on a marketplace, with a reseller, a distributor and who integrates: settlement as the server composes it. */
export async function settling(test: Pick<TestDatabase, 'db' | 'admin'>, more: More = {}) {
  const base = await quoting(test as TestDatabase);
  const { db: database } = test;
  const { insert, person, products, vendors, reseller, tenant } = base;
  const now = () => new Date('2026-11-21T12:00:00Z');
  const deals = createDealsModule({ database, ports: { actsOfDeal, workFigures, settledIn } });
  const splitNeeds = splitsPorts({ receipt: () => Promise.resolve(null), earn: () => Promise.resolve(null), usage: () => Promise.resolve(null) });
  const splits = createSplitsModule({ database, ports: splitNeeds, now });
  const parts = { database, pricing: base.pricing, deals, splits: splitNeeds, now };
  const nobody = () => Promise.resolve(null);
  const estimated = estimatedIncentives({ database, ports: incentivesPorts({ receipt: nobody, earn: nobody, post: nobody }), now });
  const settlement = createSettlementModule({
    database,
    ports: settlementPorts({ ...parts, incentives: more.incentives ?? estimated }),
  });
  const routes: SomeHandlers = { ...base.pricing.routes, ...base.quotes.routes, ...splits.routes, ...settlement.routes, ...deals.routes };
  async function call<Id extends OperationId>(id: Id, sent: Sent = {}): Promise<Result<Id>> {
    const { params, query, body, output } = operations[id] as (typeof operations)['deals.update'] & { query?: (typeof operations)['deals.list']['query'] };
    const input = { params: params?.parse(sent.params), query: query?.parse(sent.query ?? {}), body: body?.parse(sent.body ?? {}) };
    const handler = routes[id] as Handler<Id> | undefined;
    assert.ok(handler, id);
    return output.parse(await handler(sent.as ?? person('Mara Lindqvist'), input as Parsed<Id>, { ifVersion: sent.version ?? null })) as Result<Id>;
  }
  const ofPartner = (partnerId: string, role: PartnerRole = 'partner_admin'): Context => {
    const context = person('Partner person');
    return { ...context, actor: { ...context.actor, audience: 'partner', partnerId, role, scopes: new Set(scopesOfRole[role]) } };
  };

  const unitPrices = ['10', '20.005', '7.5', '3.333', '12', '0.99', '400'];
  for (const currency of CURRENCIES) {
    const book = await call('pricing.addBook', {
      body: { name: `Book ${currency}`, currency, regions: 'everywhere', tiers: 'everyone', effectiveFrom: '2026-01-01', effectiveTo: null },
    });
    for (const [index, unitPrice] of unitPrices.entries())
      await call('pricing.addEntry', {
        params: { id: book.id },
        body: {
          productId: nth(products, index),
          termMonths: null,
          per: index === 6 ? 'once' : 'month',
          model: { kind: 'unit', unitPrice },
          effectiveFrom: '2026-01-01',
        },
      });
  }
  await call('pricing.addMarginRule', {
    body: {
      name: 'Distribution',
      effectiveFrom: '2026-01-01',
      definition: {
        partners: { types: ['distributor'] },
        products: 'everything',
        of: 'list',
        base: { byTier: {}, otherwise: '25' },
        extras: [],
        combine: 'stacked',
        cap: null,
      },
    },
  });
  await call('pricing.addMarginRule', {
    body: {
      name: 'Resale',
      effectiveFrom: '2026-01-01',
      definition: {
        partners: 'everyone',
        products: 'everything',
        of: 'list',
        base: { byTier: { Gold: '20', Silver: '10' }, otherwise: '5' },
        extras: [],
        combine: 'stacked',
        cap: null,
      },
    },
  });
  const rule = await call('splits.createRule', { body: { name: 'Division', document: division } });
  await call('splits.publishRule', { params: { id: rule.id }, body: { effectiveFrom: '2026-11-21' }, version: rule.version });

  const times = { created_at: now(), updated_at: now() };
  const distributor = await insert('partner', { name: 'Weiland Distribution', status: 'active', types: ['distributor'], ...times });
  const integrator = await insert('partner', { name: 'Kestrel Integration', status: 'active', types: ['si'], ...times });
  await insert('partner_tie', { distributor_id: distributor, reseller_id: reseller, may_act: true, since: '2026-01-01', created_by: 'test' });
  const bands = (basisPoints: number) => [{ fromMinor: 0, basisPoints }];
  const marketplace = await insert('marketplace', {
    kind: 'configured',
    name: 'Cloud market',
    definition: '{}',
    fee_table: JSON.stringify([
      { from: '2024-01-05', kinds: ['private'], bands: bands(300) },
      { from: '2024-01-05', kinds: ['channel'], bands: bands(350) },
      { from: '2024-01-05', kinds: ['replacement'], bands: bands(150) },
    ]),
    ...times,
  });
  const listing = await insert('listing', {
    marketplace_id: marketplace,
    product_id: nth(products, 0),
    external_product_id: 'prod-1',
    status: 'public',
    name: 'Suite',
    ...times,
  });
  await insert('listing_eligibility', {
    listing_id: listing,
    programme: 'EDP',
    percent_bp: 10_000,
    decided_on: 'invoice',
    from_on: '2026-01-01',
    source: 'test',
    noted_by: 'test',
    noted_at: now(),
  });
  await insert('cloud_commitment', {
    account_id: base.account,
    programme: 'EDP',
    currency: 'EUR',
    amount_minor: 50_000_000,
    remaining_minor: 40_000_000,
    from_on: '2026-01-01',
    until_on: '2027-12-31',
    source: 'test',
    noted_by: 'test',
    noted_at: now(),
  });
  const authorise = (): Promise<string> =>
    insert('resale_authorization', {
      marketplace_id: marketplace,
      listing_id: listing,
      reseller_partner_id: reseller,
      reseller_account: '123456789012',
      name: 'Resale',
      usage: 'open',
      currency: 'EUR',
      wholesale_minor: 1,
      lines: '[]',
      eula: '{}',
      state: 'active',
      created_by: 'test',
      ...times,
    });

  const dealWith = async (more_: Record<string, unknown> = {}): Promise<string> => {
    const dealId = await base.deal(more_);
    for (const [partnerId, role, shareBp] of [
      [reseller, 'resell', 4_000],
      [distributor, 'distribute', null],
      [integrator, 'integrate', 3_500],
      [nth(vendors, 0), 'technology', 2_500],
    ] as const)
      await insert('deal_participant', { deal_id: dealId, partner_id: partnerId, role, since: '2026-01-01', share_bp: shareBp, added_by: 'test' });
    return dealId;
  };
  const quote = (dealId: string, currency: (typeof CURRENCIES)[number] = 'EUR', asked: Record<string, unknown> = {}) =>
    call('quotes.create', {
      body: {
        dealId,
        name: 'Offer',
        expiresOn: '2026-12-31',
        request: {
          currency,
          region: null,
          partnerId: reseller,
          selections: products.map((productId, index) => ({
            kind: 'product',
            productId,
            quantity: index === 6 ? '1' : '100',
            termMonths: index === 6 ? null : 12,
          })),
          discount: { kind: 'percent', percent: '7.5' },
          ...asked,
        },
      },
    });
  return { ...base, parts, call, ofPartner, deals, settlement, distributor, integrator, marketplace, listing, authorise, dealWith, quote, tenant };
}
export type Settling = Awaited<ReturnType<typeof settling>>;
