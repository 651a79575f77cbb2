import type { AccountPurpose } from '@entente/kernel';
import { sql, type RawBuilder } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';
import { contentHash, FIRST, sealHash, type Content } from './domain/content.ts';
import { sumsByCurrency, type Leg } from './domain/legs.ts';
import { progressOf } from './seal.ts';

const AT_ONCE = 2_000;

/** A seal that somebody noted down outside: without it a chain that was cut short and written anew would look whole. */
export type Expected = { readonly sequence: number; readonly hash: string };
export type Broken = { readonly sequence: number | null; readonly transactionId: string | null };
export type Found = {
  readonly transactions: number;
  readonly entries: number;
  readonly unsealed: number;
  readonly headSequence: number;
  readonly headHash: string;
  readonly broken: Broken | null;
  readonly sentence: string;
};

type Stored = Omit<Content, 'legs'> & {
  readonly contentHash: string;
  readonly legs: readonly {
    purpose: AccountPurpose | null;
    party: string | null;
    currency: string | null;
    amount: string;
    line: string | null;
    day: string;
    period: string;
  }[];
};
type Link = { readonly sequence: number; readonly transactionId: string; readonly previous: string; readonly hash: string } & {
  [Key in keyof Stored]: Stored[Key] | null;
};

const content = sql`
  t.id, t.template, t.cause, t.fact_on as "factOn", t.booked_on as "bookedOn", t.period, t.created_at as "createdAt", t.created_by as "createdBy", t.deal_id as "dealId", t.memo, t.reverses, t.reason,
  t.rule_versions as "ruleVersions", t.facts, t.content_hash as "contentHash",
  coalesce((select json_agg(json_build_object('purpose', a.purpose, 'party', a.party, 'currency', a.currency, 'amount', e.amount_minor::text, 'line', e.line_id, 'day', e.booked_on::text, 'period', e.period) order by e.position)
    from ledger_entry e left join ledger_account a on a.tenant_id = e.tenant_id and a.id = e.account_id where e.tenant_id = t.tenant_id and e.transaction_id = t.id), '[]') as legs`;

/** From the first seal to the head, then what no seal covers. Stops at the first that is not as it was. */
export async function walkChain(
  tx: Tx,
  tenantId: string,
  told: (done: number, total: number) => Promise<void>,
  expected: Expected | null = null,
): Promise<Found> {
  const head = await progressOf(tx, tenantId);
  let [transactions, entries, sequence, previous] = [0, 0, 0, FIRST];
  const broken = (sentence: string, where: Broken): Found => ({
    transactions,
    entries,
    unsealed: 0,
    headSequence: sequence,
    headHash: previous,
    broken: where,
    sentence,
  });
  while (sequence < head.sequence) {
    const { rows } = await sql<Link>`
      select s.sequence, s.transaction_id as "transactionId", s.previous, s.hash, ${content}
      from ledger_seal s left join ledger_transaction t on t.tenant_id = s.tenant_id and t.id = s.transaction_id
      where s.tenant_id = ${tenantId}::uuid and s.sequence > ${sequence}::bigint and s.sequence <= ${head.sequence}::bigint order by s.sequence limit ${AT_ONCE}`.execute(
      tx,
    );
    for (const link of rows) {
      const wanted = sequence + 1;
      const where = { sequence: wanted, transactionId: link.transactionId };
      if (link.sequence !== wanted) return broken(`Seal ${wanted} is missing.`, { sequence: wanted, transactionId: null });
      const stored = storedOf(link);
      const wrong = stored === null ? 'its transaction is missing' : whatIsWrong(stored);
      if (wrong !== null) return broken(`Seal ${wanted} is broken: ${wrong}.`, where);
      if (link.previous !== previous || link.hash !== sealHash(previous, wanted, link.transactionId, stored?.contentHash ?? ''))
        return broken(`Seal ${wanted} does not follow from the one before it.`, where);
      if (expected?.sequence === wanted && expected.hash !== link.hash) return broken(`Seal ${wanted} is not the one that was noted down.`, where);
      transactions += 1;
      entries += stored?.legs.length ?? 0;
      sequence = wanted;
      previous = link.hash;
    }
    if (rows.length === 0) return broken(`Seal ${sequence + 1} is missing.`, { sequence: sequence + 1, transactionId: null });
    await told(sequence, head.sequence);
  }
  if (expected !== null && expected.sequence > sequence)
    return broken(`The chain ends at seal ${sequence}, before the one that was noted down.`, { sequence, transactionId: null });
  if (previous !== head.hash) return broken('The chain does not end with the seal it should end with.', { sequence, transactionId: null });
  const strange = await outsideChain(tx, tenantId, head);
  if (strange !== null) return broken(strange.sentence, { sequence: null, transactionId: strange.transactionId });
  let unsealed = 0;
  let after = { tx: head.tx, seq: head.seq };
  for (;;) {
    const { rows } = await sql<Stored & { tx: string; seq: number }>`
      select t.tx::text as tx, t.seq, ${content} from ledger_transaction t
      where t.tenant_id = ${tenantId}::uuid and (t.tx, t.seq) > (${after.tx}::xid8, ${after.seq}::bigint) order by t.tx, t.seq limit ${AT_ONCE}`.execute(tx);
    for (const row of rows) {
      const wrong = whatIsWrong(row);
      if (wrong !== null) return broken(`A transaction that is not sealed yet is not as it was written: ${wrong}.`, { sequence: null, transactionId: row.id });
      transactions += 1;
      entries += row.legs.length;
      after = { tx: row.tx, seq: row.seq };
    }
    unsealed += rows.length;
    if (rows.length < AT_ONCE) break;
  }
  const many = (count: number, what: string): string => `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`;
  return {
    transactions,
    entries,
    unsealed,
    headSequence: sequence,
    headHash: previous,
    broken: null,
    sentence: `The chain is whole: ${many(transactions, 'transaction')} with ${entries.toLocaleString('en')} entries${unsealed > 0 ? `, ${unsealed.toLocaleString('en')} of them not sealed yet` : ''}.`,
  };
}

