import type { Parsed } from '@entente/contracts';
import { newId, notFound, Problem } from '@entente/kernel';
import { sql } from 'kysely';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { askApprovers } from './acts.ts';
import { partnerOf, type FundsDeps } from './context.ts';
import { decideBy, todayOf } from './domain/policy.ts';
import { lockAllocation } from './moves-store.ts';
import type { FundsPorts } from './ports.ts';
import { changeRequest, lockRequest, type Extension } from './request-store.ts';
import { endClaimWindow, setClaimClocks, termsOf } from './settle.ts';

/** Asked for before the day it is about. While nobody has answered, nothing expires. */
export async function askExtension(
  tx: Tx,
  ports: FundsPorts,
  context: Context,
  requestId: string,
  body: Parsed<'portalFunds.askExtension'>['body'],
): Promise<void> {
  const { tenantId, now } = context;
  const request = await lockRequest(tx, tenantId, requestId, partnerOf(context));
  if ((request.state !== 'approved' && request.state !== 'in_execution' && request.state !== 'executed') || request.claimUntil === null)
    throw new Problem('conflict', `There is nothing to claim of a request that is ${request.state.replaceAll('_', ' ')}.`, {
      reason: `state_${request.state}`,
    });
  const policy = await termsOf(tx, tenantId, request);
  if (todayOf(policy, now) > request.claimUntil)
    throw new Problem('conflict', `An extension is asked for until ${request.claimUntil}.`, { reason: 'too_late' });
  if (body.claimUntil <= request.claimUntil)
    throw new Problem('invalid_input', `It can be claimed until ${request.claimUntil} already.`, {
      fields: [{ path: 'claimUntil', code: 'invalid', sentence: 'Choose a later day.' }],
    });
  const id = newId();
  const { rows } = await sql`
    insert into fund_extension (tenant_id, id, request_id, partner_id, state, claim_until_before, claim_until, reason, asked_by, asked_at)
    values (${tenantId}::uuid, ${id}::uuid, ${requestId}::uuid, ${request.partnerId}::uuid, 'asked', ${request.claimUntil}::date, ${body.claimUntil}::date, ${body.reason}, ${context.actor.name}, ${now.toISOString()}::timestamptz)
    on conflict (tenant_id, request_id) where state = 'asked' do nothing returning id`.execute(tx);
  if (rows.length === 0) throw new Problem('conflict', 'An extension waits for its answer already.', { reason: 'asked' });
  await changeRequest(
    tx,
    context,
    request,
    {},
    { operation: 'portalFunds.askExtension', event: 'extension_asked', sentence: `Asked to claim until ${body.claimUntil}.`, note: body.reason },
  );
  await askApprovers(tx, ports, context, request, {
    kind: 'fund_extension',
    recordId: id,
    title: `Fund request ${request.number}: claim until ${body.claimUntil}?`,
    detail: body.reason,
    dueAt: decideBy(policy, now).toISOString(),
  });
}

export async function decideExtension(
  { database, ports }: FundsDeps,
  context: Context,
  id: string,
  body: Parsed<'fundExtensions.decide'>['body'],
): Promise<string> {
  requireScope(context, 'funds:approve');
  const { tenantId, now } = context;
  return database.inTenant(tenantId, async (tx) => {
    const found = await sql<{
      requestId: string;
    }>`select request_id as "requestId" from fund_extension where tenant_id = ${tenantId}::uuid and id = ${id}::uuid`.execute(tx);
    const requestId = found.rows[0]?.requestId;
    if (requestId === undefined) throw notFound('extension');
    const request = await lockRequest(tx, tenantId, requestId);
    const { rows } = await sql<Pick<Extension, 'claimUntil'>>`
      update fund_extension set state = ${body.grant ? 'granted' : 'refused'}, decided_by = ${context.actor.name}, decided_at = ${now.toISOString()}::timestamptz, answer = ${body.answer}
      where tenant_id = ${tenantId}::uuid and id = ${id}::uuid and state = 'asked' returning claim_until as "claimUntil"`.execute(tx);
    const until = rows[0]?.claimUntil;
    if (until === undefined) throw new Problem('conflict', 'This extension is answered already.', { reason: 'answered' });
    const policy = await termsOf(tx, tenantId, request);
    const after = await changeRequest(tx, context, request, body.grant ? { claim_until: until } : {}, {
      operation: 'fundExtensions.decide',
      event: body.grant ? 'extended' : 'extension_refused',
      sentence: body.grant ? `It can be claimed until ${until}.` : `The extension to ${until} was refused.`,
      note: body.answer,
      partnerSentence: body.grant ? `You can claim until ${until}.` : `Your extension was refused: ${body.answer}`,
    });
    await ports.closeActs(tx, context, id, body.grant ? 'Granted' : 'Refused');
    if (body.grant) await setClaimClocks(tx, tenantId, requestId, policy, until);
    else await endClaimWindow(tx, ports, context, after, await lockAllocation(tx, tenantId, request.allocationId), policy);
    return requestId;
  });
}
