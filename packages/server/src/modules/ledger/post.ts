import { newId, Problem, type Posting } from '@entente/kernel';
import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { AccountIds } from './account-ids.ts';
import { canonical } from './domain/content.ts';
import { bookingDay } from './domain/months.ts';
import { legsOf } from './domain/templates.ts';
import { closedMonths, lockMonths } from './month-locks.ts';
import { writeTransactions, type NewTransaction } from './write-transactions.ts';

/** Ids of transactions, in the order asked; of one that was booked before, the id it has. */
export type Post = (tx: Tx, context: Context, postings: readonly Posting[]) => Promise<readonly string[]>;

/**
 * Books business events in the caller's transaction: all of them, or with the caller none. An event that was booked before is not
 * booked again. Nothing is locked but the months, and those for all who post together: whoever closes one waits for them.
 */
export function createPost(accountIds: AccountIds): Post {
  return async (tx, context, postings) => {
    if (postings.length === 0) return [];
    const ids = new Map<string, string>();
    // In one order for everybody, so that two who book the same events wait for each other and never in a circle.
    const ordered = postings.length === 1 ? postings : postings.toSorted(byKey);
    const wanted = new Map(ordered.map((posting) => [keyOf(posting), transactionOf(posting)]));
    if (wanted.size < postings.length) for (const posting of postings) refuseOther(posting, wanted.get(keyOf(posting))?.facts);
    let transactions = [...wanted.values()];
    const accountOf = await accountIds(
      context,
      transactions.flatMap(({ legs }) => legs),
    );
    for (let attempt = 0; ; attempt += 1) {
      const written = await writeTransactions(tx, context, transactions, accountOf);
      if (written.size === transactions.length) break;
      transactions = transactions.filter(({ id }) => !written.has(id));
      for (const [key, before] of await bookedBefore(tx, context.tenantId, transactions)) {
        const transaction = wanted.get(key);
        if (transaction) refuseOther(transaction, before.facts);
        ids.set(key, before.id);
      }
      transactions = transactions.filter((each) => !ids.has(keyOf(each)));
      if (transactions.length === 0) break;
      if (attempt > 100) throw new Error('no open month was found');
      transactions = await intoOpenMonths(tx, context.tenantId, transactions);
    }
    for (const [key, { id }] of wanted) if (!ids.has(key)) ids.set(key, id);
    return postings.map((posting) => ids.get(keyOf(posting)) ?? '');
  };
}

/** What a person books, into the first month that is open. False where it was booked before. */
export async function bookOne(tx: Tx, context: Context, accountIds: AccountIds, transaction: NewTransaction): Promise<boolean> {
  const accountOf = await accountIds(context, transaction.legs);
  const placed = await intoOpenMonths(tx, context.tenantId, [transaction]);
  return (await writeTransactions(tx, context, placed, accountOf)).size === 1;
}

type Keyed = { readonly template: string; readonly cause: string };
const keyOf = ({ template, cause }: Keyed): string => `${template} ${cause}`;
const byKey = (a: Keyed, b: Keyed): number => (keyOf(a) < keyOf(b) ? -1 : 1);
const monthsOf = (transactions: readonly NewTransaction[]): readonly string[] => [...new Set(transactions.map(({ bookedOn }) => bookedOn.slice(0, 7)))].sort();

function transactionOf(posting: Posting): NewTransaction {
  const { template, cause, bookedOn, dealId, memo, facts } = posting;
  if (cause === '') throw new Problem('invalid_input', 'A posting names the fact that caused it.');
  if (!/^\d{4}-\d{2}-\d{2}$/.test(bookedOn)) throw new Problem('invalid_input', `“${bookedOn.slice(0, 20)}” is not a day.`);
  return {
    id: newId(),
    template,
    cause,
    factOn: bookedOn,
    bookedOn,
    dealId,
    memo,
    reverses: null,
    reason: null,
    ruleVersions: posting.ruleVersions ?? {},
    facts,
    // The union of postings pairs each template with its facts; the compiler cannot follow that through a destructured pair.
    legs: legsOf(template, facts as never),
  };
}

function refuseOther({ template, cause, facts }: Keyed & { readonly facts: unknown }, before: unknown): void {
  if (canonical(facts) !== canonical(before))
    throw new Problem(
      'conflict',
      `This was booked before with other amounts (${template.replaceAll('_', ' ')}, ${cause.slice(0, 120)}). Reverse that booking first.`,
    );
}

async function bookedBefore(tx: Tx, tenantId: string, transactions: readonly NewTransaction[]): Promise<Map<string, { id: string; facts: unknown }>> {
  const { rows } = await sql<Keyed & { id: string; facts: unknown }>`
    select t.id, t.template, t.cause, t.facts from unnest(${transactions.map(({ template }) => template)}::text[], ${transactions.map(({ cause }) => cause)}::text[]) as w(template, cause)
    join ledger_transaction t on t.tenant_id = ${tenantId}::uuid and t.template = w.template and t.cause = w.cause`.execute(tx);
  return new Map(rows.map((row) => [keyOf(row), row]));
}

/** A month is only left for a later one once its own is known to be closed, and the later one is held before it is used. */
async function intoOpenMonths(tx: Tx, tenantId: string, transactions: readonly NewTransaction[]): Promise<NewTransaction[]> {
  const first = transactions.reduce((least, { factOn }) => (factOn < least ? factOn : least), '9999-12').slice(0, 7);
  for (;;) {
    const closed = await closedMonths(tx, tenantId, first);
    const moved = transactions.map((each) => ({ ...each, bookedOn: bookingDay(each.factOn, closed) }));
    await lockMonths(tx, tenantId, monthsOf(moved));
    // While we waited for one it may have been closed.
    const after = await closedMonths(tx, tenantId, first);
    if (monthsOf(moved).every((month) => !after.has(month))) return moved;
  }
}
