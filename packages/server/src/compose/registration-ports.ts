import { notFound, routeKinds, type PartnerType } from '@entente/kernel';
import { sql } from 'kysely';
import type { AccountsModule } from '../modules/accounts/index.ts';
import { closeRecordActs, openRecordAct } from '../modules/cosell/index.ts';
import type { DealsModule } from '../modules/deals/index.ts';
import { definitionOf, programFor, protectionDays, ruleOn } from '../modules/programs/index.ts';
import type { RegistrationsPorts } from '../modules/registrations/index.ts';
import type { Tx } from '../platform/db/database.ts';
import { createNumbers } from '../platform/numbers.ts';
import type { Database } from '../platform/db/database.ts';

type Ports = RegistrationsPorts;
const REGISTRATION_NUMBERS = { name: 'registration', beforeFirst: 1_000, block: 20 };

/** Gives registrations what they need to know, from those who own it. */
export function registrationPorts(options: {
  database: Database;
  accounts: AccountsModule;
  deals: DealsModule;
  mayActFor: Ports['mayActFor'];
  resellersOf: Ports['resellersOf'];
}): Ports {
  const { accounts, deals } = options;
  const takeNumbers = createNumbers(options.database, REGISTRATION_NUMBERS);
  return {
    programFor,
    programOf: definitionOf,
    rule: ruleOn,
    protectionDays,
    partner: registeringPartner,
    companies,
    dealsOf,
    touchesOf: async (tx, tenantId, accountIds, since) =>
      (
        await sql<{ partnerId: string; at: string }>`
          select t.partner_id as "partnerId", t.at from touch t join deal d on d.tenant_id = t.tenant_id and d.id = t.deal_id
          where t.tenant_id = ${tenantId}::uuid and d.account_id = any(${[...accountIds]}::uuid[]) and t.partner_id is not null and t.at > ${since}::timestamptz
          order by t.at desc limit 1000`.execute(tx)
      ).rows,
    incumbents: async (tx, tenantId, accountIds, day) =>
      (
        await sql<{ id: string }>`
          select distinct partner_id as id from account_tie where tenant_id = ${tenantId}::uuid and account_id = any(${[...accountIds]}::uuid[])
            and kind = 'incumbent' and (until is null or until > ${day}::date)`.execute(tx)
      ).rows.map((row) => row.id),
    ensureAccount: async (tx, context, company) => {
      const [known] = (await accounts.findByKeys(tx, context.tenantId, { domains: [company.domain] })).byDomain.get(company.domain) ?? [];
      if (known) return known.id;
      const [made] = await accounts.bulkInsert(tx, context, [
        { name: company.name, country: company.country, region: company.region, domains: [company.domain] },
      ]);
      if (!made) throw new Error('the account was not made');
      return made.id;
    },
    lockDeal: async (tx, tenantId, dealId) => {
      const locked = await tx.selectFrom('deal').select('id').where('tenant_id', '=', tenantId).where('id', '=', dealId).forUpdate().executeTakeFirst();
      const deal = locked ? await dealToAttach(tx, tenantId, dealId) : null;
      if (!deal) throw notFound('deal');
      return deal;
    },
    deal: dealToAttach,
    createDeal: async (tx, context, deal) => {
      const { productIds, ...facts } = deal;
      void productIds;
      return deals.createDeal(tx, context, { ...facts, stage: 'prospect', lines: [] });
    },
    addParticipant: async (tx, context, dealId, { partnerId, role, evidence }) => {
      await deals.addParticipant(tx, context, dealId, { partnerId, role, evidence: { kind: 'registration', note: evidence } }, { skipIfPresent: true });
    },
    endParticipant: async (tx, context, dealId, { partnerId, role }) => {
      const row = await tx
        .selectFrom('deal_participant')
        .select('id')
        .where('tenant_id', '=', context.tenantId)
        .where('deal_id', '=', dealId)
        .where('partner_id', '=', partnerId)
        .where('role', '=', role)
        .where('until', 'is', null)
        .executeTakeFirst();
      if (row) await deals.endParticipant(tx, context, dealId, row.id);
    },
    logTouch: async (tx, context, touch) => {
      await deals.logTouch(tx, context, touch);
    },
    productNames: async (tx, tenantId, ids) =>
      ids.length === 0
        ? []
        : tx
            .selectFrom('product')
            .select(['id', 'name'])
            .where('tenant_id', '=', tenantId)
            .where('id', 'in', [...ids])
            .orderBy('name')
            .execute(),
    mayActFor: options.mayActFor,
    resellersOf: options.resellersOf,
    memberName: async (tx, tenantId, memberId) =>
      (
        await sql<{ name: string }>`
          select u.name from membership m join "user" u on u.id = m.user_id
          where m.tenant_id = ${tenantId}::uuid and m.id = ${memberId}::uuid and m.status = 'active' and m.audience = 'workspace'`.execute(tx)
      ).rows[0]?.name ?? null,
    firstWithRole: async (tx, tenantId, role) =>
      (
        await tx
          .selectFrom('membership')
          .select('id')
          .where('tenant_id', '=', tenantId)
          .where('role', '=', role)
          .where('status', '=', 'active')
          .where('audience', '=', 'workspace')
          .orderBy('id')
          .limit(1)
          .executeTakeFirst()
      )?.id ?? null,
    openAct: openRecordAct,
    closeActs: closeRecordActs,
    takeNumber: (tenantId) => takeNumbers(tenantId, 1),
  };
}

