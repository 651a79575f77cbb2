import { encodeCursor, majorOf, notFound, placeIn } from '@entente/kernel';
import type { Parsed, Result } from '@entente/contracts';
import { sql, type RawBuilder } from 'kysely';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { SubscriptionsDeps } from './context.ts';
import { like } from './lists.ts';

type Charge = Result<'charges.get'>;
type Filter = Parsed<'charges.totals'>['query'];
type Row = Omit<Charge, 'period'> & { readonly from: string | null; readonly to: string | null };
const MOST_EXPORTED = 50_000;

const chargeQuery = sql`
  select c.id, c.kind, c.account_id as "accountId", a.name as "accountName", c.deal_id as "dealId", c.subscription_id as "subscriptionId", s.name as "subscriptionName", c.product_id as "productId", p.name as "productName",
    c.vendor_id as "vendorId", v.name as "vendorName", c.description, c.quantity, c.unit_price as "unitPrice", c.amount_minor as "amountMinor", c.currency, c.period_from as "from", c.period_to as "to", c.charged_on as "chargedOn",
    c.tax_category as "taxCategory", c.explanation, c.credits_id as "creditsId", c.invoice_id as "invoiceId"
  from charge c join account a on a.tenant_id = c.tenant_id and a.id = c.account_id left join subscription s on s.tenant_id = c.tenant_id and s.id = c.subscription_id
    left join product p on p.tenant_id = c.tenant_id and p.id = c.product_id left join partner v on v.tenant_id = c.tenant_id and v.id = c.vendor_id`;
const shaped = ({ from, to, ...row }: Row): Charge => ({ ...row, period: from === null || to === null ? null : { from, to } });

function conditionsOf(tenantId: string, filter: Filter): RawBuilder<unknown>[] {
  const found: RawBuilder<unknown>[] = [sql`c.tenant_id = ${tenantId}::uuid`];
  if (filter.q) found.push(sql`(c.description ilike ${like(filter.q)} or a.name ilike ${like(filter.q)})`);
  if (filter.accountId) found.push(sql`c.account_id = ${filter.accountId}::uuid`);
  if (filter.subscriptionId) found.push(sql`c.subscription_id = ${filter.subscriptionId}::uuid`);
  if (filter.dealId) found.push(sql`c.deal_id = ${filter.dealId}::uuid`);
  if (filter.productId) found.push(sql`c.product_id = ${filter.productId}::uuid`);
  if (filter.kind) found.push(sql`c.kind = ${filter.kind}`);
  if (filter.currency) found.push(sql`c.currency = ${filter.currency}`);
  if (filter.invoiceId) found.push(sql`c.invoice_id = ${filter.invoiceId}::uuid`);
  if (filter.state) found.push(filter.state === 'open' ? sql`c.invoice_id is null` : sql`c.invoice_id is not null`);
  if (filter.from) found.push(sql`c.charged_on >= ${filter.from}::date`);
  if (filter.to) found.push(sql`c.charged_on <= ${filter.to}::date`);
  return found;
}
const select = async (tx: Tx, conditions: readonly RawBuilder<unknown>[], limit: number): Promise<Charge[]> =>
  (await sql<Row>`${chargeQuery} where ${sql.join([...conditions], sql` and `)} order by c.charged_on desc, c.id desc limit ${limit}`.execute(tx)).rows.map(
    shaped,
  );

export function listCharges({ database }: SubscriptionsDeps, context: Context, query: Parsed<'charges.list'>['query']): Promise<Result<'charges.list'>> {
  requireScope(context, 'subscriptions:read');
  const place = placeIn(query.cursor, 'day', { nullable: false });
  const conditions = conditionsOf(context.tenantId, query);
  if (place) conditions.push(sql`(c.charged_on, c.id) < (${place.sort}::date, ${place.id}::uuid)`);
  return database.reading(context.tenantId, async (tx) => {
    const rows = await select(tx, conditions, query.limit + 1);
    const items = rows.slice(0, query.limit);
    const last = rows.length > query.limit ? items.at(-1) : undefined;
    return { items, nextCursor: last ? encodeCursor({ sort: last.chargedOn, id: last.id }) : null };
  });
}

export function readCharge({ database }: SubscriptionsDeps, context: Context, id: string): Promise<Charge> {
  requireScope(context, 'subscriptions:read');
  return database.reading(context.tenantId, async (tx) => {
    const [charge] = await select(tx, [sql`c.tenant_id = ${context.tenantId}::uuid`, sql`c.id = ${id}::uuid`], 1);
    if (!charge) throw notFound('charge');
    return charge;
  });
}

export function readTotals({ database }: SubscriptionsDeps, context: Context, filter: Filter): Promise<Result<'charges.totals'>> {
  requireScope(context, 'subscriptions:read');
  return database.reading(context.tenantId, async (tx) => {
    const { rows } = await sql<Result<'charges.totals'>['totals'][number]>`
      select c.currency, coalesce(sum(c.amount_minor) filter (where c.invoice_id is null), 0)::bigint as "openMinor", coalesce(sum(c.amount_minor) filter (where c.invoice_id is not null), 0)::bigint as "claimedMinor", count(*)::int as charges
      from charge c join account a on a.tenant_id = c.tenant_id and a.id = c.account_id where ${sql.join(conditionsOf(context.tenantId, filter), sql` and `)} group by 1 order by 1`.execute(
      tx,
    );
    return { totals: rows };
  });
}

/** A spreadsheet runs a cell that starts like a formula; an apostrophe makes it text. */
const cell = (text: string): string => {
  const guarded = /^[=+\-@\t\r]/.test(text) && !/^[-+]?\d[\d.,]*$/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
};
const COLUMNS = [
  'Charged on',
  'Kind',
  'Customer',
  'Subscription',
  'Product',
  'Vendor',
  'Description',
  'Quantity',
  'Unit price',
  'Amount',
  'Currency',
  'From',
  'To',
  'Tax category',
  'Invoice',
  'Charge',
  'Why',
];

export function exportCharges({ database }: SubscriptionsDeps, context: Context, filter: Filter): Promise<Result<'charges.export'>> {
  requireScope(context, 'subscriptions:read');
  return database.reading(context.tenantId, async (tx) => {
    const rows = await select(tx, conditionsOf(context.tenantId, filter), MOST_EXPORTED + 1);
    const kept = rows.slice(0, MOST_EXPORTED);
    const lines = kept.map((one) =>
      [
        one.chargedOn,
        one.kind,
        one.accountName,
        one.subscriptionName ?? '',
        one.productName ?? '',
        one.vendorName ?? '',
        one.description,
        one.quantity,
        one.unitPrice ?? '',
        majorOf(one.amountMinor, one.currency),
        one.currency,
        one.period?.from ?? '',
        one.period?.to ?? '',
        one.taxCategory,
        one.invoiceId ?? '',
        one.id,
        one.explanation.sentence,
      ]
        .map(cell)
        .join(','),
    );
    const day = context.now.toISOString().slice(0, 10);
    return {
      fileName: `charges ${day}.csv`,
      csv: `${[COLUMNS.join(','), ...lines].join('\r\n')}\r\n`,
      rows: kept.length,
      complete: rows.length <= MOST_EXPORTED,
    };
  });
}
