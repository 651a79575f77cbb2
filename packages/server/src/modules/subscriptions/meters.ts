import { dayIn, decimal, encodeCursor, explained, newId, notFound, placeIn, Problem } from '@entente/kernel';
import type { Parsed, Result } from '@entente/contracts';
import { sql, type RawBuilder } from 'kysely';
import { recordChange } from '../../platform/change.ts';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { rate, safeMinor } from '../../platform/rating/index.ts';
import { metersOf, usageEdges } from './charge-due.ts';
import type { SubscriptionsDeps } from './context.ts';
import { creditsOf } from './credit-store.ts';
import { periodOf } from './domain/due.ts';
import { writeQuantity } from './domain/judge-event.ts';
import { endOf } from './domain/subscription.ts';
import { rateUsage } from './domain/usage-line.ts';
import { like } from './lists.ts';
import { quantities } from './quantities.ts';
import { loadSubscriptions } from './store.ts';

type Meter = Result<'meters.get'>;
type Deps = Pick<SubscriptionsDeps, 'database'>;
const meterQuery = sql`
  select m.id, m.key, m.name, m.unit, m.aggregation, m.dimensions, m.product_id as "productId", p.name as "productName", m.grace_hours as "graceHours", m.latest_days as "latestDays", m.active, m.version
  from meter m left join product p on p.tenant_id = m.tenant_id and p.id = m.product_id`;

async function meterIn(tx: Tx, tenantId: string, id: string): Promise<Meter> {
  const { rows } = await sql<Meter>`${meterQuery} where m.tenant_id = ${tenantId}::uuid and m.id = ${id}::uuid`.execute(tx);
  if (!rows[0]) throw notFound('meter');
  return rows[0];
}

export function listMeters({ database }: Deps, context: Context, query: Parsed<'meters.list'>['query']): Promise<Result<'meters.list'>> {
  requireScope(context, 'subscriptions:read');
  const place = placeIn(query.cursor, 'text', { nullable: false });
  return database.reading(context.tenantId, async (tx) => {
    const { rows } = await sql<Meter>`${meterQuery} where m.tenant_id = ${context.tenantId}::uuid
      ${query.q ? sql`and (m.key ilike ${like(query.q)} or m.name ilike ${like(query.q)})` : sql``} ${query.active === undefined ? sql`` : sql`and m.active = ${query.active}`}
      ${place ? sql`and (m.key, m.id) > (${place.sort}, ${place.id}::uuid)` : sql``} order by m.key, m.id limit ${query.limit + 1}`.execute(tx);
    const items = rows.slice(0, query.limit);
    const last = rows.length > query.limit ? items.at(-1) : undefined;
    return { items, nextCursor: last ? encodeCursor({ sort: last.key, id: last.id }) : null };
  });
}
export function readMeter({ database }: Deps, context: Context, id: string): Promise<Meter> {
  requireScope(context, 'subscriptions:read');
  return database.reading(context.tenantId, (tx) => meterIn(tx, context.tenantId, id));
}

async function requireProduct(tx: Tx, tenantId: string, id: string | null): Promise<void> {
  if (id === null) return;
  const { rows } = await sql`select 1 from product where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`.execute(tx);
  if (rows.length === 0) throw notFound('product');
}

