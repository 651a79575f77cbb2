import type { Parsed, Result } from '@entente/contracts';
import { newId, notFound, Problem, type AccountPurpose } from '@entente/kernel';
import { sql } from 'kysely';
import { recordChange } from '../../platform/change.ts';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { AccountIds } from './account-ids.ts';
import type { LedgerDeps } from './context.ts';
import { balanced, exact, type Leg } from './domain/legs.ts';
import { bookOne } from './post.ts';
import { transactionDetail } from './read-transactions.ts';

const today = (context: Context): string => context.now.toISOString().slice(0, 10);

/** By a person, with a reason, where no event books it. */
export async function adjust({ database, accountIds }: LedgerDeps, context: Context, body: Parsed<'ledger.adjust'>['body']): Promise<Result<'ledger.adjust'>> {
  requireScope(context, 'ledger:write');
  const { tenantId } = context;
  if (body.bookedOn > today(context)) throw new Problem('invalid_input', 'What has not happened yet is not booked: choose today or an earlier day.');
  const legs = balanced(
    body.legs.map(({ purpose, partyId, currency, amountMinor }) => ({ purpose, party: partyId, currency, amountMinor: exact(amountMinor), lineId: null })),
  );
  if (legs.length === 0) throw new Problem('invalid_input', 'An adjustment moves something: give amounts that are not zero.');
  return database.inTenant(tenantId, async (tx) => {
    if (body.dealId !== undefined) {
      const { rows } = await sql`select id from deal where tenant_id = ${tenantId}::uuid and id = ${body.dealId}::uuid`.execute(tx);
      if (rows.length === 0) throw notFound('deal');
    }
    const id = newId();
    await bookOne(tx, context, accountIds, {
      id,
      template: 'adjusted',
      cause: `adjustment:${id}`,
      factOn: body.bookedOn,
      bookedOn: body.bookedOn,
      dealId: body.dealId ?? null,
      memo: body.memo,
      reverses: null,
      reason: body.reason,
      ruleVersions: {},
      facts: { legs: body.legs },
      legs,
    });
    await recordChange(tx, context, {
      operation: 'ledger.adjust',
      recordType: 'ledger_transaction',
      recordId: id,
      after: { memo: body.memo, bookedOn: body.bookedOn, legs: body.legs },
      reason: body.reason,
    });
    return transactionDetail(tx, tenantId, id);
  });
}

export function reverseTransaction(
  { database, accountIds }: LedgerDeps,
  context: Context,
  originalId: string,
  body: Parsed<'ledger.reverse'>['body'],
): Promise<Result<'ledger.reverse'>> {
  requireScope(context, 'ledger:write');
  const { tenantId } = context;
  const day = body.bookedOn ?? today(context);
  if (day > today(context)) throw new Problem('invalid_input', 'What has not happened yet is not booked: choose today or an earlier day.');
  return database.inTenant(tenantId, async (tx) => {
    const { id, again } = await mirror(tx, context, accountIds, originalId, day, body.reason);
    if (again) throw new Problem('conflict', 'This transaction was reversed before.');
    await recordChange(tx, context, {
      operation: 'ledger.reverse',
      recordType: 'ledger_transaction',
      recordId: id,
      after: { reverses: originalId },
      reason: body.reason,
    });
    return transactionDetail(tx, tenantId, id);
  });
}

/** For modules whose fact was taken back: in their transaction, and the same reversal when asked again. */
export async function reverseIn(tx: Tx, context: Context, accountIds: AccountIds, originalId: string, day: string, reason: string): Promise<string> {
  return (await mirror(tx, context, accountIds, originalId, day, reason)).id;
}

type Original = { template: string; cause: string; memo: string; deal_id: string | null; reverses: string | null; fact_on: string };

/** The entries of the original with the other sign, read and not computed; once, and in whole. */
async function mirror(
  tx: Tx,
  context: Context,
  accountIds: AccountIds,
  originalId: string,
  day: string,
  reason: string,
): Promise<{ readonly id: string; readonly again: boolean }> {
  const { tenantId } = context;
  const found = await sql<Original>`
    select template, cause, memo, deal_id, reverses, fact_on from ledger_transaction where tenant_id = ${tenantId}::uuid and id = ${originalId}::uuid`.execute(
    tx,
  );
  const [original] = found.rows;
  if (!original) throw notFound('transaction');
  if (original.reverses !== null) throw new Problem('conflict', 'This is a reversal itself. Book what it took back anew instead.');
  if (day < original.fact_on) throw new Problem('invalid_input', `A transaction is not reversed before its own day, ${original.fact_on}.`);
  const { rows } = await sql<{ purpose: AccountPurpose; party: string | null; currency: string; amount: string; line: string | null }>`
    select a.purpose, a.party, a.currency, e.amount_minor::text as amount, e.line_id as line
    from ledger_entry e join ledger_account a on a.tenant_id = e.tenant_id and a.id = e.account_id
    where e.tenant_id = ${tenantId}::uuid and e.transaction_id = ${originalId}::uuid order by e.position`.execute(tx);
  const legs: Leg[] = rows.map(({ amount, line, ...account }) => ({ ...account, amountMinor: -BigInt(amount), lineId: line }));
  const id = newId();
  const booked = await bookOne(tx, context, accountIds, {
    id,
    template: original.template,
    cause: `reversal:${originalId}`,
    factOn: day,
    bookedOn: day,
    dealId: original.deal_id,
    memo: `Reversal: ${original.memo}`,
    reverses: originalId,
    reason,
    ruleVersions: {},
    facts: { reverses: originalId },
    legs: balanced(legs),
  });
  if (booked) return { id, again: false };
  const before = await sql<{ id: string }>`select id from ledger_transaction where tenant_id = ${tenantId}::uuid and reverses = ${originalId}::uuid`.execute(
    tx,
  );
  return { id: before.rows[0]?.id ?? id, again: true };
}
