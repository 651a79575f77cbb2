import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';
import { renaming } from '../../platform/db/search-words.ts';

/** Called by those who own the facts that a deal row repeats. Lists change, versions do not: nobody's edit goes stale by it. */
export const dealProjection = {
  /** The most urgent open act; those without a due time come after those with one. */
  async refreshNextAct(tx: Tx, tenantId: string, dealId: string): Promise<void> {
    await sql`
      update deal set (next_act_due_at, next_act_title) = (select a.due_at, a.title from act a where a.tenant_id = ${tenantId}::uuid and a.deal_id = ${dealId}::uuid and a.status = 'open' order by a.due_at nulls last, a.id limit 1)
      where tenant_id = ${tenantId}::uuid and id = ${dealId}::uuid`.execute(tx);
  },
  /** After accounts were renamed; in order of id, as everybody who locks several deals does. */
  async refreshAccountNames(tx: Tx, tenantId: string, renamed: readonly { accountId: string; name: string }[]): Promise<void> {
    const names = sql`jsonb_to_recordset(${JSON.stringify(renamed)}::jsonb) as r("accountId" uuid, name text)`;
    const { rows } = await sql<{ id: string }>`
      select d.id from ${names}
      join deal d on d.tenant_id = ${tenantId}::uuid and d.account_id = r."accountId" and d.account_name is distinct from r.name order by d.id for no key update of d`.execute(
      tx,
    );
    const ids = rows.map((row) => row.id);
    await renaming(tx, tenantId, 'deal', ids, () =>
      sql`update deal d set account_name = r.name from ${names} where d.tenant_id = ${tenantId}::uuid and d.account_id = r."accountId" and d.id = any(${ids}::uuid[])`.execute(
        tx,
      ),
    );
  },
};
