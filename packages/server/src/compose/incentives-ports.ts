import { sql } from 'kysely';
import { closeRecordActs, openRecordAct } from '../modules/cosell/index.ts';
import { createIncentivesModule, type Customer, type DealFacts, type FactLine, type IncentivesPorts, type Sale } from '../modules/incentives/index.ts';
import type { SettlementPorts } from '../modules/settlement/index.ts';
import type { Database, Tx } from '../platform/db/database.ts';
import { onceInTransaction } from './once-in-transaction.ts';

/** Gives incentives what they need to know, from those who own it. */
export function incentivesPorts(options: Pick<IncentivesPorts, 'receipt' | 'earn' | 'post'>): IncentivesPorts {
  return { ...options, deal, sale, dealLines, customers, consumption, leftOn, touches, earnings, openAct: openRecordAct, closeActs: closeRecordActs };
}

/** What a way of settling would earn whom, for the comparison, as if it settled the deal already: programmes may ask by which route. */
export function estimatedIncentives(options: {
  readonly database: Database;
  readonly ports: IncentivesPorts;
  readonly now: () => Date;
}): SettlementPorts['incentives'] {
  const dealOnce = onceInTransaction(options.ports.deal);
  const ports: IncentivesPorts = {
    ...options.ports,
    sale: onceInTransaction(options.ports.sale),
    customers: onceInTransaction(options.ports.customers),
    consumption: onceInTransaction(options.ports.consumption),
  };
  const estimates = new Map(
    (['direct', 'resale', 'marketplace'] as const).map((route) => {
      const by: IncentivesPorts['deal'] = async (...asked) => {
        const facts = await dealOnce(...asked);
        return facts && { ...facts, routes: [route] };
      };
      return [route, createIncentivesModule({ ...options, ports: { ...ports, deal: by } }).estimate] as const;
    }),
  );
  return async (tx, tenantId, { on, route, receipt }) => {
    const estimate = estimates.get(route);
    if (!estimate) throw new TypeError(`there is no estimate by ${route}`);
    const { held, items } = await estimate(tx, tenantId, on, receipt);
    return { held, items: items.map(({ partnerId, kind, amountMinor, explanation }) => ({ partnerId, kind, amountMinor: BigInt(amountMinor), explanation })) };
  };
}

async function deal(tx: Tx, tenantId: string, dealId: string, on: string): Promise<DealFacts | null> {
  const { rows } = await sql<{
    accountId: string | null;
    region: string | null;
    status: string;
    source: string | null;
    wonOn: string | null;
    routes: string[] | null;
    earlier: boolean;
  }>`
    select d.account_id as "accountId", d.region, d.status, d.source, case when d.status = 'won' then coalesce(d.closed_on, d.updated_at::date) end as "wonOn",
      (select array_agg(distinct r.kind) from deal_route r where r.tenant_id = d.tenant_id and r.deal_id = d.id and r.settles and r.ended_at is null) as routes,
      exists (select from deal o where o.tenant_id = d.tenant_id and o.account_id = d.account_id and o.id <> d.id and o.status = 'won' and o.closed_on < coalesce(d.closed_on, ${on}::date)) as earlier
    from deal d where d.tenant_id = ${tenantId}::uuid and d.id = ${dealId}::uuid`.execute(tx);
  const found = rows[0];
  if (!found) return null;
  const { rows: participants } = await sql<{ partnerId: string; role: string; shareBp: number | null }>`
    select partner_id as "partnerId", role, share_bp as "shareBp" from deal_participant
    where tenant_id = ${tenantId}::uuid and deal_id = ${dealId}::uuid and since <= ${on}::date and (until is null or until > ${on}::date) order by partner_id, role, id`.execute(
    tx,
  );
  const { rows: registered } = await sql<{ partnerId: string }>`
    select distinct partner_id as "partnerId" from registration where tenant_id = ${tenantId}::uuid and deal_id = ${dealId}::uuid and state in ('approved', 'extended', 'won')`.execute(
    tx,
  );
  const { rows: incumbents } = await sql<{ partnerId: string }>`
    select distinct p.partner_id as "partnerId" from subscription s join deal_participant p on p.tenant_id = s.tenant_id and p.deal_id = s.deal_id
    where s.tenant_id = ${tenantId}::uuid and s.renewal_deal_id = ${dealId}::uuid`.execute(tx);
  const credit = new Map<string, bigint>();
  for (const { partnerId, shareBp } of participants) if (shareBp !== null) credit.set(partnerId, (credit.get(partnerId) ?? 0n) + BigInt(shareBp));
  const renews = found.source === 'renewal';
  return {
    dealId,
    accountId: found.accountId,
    region: found.region,
    // A deal that says no route is sold directly.
    routes: found.routes ?? ['direct'],
    wonOn: found.wonOn,
    term: renews ? 'renewal' : found.wonOn === null ? null : 'first_year',
    customer: found.accountId === null ? null : found.earlier || renews ? 'existing' : 'new',
    registered: registered.map(({ partnerId }) => partnerId),
    participants,
    // Participants come with the renewal when it is opened; one that was opened by hand has none but its own.
    incumbents: renews ? (incumbents.length > 0 ? incumbents : participants).map(({ partnerId }) => partnerId) : [],
    credit: found.status === 'won' && credit.size > 0 ? credit : null,
  };
}

