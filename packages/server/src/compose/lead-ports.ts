import { notFound, type PartnerType } from '@entente/kernel';
import { sql } from 'kysely';
import type { AccountsModule } from '../modules/accounts/index.ts';
import { closeRecordActs, openRecordAct } from '../modules/cosell/index.ts';
import type { DealsModule } from '../modules/deals/index.ts';
import { createNumbers } from '../platform/numbers.ts';
import type { DealOfLead, LeadsPorts, RoutablePartner } from '../modules/leads/index.ts';
import type { RegistrationsModule } from '../modules/registrations/index.ts';
import type { Database, Tx } from '../platform/db/database.ts';

/** A tie to the parent or a child opens the same door, a little less wide. */
const FAMILY_TIE = 0.7;

/** Gives leads what they need to know, from those who own it. */
export function leadPorts(options: {
  database: Database;
  accounts: AccountsModule;
  deals: DealsModule;
  registrations: Pick<RegistrationsModule, 'submitFor'>;
}): LeadsPorts {
  const { accounts, deals, registrations } = options;
  const takeNumbers = createNumbers(options.database, { name: 'lead', beforeFirst: 1_000, block: 20 });
  return {
    partners: routablePartners,
    managerOf: async (tx, tenantId, partnerId) =>
      (await tx.selectFrom('partner').select('manager_id').where('tenant_id', '=', tenantId).where('id', '=', partnerId).executeTakeFirst())?.manager_id ??
      null,
    dealCounts,
    ties: async (tx, tenantId, accountId, day) =>
      (await accounts.ties(tx, tenantId, accountId, day)).map((tie) => ({
        partnerId: tie.partnerId,
        strength: tie.relation === 'own' ? tie.strength : tie.strength * FAMILY_TIE,
      })),
    accountOf: async (tx, tenantId, domain) => {
      const [found] = (await accounts.findByKeys(tx, tenantId, { domains: [domain] })).byDomain.get(domain) ?? [];
      return found ? { id: found.id, name: found.fields.name, country: found.fields.country, region: found.fields.region } : null;
    },
    ensureAccount: async (tx, context, { name, domain, country, region }) => {
      const known = await accounts.findByKeys(tx, context.tenantId, domain === null ? { names: [name] } : { domains: [domain] });
      const found = (domain === null ? known.byName.get(name) : known.byDomain.get(domain)) ?? [];
      // Two companies of one name are not told apart by it; then a new account is the honest answer.
      const only = found.length === 1 || domain !== null ? found[0] : undefined;
      if (only) return only.id;
      const [made] = await accounts.bulkInsert(tx, context, [{ name, country, region, domains: domain === null ? [] : [domain] }]);
      if (!made) throw new Error('the account was not made');
      return made.id;
    },
    createDeal: (tx, context, deal) =>
      deals.createDeal(tx, context, {
        name: deal.name,
        accountId: deal.accountId,
        stage: 'prospect',
        currency: deal.currency,
        amountMinor: deal.amountMinor,
        closeOn: deal.closeOn,
        region: deal.region,
        ownerId: deal.ownerId,
        source: deal.source,
        lines: [],
      }),
    attachDeal: async (tx, context, dealId, source) => {
      await tx.selectFrom('deal').select('id').where('tenant_id', '=', context.tenantId).where('id', '=', dealId).forUpdate().executeTakeFirst();
      const [deal] = await dealsOf(tx, context.tenantId, [dealId]);
      if (!deal) throw notFound('deal');
      if (deal.source === null && deal.status === 'open') await deals.updateDeal(tx, context, dealId, { source }, null);
      return deal;
    },
    addSource: async (tx, context, dealId, { partnerId, evidence }) => {
      await deals.addParticipant(tx, context, dealId, { partnerId, role: 'source', evidence: { kind: 'lead', note: evidence } }, { skipIfPresent: true });
    },
    deals: dealsOf,
    takeNumber: (tenantId) => takeNumbers(tenantId, 1),
    register: async (tx, context, partnerId, registration) => {
      await registrations.submitFor(
        tx,
        context,
        partnerId,
        registration,
        context.actor.kind === 'api_key' ? 'api' : context.actor.kind === 'link' ? 'link' : 'portal',
      );
    },
    productExists: async (tx, tenantId, productId) =>
      (await tx.selectFrom('product').select('id').where('tenant_id', '=', tenantId).where('id', '=', productId).executeTakeFirst()) !== undefined,
    openAct: openRecordAct,
    closeActs: closeRecordActs,
  };
}

async function routablePartners(tx: Tx, tenantId: string, day: string): Promise<RoutablePartner[]> {
  const { rows } = await sql<RoutablePartner & { types: PartnerType[] }>`
    select p.id, p.name, p.status = 'active' as active, p.types, p.tier, p.regions, p.countries, p.capacity_total as "capacityTotal",
      array(select distinct c.product_id from partner_competency c where c.tenant_id = ${tenantId}::uuid and c.partner_id = p.id and c.product_id is not null
        and (c.valid_until is null or c.valid_until >= ${day}::date)) as "productIds"
    from partner p where p.tenant_id = ${tenantId}::uuid order by p.name, p.id`.execute(tx);
  return rows;
}

/** A partner that had left a deal before it was won has no part in the win; several roles in one deal are one deal. */
async function dealCounts(tx: Tx, tenantId: string, partnerIds: readonly string[]): Promise<{ partnerId: string; open: number; won: number }[]> {
  const { rows } = await sql<{ partnerId: string; open: number; won: number }>`
    select p.partner_id as "partnerId",
      (count(distinct d.id) filter (where d.status = 'open' and p.until is null))::int as open,
      (count(distinct d.id) filter (where d.status = 'won' and (p.until is null or p.until >= d.closed_on)))::int as won
    from deal_participant p join deal d on d.tenant_id = ${tenantId}::uuid and d.id = p.deal_id
    where p.tenant_id = ${tenantId}::uuid and p.partner_id = any(${[...partnerIds]}::uuid[]) and d.status in ('open', 'won') group by p.partner_id`.execute(tx);
  return rows;
}

async function dealsOf(tx: Tx, tenantId: string, ids: readonly string[]): Promise<(DealOfLead & { source: string | null })[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<DealOfLead & { source: string | null }>`
    select id, number, status, account_id as "accountId", amount_minor as "amountMinor", currency, source
    from deal where tenant_id = ${tenantId}::uuid and id = any(${[...ids]}::uuid[])`.execute(tx);
  return rows;
}
