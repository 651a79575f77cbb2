import { sql, type RawBuilder } from 'kysely';
import type { Tx } from '../../platform/db/database.ts';
import { canonical, contentHash, FIRST, sealHash, type Content } from './domain/content.ts';
import { sumsByCurrency, type Leg } from './domain/legs.ts';
import { progressOf } from './seal.ts';
import { storedEntries, type StoredEntry } from './stored-entries.ts';

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

type Stored = Omit<Content, 'legs' | 'ruleVersions' | 'facts'> & { readonly ruleVersions: unknown; readonly facts: unknown; readonly contentHash: string };
type Link = { readonly sequence: number; readonly transactionId: string; readonly previous: string; readonly hash: string } & {
  [Key in keyof Stored]: Stored[Key] | null;
};

const stored = sql.raw(`t.id, t.template, t.cause, t.fact_on as "factOn", t.booked_on as "bookedOn", t.period, t.created_at as "createdAt",
  t.created_by as "createdBy", t.deal_id as "dealId", t.memo, t.reverses, t.reason, t.rule_versions as "ruleVersions", t.facts, t.content_hash as "contentHash"`);

/** From the first seal to the head, then what no seal covers. Stops at the first that is not as it was. */
export async function walkChain(
  tx: Tx,
  tenantId: string,
  told: (done: number, total: number) => Promise<void>,
  expected: Expected | null = null,
): Promise<Found> {
  const head = await progressOf(tx, tenantId);
  const readEntries = storedEntries(tx, tenantId);
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
      select s.sequence, s.transaction_id as "transactionId", s.previous, s.hash, ${stored}
      from ledger_seal s left join ledger_transaction t on t.tenant_id = s.tenant_id and t.id = s.transaction_id
      where s.tenant_id = ${tenantId}::uuid and s.sequence > ${sequence}::bigint and s.sequence <= ${head.sequence}::bigint order by s.sequence limit ${AT_ONCE}`.execute(
      tx,
    );
    const entriesOf = await readEntries(rows.map(({ transactionId }) => transactionId));
    for (const link of rows) {
      const wanted = sequence + 1;
      const where = { sequence: wanted, transactionId: link.transactionId };
      if (link.sequence !== wanted) return broken(`Seal ${wanted} is missing.`, { sequence: wanted, transactionId: null });
      const transaction = storedOf(link);
      const own = entriesOf(link.transactionId);
      const wrong = transaction === null ? 'its transaction is missing' : whatIsWrong(transaction, own);
      if (wrong !== null) return broken(`Seal ${wanted} is broken: ${wrong}.`, where);
      if (link.previous !== previous || link.hash !== sealHash(previous, wanted, link.transactionId, transaction?.contentHash ?? ''))
        return broken(`Seal ${wanted} does not follow from the one before it.`, where);
      if (expected?.sequence === wanted && expected.hash !== link.hash) return broken(`Seal ${wanted} is not the one that was noted down.`, where);
      transactions += 1;
      entries += own.length;
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
      select t.tx::text as tx, t.seq, ${stored} from ledger_transaction t
      where t.tenant_id = ${tenantId}::uuid and (t.tx, t.seq) > (${after.tx}::xid8, ${after.seq}::bigint) order by t.tx, t.seq limit ${AT_ONCE}`.execute(tx);
    const entriesOf = await readEntries(rows.map(({ id }) => id));
    for (const row of rows) {
      const own = entriesOf(row.id);
      const wrong = whatIsWrong(row, own);
      if (wrong !== null) return broken(`A transaction that is not sealed yet is not as it was written: ${wrong}.`, { sequence: null, transactionId: row.id });
      transactions += 1;
      entries += own.length;
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
  const { id, contentHash: hash, template, cause, factOn, bookedOn, period, createdAt, createdBy, memo } = link;
  if (id === null || hash === null || template === null || cause === null || factOn === null) return null;
  if (bookedOn === null || period === null || createdAt === null || createdBy === null || memo === null) return null;
  return { ...link, id, contentHash: hash, template, cause, factOn, bookedOn, period, createdAt, createdBy, memo };
}

function whatIsWrong(transaction: Stored, entries: readonly StoredEntry[]): string | null {
  const legs: Leg[] = [];
  for (const { purpose, currency, bookedOn, period, ...rest } of entries) {
    if (purpose === null || currency === null) return 'an entry names an account that does not exist';
    if (bookedOn !== transaction.bookedOn || period !== transaction.period) return 'an entry was moved to another day';
    legs.push({ purpose, currency, ...rest });
  }
  for (const [currency, sum] of sumsByCurrency(legs)) if (sum !== 0n) return `its entries in ${currency} do not sum to zero`;
  const said = { ...transaction, ruleVersions: canonical(transaction.ruleVersions), facts: canonical(transaction.facts), legs };
  if (contentHash(said) !== transaction.contentHash) return 'its content was changed after it was written';
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
