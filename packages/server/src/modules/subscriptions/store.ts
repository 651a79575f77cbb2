import { newId, notFound } from '@entente/kernel';
import { priceModel } from '@entente/contracts';
import { sql, type RawBuilder } from 'kysely';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { safeMinor } from '../../platform/rating/index.ts';
import { nextChargeOn } from './domain/due.ts';
import type { Item, Line, Pause, PastCharge, Rule, Subscription } from './domain/subscription.ts';

export type Stored = Subscription & { readonly version: number; readonly termMonths: number | null };
type ItemRow = Omit<Item, 'price' | 'rule'> & { readonly subscriptionId: string; readonly price: unknown; readonly rule: Rule | null };
type Head = Omit<Stored, 'items' | 'pauses' | 'gridBefore'> & { readonly anchorBefore: number | null; readonly fromBefore: string | null };

const headColumns = sql`s.id, s.name, s.account_id as "accountId", s.deal_id as "dealId", s.currency, s.time_zone as "timeZone", s.anchor_day as "anchorDay", s.billing_months as "billingMonths",
  s.timing, s.proration, s.starts_on as "startsOn", s.ends_on as "endsOn", s.term_months as "termMonths", s.grid_from as "gridFrom", s.anchor_day_before as "anchorBefore", s.grid_from_before as "fromBefore",
  s.minimum_minor as "minimumMinor", s.minimum_charged_until as "minimumChargedUntil", s.state, s.cancelled_on as "cancelledOn", s.version`;
const itemColumns = sql`i.id, i.subscription_id as "subscriptionId", i.kind, i.product_id as "productId", i.vendor_id as "vendorId", i.description, trim_scale(i.quantity)::text as quantity, i.price, i.rule,
  i.tax_category as "taxCategory", i.meter_id as "meterId", i.subject, i.from_on as "from", i.to_on as "to", i.from_at as "fromAt", i.to_at as "toAt", i.charged_until as "chargedUntil", i.replaces_id as "replacesId"`;

/** By a condition on `s`; locked when told so, since what is charged must not be charged beside. */
export async function loadSubscriptions(tx: Tx, tenantId: string, where: RawBuilder<unknown>, tail: RawBuilder<unknown> = sql``): Promise<Stored[]> {
  const heads = (await sql<Head>`select ${headColumns} from subscription s where s.tenant_id = ${tenantId}::uuid and ${where} ${tail}`.execute(tx)).rows;
  if (heads.length === 0) return [];
  const ids = heads.map(({ id }) => id);
  const items = (
    await sql<ItemRow>`select ${itemColumns} from subscription_item i where i.tenant_id = ${tenantId}::uuid and i.subscription_id = any(${ids}::uuid[]) order by i.id`.execute(
      tx,
    )
  ).rows;
  const pauses = (
    await sql<
      Pause & { subscriptionId: string }
    >`select subscription_id as "subscriptionId", from_on as "from", to_on as "to" from subscription_pause where tenant_id = ${tenantId}::uuid and subscription_id = any(${ids}::uuid[]) order by from_on`.execute(
      tx,
    )
  ).rows;
  const itemsOf = Map.groupBy(items, ({ subscriptionId }) => subscriptionId);
  const pausesOf = Map.groupBy(pauses, ({ subscriptionId }) => subscriptionId);
  return heads.map(({ anchorBefore, fromBefore, ...head }) => ({
    ...head,
    gridBefore: anchorBefore === null || fromBefore === null ? null : { anchorDay: anchorBefore, from: fromBefore },
    // What is stored was parsed when it was stored; a document nobody knows any more refuses here instead of being priced somehow.
    items: (itemsOf.get(head.id) ?? []).map(({ subscriptionId: _subscription, ...item }) => ({ ...item, price: priceModel.parse(item.price) })),
    pauses: (pausesOf.get(head.id) ?? []).map(({ from, to }) => ({ from, to })),
  }));
}

export async function lockSubscription(tx: Tx, tenantId: string, id: string): Promise<Stored> {
  const [found] = await loadSubscriptions(tx, tenantId, sql`s.id = ${id}::uuid`, sql`for update`);
  if (!found) throw notFound('subscription');
  return found;
}

/** Charges of items that pay for time, with what was given back of each. */
export async function pastCharges(tx: Tx, tenantId: string, subscriptionId: string): Promise<PastCharge[]> {
  const { rows } = await sql<Omit<PastCharge, 'amountMinor' | 'backMinor' | 'period'> & { amount: string; back: string; from: string; to: string }>`
    select c.id, c.item_id as "itemId", c.kind, c.amount_minor::text as amount, c.description, c.period_from as "from", c.period_to as "to",
      case when c.period_from = i.from_on then i.from_at end as "fromAt",
      coalesce((select -sum(b.amount_minor) from charge b where b.tenant_id = c.tenant_id and b.item_id = c.item_id and b.credits_id = c.id), 0)::text as back
    from charge c join subscription_item i on i.tenant_id = c.tenant_id and i.id = c.item_id
    where c.tenant_id = ${tenantId}::uuid and c.subscription_id = ${subscriptionId}::uuid and c.kind in ('recurring', 'proration') and c.period_from is not null and c.amount_minor <> 0 order by c.id`.execute(
    tx,
  );
  return rows.map(({ amount, back, from, to, ...row }) => ({ ...row, amountMinor: BigInt(amount), backMinor: BigInt(back), period: { from, to } }));
}

