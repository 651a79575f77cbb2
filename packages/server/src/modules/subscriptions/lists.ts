import { addDays, addMonths, dayIn, encodeCursor, notFound, placeIn } from '@entente/kernel';
import { priceModel, type Parsed, type Result } from '@entente/contracts';
import { sql, type RawBuilder } from 'kysely';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { safeMinor } from '../../platform/rating/index.ts';
import type { SubscriptionsDeps } from './context.ts';
import { segmentsOf } from './domain/due.ts';
import { periodPrice, recurringLine } from './domain/recurring.ts';
import type { Rule } from './domain/subscription.ts';
import { loadSubscriptions } from './store.ts';

type Head = Result<'subscriptions.list'>['items'][number];
type Full = Result<'subscriptions.get'>;
export const like = (text: string): string => `%${text.replace(/[\\%_]/g, String.raw`\$&`)}%`;

const headQuery = sql`
  select s.id, s.number, s.name, s.account_id as "accountId", a.name as "accountName", s.deal_id as "dealId", d.number as "dealNumber", s.currency, s.time_zone as "timeZone", s.anchor_day as "anchorDay",
    s.billing_months as "billingMonths", s.timing, s.proration, s.starts_on as "startsOn", s.ends_on as "endsOn", s.term_months as "termMonths", s.auto_renew as "autoRenew", s.renewal_notice_days as "renewalNoticeDays",
    s.renewal_deal_id as "renewalDealId", s.minimum_minor as "minimumMinor", s.state, s.cancelled_on as "cancelledOn", s.next_charge_on as "nextChargeOn",
    (select count(*)::int from subscription_item i where i.tenant_id = s.tenant_id and i.subscription_id = s.id and i.to_on is null) as items, s.version
  from subscription s join account a on a.tenant_id = s.tenant_id and a.id = s.account_id left join deal d on d.tenant_id = s.tenant_id and d.id = s.deal_id`;

export function listSubscriptions(
  { database }: SubscriptionsDeps,
  context: Context,
  query: Parsed<'subscriptions.list'>['query'],
): Promise<Result<'subscriptions.list'>> {
  requireScope(context, 'subscriptions:read');
  const { tenantId } = context;
  const byEnd = query.sort === 'endsOn';
  const byAccount = query.sort === 'account';
  const place = placeIn(query.cursor, byEnd ? 'day' : byAccount ? 'text' : 'id');
  const conditions: RawBuilder<unknown>[] = [sql`s.tenant_id = ${tenantId}::uuid`];
  if (query.q) conditions.push(sql`(s.name ilike ${like(query.q)} or a.name ilike ${like(query.q)} or s.number::text = ${query.q})`);
  if (query.state) conditions.push(sql`s.state = ${query.state}`);
  if (query.accountId) conditions.push(sql`s.account_id = ${query.accountId}::uuid`);
  if (query.dealId) conditions.push(sql`s.deal_id = ${query.dealId}::uuid`);
  if (query.productId)
    conditions.push(
      sql`exists (select from subscription_item i where i.tenant_id = s.tenant_id and i.subscription_id = s.id and i.product_id = ${query.productId}::uuid)`,
    );
  if (query.endsBefore) conditions.push(sql`s.ends_on < ${query.endsBefore}::date and s.state in ('active', 'paused')`);
  if (byEnd) conditions.push(sql`s.ends_on is not null`);
  if (place)
    conditions.push(
      byEnd
        ? sql`(s.ends_on, s.id) > (${place.sort}::date, ${place.id}::uuid)`
        : byAccount
          ? sql`(a.name, s.id) > (${place.sort}, ${place.id}::uuid)`
          : sql`s.id < ${place.id}::uuid`,
    );
  const order = byEnd ? sql`s.ends_on, s.id` : byAccount ? sql`a.name, s.id` : sql`s.id desc`;
  return database.reading(tenantId, async (tx) => {
    const { rows } = await sql<Head>`${headQuery} where ${sql.join(conditions, sql` and `)} order by ${order} limit ${query.limit + 1}`.execute(tx);
    const items = rows.slice(0, query.limit);
    const last = rows.length > query.limit ? items.at(-1) : undefined;
    return { items, nextCursor: last ? encodeCursor({ sort: byEnd ? last.endsOn : byAccount ? last.accountName : null, id: last.id }) : null };
  });
}

