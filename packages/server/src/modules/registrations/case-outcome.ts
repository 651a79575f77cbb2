import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { approve, decline, endClaim } from './decide.ts';
import type { RegistrationsPorts } from './ports.ts';
import { lockRegistration } from './store.ts';
import { submit } from './submit.ts';

/** What cases need to know of a registration they are about. */
export type CaseSide = {
  readonly registrationId: string;
  readonly number: number;
  readonly partnerId: string;
  readonly dealId: string | null;
  readonly accountId: string | null;
  readonly companyName: string;
  readonly customerDomain: string;
  readonly submittedAt: string | null;
  readonly state: string;
  readonly decidedByMember: string | null;
  readonly holderId: string | null;
};

export async function caseSide(tx: Tx, tenantId: string, id: string): Promise<CaseSide> {
  const row = await lockRegistration(tx, tenantId, id);
  return {
    registrationId: row.id,
    number: row.number,
    partnerId: row.partner_id,
    dealId: row.deal_id,
    accountId: row.account_id,
    companyName: row.company_name,
    customerDomain: row.customer_domain,
    submittedAt: row.first_submitted_at,
    state: row.state,
    decidedByMember: row.decided_by_member,
    holderId: row.holder_id,
  };
}

/**
 * What a mediator ruled, carried out: claims that lose end first, then the one that is kept is granted, so that at no moment two
 * partners are protected. A claim that was declined or ended before and wins now is taken up again.
 */
export async function applyOutcome(
  tx: Tx,
  ports: RegistrationsPorts,
  context: Context,
  ruled: { caseNumber: number; dealId: string | null; keep: string | null; drop: readonly string[]; partnerText: string },
): Promise<void> {
  for (const id of ruled.drop) {
    const row = await lockRegistration(tx, context.tenantId, id);
    if (row.state === 'approved' || row.state === 'extended')
      await endClaim(tx, ports, context, row, {
        state: 'revoked',
        operation: 'cases.rule',
        kind: 'revoked',
        partnerSentence: ruled.partnerText,
        privateNote: `Case C-${ruled.caseNumber}`,
        endRole: true,
      });
    else if (row.state === 'submitted' || row.state === 'info_requested')
      await decline(tx, ports, context, { id, ifVersion: null }, { reason: 'other', partnerText: ruled.partnerText, note: `Case C-${ruled.caseNumber}` });
  }
  if (ruled.keep === null) return;
  let row = await lockRegistration(tx, context.tenantId, ruled.keep);
  if (row.state === 'approved' || row.state === 'extended') return;
  if (row.state === 'rejected' || row.state === 'revoked' || row.state === 'expired') {
    await tx.updateTable('registration').set({ state: 'draft' }).where('tenant_id', '=', context.tenantId).where('id', '=', row.id).execute();
    row = await submit(tx, ports, context, await lockRegistration(tx, context.tenantId, row.id));
    if (row.state === 'approved') return;
    if (row.state !== 'submitted')
      await tx.updateTable('registration').set({ state: 'submitted' }).where('tenant_id', '=', context.tenantId).where('id', '=', row.id).execute();
  }
  const approved = await approve(tx, ports, context, { id: ruled.keep, ifVersion: null }, { dealId: ruled.dealId, note: `Case C-${ruled.caseNumber}` });
  // A ruling of a mediator is the second pair of eyes.
  if (approved.state !== 'approved')
    await approve(tx, ports, { ...context, actor: { ...context.actor, memberId: null } }, { id: ruled.keep, ifVersion: null }, { dealId: ruled.dealId });
}