export function createMeter({ database }: Deps, context: Context, body: Parsed<'meters.create'>['body']): Promise<Meter> {
  requireScope(context, 'meters:write');
  return database.inTenant(context.tenantId, async (tx) => {
    await requireProduct(tx, context.tenantId, body.productId);
    if (new Set(body.dimensions).size !== body.dimensions.length) throw new Problem('invalid_input', 'A dimension stands there twice.');
    const id = newId();
    const at = context.now.toISOString();
    const { rows } = await sql`
      insert into meter (tenant_id, id, key, name, unit, aggregation, dimensions, product_id, grace_hours, latest_days, active, created_at, updated_at)
      values (${context.tenantId}::uuid, ${id}::uuid, ${body.key}, ${body.name}, ${body.unit}, ${body.aggregation}, ${body.dimensions}::text[], ${body.productId}::uuid, ${body.graceHours}, ${body.latestDays}, ${body.active}, ${at}::timestamptz, ${at}::timestamptz)
      on conflict (tenant_id, key) do nothing returning id`.execute(tx);
    if (rows.length === 0) throw new Problem('conflict', `There is a meter “${body.key}” already.`, { reason: 'key_taken' });
    await recordChange(tx, context, { operation: 'meters.create', recordType: 'meter', recordId: id, after: body });
    return meterIn(tx, context.tenantId, id);
  });
}
export function updateMeter({ database }: Deps, context: Context, id: string, body: Parsed<'meters.update'>['body'], version: number | null): Promise<Meter> {
  requireScope(context, 'meters:write');
  return database.inTenant(context.tenantId, async (tx) => {
    const before = await meterIn(tx, context.tenantId, id);
    await requireProduct(tx, context.tenantId, body.productId);
    const { rows } = await sql`
      update meter set name = ${body.name}, unit = ${body.unit}, product_id = ${body.productId}::uuid, grace_hours = ${body.graceHours}, latest_days = ${body.latestDays}, active = ${body.active},
        updated_at = ${context.now.toISOString()}::timestamptz, version = version + 1
      where tenant_id = ${context.tenantId}::uuid and id = ${id}::uuid ${version === null ? sql`` : sql`and version = ${version}`} returning id`.execute(tx);
    if (rows.length === 0) throw new Problem('version_stale', 'The meter was changed in the meantime. Look at it again.');
    await recordChange(tx, context, { operation: 'meters.update', recordType: 'meter', recordId: id, before, after: body });
    return meterIn(tx, context.tenantId, id);
  });
}

export function listRejections({ database }: Deps, context: Context, query: Parsed<'meters.rejections'>['query']): Promise<Result<'meters.rejections'>> {
  requireScope(context, 'subscriptions:read');
  const place = placeIn(query.cursor, 'id');
  return database.reading(context.tenantId, async (tx) => {
    const { rows } = await sql<Result<'meters.rejections'>['items'][number]>`
      select id, event_id as "eventId", meter, subject, code, sentence, content, received_at as "receivedAt", received_by as "receivedBy" from meter_rejection where tenant_id = ${context.tenantId}::uuid
        ${query.code ? sql`and code = ${query.code}` : sql``} ${query.q ? sql`and (event_id ilike ${like(query.q)} or meter ilike ${like(query.q)} or subject ilike ${like(query.q)})` : sql``}
        ${place ? sql`and id < ${place.id}::uuid` : sql``} order by id desc limit ${query.limit + 1}`.execute(tx);
    const items = rows.slice(0, query.limit);
    const last = rows.length > query.limit ? items.at(-1) : undefined;
    return { items, nextCursor: last ? encodeCursor({ sort: null, id: last.id }) : null };
  });
}

/** How the hours of a meter become a point: as its aggregation does. */
const folded = (aggregation: Meter['aggregation']): RawBuilder<unknown> =>
  aggregation === 'max'
    ? sql`max(h.quantity)`
    : aggregation === 'last' || aggregation === 'time_weighted'
      ? sql`(array_agg(h.quantity order by h.last_at desc))[1]`
      : sql`sum(h.quantity)`;
const DAY_MS = 86_400_000;

