import type { Parsed, Result } from '@entente/contracts';
import { notFound } from '@entente/kernel';
import { sql } from 'kysely';
import { recordChanges } from '../../platform/change.ts';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import { changeOver, latestChange, monthBefore, type UsageFigure } from './domain/usage.ts';
import { invalidField } from './refuse.ts';
import { existingIds } from './store.ts';

type Fact = Parsed<'usage.report'>['body']['facts'][number];
const MONTHS_SHOWN = 24;
const keyOf = ({ accountId, productId, metric, period }: Fact): string => `${accountId} ${productId} ${metric} ${period}`;
const figureOf = ({ productId, metric, period, quantity }: Fact) => ({ productId, metric, period, quantity });

/** Stores figures; the same figure again changes nothing and is no event. An account's figures of one report are one event. */
export function reportUsage(database: Database, context: Context, facts: readonly Fact[]): Promise<Result<'usage.report'>> {
  requireScope(context, 'accounts:write');
  return database.inTenant(context.tenantId, async (tx) => {
    if (new Set(facts.map(keyOf)).size < facts.length) throw invalidField('facts', 'twice', 'The same account, product, metric and month is named twice.');
    await checkNamed(tx, context.tenantId, facts);
    const at = context.now.toISOString();
    const given = sql`jsonb_to_recordset(${JSON.stringify(facts)}::jsonb) as g("accountId" uuid, "productId" uuid, metric text, period text, quantity double precision)`;
    // In one order, here and below, so that two reports of the same figures wait for one another and never block each other.
    const { rows: earlier } = await sql<Fact>`
      select f.account_id as "accountId", f.product_id as "productId", f.metric, f.period, f.quantity
      from usage_fact f join ${given} on f.account_id = g."accountId" and f.product_id = g."productId" and f.metric = g.metric and f.period = g.period
      where f.tenant_id = ${context.tenantId}::uuid order by f.account_id, f.product_id, f.metric, f.period for update of f`.execute(tx);
    const { rows } = await sql<Fact>`
      insert into usage_fact (tenant_id, account_id, product_id, metric, period, quantity, reported_at, reported_by)
      select ${context.tenantId}::uuid, g."accountId", g."productId", g.metric, g.period, g.quantity, ${at}::timestamptz, ${context.actor.name} from ${given} order by 2, 3, 4, 5
      on conflict (tenant_id, account_id, product_id, metric, period) do update set quantity = excluded.quantity, reported_at = excluded.reported_at, reported_by = excluded.reported_by
        where usage_fact.quantity <> excluded.quantity
      returning account_id as "accountId", product_id as "productId", metric, period, quantity`.execute(tx);
    const replaced = new Set(rows.map(keyOf));
    await recordChanges(
      tx,
      context,
      [...Map.groupBy(rows, (row) => row.accountId)].map(([accountId, own]) => ({
        operation: 'usage.report',
        recordType: 'account',
        recordId: accountId,
        before: earlier.filter((row) => row.accountId === accountId && replaced.has(keyOf(row))).map(figureOf),
        after: own.map(figureOf),
        events: [
          {
            type: 'usage.reported',
            payload: {
              accountId,
              figures: own.length,
              productIds: [...new Set(own.map((row) => row.productId))],
              periods: [...new Set(own.map((row) => row.period))],
            },
          },
        ],
      })),
    );
    return { stored: rows.length, unchanged: facts.length - rows.length };
  });
}

async function checkNamed(tx: Tx, tenantId: string, facts: readonly Fact[]): Promise<void> {
  const accounts = [...new Set(facts.map((fact) => fact.accountId))];
  const known = await existingIds(tx, tenantId, accounts);
  const strange = facts.findIndex((fact) => !known.has(fact.accountId));
  if (strange !== -1) throw invalidField(`facts.${strange}.accountId`, 'missing', 'There is no such account.');
  const { rows } = await sql<{
    id: string;
  }>`select id from product where tenant_id = ${tenantId}::uuid and id = any(${[...new Set(facts.map((fact) => fact.productId))]}::uuid[])`.execute(tx);
  const products = new Set(rows.map((row) => row.id));
  const unknown = facts.findIndex((fact) => !products.has(fact.productId));
  if (unknown !== -1) throw invalidField(`facts.${unknown}.productId`, 'missing', 'There is no such product.');
}

export function listUsage(database: Database, context: Context, accountId: string): Promise<Result<'usage.list'>> {
  requireScope(context, 'accounts:read');
  return database.inTenant(context.tenantId, async (tx) => {
    if (!(await existingIds(tx, context.tenantId, [accountId])).has(accountId)) throw notFound('account');
    let first = context.now.toISOString().slice(0, 7);
    for (let count = 0; count <= MONTHS_SHOWN; count += 1) first = monthBefore(first);
    const { rows } = await sql<{ productId: string; productName: string; metric: string; period: string; quantity: number }>`
      select u.product_id as "productId", p.name as "productName", u.metric, u.period, u.quantity
      from usage_fact u join product p on p.tenant_id = ${context.tenantId}::uuid and p.id = u.product_id
      where u.tenant_id = ${context.tenantId}::uuid and u.account_id = ${accountId}::uuid and u.period >= ${first}
      order by u.period desc, lower(p.name), u.product_id, u.metric`.execute(tx);
    const series = Map.groupBy(rows, (row) => `${row.productId} ${row.metric}`);
    const figures = new Map([...series].map(([key, own]) => [key, new Map(own.map((row) => [row.period, row.quantity]))]));
    return {
      items: rows
        .filter((row) => row.period > first)
        .map((row) => ({ ...row, changePercent: changeOver(figures.get(`${row.productId} ${row.metric}`) ?? new Map(), row.period) })),
      nextCursor: null,
    };
  });
}

export type UsageMove = { readonly accountId: string; readonly productId: string; readonly metric: string; readonly period: string; readonly percent: number };

/** How usage moved last, for each account, product and metric that has two months to compare; of one account, or of all. */
export async function usageMoves(tx: Tx, tenantId: string, now: Date, accountId: string | null = null): Promise<UsageMove[]> {
  const today = now.toISOString().slice(0, 10);
  const last = monthBefore(today.slice(0, 7));
  const first = monthBefore(monthBefore(last));
  const { rows } = await sql<{ accountId: string; productId: string; metric: string; figures: UsageFigure[] }>`
    select account_id as "accountId", product_id as "productId", metric, jsonb_agg(jsonb_build_object('period', period, 'quantity', quantity)) as figures
    from usage_fact where tenant_id = ${tenantId}::uuid and period between ${first} and ${last} ${accountId === null ? sql`` : sql`and account_id = ${accountId}::uuid`}
    group by account_id, product_id, metric having count(*) > 1 order by account_id, product_id, metric`.execute(tx);
  return rows.flatMap(({ figures, ...row }) => {
    const change = latestChange(figures, today);
    return change === null ? [] : [{ ...row, ...change }];
  });
}
