import { dayIn, explained, majorOf, type Interval } from '@entente/kernel';
import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import { safeMinor } from '../../platform/rating/index.ts';
import { minimumPeriod, segmentsOf, type Segment } from './domain/due.ts';
import { startOfDay } from './domain/periods.ts';
import { recurringLine } from './domain/recurring.ts';
import type { Item, Line, Subscription } from './domain/subscription.ts';
import { rateUsage, usageLines, type Credit, type Draw, type RatedUsage } from './domain/usage-line.ts';
import { creditsOf, drawCredits, putBack } from './credit-store.ts';
import { quantities } from './quantities.ts';
import { insertCharges, loadSubscriptions, saveProgress, type NewCharge, type Stored } from './store.ts';

const AT_ONCE = 500;
export type MeterFacts = { readonly id: string; readonly key: string; readonly graceHours: number };
type UsagePart = { readonly subscription: Subscription; readonly item: Item; readonly part: Interval; readonly fromAt: Date; readonly toAt: Date };

/** Charges what is due, some hundred subscriptions a transaction; several workers take different ones. Answers how many charges. */
export async function chargeDue(database: Database, context: Context): Promise<number> {
  let [all, after] = [0, ''];
  for (;;) {
    const round: { charges: number; last: string | null } = await database.inTenant(context.tenantId, (tx) => oneRound(tx, context, after));
    all += round.charges;
    if (round.last === null) return all;
    after = round.last;
  }
}

async function oneRound(tx: Tx, context: Context, after: string): Promise<{ charges: number; last: string | null }> {
  const { tenantId, now } = context;
  const subscriptions = await loadSubscriptions(
    tx,
    tenantId,
    sql`s.next_charge_on <= ${dayIn(now, 'Pacific/Kiritimati')}::date and s.next_charge_on <= (${now.toISOString()}::timestamptz at time zone s.time_zone)::date ${after === '' ? sql`` : sql`and s.id > ${after}::uuid`}`,
    sql`order by s.id limit ${AT_ONCE} for update of s skip locked`,
  );
  if (subscriptions.length === 0) return { charges: 0, last: null };
  const charges = await chargeSubscriptions(tx, context, subscriptions);
  return { charges, last: subscriptions.at(-1)?.id ?? null };
}

export const usageEdges = (subscription: Subscription, item: Item, part: Interval): { fromAt: Date; toAt: Date } => {
  // Usage is cut at whole hours, which is what is rolled up.
  const exact = (text: string | null, day: string): Date =>
    text === null ? startOfDay(day, subscription.timeZone) : new Date(Math.floor(Date.parse(text) / 3_600_000) * 3_600_000);
  return { fromAt: exact(part.from === item.from ? item.fromAt : null, part.from), toAt: exact(part.to === item.to ? item.toAt : null, part.to) };
};

/** Charges locked subscriptions up to today, each in its own zone. */
export async function chargeSubscriptions(tx: Tx, context: Context, subscriptions: readonly Stored[]): Promise<number> {
  const { tenantId, now } = context;
  const meters = await metersOf(tx, tenantId);
  const charges: NewCharge[] = [];
  const usage: UsagePart[] = [];
  const after = subscriptions.map((subscription): Stored => {
    const today = dayIn(now, subscription.timeZone);
    const items = subscription.items.map((item) => {
      const segments = segmentsOf(subscription, item, today);
      let chargedUntil = item.chargedUntil;
      for (const segment of segments) {
        if (item.kind === 'usage') {
          const part = usagePart(subscription, segment);
          const grace = meters.get(item.meterId ?? '')?.graceHours ?? 0;
          if (part.toAt.getTime() + grace * 3_600_000 > now.getTime()) break;
          usage.push(part);
        } else {
          const line = recurringLine(subscription, segment);
          if (line.amountMinor !== 0n) charges.push({ line, of: ownerOf(subscription) });
        }
        chargedUntil = segment.part.to;
      }
      return { ...item, chargedUntil };
    });
    return { ...subscription, items };
  });
  let made = (await insertCharges(tx, context, charges)).size;
  made += await chargeUsage(tx, context, usage, meters);
  const least = await chargeMinimums(tx, context, after, meters);
  await saveProgress(tx, context, least.subscriptions);
  return made + least.made;
}

const ownerOf = (subscription: Subscription) => ({
  accountId: subscription.accountId,
  dealId: subscription.dealId,
  subscriptionId: subscription.id,
  currency: subscription.currency,
});
const usagePart = (subscription: Subscription, { item, part }: Segment): UsagePart => ({ subscription, item, part, ...usageEdges(subscription, item, part) });

export async function metersOf(tx: Tx, tenantId: string): Promise<Map<string, MeterFacts>> {
  const { rows } = await sql<MeterFacts>`select id, key, grace_hours as "graceHours" from meter where tenant_id = ${tenantId}::uuid`.execute(tx);
  return new Map(rows.map((row) => [row.id, row]));
}

