import { notFound } from '@entente/kernel';
import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';
import type { RunState } from './domain/run.ts';

export type Doing = 'collecting' | 'issuing' | 'paying' | 'undoing';
export type Run = {
  readonly id: string;
  readonly number: number;
  readonly name: string;
  readonly state: RunState;
  readonly until: string;
  readonly currency: string | null;
  readonly partnerIds: readonly string[];
  readonly doing: Doing | null;
  readonly jobId: string | null;
  readonly contentHash: string | null;
  readonly createdBy: string;
  readonly createdByName: string;
  readonly createdAt: string;
  readonly readyBy: string | null;
  readonly readyByName: string | null;
  readonly readyAt: string | null;
  readonly releasedByName: string | null;
  readonly releasedAt: string | null;
  readonly sentAt: string | null;
  readonly settledAt: string | null;
  readonly cancelledByName: string | null;
  readonly cancelReason: string | null;
  readonly payOn: string | null;
  readonly paidOn: string | null;
  readonly version: number;
};
export const runColumns =
  sql.raw(`r.id, r.number, r.name, r.state, r.until, r.currency, r.partner_ids as "partnerIds", r.doing, r.job_id as "jobId", r.content_hash as "contentHash",
  r.created_by as "createdBy", r.created_by_name as "createdByName", r.created_at as "createdAt", r.ready_by as "readyBy", r.ready_by_name as "readyByName", r.ready_at as "readyAt",
  r.released_by_name as "releasedByName", r.released_at as "releasedAt", r.sent_at as "sentAt", r.settled_at as "settledAt", r.cancelled_by_name as "cancelledByName",
  r.cancel_reason as "cancelReason", r.pay_on as "payOn", r.paid_on as "paidOn", r.version`);

/** Whoever changes a run waits here for whoever is changing it. */
export async function lockRun(tx: Tx, tenantId: string, id: string): Promise<Run> {
  const { rows } = await sql<Run>`select ${runColumns} from payout_run r where r.tenant_id = ${tenantId}::uuid and r.id = ${id}::uuid for update`.execute(tx);
  if (!rows[0]) throw notFound('payout run');
  return rows[0];
}
export async function readRun(tx: Tx, tenantId: string, id: string): Promise<Run> {
  const { rows } = await sql<Run>`select ${runColumns} from payout_run r where r.tenant_id = ${tenantId}::uuid and r.id = ${id}::uuid`.execute(tx);
  if (!rows[0]) throw notFound('payout run');
  return rows[0];
}

export type RunCounts = {
  readonly payouts: number;
  readonly carried: number;
  readonly waiting: number;
  readonly lines: number;
  readonly ready: number;
  readonly underWay: number;
  readonly settled: number;
  readonly undone: number;
  readonly totals: readonly { readonly currency: string; readonly amountMinor: number; readonly count: number }[];
};
const ZERO_COUNTS: RunCounts = { payouts: 0, carried: 0, waiting: 0, lines: 0, ready: 0, underWay: 0, settled: 0, undone: 0, totals: [] };

export async function runCounts(tx: Tx, tenantId: string, ids: readonly string[]): Promise<(id: string) => RunCounts> {
  const { rows } = await sql<{ runId: string; currency: string; state: string; count: number; lines: number; amountMinor: number }>`
    select run_id as "runId", currency, state, count(*)::integer as count, sum(lines)::integer as lines, sum(amount_minor)::bigint as "amountMinor"
    from payout where tenant_id = ${tenantId}::uuid and run_id = any(${[...ids]}::uuid[]) group by 1, 2, 3 order by 2`.execute(tx);
  const byRun = Map.groupBy(rows, ({ runId }) => runId);
  return (id) => {
    const own = byRun.get(id) ?? [];
    if (own.length === 0) return ZERO_COUNTS;
    const count = (...states: string[]): number => own.filter(({ state }) => states.includes(state)).reduce((sum, row) => sum + row.count, 0);
    const paying = own.filter(({ state }) => ['ready', 'released', 'sent', 'paid', 'returned'].includes(state));
    return {
      payouts: paying.reduce((sum, row) => sum + row.count, 0),
      carried: count('carried'),
      waiting: count('waiting'),
      lines: paying.reduce((sum, row) => sum + row.lines, 0),
      ready: count('ready'),
      underWay: count('released', 'sent'),
      settled: count('paid', 'returned'),
      undone: count('cancelled'),
      totals: [...Map.groupBy(paying, ({ currency }) => currency)].map(([currency, of]) => ({
        currency,
        amountMinor: of.reduce((sum, row) => sum + row.amountMinor, 0),
        count: of.reduce((sum, row) => sum + row.count, 0),
      })),
    };
  };
}
