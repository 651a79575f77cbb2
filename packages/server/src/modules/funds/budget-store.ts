import { notFound, Problem } from '@entente/kernel';
import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';
import { readPolicy, type FundPolicy } from './domain/policy.ts';

export type Budget = {
  readonly id: string;
  readonly name: string;
  readonly kind: 'proposal' | 'accrued';
  readonly currency: string;
  readonly amountMinor: number;
  readonly startsOn: string;
  readonly endsOn: string;
  readonly ownerId: string | null;
  readonly closedAt: string | null;
  readonly version: number;
};
const columns = sql.raw(
  `id, name, kind, currency, amount_minor as "amountMinor", starts_on as "startsOn", ends_on as "endsOn", owner_id as "ownerId", closed_at as "closedAt", version`,
);

export async function readBudget(tx: Tx, tenantId: string, id: string, lock = false): Promise<Budget> {
  const { rows } =
    await sql<Budget>`select ${columns} from fund_budget where tenant_id = ${tenantId}::uuid and id = ${id}::uuid ${lock ? sql`for update` : sql``}`.execute(
      tx,
    );
  const [row] = rows;
  if (!row) throw notFound('budget');
  return row;
}
export function requireVersion(row: { readonly version: number }, ifVersion: number | null): void {
  if (ifVersion !== null && row.version !== ifVersion) throw new Problem('version_stale', 'This changed since you read it. Read it again.');
}

/** What partners were given of a budget, less what was taken back. */
export async function allocatedOf(tx: Tx, tenantId: string, budgetId: string): Promise<bigint> {
  const { rows } = await sql<{ amount: number }>`
    select coalesce(sum(case when m.from_place = 'outside' then m.amount_minor else -m.amount_minor end), 0)::bigint as amount
    from fund_allocation a join fund_movement m on m.tenant_id = a.tenant_id and m.allocation_id = a.id
    where a.tenant_id = ${tenantId}::uuid and a.budget_id = ${budgetId}::uuid and (m.from_place = 'outside' or m.to_place = 'outside')`.execute(tx);
  return BigInt(rows[0]?.amount ?? 0);
}

export type HeldPolicy = { readonly number: number; readonly policy: FundPolicy };
type PolicyRow = { readonly number: number; readonly document: unknown };
/** The terms that hold on a day; before the first came into force, the first. */
export async function policyOn(tx: Tx, tenantId: string, budgetId: string, day: string): Promise<HeldPolicy> {
  const { rows } = await sql<PolicyRow>`
    select number, document from fund_policy where tenant_id = ${tenantId}::uuid and budget_id = ${budgetId}::uuid
    order by (effective_from <= ${day}::date) desc, case when effective_from <= ${day}::date then -number else number end limit 1`.execute(tx);
  return held(rows[0]);
}
export async function policyNumbered(tx: Tx, tenantId: string, budgetId: string, number: number): Promise<HeldPolicy> {
  const { rows } =
    await sql<PolicyRow>`select number, document from fund_policy where tenant_id = ${tenantId}::uuid and budget_id = ${budgetId}::uuid and number = ${number}`.execute(
      tx,
    );
  return held(rows[0]);
}
function held(row: PolicyRow | undefined): HeldPolicy {
  if (!row) throw new Problem('conflict', 'This fund has no terms.', { reason: 'policy' });
  return { number: row.number, policy: readPolicy(row.document) };
}
/** The terms of today, counted roughly in UTC: a version begins with its day. */
export const policyNow = (tx: Tx, tenantId: string, budgetId: string, now: Date): Promise<HeldPolicy> =>
  policyOn(tx, tenantId, budgetId, now.toISOString().slice(0, 10));
