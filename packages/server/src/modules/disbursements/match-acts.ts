import type { Parsed } from '@entente/contracts';
import { notFound, Problem } from '@entente/kernel';
import { sql } from 'kysely';
import { recordChange } from '../../platform/change.ts';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { askForUnmatched } from './ask.ts';
import type { DisbursementsDeps } from './context.ts';
import type { StoredLine } from './domain/billing-line.ts';
import type { KnownAgreement } from './domain/candidates.ts';
import { lockSource, unmatchedOf } from './import-store.ts';
import { readLine } from './line-queries.ts';

/** A person says whose line it is. Lines of the same invoice are not taken along: each is an entry of its own. */
export function matchLine(deps: DisbursementsDeps, context: Context, id: string, body: Parsed<'disbursements.match'>['body']): Promise<StoredLine> {
  return change(deps, context, id, body.reason, 'disbursements.match', async (tx, line) => {
    if (line.kind === 'payout') throw new Problem('conflict', 'A payout as a whole belongs to no agreement; the lines it paid do.', { reason: 'payout' });
    if (line.state === 'matched') throw new Problem('conflict', 'The line is matched already. Take it off its agreement first.', { reason: 'matched' });
    const [agreement] = await deps.ports.agreements(tx, context.tenantId, { ids: [body.agreementId] });
    if (!agreement) throw notFound('agreement');
    if (agreement.currency !== null && agreement.currency !== line.currency)
      throw new Problem('conflict', `The line is in ${line.currency}, the agreement in ${agreement.currency}.`, { reason: 'currency' });
    return agreement;
  });
}

export function unmatchLine(deps: DisbursementsDeps, context: Context, id: string, body: Parsed<'disbursements.unmatch'>['body']): Promise<StoredLine> {
  return change(deps, context, id, body.reason, 'disbursements.unmatch', (_tx, line) => {
    if (line.state === 'unmatched' || line.kind === 'payout') throw new Problem('conflict', 'The line is on no agreement.', { reason: 'unmatched' });
    return Promise.resolve('unmatched');
  });
}

/** Nobody will find out whose it is, or it is nobody's: it leaves the queue. What it moved, it has moved; the balance keeps it. */
export function writeOffLine(deps: DisbursementsDeps, context: Context, id: string, body: Parsed<'disbursements.writeOff'>['body']): Promise<StoredLine> {
  return change(deps, context, id, body.reason, 'disbursements.writeOff', (_tx, line) => {
    if (line.state === 'matched') throw new Problem('conflict', 'The line is on an agreement. Take it off first.', { reason: 'matched' });
    if (line.state === 'apart')
      throw new Problem('conflict', line.kind === 'payout' ? 'A payout as a whole belongs to no agreement.' : 'The line is written off already.', {
        reason: 'apart',
      });
    return Promise.resolve('apart');
  });
}

function change(
  { database, ports }: DisbursementsDeps,
  context: Context,
  id: string,
  reason: string,
  operation: string,
  decide: (tx: Tx, line: StoredLine) => Promise<KnownAgreement | 'unmatched' | 'apart'>,
): Promise<StoredLine> {
  requireScope(context, 'disbursements:write');
  const { tenantId, now } = context;
  return database.inTenant(tenantId, async (tx) => {
    const { rows } = await sql<{
      sourceId: string;
    }>`select source_id as "sourceId" from billing_line where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`.execute(tx);
    const source = rows[0] ? await lockSource(tx, tenantId, rows[0].sourceId) : null;
    if (!source) throw notFound('billing line');
    const before = await readLine(tx, tenantId, id);
    const decided = await decide(tx, before);
    const [state, agreement] = typeof decided === 'string' ? [decided, null] : ['matched', decided];
    await sql`
      update billing_match set state = ${state}, agreement_id = ${agreement?.id ?? null}::uuid, offer_id = ${agreement?.offerId ?? null}::uuid,
        deal_id = ${agreement?.dealId ?? null}::uuid, by_hand = true, note = ${reason}, matched_by = ${context.actor.name}, matched_at = ${now.toISOString()}::timestamptz
      where tenant_id = ${tenantId}::uuid and line_id = ${id}::uuid`.execute(tx);
    const after = await readLine(tx, tenantId, id);
    const told = (line: StoredLine) => ({ state: line.state, agreementId: line.agreementId, dealId: line.dealId });
    const payload = {
      marketplace: after.marketplace,
      agreementKey: after.agreementKey,
      amountMinor: after.amountMinor,
      currency: after.currency,
      kind: after.kind,
      lines: 1,
    };
    await recordChange(tx, context, {
      operation,
      recordType: 'billing_line',
      recordId: id,
      before: told(before),
      after: told(after),
      reason,
      events:
        state === 'apart'
          ? []
          : [{ type: agreement === null ? 'disbursement.unmatched' : 'disbursement.matched', dealId: after.dealId ?? before.dealId, payload }],
    });
    await askForUnmatched(tx, ports, context, source, await unmatchedOf(tx, tenantId, source.id));
    return after;
  });
}
