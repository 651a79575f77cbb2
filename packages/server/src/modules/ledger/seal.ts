import { sql } from 'kysely';
import type { Database, Tx } from '../../platform/db/database.ts';
import { FIRST, sealHash } from './domain/content.ts';

const AT_ONCE = 5_000;

export type Progress = { readonly tx: string; readonly seq: number; readonly sequence: number; readonly hash: string };
export async function progressOf(tx: Tx, tenantId: string): Promise<Progress> {
  const { rows } = await sql<Progress>`select tx::text as tx, seq, sequence, hash from ledger_progress where tenant_id = ${tenantId}::uuid`.execute(tx);
  return rows[0] ?? { tx: '0', seq: 0, sequence: 0, hash: FIRST };
}

/** Whoever seals, sums or rebuilds in a workspace does so alone. */
const key = (tenantId: string): string => `ledger-seal ${tenantId}`;
export async function lockSealing(tx: Tx, tenantId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${key(tenantId)}, 0))`.execute(tx);
}

/**
 * Binds what became visible since the last time into the chain, and adds it to the balances: in the order of (tx, seq), and only
 * transactions that nothing under way can still come before. Answers how many there were.
 */
export async function sealNew(database: Database, tenantId: string, now: Date): Promise<number> {
  let sealed = 0;
  for (;;) {
    const count = await database.inTenant(tenantId, (tx) => sealBatch(tx, tenantId, now));
    sealed += count;
    if (count < AT_ONCE) return sealed;
  }
}

async function sealBatch(tx: Tx, tenantId: string, now: Date): Promise<number> {
  const lock = await sql<{ mine: boolean }>`select pg_try_advisory_xact_lock(hashtextextended(${key(tenantId)}, 0)) as mine`.execute(tx);
  if (!lock.rows[0]?.mine) return 0;
  const progress = await progressOf(tx, tenantId);
  const { rows } = await sql<{ id: string; tx: string; seq: number; hash: string }>`
    select id, tx::text as tx, seq, content_hash as hash from ledger_transaction
    where tenant_id = ${tenantId}::uuid and (tx, seq) > (${progress.tx}::xid8, ${progress.seq}::bigint) and tx < pg_snapshot_xmin(pg_current_snapshot())
    order by ledger_transaction.tx, seq limit ${AT_ONCE}`.execute(tx);
  const last = rows.at(-1);
  if (!last) return 0;
  let previous = progress.hash;
  const seals = rows.map(({ id, hash: content }, index) => {
    const sequence = progress.sequence + index + 1;
    const hash = sealHash(previous, sequence, id, content);
    const seal = { sequence, previous, hash };
    previous = hash;
    return seal;
  });
  const at = now.toISOString();
  const ids = rows.map(({ id }) => id);
  await sql`
    insert into ledger_seal (tenant_id, sequence, transaction_id, previous, hash, sealed_at)
    select ${tenantId}::uuid, s.sequence, s.id, s.previous, s.hash, ${at}::timestamptz
    from unnest(${seals.map(({ sequence }) => sequence)}::bigint[], ${ids}::uuid[], ${seals.map((seal) => seal.previous)}::text[], ${seals.map(({ hash }) => hash)}::text[]) as s(sequence, id, previous, hash)`.execute(
    tx,
  );
  await sql`
    insert into ledger_balance (tenant_id, account_id, period, debit_minor, credit_minor, entries)
    select ${tenantId}::uuid, e.account_id, e.period, ${sumsOfEntries} from ledger_entry e
    where e.tenant_id = ${tenantId}::uuid and e.transaction_id = any(${ids}::uuid[]) group by e.account_id, e.period
    on conflict (tenant_id, account_id, period) do update set debit_minor = ledger_balance.debit_minor + excluded.debit_minor,
      credit_minor = ledger_balance.credit_minor + excluded.credit_minor, entries = ledger_balance.entries + excluded.entries`.execute(tx);
  await sql`
    insert into ledger_progress (tenant_id, tx, seq, sequence, hash, updated_at)
    values (${tenantId}::uuid, ${last.tx}::xid8, ${last.seq}::bigint, ${progress.sequence + rows.length}::bigint, ${previous}, ${at}::timestamptz)
    on conflict (tenant_id) do update set tx = excluded.tx, seq = excluded.seq, sequence = excluded.sequence, hash = excluded.hash, updated_at = excluded.updated_at`.execute(
    tx,
  );
  return rows.length;
}

/** Debits and credits are both positive sums; their difference is the balance. */
export const sumsOfEntries = sql`coalesce(sum(e.amount_minor) filter (where e.amount_minor > 0), 0)::bigint as debit_minor,
  coalesce(-sum(e.amount_minor) filter (where e.amount_minor < 0), 0)::bigint as credit_minor, count(*)::bigint as entries`;