function storedOf(link: Link): Stored | null {
  const { id, legs, contentHash: hash, template, cause, factOn, bookedOn, period, createdAt, createdBy, memo } = link;
  if (id === null || legs === null || hash === null || template === null || cause === null || factOn === null) return null;
  if (bookedOn === null || period === null || createdAt === null || createdBy === null || memo === null) return null;
  return { ...link, id, legs, contentHash: hash, template, cause, factOn, bookedOn, period, createdAt, createdBy, memo };
}

function whatIsWrong(stored: Stored): string | null {
  const legs: Leg[] = [];
  for (const { purpose, party, currency, amount, line, day, period } of stored.legs) {
    if (purpose === null || currency === null) return 'an entry names an account that does not exist';
    if (day !== stored.bookedOn || period !== stored.period) return 'an entry was moved to another day';
    legs.push({ purpose, party, currency, amountMinor: BigInt(amount), lineId: line });
  }
  for (const [currency, sum] of sumsByCurrency(legs)) if (sum !== 0n) return `its entries in ${currency} do not sum to zero`;
  if (contentHash({ ...stored, legs }) !== stored.contentHash) return 'its content was changed after it was written';
  return null;
}

type Strange = { readonly transactionId: string; readonly sentence: string };
/** Rows that were put in behind the chain's back, or lost what they belong to. */
async function outsideChain(tx: Tx, tenantId: string, head: { tx: string; seq: number }): Promise<Strange | null> {
  const first = async (query: RawBuilder<{ id: string }>, sentence: string): Promise<Strange | null> => {
    const id = (await query.execute(tx)).rows[0]?.id;
    return id === undefined ? null : { transactionId: id, sentence };
  };
  return (
    (await first(
      sql<{
        id: string;
      }>`select t.id from ledger_transaction t where t.tenant_id = ${tenantId}::uuid and (t.tx, t.seq) <= (${head.tx}::xid8, ${head.seq}::bigint)
        and not exists (select from ledger_seal s where s.tenant_id = t.tenant_id and s.transaction_id = t.id) order by t.tx, t.seq limit 1`,
      'A transaction stands before the head of the chain and has no seal.',
    )) ??
    first(
      sql<{ id: string }>`select e.transaction_id as id from ledger_entry e where e.tenant_id = ${tenantId}::uuid
        and not exists (select from ledger_transaction t where t.tenant_id = e.tenant_id and t.id = e.transaction_id) limit 1`,
      'An entry belongs to no transaction.',
    )
  );
}
