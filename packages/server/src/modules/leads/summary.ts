import type { Result } from '@entente/contracts';
import { leadStates } from '@entente/kernel';
import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';
import type { LeadsDeps } from './route-lead.ts';

const SOURCES_SHOWN = 100;

/** How leads fare. A deal that came of several leads counts once, for the source of the first of them. */
export async function leadSummary(tx: Tx, tenantId: string, deps: LeadsDeps, now: Date): Promise<Result<'leads.summary'>> {
  const at = now.toISOString();
  const { rows: states } = await sql<{ state: string; count: number; late: number }>`
    select state, count(*)::int as count,
      (count(*) filter (where (case state when 'offered' then answer_by when 'accepted' then contact_by when 'with_vendor' then contact_by end) < ${at}::timestamptz))::int as late
    from lead where tenant_id = ${tenantId}::uuid group by state`.execute(tx);
  const { rows: answers } = await sql<{ hours: number | null }>`
    select (percentile_cont(0.5) within group (order by extract(epoch from answered_at - offered_at)) / 3600)::double precision as hours
    from lead_offer where tenant_id = ${tenantId}::uuid and answer in ('accepted', 'declined')`.execute(tx);
  const { rows: sources } = await sql<{ source: string; leads: number; converted: number }>`
    select source, count(*)::int as leads, (count(*) filter (where state = 'converted'))::int as converted
    from lead where tenant_id = ${tenantId}::uuid group by source order by count(*) desc, source limit ${SOURCES_SHOWN}`.execute(tx);
  const { rows: firsts } = await sql<{ dealId: string; source: string }>`
    select distinct on (deal_id) deal_id as "dealId", source from lead where tenant_id = ${tenantId}::uuid and deal_id is not null order by deal_id, id`.execute(
    tx,
  );
  const sourceOf = new Map(firsts.map((one) => [one.dealId, one.source]));
  const won = new Map<string, Map<string, number>>();
  for (const deal of await deps.ports.deals(tx, tenantId, [...sourceOf.keys()])) {
    const source = sourceOf.get(deal.id);
    if (deal.status !== 'won' || source === undefined) continue;
    const amounts = won.get(source) ?? new Map<string, number>();
    amounts.set(deal.currency, (amounts.get(deal.currency) ?? 0) + (deal.amountMinor ?? 0));
    won.set(source, amounts);
  }
  const hours = answers[0]?.hours ?? null;
  return {
    byState: leadStates.map((state) => ({ state, count: states.find((row) => row.state === state)?.count ?? 0 })),
    late: states.reduce((sum, row) => sum + row.late, 0),
    medianAnswerHours: hours === null ? null : Math.round(hours * 10) / 10,
    bySource: sources.map((row) => ({
      ...row,
      won: [...(won.get(row.source) ?? [])].sort(([left], [right]) => (left < right ? -1 : 1)).map(([currency, amountMinor]) => ({ currency, amountMinor })),
    })),
    asOf: at,
  };
}