export function readSubscription({ database }: SubscriptionsDeps, context: Context, id: string): Promise<Full> {
  requireScope(context, 'subscriptions:read');
  return database.reading(context.tenantId, (tx) => subscriptionIn(tx, context.tenantId, id));
}

type ItemRow = Omit<Full['items'][number], 'price' | 'periodMinor' | 'rule'> & { readonly price: unknown; readonly rule: Rule | null };
async function subscriptionIn(tx: Tx, tenantId: string, id: string): Promise<Full> {
  const [head] = (await sql<Head>`${headQuery} where s.tenant_id = ${tenantId}::uuid and s.id = ${id}::uuid`.execute(tx)).rows;
  if (!head) throw notFound('subscription');
  const items = await sql<ItemRow>`
    select i.id, i.kind, i.product_id as "productId", p.name as "productName", i.vendor_id as "vendorId", v.name as "vendorName", i.description, trim_scale(i.quantity)::text as quantity, i.price, i.rule, i.tax_category as "taxCategory",
      i.meter_id as "meterId", m.key as "meterKey", i.subject, i.from_on as "from", i.to_on as "to", i.charged_until as "chargedUntil", i.replaces_id as "replacesId"
    from subscription_item i left join product p on p.tenant_id = i.tenant_id and p.id = i.product_id left join partner v on v.tenant_id = i.tenant_id and v.id = i.vendor_id left join meter m on m.tenant_id = i.tenant_id and m.id = i.meter_id
    where i.tenant_id = ${tenantId}::uuid and i.subscription_id = ${id}::uuid order by i.id`.execute(tx);
  const pauses = await sql<
    Full['pauses'][number]
  >`select from_on as "from", to_on as "to", reason from subscription_pause where tenant_id = ${tenantId}::uuid and subscription_id = ${id}::uuid order by from_on`.execute(
    tx,
  );
  const changes = await sql<Full['changes'][number]>`
    select id, kind, effective_on as "effectiveOn", net_minor as "netMinor", ${head.currency} as currency, details ->> 'sentence' as sentence, reason, made_by as "madeBy", made_at as "madeAt"
    from subscription_change where tenant_id = ${tenantId}::uuid and subscription_id = ${id}::uuid order by id desc limit 200`.execute(tx);
  return {
    ...head,
    items: items.rows.map((row) => {
      const item = { ...row, price: priceModel.parse(row.price) };
      return { ...item, periodMinor: item.kind === 'usage' ? null : safeMinor(periodPrice(item, head.currency).amountMinor) };
    }),
    pauses: pauses.rows,
    changes: changes.rows,
  };
}

/** What is charged when, as things stand; usage stands there without an amount. */
export function readSchedule(
  { database }: SubscriptionsDeps,
  context: Context,
  id: string,
  asked: string | undefined,
): Promise<Result<'subscriptions.schedule'>> {
  requireScope(context, 'subscriptions:read');
  return database.reading(context.tenantId, async (tx) => {
    const [subscription] = await loadSubscriptions(tx, context.tenantId, sql`s.id = ${id}::uuid`);
    if (!subscription) throw notFound('subscription');
    const today = dayIn(context.now, subscription.timeZone);
    const latest = addMonths(today, 60);
    const until = asked === undefined ? addDays(addMonths(today, 12), 1) : asked < latest ? asked : latest;
    const { currency } = subscription;
    const items = subscription.items
      .flatMap((item) => segmentsOf(subscription, item, until, 400))
      .map((segment) => {
        if (segment.item.kind === 'usage')
          return { on: segment.dueOn, kind: 'usage' as const, description: segment.item.description, amountMinor: null, currency, period: segment.part };
        const { kind, description, amountMinor } = recurringLine(subscription, segment);
        return { on: segment.dueOn, kind, description, amountMinor: safeMinor(amountMinor), currency, period: segment.part };
      })
      .sort((a, b) => (a.on === b.on ? 0 : a.on < b.on ? -1 : 1));
    const months = Map.groupBy(items, ({ on }) => on.slice(0, 7));
    return {
      items,
      totals: [...months].map(([month, rows]) => ({ month, amountMinor: rows.reduce((sum, { amountMinor }) => sum + (amountMinor ?? 0), 0), currency })),
    };
  });
}
