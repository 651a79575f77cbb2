import { sql } from 'kysely';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import type { Database } from '../../platform/db/database.ts';
import { changeClaim } from './claim-store.ts';
import { lockClaim } from './claims.ts';
import { stepClaim } from './domain/machine.ts';
import { pay, payBack } from './domain/moves.ts';
import { todayOf } from './domain/policy.ts';
import { balanceOf, lockAllocation, moveMoney } from './moves-store.ts';
import type { ClaimPayment, FundsPorts } from './ports.ts';

const AT_ONCE = 200;

/**
 * Brings claims to where their payments stand: paid when the earning is, owed again when the payment came back. Asked again it changes
 * nothing. `returned`: look at what counts as paid, too.
 */
export async function followPayments(database: Database, ports: FundsPorts, context: Context, returned: boolean): Promise<number> {
  const { tenantId } = context;
  let changed = 0;
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const found = await database.reading(tenantId, async (tx) => {
      const { rows } = await sql<{ id: string }>`
        select id from fund_claim where tenant_id = ${tenantId}::uuid and id > ${after}::uuid and ${returned ? sql`state in ('approved', 'paid')` : sql`state = 'approved'`} order by id limit ${AT_ONCE}`.execute(
        tx,
      );
      const ids = rows.map(({ id }) => id);
      return { ids, payments: ids.length === 0 ? [] : await ports.payments(tx, tenantId, ids) };
    });
    for (const payment of found.payments) if (await database.inTenant(tenantId, (tx) => followOne(tx, ports, context, payment))) changed += 1;
    const last = found.ids.at(-1);
    if (last === undefined || found.ids.length < AT_ONCE) return changed;
    after = last;
  }
}

async function followOne(tx: Tx, ports: FundsPorts, context: Context, seen: ClaimPayment): Promise<boolean> {
  const { tenantId } = context;
  const { request, claim, policy } = await lockClaim(tx, context, seen.claimId, null);
  // Asked again under the lock: another worker may have been faster.
  const [payment] = await ports.payments(tx, tenantId, [claim.id]);
  const today = todayOf(policy, context.now);
  const facts = { today, claimUntil: request.claimUntil };
  const allocation = await lockAllocation(tx, tenantId, request.allocationId);
  const balance = await balanceOf(tx, tenantId, 'claim_id', claim.id);
  const fact = { requestId: request.id, claimId: claim.id };
  if (payment?.paid === true && claim.state === 'approved') {
    const onDay = payment.paidOn ?? today;
    await moveMoney(tx, ports, context, allocation, pay(balance.owed), {
      ...fact,
      cause: `claim:${claim.id}:${claim.version}:paid`,
      onDay,
      memo: `Fund claim ${claim.number} paid`,
    });
    await changeClaim(
      tx,
      context,
      request,
      claim,
      { state: stepClaim(claim.state, 'pay', facts), paid_on: onDay },
      {
        operation: 'fundClaims.paid',
        event: 'paid',
        sentence: `Claim ${claim.number} paid.`,
        partnerSentence: `Your claim ${claim.number} was paid on ${onDay}.`,
      },
    );
    return true;
  }
  if (payment?.paid === false && claim.state === 'paid') {
    await moveMoney(tx, ports, context, allocation, payBack(balance.paid), {
      ...fact,
      cause: `claim:${claim.id}:${claim.version}:returned`,
      onDay: today,
      memo: `The payment of fund claim ${claim.number} came back`,
    });
    await changeClaim(
      tx,
      context,
      request,
      claim,
      { state: stepClaim(claim.state, 'reopen', facts), paid_on: null },
      {
        operation: 'fundClaims.returned',
        event: 'returned',
        sentence: `The payment of claim ${claim.number} came back; it is owed again.`,
        partnerSentence: `The payment of your claim ${claim.number} came back. Check your bank account; it is paid again with the next run.`,
      },
    );
    return true;
  }
  return false;
}