type RatedPart = { readonly usage: UsagePart; readonly rated: RatedUsage; readonly lines: readonly Line[] };

async function chargeUsage(tx: Tx, context: Context, parts: readonly UsagePart[], meters: ReadonlyMap<string, MeterFacts>): Promise<number> {
  if (parts.length === 0) return 0;
  const { tenantId } = context;
  const used = await quantities(
    tx,
    tenantId,
    parts.map(({ item, subscription, fromAt, toAt }) => ({ meterId: item.meterId ?? '', subject: item.subject ?? subscription.id, from: fromAt, to: toAt })),
  );
  const credits = await creditsOf(tx, tenantId, [...new Set(parts.map(({ subscription }) => subscription.accountId))]);
  const done = parts.map((usage, index): RatedPart => {
    const { subscription, item, part } = usage;
    const ours = credits.get(subscription.accountId) ?? [];
    const rated = rateUsage(subscription, item, part, used[index] ?? { micro: 0n, events: 0 }, meters.get(item.meterId ?? '')?.key ?? '', ours);
    credits.set(subscription.accountId, spend(ours, rated.draws));
    return { usage, rated, lines: usageLines(subscription, item, part, rated, null, dayIn(context.now, subscription.timeZone)) };
  });
  await savePeriods(tx, context, done, 0);
  const made = await insertCharges(
    tx,
    context,
    done.flatMap(({ usage, lines }) => lines.map((line) => ({ line, of: ownerOf(usage.subscription) }))),
  );
  await drawCredits(tx, context, done.flatMap(drawsOf(made)));
  return made.size;
}

const spend = (credits: readonly Credit[], draws: readonly Draw[]): Credit[] => {
  const taken = new Map(draws.map(({ grantId, amount }) => [grantId, amount]));
  return draws.length === 0 ? [...credits] : credits.map((credit) => ({ ...credit, left: credit.left - (taken.get(credit.id) ?? 0n) }));
};
const drawsOf =
  (made: ReadonlyMap<string, string>) =>
  ({ usage, rated, lines }: RatedPart) =>
    rated.draws.map((draw) => ({ ...draw, itemId: usage.item.id, periodFrom: usage.part.from, chargeId: made.get(lines.at(-1)?.key ?? '') ?? null }));

async function savePeriods(tx: Tx, context: Context, done: readonly RatedPart[], more: number): Promise<void> {
  const rows = done.map(({ usage, rated }) => ({
    i: usage.item.id,
    f: usage.part.from,
    t: usage.part.to,
    a: usage.fromAt.toISOString(),
    b: usage.toAt.toISOString(),
    q: rated.quantityMicro.toString(),
    m: safeMinor(rated.amountMinor),
    d: safeMinor(rated.drawnMinor),
  }));
  await sql`
    insert into usage_period (tenant_id, item_id, from_on, to_on, from_at, to_at, quantity, amount_minor, drawn_minor, rated_at)
    select ${context.tenantId}::uuid, i, f, t, a, b, q, m, d, ${context.now.toISOString()}::timestamptz
    from json_to_recordset(${JSON.stringify(rows)}::json) as r(i uuid, f date, t date, a timestamptz, b timestamptz, q numeric, m bigint, d bigint)
    on conflict (tenant_id, item_id, from_on) do update set quantity = excluded.quantity, amount_minor = excluded.amount_minor, drawn_minor = excluded.drawn_minor,
      rated_at = excluded.rated_at, stale = false, revision = usage_period.revision + ${more}`.execute(tx);
}

type StalePeriod = {
  itemId: string;
  subscriptionId: string;
  from: string;
  to: string;
  fromAt: string;
  toAt: string;
  quantity: string;
  amount: string;
  drawn: string;
  revision: number;
};

/** Charges the difference for periods into which usage came after they were charged. */
export async function chargeLateUsage(database: Database, context: Context): Promise<number> {
  let all = 0;
  for (;;) {
    const round = await database.inTenant(context.tenantId, (tx) => lateRound(tx, context));
    all += round.made;
    if (round.periods === 0) return all;
  }
}