export function readUsage({ database }: Deps, context: Context, id: string, query: Parsed<'meters.usage'>['query']): Promise<Result<'meters.usage'>> {
  requireScope(context, 'subscriptions:read');
  const most = query.by === 'day' ? 92 : 8;
  const span = Date.parse(query.to) - Date.parse(query.from);
  if (span <= 0 || span > most * DAY_MS) throw new Problem('invalid_input', `Ask for more than nothing and at most ${most} days by ${query.by}.`);
  return database.reading(context.tenantId, async (tx) => {
    const meter = await meterIn(tx, context.tenantId, id);
    if (query.dimension !== undefined && !meter.dimensions.includes(query.dimension))
      throw new Problem('invalid_input', `The meter has no dimension “${query.dimension}”.`);
    const group = query.dimension === undefined ? sql`null::text` : sql`s.dimensions ->> ${query.dimension}`;
    const { rows } = await sql<{ at: string; group: string | null; micro: string; events: number }>`
      select date_trunc(${query.by}, h.hour, 'UTC') as at, ${group} as "group", round(${folded(meter.aggregation)})::text as micro, sum(h.events)::bigint as events
      from meter_series s join meter_hour h on h.series_no = s.no and h.hour >= ${query.from}::timestamptz and h.hour < ${query.to}::timestamptz
      where s.tenant_id = ${context.tenantId}::uuid and s.meter_id = ${id}::uuid ${query.subject === undefined ? sql`` : sql`and s.subject = ${query.subject}`} group by 1, 2 order by 1, 2 limit 20000`.execute(
      tx,
    );
    const waiting = await sql<{
      at: string | null;
    }>`select min(received_at) as at from meter_batch where tenant_id = ${context.tenantId}::uuid and rolled_at is null`.execute(tx);
    return {
      unit: meter.unit,
      points: rows.map(({ at, group: name, micro, events }) => ({ at: at, group: name, quantity: writeQuantity(BigInt(micro)), events })),
      waitingSince: waiting.rows[0]?.at ?? null,
    };
  });
}

export function listSubjects({ database }: Deps, context: Context, id: string, query: Parsed<'meters.subjects'>['query']): Promise<Result<'meters.subjects'>> {
  requireScope(context, 'subscriptions:read');
  if (Date.parse(query.to) <= Date.parse(query.from)) throw new Problem('invalid_input', 'The time ends before it begins.');
  const after = query.cursor === undefined || query.cursor === '' ? null : placeIn(query.cursor, 'text', { nullable: false });
  return database.reading(context.tenantId, async (tx) => {
    const meter = await meterIn(tx, context.tenantId, id);
    const { rows } = await sql<{
      subject: string;
      micro: string;
      events: number;
      subscriptionId: string | null;
      subscriptionName: string | null;
      accountName: string | null;
    }>`
      select u.*, s.id as "subscriptionId", s.name as "subscriptionName", a.name as "accountName" from (
        select e.subject, round(${folded(meter.aggregation)})::text as micro, sum(h.events)::bigint as events from meter_series e join meter_hour h on h.series_no = e.no and h.hour >= ${query.from}::timestamptz and h.hour < ${query.to}::timestamptz
        where e.tenant_id = ${context.tenantId}::uuid and e.meter_id = ${id}::uuid ${after ? sql`and e.subject > ${String(after.sort)}` : sql``}
          ${query.unassigned ? sql`and not exists (select from subscription_item i where i.tenant_id = e.tenant_id and i.meter_id = e.meter_id and i.subject = e.subject)` : sql``}
        group by 1 order by 1 limit ${query.limit + 1}) as u
      left join lateral (select i.subscription_id from subscription_item i where i.tenant_id = ${context.tenantId}::uuid and i.meter_id = ${id}::uuid and i.subject = u.subject order by i.id desc limit 1) as i on true
      left join subscription s on s.tenant_id = ${context.tenantId}::uuid and s.id = i.subscription_id left join account a on a.tenant_id = s.tenant_id and a.id = s.account_id order by u.subject`.execute(
      tx,
    );
    const items = rows.slice(0, query.limit).map(({ micro, ...row }) => ({ ...row, quantity: writeQuantity(BigInt(micro)) }));
    const last = rows.length > query.limit ? items.at(-1) : undefined;
    return { items, nextCursor: last ? encodeCursor({ sort: last.subject, id }) : null };
  });
}

