import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';

type Sum = { readonly party: string; readonly currency: string; readonly amountMinor: number };

/** What our own records say we have set aside for partners: committed and claimed, and not yet owed. The ledger's fund liability is the same. */
export const fundLiability = {
  key: 'funds',
  title: 'Partner funds set aside',
  purposes: ['fund_liability'] as const,
  async sums(tx: Tx, tenantId: string, asOf: string): Promise<readonly Sum[]> {
    const { rows } = await sql<Sum>`
      select a.partner_id as party, a.currency, sum(case when m.to_place in ('committed', 'claimed') then m.amount_minor else 0 end - case when m.from_place in ('committed', 'claimed') then m.amount_minor else 0 end)::bigint as "amountMinor"
      from fund_movement m join fund_allocation a on a.tenant_id = m.tenant_id and a.id = m.allocation_id
      where m.tenant_id = ${tenantId}::uuid and m.on_day <= ${asOf}::date group by 1, 2 order by 1, 2`.execute(tx);
    return rows.filter(({ amountMinor }) => amountMinor !== 0);
  },
};

/** Claims that were sent in a month or before and that nobody has decided. */
export const undecidedClaims = {
  key: 'fund_claims',
  title: 'Fund claims are decided',
  async open(tx: Tx, tenantId: string, month: string): Promise<{ count: number; sentence: string }> {
    const { rows } = await sql<{ count: number }>`
      select count(*)::integer as count from fund_claim where tenant_id = ${tenantId}::uuid and state in ('submitted', 'info_requested') and submitted_at < (${`${month}-01`}::date + interval '1 month')`.execute(
      tx,
    );
    const count = rows[0]?.count ?? 0;
    return { count, sentence: count === 0 ? 'Every fund claim is decided.' : `${count} fund ${count === 1 ? 'claim waits' : 'claims wait'} for a decision.` };
  },
};
