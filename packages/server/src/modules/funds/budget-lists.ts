import type { Parsed, Result } from '@entente/contracts';
import { notFound, placeIn } from '@entente/kernel';
import { sql, type RawBuilder } from 'kysely';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { policyNow } from './budget-store.ts';
import type { FundsDeps } from './context.ts';
import { readPolicy } from './domain/policy.ts';
import { EMPTY, type Balance } from './domain/moves.ts';
import { balancesOf, readAllocation } from './moves-store.ts';
import { balanceView, like, pageOf } from './views.ts';

type BudgetView = Result<'funds.budgets'>['items'][number];
type Row = Omit<BudgetView, 'balance' | 'unallocatedMinor' | 'policyNumber'>;

async function budgets(tx: Tx, context: Context, where: RawBuilder<unknown>, limit: number): Promise<BudgetView[]> {
  const { tenantId } = context;
  const { rows } = await sql<Row>`
    select b.id, b.name, b.kind, b.currency, b.amount_minor as "amountMinor", b.starts_on as "startsOn", b.ends_on as "endsOn", b.owner_id as "ownerId", u.name as "ownerName",
      (select count(*)::integer from fund_allocation a where a.tenant_id = b.tenant_id and a.budget_id = b.id) as allocations, b.closed_at as "closedAt", b.version
    from fund_budget b left join membership m on m.tenant_id = b.tenant_id and m.id = b.owner_id left join "user" u on u.id = m.user_id
    where b.tenant_id = ${tenantId}::uuid ${where} order by b.starts_on desc, b.id desc limit ${limit}`.execute(tx);
  const { rows: owned } =
    rows.length === 0
      ? { rows: [] }
      : await sql<{ id: string; budgetId: string }>`
    select id, budget_id as "budgetId" from fund_allocation where tenant_id = ${tenantId}::uuid and budget_id = any(${rows.map(({ id }) => id)}::uuid[])`.execute(
          tx,
        );
  const balances = await balancesOf(
    tx,
    tenantId,
    'allocation_id',
    owned.map(({ id }) => id),
  );
  const views: BudgetView[] = [];
  for (const row of rows) {
    const sum = owned.filter(({ budgetId }) => budgetId === row.id).reduce((total, { id }) => plus(total, balances.get(id) ?? EMPTY), EMPTY);
    views.push({
      ...row,
      balance: balanceView(sum),
      unallocatedMinor: row.amountMinor - Number(sum.allocated),
      policyNumber: (await policyNow(tx, tenantId, row.id, context.now)).number,
    });
  }
  return views;
}
const plus = (a: Balance, b: Balance): Balance => ({
  allocated: a.allocated + b.allocated,
  available: a.available + b.available,
  committed: a.committed + b.committed,
  claimed: a.claimed + b.claimed,
  owed: a.owed + b.owed,
  paid: a.paid + b.paid,
  expired: a.expired + b.expired,
});

export function listBudgets({ database }: FundsDeps, context: Context, query: Parsed<'funds.budgets'>['query']): Promise<Result<'funds.budgets'>> {
  requireScope(context, 'funds:read');
  const after = placeIn(query.cursor, 'day');
  return database.reading(context.tenantId, async (tx) => {
    const rows = await budgets(
      tx,
      context,
      sql`${query.q ? sql`and b.name ilike ${like(query.q)}` : sql``} ${query.kind === undefined ? sql`` : sql`and b.kind = ${query.kind}`} ${query.currency === undefined ? sql`` : sql`and b.currency = ${query.currency}`}
        ${query.open === undefined ? sql`` : query.open === 'true' ? sql`and b.closed_at is null` : sql`and b.closed_at is not null`}
        ${after === null ? sql`` : sql`and (b.starts_on, b.id) < (${after.sort}::date, ${after.id}::uuid)`}`,
      query.limit + 1,
    );
    return pageOf(rows, query.limit, ({ startsOn }) => startsOn);
  });
}
export async function budgetView(tx: Tx, context: Context, id: string): Promise<BudgetView> {
  const [view] = await budgets(tx, context, sql`and b.id = ${id}::uuid`, 1);
  if (!view) throw notFound('budget');
  return view;
}
export function getBudget({ database }: FundsDeps, context: Context, id: string): Promise<Result<'funds.budget'>> {
  requireScope(context, 'funds:read');
  return database.reading(context.tenantId, async (tx) => {
    const view = await budgetView(tx, context, id);
    const { rows } = await sql<{ number: number; effectiveFrom: string; document: unknown; note: string | null; publishedBy: string; publishedAt: string }>`
      select number, effective_from as "effectiveFrom", document, note, published_by as "publishedBy", published_at as "publishedAt" from fund_policy
      where tenant_id = ${context.tenantId}::uuid and budget_id = ${id}::uuid order by number desc`.execute(tx);
    return {
      ...view,
      policy: (await policyNow(tx, context.tenantId, id, context.now)).policy,
      policies: rows.map((row) => ({ ...row, document: readPolicy(row.document) })),
    };
  });
}

