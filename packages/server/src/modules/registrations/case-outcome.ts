import { Problem } from '@entente/kernel';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { decline, endClaim, grantIt } from './decide.ts';
import type { RegistrationsPorts } from './ports.ts';
import { lockRegistration } from './store.ts';

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
  const row = await lockRegistration(tx, context.tenantId, ruled.keep);
  if (row.state === 'approved' || row.state === 'extended') return;
  if (row.state === 'withdrawn' || row.state === 'draft')
    throw new Problem('conflict', `R-${row.number} was withdrawn; it cannot be given the deal.`, { reason: `state_${row.state}` });
  const program = await ports.programOf(tx, context.tenantId, row.program_id);
  // A ruling stands in for the review, and for the second pair of eyes.
  await grantIt(tx, ports, context, row, program, { dealId: ruled.dealId }, ruled.partnerText, `Case C-${ruled.caseNumber}`);
}