async function dealLines(tx: Tx, tenantId: string, dealId: string): Promise<FactLine[] | null> {
  const known = await tx.selectFrom('deal').select('id').where('tenant_id', '=', tenantId).where('id', '=', dealId).executeTakeFirst();
  if (!known) return null;
  const { rows } = await sql<{ lineId: string; productId: string | null; vendorId: string | null; description: string; quantity: number; amountMinor: number }>`
    select l.id as "lineId", l.product_id as "productId", c.vendor_id as "vendorId", l.description, l.quantity, l.amount_minor as "amountMinor"
    from deal_line l left join product_commerce c on c.tenant_id = l.tenant_id and c.product_id = l.product_id
    where l.tenant_id = ${tenantId}::uuid and l.deal_id = ${dealId}::uuid order by l.position, l.id`.execute(tx);
  return rows.map(({ amountMinor, quantity, ...line }) => ({ ...line, quantity: String(quantity), netMinor: BigInt(amountMinor), feeMinor: 0n }));
}

async function sale(tx: Tx, tenantId: string, dealId: string): Promise<Sale | null> {
  const { rows } = await sql<{ wonOn: string; currency: string; amountMinor: number | null }>`
    select coalesce(closed_on, updated_at::date) as "wonOn", currency, amount_minor as "amountMinor" from deal where tenant_id = ${tenantId}::uuid and id = ${dealId}::uuid and status = 'won'`.execute(
    tx,
  );
  const found = rows[0];
  if (!found) return null;
  const lines = (await dealLines(tx, tenantId, dealId)) ?? [];
  const whole: FactLine = {
    lineId: dealId,
    productId: null,
    vendorId: null,
    description: 'The deal',
    quantity: '1',
    netMinor: BigInt(found.amountMinor ?? 0),
    feeMinor: 0n,
  };
  return { dealId, wonOn: found.wonOn, currency: found.currency, lines: lines.length > 0 ? lines : [whole] };
}

async function customers(tx: Tx, tenantId: string, roles: readonly string[], until: string): Promise<Customer[]> {
  const { rows } = await sql<Customer>`
    select distinct on (p.partner_id, d.account_id) p.partner_id as "partnerId", d.account_id as "accountId", d.id as "dealId"
    from deal d join deal_participant p on p.tenant_id = d.tenant_id and p.deal_id = d.id
    where d.tenant_id = ${tenantId}::uuid and d.status = 'won' and d.account_id is not null and coalesce(d.closed_on, d.updated_at::date) < ${until}::date and p.role = any(${[...roles]}::text[])
      and p.since < ${until}::date and (p.until is null or p.until >= ${until}::date)
    order by p.partner_id, d.account_id, d.closed_on, d.id`.execute(tx);
  return rows;
}

async function consumption(
  tx: Tx,
  tenantId: string,
  accountId: string,
  of: { readonly productIds: readonly string[]; readonly metric: string },
  months: readonly string[],
): Promise<string | null> {
  const { rows } = await sql<{ months: number; quantity: string | null }>`
    select count(distinct period)::integer as months, trim_scale(round(sum(quantity)::numeric, 12))::text as quantity from usage_fact
    where tenant_id = ${tenantId}::uuid and account_id = ${accountId}::uuid and product_id = any(${[...of.productIds]}::uuid[]) and metric = ${of.metric} and period = any(${[...months]}::text[])`.execute(
    tx,
  );
  return rows[0] && rows[0].months === months.length ? rows[0].quantity : null;
}

/** Left is a customer of whom nothing runs any more. */
async function leftOn(tx: Tx, tenantId: string, accountId: string, from: string, to: string): Promise<string | null> {
  const { rows } = await sql<{ left: string | null; runs: boolean }>`
    select max(coalesce(cancelled_on, ends_on)) filter (where state in ('cancelled', 'ended')) as "left", coalesce(bool_or(state in ('active', 'paused')), false) as runs
    from subscription where tenant_id = ${tenantId}::uuid and account_id = ${accountId}::uuid`.execute(tx);
  const found = rows[0];
  return found && !found.runs && found.left !== null && found.left >= from && found.left < to ? found.left : null;
}

async function touches(tx: Tx, tenantId: string, dealId: string, partnerId: string): Promise<{ id: string; kind: string; label: string; at: string }[]> {
  const { rows } = await sql<{ id: string; kind: string; label: string; at: string }>`
    select id, kind, coalesce(nullif(note, ''), kind) as label, at from touch where tenant_id = ${tenantId}::uuid and deal_id = ${dealId}::uuid and partner_id = ${partnerId}::uuid order by at desc limit 200`.execute(
    tx,
  );
  return rows;
}

async function earnings(tx: Tx, tenantId: string, keys: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ key: string; id: string }>`
    select key, id from earning where tenant_id = ${tenantId}::uuid and key = any(${[...keys]}::text[])`.execute(tx);
  return new Map(rows.map(({ key, id }) => [key, id]));
}
