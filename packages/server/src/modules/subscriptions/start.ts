import { addMonths, minorDigits, newId, Problem } from '@entente/kernel';
import type { Parsed } from '@entente/contracts';
import { sql } from 'kysely';
import { recordChange } from '../../platform/change.ts';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { SubscriptionsDeps } from './context.ts';
import type { NewItem } from './domain/change.ts';
import { isTimeZone } from './domain/periods.ts';
import { periodPrice } from './domain/recurring.ts';
import type { Item, Line, Rule } from './domain/subscription.ts';
import type { AcceptedLine, AcceptedQuote } from './ports.ts';
import { chargeSubscriptions } from './charge-due.ts';
import { insertCharges, insertItems, lockSubscription } from './store.ts';

type Terms = Omit<Parsed<'subscriptions.create'>['body'], 'items' | 'key'> & { readonly originKey: string };

/** Starts a subscription once per order, and charges what is due at once. */
export async function startSubscription(
  tx: Tx,
  context: Context,
  deps: SubscriptionsDeps,
  terms: Terms,
  items: readonly (NewItem & { rule: Rule | null })[],
): Promise<{ id: string; started: boolean; charges: number }> {
  const { tenantId } = context;
  if (!isTimeZone(terms.timeZone)) throw new Problem('invalid_input', `“${terms.timeZone}” is no time zone. Use a name such as Europe/Berlin.`);
  if (!/^[A-Z]{3}$/.test(terms.currency) || minorDigits(terms.currency) > 4)
    throw new Problem('invalid_input', 'The currency is an ISO 4217 code such as EUR.');
  await requireKnown(tx, tenantId, terms, items);
  for (const item of items) if (item.kind === 'recurring') periodPrice(item, terms.currency);
  const id = newId();
  const number = await deps.takeNumbers(tenantId, 1);
  const at = context.now.toISOString();
  const endsOn = terms.termMonths === null ? null : addMonths(terms.startsOn, terms.termMonths);
  const { rows } = await sql<{ id: string }>`
    insert into subscription (tenant_id, id, number, name, account_id, deal_id, origin_key, currency, time_zone, anchor_day, billing_months, timing, proration, starts_on, ends_on, term_months,
      auto_renew, renewal_notice_days, grid_from, minimum_minor, state, next_charge_on, created_at, updated_at)
    values (${tenantId}::uuid, ${id}::uuid, ${number}, ${terms.name}, ${terms.accountId}::uuid, ${terms.dealId}::uuid, ${terms.originKey}, ${terms.currency}, ${terms.timeZone}, ${terms.anchorDay}, ${terms.billingMonths},
      ${terms.timing}, ${terms.proration}, ${terms.startsOn}::date, ${endsOn}::date, ${terms.termMonths}::smallint, ${terms.autoRenew}, ${terms.renewalNoticeDays}, ${terms.startsOn}::date, ${terms.minimumMinor}::bigint, 'active',
      ${terms.startsOn}::date, ${at}::timestamptz, ${at}::timestamptz)
    on conflict (tenant_id, origin_key) do nothing returning id`.execute(tx);
  if (!rows[0]) {
    const known = await sql<{ id: string }>`select id from subscription where tenant_id = ${tenantId}::uuid and origin_key = ${terms.originKey}`.execute(tx);
    return { id: known.rows[0]?.id ?? id, started: false, charges: 0 };
  }
  await insertItems(
    tx,
    context,
    id,
    items.map((item): Item => ({
      ...item,
      id: newId(),
      subject: item.kind === 'usage' ? (item.subject ?? id) : null,
      from: terms.startsOn,
      to: null,
      fromAt: null,
      toAt: null,
      chargedUntil: terms.startsOn,
      replacesId: null,
    })),
  );
  const charges = await chargeSubscriptions(tx, context, [await lockSubscription(tx, tenantId, id)]);
  await recordChange(tx, context, {
    operation: 'subscriptions.create',
    recordType: 'subscription',
    recordId: id,
    after: { number, name: terms.name, accountId: terms.accountId, startsOn: terms.startsOn, items: items.length },
    events: [{ type: 'subscription.started', dealId: terms.dealId, payload: { subscriptionId: id, number, name: terms.name, accountId: terms.accountId } }],
  });
  return { id, started: true, charges };
}