async function registeringPartner(tx: Tx, tenantId: string, partnerId: string): Promise<Awaited<ReturnType<Ports['partner']>>> {
  const row = await tx
    .selectFrom('partner')
    .select(['id', 'name', 'status', 'types', 'tier', 'regions', 'countries', 'manager_id'])
    .where('tenant_id', '=', tenantId)
    .where('id', '=', partnerId)
    .executeTakeFirst();
  if (!row) return null;
  const certified = await tx
    .selectFrom('partner_competency')
    .select(['skill', 'certified_people as people', 'valid_until as validUntil'])
    .where('tenant_id', '=', tenantId)
    .where('partner_id', '=', partnerId)
    .execute();
  return {
    id: row.id,
    name: row.name,
    active: row.status === 'active',
    types: row.types as PartnerType[],
    tier: row.tier,
    regions: row.regions,
    countries: row.countries,
    managerId: row.manager_id,
    certified,
  };
}

/**
 * Companies that may be the customer: those with its domain, with a domain of its family or of what it imitates, of its name, and
 * their parents and children. Each way is an index range, and each is bounded, so that a common word does not fetch the whole book.
 */
async function companies(
  tx: Tx,
  tenantId: string,
  customer: { domain: string; labels: readonly string[]; name: string | null },
): ReturnType<Ports['companies']> {
  const labels = [...new Set([customer.domain.split('.', 1)[0] ?? customer.domain, ...customer.labels])];
  const { rows } = await sql<Awaited<ReturnType<Ports['companies']>>[number]>`
    with label as (select distinct unnest(${labels}::text[]) collate "C" as word),
    by_domain as (
      select d.account_id as id from label l cross join lateral (
        select a.account_id from account_domain a
        where a.tenant_id = ${tenantId}::uuid and a.domain >= l.word || '.' and a.domain < l.word || '/' order by a.domain limit 20) d
    ),
    by_name as (
      select a.id from account a
      where a.tenant_id = ${tenantId}::uuid and a.name_key = fold_name(${customer.name ?? ''}) and ${customer.name !== null} order by a.name_key limit 20
    ),
    own as (select id from by_domain union select id from by_name),
    family as (
      select a.parent_id as id from own o join account a on a.tenant_id = ${tenantId}::uuid and a.id = o.id where a.parent_id is not null
      union
      select c.id from own o cross join lateral (select a.id from account a where a.tenant_id = ${tenantId}::uuid and a.parent_id = o.id limit 20) c
    ),
    found as (
      select id, 'own' as relation from own
      union all
      select id, 'family' from family where id not in (select id from own)
    )
    select a.id as "accountId", a.name, a.country, a.region, f.relation,
      array(select d.domain::text from account_domain d where d.tenant_id = ${tenantId}::uuid and d.account_id = a.id order by d.domain limit 20) as domains
    from found f join account a on a.tenant_id = ${tenantId}::uuid and a.id = f.id limit 100`.execute(tx);
  return rows;
}

async function dealsOf(tx: Tx, tenantId: string, accountIds: readonly string[]): ReturnType<Ports['dealsOf']> {
  const { rows } = await sql<Awaited<ReturnType<Ports['dealsOf']>>[number]>`
    select d.id as "dealId", d.number, d.name, d.account_id as "accountId", d.status = 'open' as open, d.status = 'won' as won,
      coalesce(d.opened_on, d.created_at::date)::text as "openedOn", d.closed_on::text as "closedOn",
      cardinality(d.partner_ids) = 0 as direct, d.partner_ids as "partnerIds"
    from deal d where d.tenant_id = ${tenantId}::uuid and d.account_id = any(${[...accountIds]}::uuid[])
    order by d.status = 'open' desc, d.created_at desc limit 100`.execute(tx);
  return rows;
}

async function dealToAttach(tx: Tx, tenantId: string, dealId: string): ReturnType<Ports['deal']> {
  const { rows } = await sql<{
    id: string;
    number: number;
    open: boolean;
    accountId: string | null;
    ownerId: string | null;
    amountMinor: number | null;
    currency: string;
    settling: string | null;
  }>`
    select d.id, d.number, d.status = 'open' as open, d.account_id as "accountId", d.owner_id as "ownerId", d.amount_minor as "amountMinor", d.currency,
      (select r.kind from deal_route r where r.tenant_id = d.tenant_id and r.deal_id = d.id and r.settles and r.ended_at is null) as settling
    from deal d where d.tenant_id = ${tenantId}::uuid and d.id = ${dealId}::uuid`.execute(tx);
  const row = rows[0];
  if (!row) return null;
  const { settling, ...deal } = row;
  return { ...deal, settlingRoute: routeKinds.find((kind) => kind === settling) ?? null };
}
