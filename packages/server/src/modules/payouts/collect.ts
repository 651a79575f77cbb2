import { dayIn, newId } from '@entente/kernel';
import { sql } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';
import { payeeGates, payoutGates, refusalOf, type Gate } from './domain/gates.ts';
import { emptyPayee, type Payee } from './domain/payee.ts';
import { readPayees } from './payee-store.ts';
import type { Run } from './run-store.ts';
import { readSettings, type Settings } from './settings-store.ts';

/** One payout for each partner and currency that is owed something; which lines it gets is decided batch by batch. */
export async function planPayouts(tx: Tx, tenantId: string, run: Run): Promise<number> {
  const { rows } = await sql<{ partnerId: string; currency: string }>`
    select distinct partner_id as "partnerId", currency from earning
    where tenant_id = ${tenantId}::uuid and state in ('due', 'returned') and earned_on <= ${run.until}::date
      ${run.currency === null ? sql`` : sql`and currency = ${run.currency}`} ${run.partnerIds.length === 0 ? sql`` : sql`and partner_id = any(${[...run.partnerIds]}::uuid[])`}
    order by 1, 2`.execute(tx);
  if (rows.length === 0) return 0;
  const planned = rows.map((row) => ({ id: newId(), partner_id: row.partnerId, currency: row.currency }));
  await sql`
    insert into payout (tenant_id, id, run_id, partner_id, currency, state)
    select ${tenantId}::uuid, p.id, ${run.id}::uuid, p.partner_id, p.currency, 'waiting' from json_to_recordset(${JSON.stringify(planned)}::json) as p(id uuid, partner_id uuid, currency text)`.execute(
    tx,
  );
  return planned.length;
}

type Wanted = { readonly id: string; readonly partnerId: string; readonly currency: string };
type Sum = { readonly payoutId: string; readonly lines: number; readonly earnedMinor: number; readonly takenBackMinor: number };
type Claimed = Sum & { readonly hash: string };
type Settled = Wanted & {
  readonly state: 'ready' | 'carried';
  readonly gates: readonly Gate[];
  readonly payee: Payee;
  readonly sum: Sum;
  readonly hash: string | null;
};

/**
 * Claims the lines of some payouts, in one transaction: when it is interrupted, none of them is. Lines of a partner that a gate refuses stay
 * owed, and the payout says why. Returns how many payouts were looked at.
 */
export async function collectBatch(tx: Tx, tenantId: string, run: Run, size: number, now: Date): Promise<number> {
  const { rows: wanted } = await sql<Wanted>`
    select id, partner_id as "partnerId", currency from payout where tenant_id = ${tenantId}::uuid and run_id = ${run.id}::uuid and state = 'waiting'
    order by id limit ${size} for update skip locked`.execute(tx);
  if (wanted.length === 0) return 0;
  const settings = await readSettings(tx, tenantId);
  const payees = await readPayees(tx, tenantId, [...new Set(wanted.map(({ partnerId }) => partnerId))]);
  const today = dayIn(now, settings.timeZone);
  const judge = (each: Wanted, sum: Sum): { payee: Payee; gates: Gate[] } => judged(each, sum, payees, settings, today);

  // Most can be paid: their lines are claimed and then judged by what they come to. Of those that cannot, only the sum is looked up.
  const passing = wanted.filter(({ partnerId }) => refusalOf(payeeGates(payees.get(partnerId) ?? emptyPayee(partnerId), today)) === null);
  const claimed = new Map((await claim(tx, tenantId, run, passing, now)).map((sum) => [sum.payoutId, sum]));
  const others = wanted.filter(({ id }) => !claimed.has(id));
  const sums = new Map((await sumsOf(tx, tenantId, run, others)).map((sum) => [sum.payoutId, sum]));
  const settled = wanted.map((each): Settled => {
    const got = claimed.get(each.id);
    const sum = got ?? sums.get(each.id) ?? noSum(each.id);
    const { payee, gates } = judge(each, sum);
    const pays = got !== undefined && refusalOf(gates) === null;
    return { ...each, state: pays ? 'ready' : 'carried', gates, payee, sum, hash: pays ? got.hash : null };
  });
  // More was taken back than earned, or too little is left.
  const fallen = settled.filter(({ id, state }) => state === 'carried' && claimed.has(id));
  if (fallen.length > 0)
    await unclaim(
      tx,
      tenantId,
      fallen.map(({ id }) => id),
      now,
    );
  await writePayouts(tx, tenantId, settled);
  return wanted.length;
}

