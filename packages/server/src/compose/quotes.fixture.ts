import assert from 'node:assert/strict';
import { operations, scopesOfRole, type OperationId, type Parsed, type Result, type StaffRole } from '@entente/contracts';
import { newId } from '@entente/kernel';
import type { TestDatabase } from '@entente/testkit';
import { updateDeal } from '../modules/deals/index.ts';
import { createPricingModule } from '../modules/pricing/index.ts';
import { createQuotesModule } from '../modules/quotes/index.ts';
import { fireClocks } from '../platform/clocks.ts';
import type { Context } from '../platform/context.ts';
import type { Handler, SomeHandlers } from '../platform/http/handlers.ts';
import { pricingPorts, quotesPorts } from './pricing-ports.ts';

export const FIRST_DAY = '2026-11-21';

type Sent = { params?: unknown; query?: unknown; body?: unknown; version?: number; as?: Context };

/** Pricing and quotes as the server composes them, with a deal, seven vendors with a product each, and a reseller. */
export async function quoting(test: TestDatabase) {
  const { db: database, admin } = test;
  const pricing = createPricingModule({ database, ports: pricingPorts });
  const quotes = createQuotesModule({ database, ports: quotesPorts({ pricing, deals: { updateDeal } }) });
  const routes: SomeHandlers = { ...pricing.routes, ...quotes.routes };
  const tenant = newId();
  const other = newId();
  for (const [id, slug] of [
    [tenant, 'quoting'],
    [other, 'elsewhere'],
  ])
    await admin.query("insert into workspace (id, slug, name, base_currency, created_at) values ($1, $2, 'Nordwind Software', 'EUR', now())", [id, slug]);
  let now = Date.parse(`${FIRST_DAY}T09:00:00Z`);
  const person = (name: string, role: StaffRole = 'owner', tenantId = tenant): Context => ({
    tenantId,
    requestId: newId(),
    now: new Date((now += 1000)),
    actor: {
      kind: 'person',
      id: name,
      name,
      memberId: null,
      audience: 'workspace',
      partnerId: null,
      role,
      scopes: new Set(scopesOfRole[role]),
      onBehalfOf: null,
    },
  });

  /** Calls an operation as the server does: what is sent is parsed, and what is answered fits the contract. */
  async function call<Id extends OperationId>(id: Id, sent: Sent = {}): Promise<Result<Id>> {
    const { params, query, body, output } = operations[id] as (typeof operations)['deals.update'] & { query?: (typeof operations)['deals.list']['query'] };
    const input = { params: params?.parse(sent.params), query: query?.parse(sent.query ?? {}), body: body?.parse(sent.body ?? {}) };
    const handler = routes[id] as Handler<Id> | undefined;
    assert.ok(handler, id);
    const answer = await handler(sent.as ?? person('Mara Lindqvist'), input as Parsed<Id>, { ifVersion: sent.version ?? null });
    return output.parse(answer) as Result<Id>;
  }

  const insert = async (table: string, values: Record<string, unknown>): Promise<string> => {
    const id = newId();
    const all: Record<string, unknown> = { tenant_id: tenant, id, ...values };
    const names = Object.keys(all);
    await admin.query(`insert into ${table} (${names.join(', ')}) values (${names.map((_, index) => `$${index + 1}`).join(', ')})`, Object.values(all));
    return id;
  };
  const times = { created_at: new Date(now), updated_at: new Date(now) };
  const account = await insert('account', { name: 'Hanse Logistik', ...times });
  const deal = (more: Record<string, unknown> = {}): Promise<string> =>
    insert('deal', {
      number: Math.floor(Math.random() * 1e9),
      name: 'Hanse platform',
      account_id: account,
      account_name: 'Hanse Logistik',
      stage: 'business',
      status: 'open',
      currency: 'EUR',
      last_activity_at: new Date(now),
      ...times,
      ...more,
    });
  const partner = (name: string, tier: string | null = null): Promise<string> =>
    insert('partner', { name, status: 'active', types: ['reseller'], tier, ...times });
  const product = (name: string, more: Record<string, unknown> = {}): Promise<string> => insert('product', { name, ...times, ...more });
  const vendors: string[] = [];
  const products: string[] = [];
  for (const index of [1, 2, 3, 4, 5, 6, 7]) {
    const vendor = await partner(`Vendor ${index}`);
    const made = await product(`Product ${index}`);
    vendors.push(vendor);
    products.push(made);
    await call('pricing.setProduct', {
      params: { id: made },
      body: { vendorId: vendor, chargeType: index === 7 ? 'one_off' : 'recurring', meterKey: null, taxCategory: 'S', unitLabel: 'seat' },
      version: 0,
    });
  }
  const reseller = await partner('Alster Systems', 'Gold');
  return {
    test,
    pricing,
    quotes,
    call,
    person,
    tenant,
    other,
    account,
    deal,
    partner,
    product,
    insert,
    vendors,
    products,
    reseller,
    today: FIRST_DAY,
    fire: (at: string) =>
      fireClocks({
        database,
        handlers: quotes.clockHandlers,
        now: () => new Date(at),
        onError: (error) => {
          throw error;
        },
      }),
  };
}
export type Quoting = Awaited<ReturnType<typeof quoting>>;
export const nth = (list: readonly string[], index: number): string => list[index] ?? assert.fail(`no ${index}`);