export type ChargeFor = {
  readonly accountId: string;
  readonly dealId: string | null;
  readonly subscriptionId: string | null;
  readonly currency: string;
  readonly changeId?: string | null;
};
export type NewCharge = { readonly line: Line; readonly of: ChargeFor };

/** Writes what is not there yet under its key; answers the ids by key of those that are new. */
export async function insertCharges(tx: Tx, context: Context, charges: readonly NewCharge[]): Promise<Map<string, string>> {
  if (charges.length === 0) return new Map();
  const rows = charges.map(({ line, of }) => ({
    i: newId(),
    k: line.key,
    d: line.kind,
    a: of.accountId,
    e: of.dealId,
    s: of.subscriptionId,
    t: line.itemId,
    h: of.changeId ?? null,
    p: line.productId,
    v: line.vendorId,
    n: line.description,
    q: line.quantity,
    u: line.unitPrice,
    m: safeMinor(line.amountMinor),
    c: of.currency,
    f: line.period?.from ?? null,
    o: line.period?.to ?? null,
    y: line.chargedOn,
    x: line.taxCategory,
    j: line.explanation,
    b: line.creditsId,
  }));
  const result = await sql<{ id: string; key: string }>`
    insert into charge (tenant_id, id, key, kind, account_id, deal_id, subscription_id, item_id, change_id, product_id, vendor_id, description, quantity, unit_price, amount_minor, currency,
      period_from, period_to, charged_on, tax_category, explanation, credits_id, created_at)
    select ${context.tenantId}::uuid, i, k, d, a, e, s, t, h, p, v, n, q, u, m, c, f, o, y, x, j, b, ${context.now.toISOString()}::timestamptz
    from json_to_recordset(${JSON.stringify(rows)}::json) as r(i uuid, k text, d text, a uuid, e uuid, s uuid, t uuid, h uuid, p uuid, v uuid, n text, q text, u text, m bigint, c text, f date, o date, y date, x text, j jsonb, b uuid)
    order by k collate "C" on conflict (tenant_id, key) do nothing returning id, key`.execute(tx);
  return new Map(result.rows.map(({ id, key }) => [key, id]));
}

/** How far each item is charged, and when each subscription is looked at again. */
export async function saveProgress(tx: Tx, context: Context, subscriptions: readonly Subscription[]): Promise<void> {
  const items = subscriptions.flatMap((one) => one.items.map(({ id, chargedUntil }) => ({ i: id, c: chargedUntil })));
  const heads = subscriptions.map((one) => ({ i: one.id, n: nextChargeOn(one), m: one.minimumChargedUntil }));
  await sql`
    with moved as (
      update subscription_item t set charged_until = r.c from json_to_recordset(${JSON.stringify(items)}::json) as r(i uuid, c date)
      where t.tenant_id = ${context.tenantId}::uuid and t.id = r.i and t.charged_until <> r.c returning 1)
    update subscription s set next_charge_on = r.n, minimum_charged_until = r.m from json_to_recordset(${JSON.stringify(heads)}::json) as r(i uuid, n date, m date)
    where s.tenant_id = ${context.tenantId}::uuid and s.id = r.i`.execute(tx);
}

export async function insertItems(tx: Tx, context: Context, subscriptionId: string, items: readonly Item[]): Promise<void> {
  const rows = items.map((item) => ({ ...item, s: subscriptionId }));
  await sql`
    insert into subscription_item (tenant_id, id, subscription_id, kind, product_id, vendor_id, description, quantity, price, rule, tax_category, meter_id, subject, from_on, to_on, from_at, to_at, charged_until, replaces_id, created_at)
    select ${context.tenantId}::uuid, id, s, kind, "productId", "vendorId", description, quantity, price, rule, "taxCategory", "meterId", subject, "from", "to", "fromAt", "toAt", "chargedUntil", "replacesId", ${context.now.toISOString()}::timestamptz
    from json_to_recordset(${JSON.stringify(rows)}::json) as r(id uuid, s uuid, kind text, "productId" uuid, "vendorId" uuid, description text, quantity numeric, price jsonb, rule jsonb, "taxCategory" text, "meterId" uuid, subject text,
      "from" date, "to" date, "fromAt" timestamptz, "toAt" timestamptz, "chargedUntil" date, "replacesId" uuid)`.execute(tx);
}
