import { sql } from 'kysely';
import type { Explanation } from '@entente/kernel';
import type { Tx } from '../../platform/db/database.ts';
import type { Enrolment, Registered } from './domain/facts.ts';

/** Whoever accrues for the same partner comes after whoever does so already: what is limited is counted one after another. */
export async function lockPartners(tx: Tx, tenantId: string, partnerIds: readonly string[]): Promise<void> {
  for (const partnerId of [...new Set(partnerIds)].sort())
    await sql`select pg_advisory_xact_lock(hashtextextended(${`incentives ${tenantId} ${partnerId}`}, 0))`.execute(tx);
}
export async function lockPool(tx: Tx, tenantId: string, ruleId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`incentive pool ${tenantId} ${ruleId}`}, 0))`.execute(tx);
}

export async function enrolmentsOn(tx: Tx, tenantId: string, partnerIds: readonly string[]): Promise<Enrolment[]> {
  if (partnerIds.length === 0) return [];
  const { rows } = await sql<Enrolment>`
    select id, rule_id as "ruleId", partner_id as "partnerId", from_on as "from", until_on as "until", tier, target::text, baseline::text from incentive_enrolment
    where tenant_id = ${tenantId}::uuid and partner_id = any(${[...partnerIds]}::uuid[]) order by from_on, id`.execute(tx);
  return rows;
}
export async function partnersOf(tx: Tx, tenantId: string, ids: readonly string[]): Promise<Map<string, { name: string; tier: string | null }>> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .selectFrom('partner')
    .select(['id', 'name', 'tier'])
    .where('tenant_id', '=', tenantId)
    .where('id', 'in', [...new Set(ids)])
    .execute();
  return new Map(rows.map((row) => [row.id, { name: row.name, tier: row.tier }]));
}
export async function registrationsOf(tx: Tx, tenantId: string, dealId: string): Promise<Registered[]> {
  const { rows } = await sql<Registered>`
    select rule_id as "ruleId", partner_id as "partnerId", person_id as "personId", registered_on as "registeredOn" from spiff_registration
    where tenant_id = ${tenantId}::uuid and deal_id = ${dealId}::uuid`.execute(tx);
  return rows;
}

export type FactRow = { readonly type: 'receipt' | 'sale'; readonly id: string; readonly state: 'done' | 'held'; readonly mine: boolean };
export type FactHead = {
  readonly type: 'receipt' | 'sale';
  readonly id: string;
  readonly dealId: string | null;
  readonly on: string;
  readonly currency: string;
  readonly netMinor: number;
  readonly reversesId: string | null;
};
/** Whoever comes first keeps it; another that is told of the same waits here, and then finds it. */
export async function keepFact(tx: Tx, tenantId: string, head: FactHead, at: string): Promise<{ readonly state: 'done' | 'held'; readonly first: boolean }> {
  const { rows: added } = await sql<{ id: string }>`
    insert into incentive_fact (tenant_id, type, id, deal_id, on_day, currency, net_minor, reverses_id, state, sentence, at)
    values (${tenantId}::uuid, ${head.type}, ${head.id}::uuid, ${head.dealId}::uuid, ${head.on}::date, ${head.currency}, ${head.netMinor}, ${head.reversesId}::uuid, 'held', 'It is being worked out.', ${at}::timestamptz)
    on conflict do nothing returning id`.execute(tx);
  const { rows } = await sql<{ state: 'done' | 'held' }>`
    select state from incentive_fact where tenant_id = ${tenantId}::uuid and type = ${head.type} and id = ${head.id}::uuid for update`.execute(tx);
  return { state: rows[0]?.state ?? 'held', first: added.length > 0 };
}
export async function settleFact(tx: Tx, tenantId: string, head: Pick<FactHead, 'type' | 'id'>, sentence: string | null, at: string): Promise<void> {
  await sql`
    update incentive_fact set state = ${sentence === null ? 'done' : 'held'}, sentence = ${sentence}, at = ${at}::timestamptz
    where tenant_id = ${tenantId}::uuid and type = ${head.type} and id = ${head.id}::uuid`.execute(tx);
}
export async function factState(tx: Tx, tenantId: string, type: string, id: string): Promise<'done' | 'held' | null> {
  const { rows } = await sql<{ state: 'done' | 'held' }>`
    select state from incentive_fact where tenant_id = ${tenantId}::uuid and type = ${type} and id = ${id}::uuid for update`.execute(tx);
  return rows[0]?.state ?? null;
}
/** Refunds of a receipt, oldest first. */
export async function refundsOf(tx: Tx, tenantId: string, receiptId: string): Promise<{ id: string; state: string }[]> {
  const { rows } = await sql<{ id: string; state: string }>`
    select id, state from incentive_fact where tenant_id = ${tenantId}::uuid and reverses_id = ${receiptId}::uuid order by id`.execute(tx);
  return rows;
}
/** What was refunded of a deal's receipts until now, positive. */
export async function refundedOfDeal(tx: Tx, tenantId: string, dealId: string, currency: string): Promise<bigint> {
  const { rows } = await sql<{ sum: number }>`
    select coalesce(-sum(net_minor), 0)::bigint as sum from incentive_fact where tenant_id = ${tenantId}::uuid and deal_id = ${dealId}::uuid and currency = ${currency} and reverses_id is not null`.execute(
    tx,
  );
  return BigInt(rows[0]?.sum ?? 0);
}
export async function collectedOfDeal(tx: Tx, tenantId: string, dealId: string, currency: string): Promise<bigint> {
  const { rows } = await sql<{ sum: number }>`
    select coalesce(sum(net_minor), 0)::bigint as sum from incentive_fact where tenant_id = ${tenantId}::uuid and deal_id = ${dealId}::uuid and currency = ${currency} and type = 'receipt'`.execute(
    tx,
  );
  return BigInt(rows[0]?.sum ?? 0);
}

export type AccrualState = 'earned' | 'waiting' | 'declined' | 'nothing';
export type AccrualRow = {
  readonly id: string;
  readonly ruleId: string;
  readonly ruleNumber: number;
  readonly kind: string;
  readonly partnerId: string;
  readonly personId: string | null;
  readonly factType: 'receipt' | 'sale' | 'rebate_period' | 'claim' | 'consumption';
  readonly factId: string;
  readonly dealId: string | null;
  readonly accountId: string | null;
  readonly on: string;
  readonly currency: string;
  readonly baseMinor: number;
  readonly quantity: string | null;
  readonly amountMinor: number;
  readonly state: AccrualState;
  readonly sentence: string | null;
  readonly reversesId: string | null;
  readonly earningKey: string;
  readonly heldUntil: string | null;
  readonly clawbackUntil: string | null;
  readonly lines: readonly { readonly lineId: string; readonly description: string; readonly netMinor: number }[];
  readonly explanation: Explanation;
  readonly askedByMember: string | null;
};
const FIELDS = sql`id, rule_id as "ruleId", rule_number as "ruleNumber", kind, partner_id as "partnerId", person_id as "personId", fact_type as "factType", fact_id as "factId", deal_id as "dealId", account_id as "accountId",
  on_day as "on", currency, base_minor as "baseMinor", quantity::text, amount_minor as "amountMinor", state, sentence, reverses_id as "reversesId", earning_key as "earningKey", held_until as "heldUntil",
  clawback_until as "clawbackUntil", lines, explanation, asked_by_member as "askedByMember"`;

export async function accrualsOfFact(tx: Tx, tenantId: string, type: string, factId: string): Promise<AccrualRow[]> {
  const { rows } =
    await sql<AccrualRow>`select ${FIELDS} from incentive_accrual where tenant_id = ${tenantId}::uuid and fact_type = ${type} and fact_id = ${factId}::uuid order by on_day, id`.execute(
      tx,
    );
  return rows;
}
export async function lockAccrual(tx: Tx, tenantId: string, id: string): Promise<(AccrualRow & { readonly version: number }) | null> {
  const { rows } = await sql<
    AccrualRow & { version: number }
  >`select ${FIELDS}, version from incentive_accrual where tenant_id = ${tenantId}::uuid and id = ${id}::uuid for update`.execute(tx);
  return rows[0] ?? null;
}
export async function reversalsOf(tx: Tx, tenantId: string, id: string): Promise<AccrualRow[]> {
  const { rows } =
    await sql<AccrualRow>`select ${FIELDS} from incentive_accrual where tenant_id = ${tenantId}::uuid and reverses_id = ${id}::uuid order by id`.execute(tx);
  return rows;
}
export async function clawbacksOn(tx: Tx, tenantId: string, day: string): Promise<AccrualRow[]> {
  const { rows } = await sql<AccrualRow>`
    select ${FIELDS} from incentive_accrual a where tenant_id = ${tenantId}::uuid and clawback_until >= ${day}::date and amount_minor > 0 and state in ('earned', 'waiting')
      and not exists (select from incentive_accrual r where r.tenant_id = a.tenant_id and r.reverses_id = a.id) order by id limit 500`.execute(tx);
  return rows;
}

/** Each once by its key: only those that were not there are given back. */
export async function keepAccruals(tx: Tx, tenantId: string, rows: readonly AccrualRow[], at: string): Promise<AccrualRow[]> {
  if (rows.length === 0) return [];
  const { rows: added } = await sql<{ id: string }>`
    insert into incentive_accrual (tenant_id, id, rule_id, rule_number, kind, partner_id, person_id, fact_type, fact_id, deal_id, account_id, on_day, currency, base_minor, quantity, amount_minor, state, sentence,
      reverses_id, earning_key, held_until, clawback_until, lines, explanation, asked_by_member, at)
    select ${tenantId}::uuid, a.id, a."ruleId", a."ruleNumber", a.kind, a."partnerId", a."personId", a."factType", a."factId", a."dealId", a."accountId", a."on", a.currency, a."baseMinor", a.quantity, a."amountMinor", a.state,
      a.sentence, a."reversesId", a."earningKey", a."heldUntil", a."clawbackUntil", a.lines, a.explanation, a."askedByMember", ${at}::timestamptz
    from json_to_recordset(${JSON.stringify(rows)}::json) as a(id uuid, "ruleId" uuid, "ruleNumber" int, kind text, "partnerId" uuid, "personId" uuid, "factType" text, "factId" uuid, "dealId" uuid, "accountId" uuid,
      "on" date, currency text, "baseMinor" bigint, quantity numeric, "amountMinor" bigint, state text, sentence text, "reversesId" uuid, "earningKey" text, "heldUntil" date, "clawbackUntil" date, lines jsonb, explanation jsonb, "askedByMember" uuid)
    order by a."earningKey" on conflict (tenant_id, earning_key) do nothing returning id`.execute(tx);
  const ids = new Set(added.map(({ id }) => id));
  return rows.filter(({ id }) => ids.has(id));
}

/** What rules gave partners and people of a fact's partners: over the deal, and in spans of time. Declined amounts do not count. */
export async function givenBefore(
  tx: Tx,
  tenantId: string,
  partnerIds: readonly string[],
  of: { readonly dealId: string | null; readonly currency: string; /** First day of the year that is counted. */ readonly since: string },
): Promise<
  readonly {
    readonly ruleId: string;
    readonly partnerId: string;
    readonly personId: string | null;
    readonly dealId: string | null;
    readonly on: string;
    readonly amountMinor: number;
    readonly quantity: string | null;
  }[]
> {
  if (partnerIds.length === 0) return [];
  const { rows } = await sql<{
    ruleId: string;
    partnerId: string;
    personId: string | null;
    dealId: string | null;
    on: string;
    amountMinor: number;
    quantity: string | null;
  }>`
    select a.rule_id as "ruleId", a.partner_id as "partnerId", a.person_id as "personId", case when a.deal_id = ${of.dealId}::uuid then a.deal_id end as "dealId",
      coalesce(o.on_day, a.on_day) as "on", sum(a.amount_minor)::bigint as "amountMinor", sum(a.quantity)::text as quantity
    from incentive_accrual a left join incentive_accrual o on o.tenant_id = a.tenant_id and o.id = a.reverses_id
    where a.tenant_id = ${tenantId}::uuid and a.partner_id = any(${[...partnerIds]}::uuid[]) and a.currency = ${of.currency} and a.state in ('earned', 'waiting') and a.kind in ('commission', 'renewal', 'spiff', 'adoption')
      and (coalesce(o.on_day, a.on_day) >= ${of.since}::date or a.deal_id = ${of.dealId}::uuid or a.kind = 'spiff')
    group by 1, 2, 3, 4, 5`.execute(tx);
  return rows;
}