async function requireKnown(tx: Tx, tenantId: string, terms: Terms, items: readonly NewItem[]): Promise<void> {
  await requireAll(tx, tenantId, 'account', [terms.accountId]);
  if (terms.dealId !== null) await requireAll(tx, tenantId, 'deal', [terms.dealId]);
  await requireItems(tx, tenantId, items);
}
export async function requireItems(tx: Tx, tenantId: string, items: readonly NewItem[]): Promise<void> {
  const of = (key: 'productId' | 'vendorId' | 'meterId'): string[] => items.flatMap((item) => (item[key] === null ? [] : [item[key]]));
  await requireAll(tx, tenantId, 'product', of('productId'));
  await requireAll(tx, tenantId, 'partner', of('vendorId'));
  await requireAll(tx, tenantId, 'meter', of('meterId'));
  for (const item of items) {
    if (item.kind === 'usage' && item.meterId === null) throw new Problem('invalid_input', `${item.description} is charged by usage and needs a meter.`);
    if (item.kind === 'recurring' && item.meterId !== null)
      throw new Problem('invalid_input', `${item.description} is not charged by usage and takes no meter.`);
  }
}
async function requireAll(tx: Tx, tenantId: string, table: 'account' | 'deal' | 'product' | 'partner' | 'meter', ids: readonly string[]): Promise<void> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return;
  const { rows } = await sql<{
    n: number;
  }>`select count(*)::int as n from ${sql.table(table)} where tenant_id = ${tenantId}::uuid and id = any(${wanted}::uuid[])`.execute(tx);
  if (rows[0]?.n !== wanted.length) throw new Problem('not_found', `There is no such ${table}, or it is outside your reach.`);
}

export function createSubscription(deps: SubscriptionsDeps, context: Context, body: Parsed<'subscriptions.create'>['body']): Promise<string> {
  requireScope(context, 'subscriptions:write');
  const { items, key, ...terms } = body;
  return deps.database.inTenant(context.tenantId, async (tx) => {
    const { id } = await startSubscription(
      tx,
      context,
      deps,
      { ...terms, originKey: `own:${key}` },
      items.map((item) => ({ ...item, rule: null })),
    );
    return id;
  });
}

/** From the accepted quote of a won deal: what is owed at once, and a subscription for each rhythm of billing. Once per order. */
export async function takeOrder(tx: Tx, context: Context, deps: SubscriptionsDeps, dealId: string): Promise<{ subscriptions: string[]; charges: number }> {
  const quote = await deps.ports.acceptedQuote(tx, context.tenantId, dealId);
  if (!quote) return { subscriptions: [], charges: 0 };
  const once = quote.lines.filter(({ kind }) => kind === 'one_off');
  const made = await insertCharges(
    tx,
    context,
    once.flatMap((line) =>
      line.amountMinor === null || line.amountMinor === 0
        ? []
        : [{ line: orderLine(quote, line, line.amountMinor), of: { accountId: quote.accountId, dealId, subscriptionId: null, currency: quote.currency } }],
    ),
  );
  const groups = Map.groupBy(
    quote.lines.filter(({ kind }) => kind !== 'one_off'),
    ({ billingMonths }) => billingMonths ?? 1,
  );
  const subscriptions: string[] = [];
  let charges = made.size;
  // The least spend belongs to the order as a whole: the rhythm that has most of it asks for it.
  const [main] = [...groups].sort(([a, left], [b, right]) => right.length - left.length || a - b).map(([months]) => months);
  for (const [billingMonths, lines] of groups) {
    const { terms } = quote;
    const started = await startSubscription(
      tx,
      context,
      deps,
      {
        originKey: `${quote.key}:${billingMonths}`,
        name: quote.name,
        accountId: quote.accountId,
        dealId,
        currency: quote.currency,
        timeZone: terms.timeZone,
        anchorDay: terms.anchorDay ?? Number(terms.startsOn.slice(8, 10)),
        billingMonths,
        timing: terms.timing,
        proration: terms.proration,
        startsOn: terms.startsOn,
        termMonths: terms.termMonths,
        autoRenew: terms.autoRenew,
        renewalNoticeDays: terms.renewalNoticeDays,
        minimumMinor: billingMonths === main ? terms.minimumMinor : null,
      },
      lines.map((line) => ({ ...itemOf(line), rule: line.rule })),
    );
    if (started.started) subscriptions.push(started.id);
    charges += started.charges;
  }
  return { subscriptions, charges };
}

function itemOf(line: AcceptedLine): NewItem {
  if (line.kind === 'one_off' || line.price === null) throw new Problem('conflict', `${line.description} has no price of a billing period.`);
  const { kind, productId, vendorId, description, quantity, price, taxCategory, meterId, subject } = line;
  return { kind, productId, vendorId, description, quantity, price, taxCategory, meterId, subject };
}
const orderLine = (quote: AcceptedQuote, line: AcceptedLine, amountMinor: number): Line => ({
  key: `order:${quote.key}:${line.key}`,
  kind: 'one_off',
  itemId: null,
  productId: line.productId,
  vendorId: line.vendorId,
  description: line.description,
  quantity: line.quantity,
  unitPrice: line.price?.kind === 'unit' ? line.price.unitPrice : null,
  amountMinor: BigInt(amountMinor),
  period: null,
  chargedOn: quote.acceptedOn,
  taxCategory: line.taxCategory,
  creditsId: null,
  explanation: line.explanation,
});