export function previewRate(context: Context, { price, quantity, events, currency }: Parsed<'meters.rate'>['body']): Result<'meters.rate'> {
  requireScope(context, 'subscriptions:read');
  const value = decimal(quantity);
  const { amountMinor, steps, sentence } = rate(price, { quantity: value, base: value, eventCount: events ?? 0 }, { currency });
  return {
    amountMinor: safeMinor(amountMinor),
    currency,
    explanation: mutable(explained(sentence, { inputs: [{ label: 'Quantity', value: quantity }], steps })),
  };
}
type Shape = Result<'meters.rate'>['explanation'];
const mutable = (explanation: ReturnType<typeof explained>): Shape => ({
  ...explanation,
  inputs: explanation.inputs.map(({ label, value, from }) => ({ label, value, ...(from ? { from } : {}) })),
  steps: explanation.steps.map(({ rounding, ...step }) => ({ ...step, ...(rounding === undefined ? {} : { rounding }) })),
  evidence: explanation.evidence.map(({ at, ...evidence }) => ({ ...evidence, ...(at === undefined ? {} : { at }) })),
});

/** The running period as if it ended now, and what was charged before. */
export function readRunning({ database }: Deps, context: Context, id: string): Promise<Result<'meters.running'>> {
  requireScope(context, 'subscriptions:read');
  const { tenantId, now } = context;
  return database.inTenant(tenantId, async (tx) => {
    const [subscription] = await loadSubscriptions(tx, tenantId, sql`s.id = ${id}::uuid`);
    if (!subscription) throw notFound('subscription');
    const today = dayIn(now, subscription.timeZone);
    const meters = await metersOf(tx, tenantId);
    const units = new Map(
      (await sql<{ id: string; unit: string }>`select id, unit from meter where tenant_id = ${tenantId}::uuid`.execute(tx)).rows.map((row) => [
        row.id,
        row.unit,
      ]),
    );
    const open = subscription.items.flatMap((item) => {
      const end = endOf(subscription, item);
      if (item.kind !== 'usage' || item.from > today || (end !== null && item.chargedUntil >= end)) return [];
      const period = periodOf(subscription, item.chargedUntil);
      const part = { from: item.chargedUntil > item.from ? item.chargedUntil : item.from, to: end !== null && end < period.to ? end : period.to };
      return [{ item, part, ...usageEdges(subscription, item, part) }];
    });
    const used = await quantities(
      tx,
      tenantId,
      open.map(({ item, fromAt, toAt }) => ({ meterId: item.meterId ?? '', subject: item.subject ?? id, from: fromAt, to: toAt })),
    );
    const credits = (await creditsOf(tx, tenantId, [subscription.accountId])).get(subscription.accountId) ?? [];
    const names = (item: { meterId: string | null }) => ({ meterKey: meters.get(item.meterId ?? '')?.key ?? '', unit: units.get(item.meterId ?? '') ?? '' });
    const running = open.map(({ item, part }, index) => {
      const rated = rateUsage(subscription, item, part, used[index] ?? { micro: 0n, events: 0 }, names(item).meterKey, credits);
      return {
        itemId: item.id,
        ...names(item),
        period: part,
        quantity: writeQuantity(rated.quantityMicro),
        amountMinor: safeMinor(rated.amountMinor - rated.drawnMinor),
        currency: subscription.currency,
        explanation: mutable(explained(rated.sentence, { rule: item.rule, steps: [...rated.steps, ...rated.drawSteps] })),
      };
    });
    const { rows } = await sql<{ itemId: string; from: string; to: string; quantity: string; amountMinor: number; revision: number }>`
      select p.item_id as "itemId", p.from_on as "from", p.to_on as "to", p.quantity::text as quantity, (p.amount_minor - p.drawn_minor) as "amountMinor", p.revision from usage_period p
      join subscription_item i on i.tenant_id = p.tenant_id and i.id = p.item_id where p.tenant_id = ${tenantId}::uuid and i.subscription_id = ${id}::uuid order by p.from_on desc limit 200`.execute(
      tx,
    );
    const byId = new Map(subscription.items.map((item) => [item.id, item]));
    return {
      running,
      charged: rows.map(({ itemId, from, to, quantity, amountMinor, revision }) => ({
        itemId,
        ...names(byId.get(itemId) ?? { meterId: null }),
        period: { from, to },
        quantity: writeQuantity(BigInt(quantity)),
        amountMinor,
        currency: subscription.currency,
        corrections: revision,
      })),
    };
  });
}
