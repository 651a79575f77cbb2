import type { Result } from '@entente/contracts';
import { sql, type RawBuilder } from 'kysely';
import { recordChange } from '../../platform/change.ts';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { LedgerDeps } from './context.ts';
import { lockSealing, progressOf, sumsOfEntries } from './seal.ts';

/**
 * What moved accounts, by month: the projection, and behind it the entries it does not hold yet, in one statement and so in one moment.
 * `only` narrows the accounts (of `account_id`).
 */
export const movements = (tenantId: string, only: RawBuilder<unknown> = sql`true`): RawBuilder<unknown> => sql`(
  select account_id, period, debit_minor, credit_minor, entries from ledger_balance where tenant_id = ${tenantId}::uuid and ${only}
  union all
  select e.account_id, e.period, greatest(e.amount_minor, 0), greatest(-e.amount_minor, 0), 1
  from (select tx, seq from ledger_progress where tenant_id = ${tenantId}::uuid union all select '0'::xid8, 0 order by 1 desc limit 1) p
    cross join lateral (select id from ledger_transaction t where t.tenant_id = ${tenantId}::uuid and (t.tx, t.seq) > (p.tx, p.seq)) t
    join ledger_entry e on e.tenant_id = ${tenantId}::uuid and e.transaction_id = t.id
  where ${only}
)`;

/** How many balances are not the sum of their entries, of one month or of all. */
export async function differingBalances(tx: Tx, tenantId: string, month: string | null = null): Promise<number> {
  const { rows } = await sql<{ differing: number }>`
    with ${summed(await progressOf(tx, tenantId), tenantId, month)}, kept as (
      select account_id, period, debit_minor, credit_minor, entries from ledger_balance where tenant_id = ${tenantId}::uuid ${month === null ? sql`` : sql`and period = ${month}`}
    )
    select count(*)::integer as differing from summed s full join kept k on k.account_id = s.account_id and k.period = s.period
    where (s.debit_minor, s.credit_minor, s.entries) is distinct from (k.debit_minor, k.credit_minor, k.entries)`.execute(tx);
  return rows[0]?.differing ?? 0;
}

const summed = ({ tx, seq }: { tx: string; seq: number }, tenantId: string, month: string | null): RawBuilder<unknown> => sql`summed as (
  select e.account_id, e.period, ${sumsOfEntries}
  from ledger_transaction t join ledger_entry e on e.tenant_id = t.tenant_id and e.transaction_id = t.id
  where t.tenant_id = ${tenantId}::uuid and (t.tx, t.seq) <= (${tx}::xid8, ${seq}::bigint)
    ${month === null ? sql`` : sql`and t.booked_on >= ${`${month}-01`}::date and t.booked_on < (${`${month}-01`}::date + interval '1 month')`}
  group by e.account_id, e.period
)`;

/** Sums all of them anew. Nobody seals meanwhile; who posts does not notice. */
export async function rebuildBalances({ database }: LedgerDeps, context: Context): Promise<Result<'ledger.rebuild'>> {
  requireScope(context, 'ledger:write');
  const { tenantId } = context;
  return database.inTenant(tenantId, async (tx) => {
    await lockSealing(tx, tenantId);
    const differences = await differingBalances(tx, tenantId);
    await sql`delete from ledger_balance where tenant_id = ${tenantId}::uuid`.execute(tx);
    const { rows } = await sql<{ balances: number }>`
      with ${summed(await progressOf(tx, tenantId), tenantId, null)}, written as (
        insert into ledger_balance (tenant_id, account_id, period, debit_minor, credit_minor, entries)
        select ${tenantId}::uuid, account_id, period, debit_minor, credit_minor, entries from summed returning account_id)
      select count(*)::integer as balances from written`.execute(tx);
    const balances = rows[0]?.balances ?? 0;
    await recordChange(tx, context, { operation: 'ledger.rebuild', recordType: 'ledger', recordId: tenantId, after: { balances, differences } });
    return { balances, differences };
  });
}