const noSum = (payoutId: string): Sum => ({ payoutId, lines: 0, earnedMinor: 0, takenBackMinor: 0 });
function judged(
  { partnerId, currency }: Wanted,
  sum: Sum,
  payees: ReadonlyMap<string, Payee>,
  settings: Settings,
  today: string,
): { payee: Payee; gates: Gate[] } {
  const payee = payees.get(partnerId) ?? emptyPayee(partnerId);
  const amountMinor = sum.earnedMinor + sum.takenBackMinor;
  return { payee, gates: payoutGates({ payee, currency, amountMinor, today, minimumMinor: settings.minimums[currency] ?? 0 }) };
}

const lookedFor = (wanted: readonly Wanted[]) =>
  sql`unnest(${wanted.map(({ id }) => id)}::uuid[], ${wanted.map(({ partnerId }) => partnerId)}::uuid[], ${wanted.map(({ currency }) => currency)}::text[]) as w(payout_id, partner_id, currency)`;
const figures = sql.raw(`count(*)::integer as lines, coalesce(sum(amount_minor) filter (where amount_minor > 0), 0)::bigint as "earnedMinor",
  coalesce(sum(amount_minor) filter (where amount_minor < 0), 0)::bigint as "takenBackMinor"`);

async function sumsOf(tx: Tx, tenantId: string, run: Run, wanted: readonly Wanted[]): Promise<Sum[]> {
  if (wanted.length === 0) return [];
  const { rows } = await sql<Sum>`
    select w.payout_id as "payoutId", ${figures} from ${lookedFor(wanted)}
    join earning e on e.tenant_id = ${tenantId}::uuid and e.partner_id = w.partner_id and e.currency = w.currency and e.earned_on <= ${run.until}::date
    where e.state in ('due', 'returned') and e.dispute_id is null group by w.payout_id`.execute(tx);
  return rows;
}

/** Takes the lines as they are when their turn comes: what was taken back, held or disputed meanwhile is not among them. */
async function claim(tx: Tx, tenantId: string, run: Run, wanted: readonly Wanted[], now: Date): Promise<Claimed[]> {
  if (wanted.length === 0) return [];
  const { rows } = await sql<Claimed>`
    with claimed as (
      update earning e set state = 'claimed', updated_at = ${now.toISOString()}::timestamptz, version = e.version + 1 from ${lookedFor(wanted)}
      where e.tenant_id = ${tenantId}::uuid and e.partner_id = w.partner_id and e.currency = w.currency and e.earned_on <= ${run.until}::date
        and e.state in ('due', 'returned') and e.dispute_id is null
      returning w.payout_id, e.id, e.amount_minor
    ), lines as (
      insert into payout_line (tenant_id, payout_id, earning_id) select ${tenantId}::uuid, payout_id, id from claimed
    )
    select payout_id as "payoutId", ${figures}, ${hashOfLines} as hash from claimed group by payout_id`.execute(tx);
  return rows;
}

/** What a payout is made of, as one text: the same lines and amounts give the same. */
export const hashOfLines = sql.raw(`encode(sha256(convert_to(string_agg(id::text || ' ' || amount_minor, E'\\n' order by id), 'UTF8')), 'hex')`);

/** Gives the lines of payouts back: they are owed as before. */
export async function unclaim(tx: Tx, tenantId: string, payoutIds: readonly string[], now: Date): Promise<void> {
  await sql`
    with given as (
      delete from payout_line where tenant_id = ${tenantId}::uuid and payout_id = any(${[...payoutIds]}::uuid[]) and active returning earning_id
    )
    update earning e set state = 'due', updated_at = ${now.toISOString()}::timestamptz, version = e.version + 1 from given
    where e.tenant_id = ${tenantId}::uuid and e.id = given.earning_id and e.state = 'claimed'`.execute(tx);
}

async function writePayouts(tx: Tx, tenantId: string, settled: readonly Settled[]): Promise<void> {
  const rows = settled.map(({ id, state, gates, payee, sum, hash }) => {
    const { bankSealed, bankMask, ...shown } = payee;
    return {
      id,
      state,
      amount: sum.earnedMinor + sum.takenBackMinor,
      earned: sum.earnedMinor,
      taken: sum.takenBackMinor,
      lines: sum.lines,
      reason: refusalOf(gates),
      gates,
      payee: shown,
      sealed: state === 'ready' ? bankSealed : null,
      mask: bankMask,
      hash,
    };
  });
  await sql`
    update payout p set state = s.state, amount_minor = s.amount, earned_minor = s.earned, taken_back_minor = s.taken, lines = s.lines, reason = s.reason, gates = s.gates,
      payee = s.payee, bank_sealed = s.sealed, bank_mask = s.mask, content_hash = s.hash, version = p.version + 1
    from json_to_recordset(${JSON.stringify(rows)}::json) as s(id uuid, state text, amount bigint, earned bigint, taken bigint, lines integer, reason text, gates jsonb, payee jsonb, sealed text, mask text, hash text)
    where p.tenant_id = ${tenantId}::uuid and p.id = s.id`.execute(tx);
}
