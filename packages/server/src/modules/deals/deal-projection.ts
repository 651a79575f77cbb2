import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';

/** Called by those who own the facts that a deal row repeats. Lists change, versions do not: nobody's edit goes stale by it. */
export const dealProjection = {
  /** The most urgent open act; those without a due time come after those with one. */
  async refreshNextAct(tx: Tx, tenantId: string, dealId: string): Promise<void> {
    await sql`
      update deal set (next_act_due_at, next_act_title) = (select a.due_at, a.title from act a where a.tenant_id = ${tenantId}::uuid and a.deal_id = ${dealId}::uuid and a.status = 'open' order by a.due_at nulls last, a.id limit 1)
      where tenant_id = ${tenantId}::uuid and id = ${dealId}::uuid`.execute(tx);
  },
  /** After an account was renamed. */
  async refreshAccountName(tx: Tx, tenantId: string, accountId: string, name: string): Promise<void> {
    await tx.updateTable('deal').set({ account_name: name }).where('tenant_id', '=', tenantId).where('account_id', '=', accountId).execute();
  },
};
