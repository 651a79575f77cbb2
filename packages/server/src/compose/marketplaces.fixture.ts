import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Parsed } from '@entente/contracts';
import { newId } from '@entente/kernel';
import { startSimulators } from '@entente/simulators';
import type { TestDatabase } from '@entente/testkit';
import { actsOfDeal, workFigures } from '../modules/cosell/index.ts';
import { createDealsModule } from '../modules/deals/index.ts';
import { createMarketplacesModule } from '../modules/marketplaces/index.ts';
import type { Context } from '../platform/context.ts';
import type { Extra, Handlers } from '../platform/http/handlers.ts';
import { createOutbound } from '../platform/outbound/index.ts';
import type { Access } from '../platform/outside/index.ts';
import { systemContext } from '../platform/system-actor.ts';
import { insertWorkspaceWithOwner } from './first-run.ts';
import { settledIn } from './settled-in.ts';
import { marketplacesPorts } from './marketplaces-ports.ts';

export const SELLER = '111122223333';
export const RESELLER = '000000000077';
export const BUYER = '000000000042';
export const PRODUCT = 'prod-exampleabc123';

const DAY = 86_400_000;
const outbound = createOutbound({ allowPrivate: true });

/** A workspace that sells on the simulated AWS marketplace. Time stands still unless the test moves it, here and there alike. */
export async function marketScene(test: TestDatabase, slug: string) {
  const clock = { now: Date.parse('2026-11-15T12:00:00.000Z') };
  const simulators = await startSimulators({ port: 0, real: () => Date.parse('2026-11-15T12:00:00.000Z'), simulators: ['aws'] });
  const { tenantId } = await insertWorkspaceWithOwner(test.db, {
    slug,
    name: slug,
    baseCurrency: 'USD',
    ownerEmail: `owner@${slug}.example`,
    ownerName: 'Owner',
    now: new Date(clock.now),
    sample: false,
  });
  const now = (): Date => new Date(clock.now);
  const accounts = new Map<string, string>();
  const failing = { request: null as (() => never) | null, after: null as (() => never) | null, calls: 0 };
  const access = (tenant: string, connectionId: string): Promise<Access> =>
    Promise.resolve({
      tenantId: tenant,
      connectionId,
      system: 'aws',
      environment: 'simulator',
      baseUrl: `${simulators.url}/aws`,
      account: accounts.get(connectionId) ?? '',
      settings: {},
      credentials: { accessKeyId: `AKIA${accounts.get(connectionId) ?? ''}`, secretAccessKey: 'secret' },
      tokens: new Map(),
      request: async (request) => {
        failing.calls += 1;
        failing.request?.();
        const answer = await outbound.request(request);
        failing.after?.();
        return answer;
      },
      keepCredentials: () => Promise.resolve(),
      now,
    });
  const deals = createDealsModule({ database: test.db, ports: { actsOfDeal, workFigures, settledIn } });
  const errors: unknown[] = [];
  const module = createMarketplacesModule({ database: test.db, now, ports: marketplacesPorts({ deals, access }), onError: (error) => void errors.push(error) });

  const context = (): Context => systemContext(tenantId, 'Alva', now());
  type Ours = keyof typeof module.routes & keyof Handlers;
  /** A call as it comes over HTTP, after its parts were parsed. */
  function call<Id extends Ours>(id: Id, input: Partial<Parsed<Id>>, extra: Partial<Extra> = {}): ReturnType<Handlers[Id]> {
    const handler = module.routes[id] as (context: Context, input: unknown, extra: Extra) => ReturnType<Handlers[Id]>;
    return handler(context(), { params: undefined, query: undefined, body: undefined, ...input }, { ifVersion: null, ...extra });
  }
  async function connect(account: string): Promise<string> {
    const id = newId();
    accounts.set(id, account);
    const at = now().toISOString();
    await test.admin.query(
      `insert into connection (tenant_id, id, system, name, environment, base_url, account, credentials_sealed, event_secret_sealed, status, status_at, created_by, created_at, updated_at)
       values ($1, $2, 'aws', $3, 'simulator', $4, $3, '', '', 'active', $5, 'Test', $5, $5)`,
      [tenantId, id, account, `${simulators.url}/aws`, at],
    );
    return id;
  }
  const received: unknown[] = [];
  const receiver = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      received.push(JSON.parse(body));
      response.end();
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  simulators.control.subscribe({ simulator: 'aws', url: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`, secret: 'secret' });

  const act = (name: string, fields: Record<string, string> = {}): Record<string, unknown> =>
    simulators.control.act('aws', name, fields) as Record<string, unknown>;
  const listed = act('list-product', { sellerAccount: SELLER, title: 'Example product', dimensions: 'seats:Entitled:20', productId: PRODUCT });
  const insert = async (table: string, row: Record<string, unknown>): Promise<string> => {
    const id = newId();
    const full = { tenant_id: tenantId, id, created_at: now().toISOString(), updated_at: now().toISOString(), ...row };
    const keys = Object.keys(full);
    await test.admin.query(`insert into ${table} (${keys.join(', ')}) values (${keys.map((_, index) => `$${index + 1}`).join(', ')})`, Object.values(full));
    return id;
  };
  const connectionId = await connect(SELLER);
  const operatorId = await insert('partner', { name: 'AWS', status: 'active', types: ['hyperscaler'] });
  const resellerId = await insert('partner', { name: 'Nordwind', status: 'active', types: ['reseller'] });
  const distributorId = await insert('partner', { name: 'Weiland', status: 'active', types: ['distributor'] });
  const finderId = await insert('partner', { name: 'Kestrel', status: 'active', types: ['referral'] });
  const accountId = await insert('account', { name: 'Example Buyer' });
  const productId = await insert('product', { name: 'Example product', list_price_minor: 2000, currency: 'USD' });
  const marketplace = await call('marketplaces.create', {
    body: {
      kind: 'aws',
      name: 'AWS Marketplace',
      connectionId,
      operatorId,
      feeTable: [
        {
          from: '2026-01-01',
          bands: [
            { fromMinor: 0, basisPoints: 300 },
            { fromMinor: 100_000_000, basisPoints: 200 },
          ],
        },
      ],
    },
  });
  const listing = await call('listings.create', {
    body: {
      marketplaceId: marketplace.id,
      productId,
      externalProductId: PRODUCT,
      externalProductCode: String(listed['productCode']),
      status: 'limited',
      name: 'Example product',
      currency: 'USD',
      dimensions: [{ key: 'seats', name: 'seats', unit: 'Units', priceMinor: 2000 }],
    },
  });

  return {
    tenantId,
    clock,
    simulators,
    module,
    deals,
    errors,
    failing,
    received,
    ids: { connectionId, operatorId, resellerId, distributorId, finderId, accountId, productId, marketplaceId: marketplace.id, listingId: listing.id },
    call,
    connect,
    access: (connectionId: string): Promise<Access> => access(tenantId, connectionId),
    act,
    context,
    now,
    /** Here and there. */
    pass: (ms: number): void => {
      clock.now += ms;
      simulators.control.advance(ms);
    },
    days: (count: number): number => count * DAY,
    /** What the simulator has sent since the last time, as it came. */
    async notices(): Promise<unknown[]> {
      await simulators.control.settle();
      return received.splice(0);
    },
    receive: (body: unknown) => module.receive(tenantId, connectionId, body),
    deal: (lines: { quantity: number; unitPriceMinor: number }[] = [{ quantity: 250, unitPriceMinor: 48_000 }]) =>
      test.db.inTenant(tenantId, async (tx) => {
        const id = await deals.createDeal(tx, context(), {
          name: 'Example deal',
          accountId,
          stage: 'business',
          currency: 'USD',
          closeOn: '2026-12-20',
          lines: lines.map((line) => ({ productId, description: 'Seats', termMonths: 12, ...line })),
        });
        await deals.addParticipant(tx, context(), id, { partnerId: finderId, role: 'source' });
        return id;
      }),
    async rows<Row extends Record<string, unknown>>(text: string, values: unknown[] = []): Promise<Row[]> {
      return (await test.admin.query<Row>(text, values)).rows;
    },
    async stop(): Promise<void> {
      await simulators.stop();
      await new Promise<void>((resolve) => {
        receiver.close(() => resolve());
        receiver.closeAllConnections();
      });
    },
  };
}
export type MarketScene = Awaited<ReturnType<typeof marketScene>>;