async function lateRound(tx: Tx, context: Context): Promise<{ made: number; periods: number }> {
  const { tenantId, now } = context;
  const { rows } = await sql<StalePeriod>`
    select p.item_id as "itemId", i.subscription_id as "subscriptionId", p.from_on as "from", p.to_on as "to", p.from_at as "fromAt", p.to_at as "toAt", p.quantity::text as quantity,
      p.amount_minor::text as amount, p.drawn_minor::text as drawn, p.revision
    from usage_period p join subscription_item i on i.tenant_id = p.tenant_id and i.id = p.item_id
    where p.tenant_id = ${tenantId}::uuid and p.stale order by p.item_id, p.from_on limit ${AT_ONCE} for update of p skip locked`.execute(tx);
  if (rows.length === 0) return { made: 0, periods: 0 };
  const subscriptions = new Map(
    (await loadSubscriptions(tx, tenantId, sql`s.id = any(${[...new Set(rows.map(({ subscriptionId }) => subscriptionId))]}::uuid[])`)).map((one) => [
      one.id,
      one,
    ]),
  );
  const meters = await metersOf(tx, tenantId);
  const parts = rows.flatMap((row) => {
    const subscription = subscriptions.get(row.subscriptionId);
    const item = subscription?.items.find(({ id }) => id === row.itemId);
    return subscription && item
      ? [{ row, usage: { subscription, item, part: { from: row.from, to: row.to }, fromAt: new Date(row.fromAt), toAt: new Date(row.toAt) } }]
      : [];
  });
  const used = await quantities(
    tx,
    tenantId,
    parts.map(({ usage: { item, subscription, fromAt, toAt } }) => ({
      meterId: item.meterId ?? '',
      subject: item.subject ?? subscription.id,
      from: fromAt,
      to: toAt,
    })),
  );
  let made = 0;
  for (const [index, { row, usage }] of parts.entries()) {
    const { subscription, item, part } = usage;
    // As if it were charged for the first time: what it drew before is put back, and drawn again by what is true now.
    await creditsOf(tx, tenantId, [subscription.accountId]);
    await putBack(tx, context, item.id, part.from);
    const credits = (await creditsOf(tx, tenantId, [subscription.accountId])).get(subscription.accountId) ?? [];
    const rated = rateUsage(subscription, item, part, used[index] ?? { micro: 0n, events: 0 }, meters.get(item.meterId ?? '')?.key ?? '', credits);
    const before = { amountMinor: BigInt(row.amount), drawnMinor: BigInt(row.drawn), quantityMicro: BigInt(row.quantity), revision: row.revision };
    const lines = usageLines(subscription, item, part, rated, before, dayIn(now, subscription.timeZone));
    const done: RatedPart = { usage, rated, lines };
    await savePeriods(tx, context, [done], 1);
    const ids = await insertCharges(
      tx,
      context,
      lines.map((line) => ({ line, of: ownerOf(subscription) })),
    );
    await drawCredits(tx, context, drawsOf(ids)(done));
    made += ids.size;
  }
  return { made, periods: rows.length };
}

/** The least spend of a period: what its charges did not come to is charged at its end. */
async function chargeMinimums(
  tx: Tx,
  context: Context,
  subscriptions: readonly Stored[],
  meters: ReadonlyMap<string, MeterFacts>,
): Promise<{ subscriptions: Stored[]; made: number }> {
  const grace = Math.max(0, ...[...meters.values()].map(({ graceHours }) => graceHours));
  let made = 0;
  const after: Stored[] = [];
  for (const given of subscriptions) {
    let subscription = given;
    for (let period = minimumPeriod(subscription); period !== null; period = minimumPeriod(subscription)) {
      if (startOfDay(period.to, subscription.timeZone).getTime() + grace * 3_600_000 > context.now.getTime()) break;
      const { rows } = await sql<{ spent: string }>`
        select coalesce(sum(amount_minor), 0)::text as spent from charge where tenant_id = ${context.tenantId}::uuid and subscription_id = ${subscription.id}::uuid
          and period_from >= ${period.from}::date and period_to <= ${period.to}::date and (kind <> 'credit' or credits_id is not null)`.execute(tx);
      const spent = BigInt(rows[0]?.spent ?? '0');
      const least = BigInt(subscription.minimumMinor ?? 0);
      if (spent < least)
        made += (await insertCharges(tx, context, [{ line: minimumLine(subscription, period, spent, least), of: ownerOf(subscription) }])).size;
      subscription = { ...subscription, minimumChargedUntil: period.to };
    }
    after.push(subscription);
  }
  return { subscriptions: after, made };
}

export function minimumLine(subscription: Subscription, period: Interval, spent: bigint, least: bigint): Line {
  const { currency } = subscription;
  return {
    key: `minimum:${subscription.id}:${period.from}`,
    kind: 'commitment',
    itemId: null,
    productId: null,
    vendorId: null,
    description: `${subscription.name}, up to the least spend`,
    quantity: '1',
    unitPrice: null,
    amountMinor: least - spent,
    period,
    chargedOn: period.to,
    taxCategory: subscription.items[0]?.taxCategory ?? 'S',
    creditsId: null,
    explanation: explained(`From ${period.from} to ${period.to} at least ${majorOf(least, currency)} ${currency} was agreed.`, {
      inputs: [{ label: 'Least spend of a period', value: `${majorOf(least, currency)} ${currency}`, from: { type: 'subscription', id: subscription.id } }],
      steps: [{ label: 'Missing', formula: `${majorOf(least, currency)} − ${majorOf(spent, currency)}`, resultMinor: safeMinor(least - spent), currency }],
    }),
  };
}
