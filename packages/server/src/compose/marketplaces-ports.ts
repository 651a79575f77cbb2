import type { ParticipantRole } from '@entente/kernel';
import { sql } from 'kysely';
import { awsMarketplace } from '../connectors/aws-marketplace/marketplace.ts';
import { googleMarketplace } from '../connectors/google/index.ts';
import { microsoftMarketplace } from '../connectors/microsoft/index.ts';
import { closeRecordActs, openRecordAct } from '../modules/cosell/index.ts';
import { nextStates, type DealsModule } from '../modules/deals/index.ts';
import type { DealForOffer, MarketplacePort, MarketplacesPorts } from '../modules/marketplaces/index.ts';
import type { Tx } from '../platform/db/database.ts';
import { readCsv } from './read-csv.ts';

const ADAPTERS: Readonly<Record<string, MarketplacePort>> = { aws: awsMarketplace, microsoft: microsoftMarketplace, google: googleMarketplace };

/** Gives marketplaces what they need to know, from those who own it, and the adapters that speak to them. */
export function marketplacesPorts(options: {
  deals: DealsModule;
  access: MarketplacesPorts['access'];
  adapters?: Readonly<Record<string, MarketplacePort>>;
}): MarketplacesPorts {
  const { deals } = options;
  const adapters = { ...ADAPTERS, ...options.adapters };
  return {
    openAct: openRecordAct,
    closeActs: closeRecordActs,
    access: options.access,
    adapter: (system) => adapters[system] ?? null,
    connection: async (tx, tenantId, connectionId) =>
      (
        await sql<{ id: string; system: string }>`select id, system from connection where tenant_id = ${tenantId}::uuid and id = ${connectionId}::uuid`.execute(
          tx,
        )
      ).rows[0] ?? null,
    readCsv: (text, maxRows) => readCsv(text, 'states.csv', maxRows),
    deal: (tx, tenantId, dealId) => dealWhere(tx, tenantId, { id: dealId }),
    dealByNumber: (tx, tenantId, number) => dealWhere(tx, tenantId, { number }),
    moveRoute: async (tx, context, dealId, routeId, state) => {
      const route = await tx
        .selectFrom('deal_route')
        .select(['kind', 'state', 'ended_at'])
        .where('tenant_id', '=', context.tenantId)
        .where('id', '=', routeId)
        .executeTakeFirst();
      if (!route || route.ended_at !== null || route.kind !== 'marketplace') return;
      // What was bought was bought, whatever we had heard of before; any other news moves a step, or nothing.
      if (SETTLED.has(state) || nextStates('marketplace', route.state).includes(state)) await deals.followRoute(tx, context, dealId, routeId, { state });
    },
    addRoute: async (tx, context, dealId) => (await deals.addRoute(tx, context, dealId, { kind: 'marketplace', settles: false, chain: [] })).routeId,
    addParticipant: async (tx, context, dealId, { partnerId, role, evidence }) => {
      await deals.addParticipant(
        tx,
        context,
        dealId,
        { partnerId, role: role as ParticipantRole, evidence: { kind: 'marketplace', note: evidence } },
        { skipIfPresent: true },
      );
    },
    openRenewalDeal: async (tx, context, renewal) => {
      const { incumbents, lines, ...facts } = renewal;
      const id = await deals.createDeal(tx, context, {
        ...facts,
        ...(lines.length > 0 ? { amountMinor: undefined } : {}),
        stage: 'prospect',
        source: 'renewal',
        lines: lines.map(({ productId, description, quantity, unitPriceMinor, termMonths }) => ({
          productId,
          description,
          quantity,
          unitPriceMinor,
          termMonths,
        })),
      });
      for (const { partnerId, role } of incumbents)
        await deals.addParticipant(
          tx,
          context,
          id,
          { partnerId, role: role as ParticipantRole, evidence: { kind: 'renewal', note: `Had a part in what is renewed` } },
          { skipIfPresent: true },
        );
      return id;
    },
    product: async (tx, tenantId, productId) =>
      (
        await sql<{ id: string; name: string; priceMinor: number | null; currency: string | null }>`
          select id, name, list_price_minor as "priceMinor", currency from product where tenant_id = ${tenantId}::uuid and id = ${productId}::uuid`.execute(tx)
      ).rows[0] ?? null,
    partnerName: async (tx, tenantId, partnerId) =>
      (await tx.selectFrom('partner').select('name').where('tenant_id', '=', tenantId).where('id', '=', partnerId).executeTakeFirst())?.name ?? null,
    accountExists: async (tx, tenantId, accountId) =>
      (await tx.selectFrom('account').select('id').where('tenant_id', '=', tenantId).where('id', '=', accountId).executeTakeFirst()) !== undefined,
  };
}

/** An acceptance or an entitlement happened for certain: then the steps before it happened too, and nobody told us. */
const SETTLED = new Set(['accepted', 'entitled']);

async function dealWhere(tx: Tx, tenantId: string, by: { id: string } | { number: number }): Promise<DealForOffer | null> {
  const { rows } = await sql<DealForOffer>`
    select d.id, d.number, d.name, d.status, d.account_id as "accountId", d.account_name as "accountName", d.currency, d.amount_minor as "amountMinor", d.close_on as "closeOn",
      d.owner_id as "ownerId",
      (select coalesce(json_agg(j), '[]') from (select l.product_id as "productId", l.description, l.quantity, l.unit_price_minor as "unitPriceMinor", l.amount_minor as "amountMinor", l.term_months as "termMonths"
        from deal_line l where l.tenant_id = d.tenant_id and l.deal_id = d.id order by l.position) j) as lines,
      (select coalesce(json_agg(j), '[]') from (select x.partner_id as "partnerId", p.name as "partnerName", x.role, x.since, x.until from deal_participant x
        join partner p on p.tenant_id = x.tenant_id and p.id = x.partner_id where x.tenant_id = d.tenant_id and x.deal_id = d.id order by x.since, x.id) j) as participants,
      (select coalesce(json_agg(j), '[]') from (select r.id, r.kind, r.state, r.settles, r.ended_at as "endedAt" from deal_route r where r.tenant_id = d.tenant_id and r.deal_id = d.id order by r.id) j) as routes
    from deal d where d.tenant_id = ${tenantId}::uuid and ${'id' in by ? sql`d.id = ${by.id}::uuid` : sql`d.number = ${by.number}`}`.execute(tx);
  return rows[0] ?? null;
}
