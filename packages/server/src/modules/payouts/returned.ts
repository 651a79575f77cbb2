import type { Parsed } from '@entente/contracts';
import { Problem } from '@entente/kernel';
import { sql } from 'kysely';
import { recordChange } from '../../platform/change.ts';
import { requireScope, type Context } from '../../platform/context.ts';
import type { WorkingDeps } from './context.ts';
import { writeDocuments } from './issue.ts';
import { lockPayout } from './leave-out.ts';
import { payBatch } from './pay.ts';
import { readPayout, type PayoutView } from './payout-queries.ts';
import type { Language } from './domain/payee.ts';

/**
 * The money came back: what it paid is owed again and waits for the next run, its document is credited, and the account must be confirmed
 * before anything goes there again. What was not yet marked as paid went out before it came back, and the books say so.
 */
export function returnPayout(deps: WorkingDeps, context: Context, id: string, body: Parsed<'payouts.returned'>['body']): Promise<PayoutView> {
  requireScope(context, 'payouts:write');
  const { tenantId, now } = context;
  return deps.database.inTenant(tenantId, async (tx) => {
    const { run, payout } = await lockPayout(tx, tenantId, id);
    if (payout.state === 'returned') throw new Problem('conflict', 'This payout is marked as returned already.', { reason: 'returned' });
    if (run.doing !== null) throw new Problem('conflict', 'Work on this run goes on. Wait until it is done.', { reason: 'working' });
    if (payout.state === 'sent') await payBatch(deps.ports, tx, context, run, body.returnedOn, 1, sql`and id = ${id}::uuid`);
    else if (payout.state !== 'paid') throw new Problem('conflict', 'Only a payout that was sent can come back.', { reason: payout.state });
    await sql`
      with back as (update payout_line set active = false where tenant_id = ${tenantId}::uuid and payout_id = ${id}::uuid and active returning earning_id)
      update earning e set state = 'returned', updated_at = ${now.toISOString()}::timestamptz, version = e.version + 1 from back where e.tenant_id = ${tenantId}::uuid and e.id = back.earning_id and e.state = 'paid'`.execute(
      tx,
    );
    await sql`
      update payout set state = 'returned', returned_on = ${body.returnedOn}::date, return_reason = ${body.reason}, version = version + 1 where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`.execute(
      tx,
    );
    await sql`update payee_profile set bank_returned_at = ${now.toISOString()}::timestamptz, version = version + 1 where tenant_id = ${tenantId}::uuid and partner_id = ${payout.partnerId}::uuid`.execute(
      tx,
    );
    const { rows } = await sql<{ number: string; language: Language }>`
      select number, language from self_billing_document where tenant_id = ${tenantId}::uuid and payout_id = ${id}::uuid and kind = 'invoice'`.execute(tx);
    const [document] = rows;
    if (document)
      await writeDocuments(
        tx,
        context,
        [{ ...payout, amountMinor: -payout.amountMinor, language: document.language, kind: 'credit_note', corrects: document.number }],
        body.returnedOn,
      );
    await deps.ports.post(tx, context, [
      {
        template: 'payout_returned',
        cause: `payout:${id}`,
        bookedOn: body.returnedOn,
        dealId: null,
        memo: `Payout run ${run.number}: ${body.reason}`.slice(0, 300),
        facts: { partnerId: payout.partnerId, currency: payout.currency, amountMinor: payout.amountMinor },
      },
    ]);
    const { rows: left } =
      await sql`select 1 from payout where tenant_id = ${tenantId}::uuid and run_id = ${run.id}::uuid and state in ('released', 'sent') limit 1`.execute(tx);
    if (left.length === 0 && run.state === 'sent')
      await sql`update payout_run set state = 'settled', settled_at = ${now.toISOString()}::timestamptz, version = version + 1 where tenant_id = ${tenantId}::uuid and id = ${run.id}::uuid`.execute(
        tx,
      );
    await recordChange(tx, context, {
      operation: 'payouts.returned',
      recordType: 'payout',
      recordId: id,
      before: { state: payout.state },
      after: { state: 'returned', returnedOn: body.returnedOn },
      reason: body.reason,
      events: [
        {
          type: 'payout.returned',
          payload: { runNumber: run.number, partnerId: payout.partnerId, amountMinor: payout.amountMinor, currency: payout.currency, reason: body.reason },
        },
      ],
    });
    await deps.ports.openAct(tx, context, {
      kind: 'payout_returned',
      title: `A payment of run ${run.number} came back`,
      detail: `${body.reason}. The bank account of the partner must be confirmed or replaced before the next run.`,
      dealId: null,
      partnerId: payout.partnerId,
      assigneeId: null,
      assigneeRole: 'finance',
      dueAt: new Date(now.getTime() + 3 * 86_400_000).toISOString(),
      recordId: payout.partnerId,
    });
    return readPayout(tx, tenantId, id);
  });
}
