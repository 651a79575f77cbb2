import { sql } from 'kysely';
import type { Change } from '../../platform/change.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { Source } from './import-store.ts';

type Reconciled = {
  readonly id: string;
  readonly key: string;
  readonly currency: string;
  readonly state: string;
  readonly before: string | null;
  readonly amountMinor: number | null;
  readonly linesMinor: number;
  readonly lines: number;
};
/** A payout says what it paid for; one of very many deals names those with the most. */
const MOST_DEALS = 100;

/** Holds payouts against the lines that name them, to the cent, and says which came out even. */
export async function reconcilePayouts(
  tx: Tx,
  context: Context,
  source: Source,
  keys: readonly string[],
): Promise<{ reconciled: number; differs: number; changes: Change[] }> {
  if (keys.length === 0) return { reconciled: 0, differs: 0, changes: [] };
  const { tenantId, now } = context;
  const { rows } = await sql<Reconciled>`
    with sums as (
      select disbursement_key as key, currency, min(occurred_at) filter (where kind = 'payout') as paid_at,
        sum(amount_minor) filter (where kind = 'payout') as amount, count(*) filter (where kind <> 'payout' and action = 'disbursed')::integer as lines,
        coalesce(-sum(amount_minor) filter (where kind <> 'payout' and action = 'disbursed' and counts), 0) as lines_amount
      from billing_line where tenant_id = ${tenantId}::uuid and source_id = ${source.id}::uuid and disbursement_key = any(${[...keys]}::text[]) group by 1, 2
    ), before as (
      select id, key, currency, state from disbursement where tenant_id = ${tenantId}::uuid and source_id = ${source.id}::uuid and key = any(${[...keys]}::text[])
    ), kept as (
      insert into disbursement (tenant_id, id, source_id, key, paid_on, currency, amount_minor, lines_minor, lines, state, reconciled_at)
      select ${tenantId}::uuid, uuidv7(), ${source.id}::uuid, s.key, (s.paid_at at time zone 'UTC')::date, s.currency, abs(s.amount), s.lines_amount, s.lines,
        case when s.amount is null or s.lines = 0 then 'open' when abs(s.amount) = s.lines_amount then 'reconciled' else 'differs' end,
        case when s.lines > 0 and abs(s.amount) = s.lines_amount then ${now.toISOString()}::timestamptz end from sums s order by s.key collate "C", s.currency
      on conflict (tenant_id, source_id, key, currency) do update set paid_on = excluded.paid_on, amount_minor = excluded.amount_minor, lines_minor = excluded.lines_minor,
        lines = excluded.lines, state = excluded.state, reconciled_at = case when disbursement.state = 'reconciled' then disbursement.reconciled_at else excluded.reconciled_at end
      returning id, key, currency, state, amount_minor, lines_minor, lines
    )
    select k.id, k.key, k.currency, k.state, b.state as before, k.amount_minor as "amountMinor", k.lines_minor as "linesMinor", k.lines
    from kept k left join before b on b.key = k.key and b.currency = k.currency order by k.key, k.currency`.execute(tx);
  const turned = rows.filter(({ state, before }) => state !== before && state !== 'open');
  const changes: Change[] = [];
  for (const payout of turned) {
    const payload = {
      marketplace: source.marketplace,
      key: payout.key,
      currency: payout.currency,
      amountMinor: payout.amountMinor,
      linesMinor: payout.linesMinor,
      lines: payout.lines,
      state: payout.state,
    };
    const deals = payout.state === 'reconciled' ? await paidDeals(tx, tenantId, source.id, payout) : [];
    changes.push({
      operation: 'disbursements.reconcile',
      recordType: 'disbursement',
      recordId: payout.id,
      before: payout.before === null ? null : { state: payout.before },
      after: payload,
      events:
        deals.length > 0
          ? deals.map((deal) => ({ type: 'disbursement.reconciled', dealId: deal.dealId, payload: { ...payload, paidMinor: deal.paidMinor } }))
          : [{ type: payout.state === 'reconciled' ? 'disbursement.reconciled' : 'disbursement.differs', payload }],
    });
  }
  return {
    reconciled: turned.filter(({ state }) => state === 'reconciled').length,
    differs: turned.filter(({ state }) => state === 'differs').length,
    changes,
  };
}

async function paidDeals(
  tx: Tx,
  tenantId: string,
  sourceId: string,
  payout: Pick<Reconciled, 'key' | 'currency'>,
): Promise<{ dealId: string; paidMinor: number }[]> {
  const { rows } = await sql<{ dealId: string; paidMinor: number }>`
    select m.deal_id as "dealId", (-sum(l.amount_minor))::bigint as "paidMinor" from billing_line l join billing_match m on m.tenant_id = l.tenant_id and m.line_id = l.id
    where l.tenant_id = ${tenantId}::uuid and l.source_id = ${sourceId}::uuid and l.disbursement_key = ${payout.key} and l.currency = ${payout.currency}
      and l.action = 'disbursed' and l.kind <> 'payout' and l.counts and m.deal_id is not null
    group by 1 order by 2 desc limit ${MOST_DEALS}`.execute(tx);
  return rows;
}