type AllocationView = Result<'funds.allocation'>;
export async function allocationViews(tx: Tx, tenantId: string, where: RawBuilder<unknown>, limit: number): Promise<AllocationView[]> {
  const { rows } = await sql<Omit<AllocationView, 'balance'>>`
    select a.id, a.budget_id as "budgetId", b.name as "budgetName", b.kind, a.partner_id as "partnerId", p.name as "partnerName", a.currency, a.starts_on as "startsOn", a.ends_on as "endsOn",
      a.ended_at as "endedAt", a.note, a.version
    from fund_allocation a join fund_budget b on b.tenant_id = a.tenant_id and b.id = a.budget_id join partner p on p.tenant_id = a.tenant_id and p.id = a.partner_id
    where a.tenant_id = ${tenantId}::uuid ${where} order by a.id desc limit ${limit}`.execute(tx);
  const balances = await balancesOf(
    tx,
    tenantId,
    'allocation_id',
    rows.map(({ id }) => id),
  );
  return rows.map((row) => ({ ...row, balance: balanceView(balances.get(row.id) ?? EMPTY) }));
}
export async function allocationView(tx: Tx, tenantId: string, id: string): Promise<AllocationView> {
  const [view] = await allocationViews(tx, tenantId, sql`and a.id = ${id}::uuid`, 1);
  if (!view) throw notFound('fund');
  return view;
}
export function listAllocations({ database }: FundsDeps, context: Context, query: Parsed<'funds.allocations'>['query']): Promise<Result<'funds.allocations'>> {
  requireScope(context, 'funds:read');
  const after = placeIn(query.cursor, 'id');
  return database.reading(context.tenantId, async (tx) => {
    const rows = await allocationViews(
      tx,
      context.tenantId,
      sql`${query.budgetId === undefined ? sql`` : sql`and a.budget_id = ${query.budgetId}::uuid`} ${query.partnerId === undefined ? sql`` : sql`and a.partner_id = ${query.partnerId}::uuid`}
        ${query.currency === undefined ? sql`` : sql`and a.currency = ${query.currency}`} ${query.open === undefined ? sql`` : query.open === 'true' ? sql`and a.ended_at is null` : sql`and a.ended_at is not null`}
        ${query.q ? sql`and (p.name ilike ${like(query.q)} or b.name ilike ${like(query.q)})` : sql``} ${after === null ? sql`` : sql`and a.id < ${after.id}::uuid`}`,
      query.limit + 1,
    );
    return pageOf(rows, query.limit);
  });
}
export function getAllocation({ database }: FundsDeps, context: Context, id: string): Promise<AllocationView> {
  requireScope(context, 'funds:read');
  return database.reading(context.tenantId, (tx) => allocationView(tx, context.tenantId, id));
}
export function listMovements(
  { database }: FundsDeps,
  context: Context,
  id: string,
  query: Parsed<'funds.movements'>['query'],
): Promise<Result<'funds.movements'>> {
  requireScope(context, 'funds:read');
  const after = placeIn(query.cursor, 'id');
  const { tenantId } = context;
  return database.reading(tenantId, async (tx) => {
    const { currency } = await readAllocation(tx, tenantId, id);
    const { rows } = await sql<Omit<Result<'funds.movements'>['items'][number], 'currency'>>`
      select m.id, m.kind, m.from_place as "from", m.to_place as "to", m.amount_minor as "amountMinor", m.request_id as "requestId", r.number as "requestNumber", m.claim_id as "claimId", c.number as "claimNumber",
        m.transfer_id as "transferId", m.on_day as "onDay", m.note, m.by_name as by, m.at
      from fund_movement m left join fund_request r on r.tenant_id = m.tenant_id and r.id = m.request_id left join fund_claim c on c.tenant_id = m.tenant_id and c.id = m.claim_id
      where m.tenant_id = ${tenantId}::uuid and m.allocation_id = ${id}::uuid ${after === null ? sql`` : sql`and m.id < ${after.id}::uuid`} order by m.id desc limit ${query.limit + 1}`.execute(
      tx,
    );
    const page = pageOf(rows, query.limit);
    return { items: page.items.map((row) => ({ ...row, currency })), nextCursor: page.nextCursor };
  });
}
