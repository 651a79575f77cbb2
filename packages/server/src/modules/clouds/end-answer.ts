import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { nameOfConnection, type CloudsDeps } from './deps.ts';
import { domainOf } from './domain/invitation.ts';
import type { Done, Failed } from './end-step.ts';
import { keepEngagement } from './engagement-store.ts';
import { changeInvitation, lockInvitation } from './invitation-store.ts';
import type { Step } from './step-store.ts';

/** The deal, its route and its view come to be together with the end of the step: all of it once, or none. */
export async function acceptedInvitation(tx: Tx, deps: CloudsDeps, context: Context, step: Step, done: Done, dealId: string | null): Promise<void> {
  const { tenantId } = context;
  const invitation = await lockInvitation(tx, tenantId, step.invitation_id ?? '');
  const { name, system } = await nameOfConnection(tx, tenantId, invitation.connection_id);
  const joined =
    dealId ??
    (await deps.ports.deals.create(tx, context, {
      name: invitation.title,
      accountName: invitation.customer['name'] ?? invitation.title,
      domain: domainOf(invitation.customer['website'] ?? null),
      country: invitation.customer['country'] ?? null,
      source: system,
    }));
  if (done.outsideId !== undefined) {
    const { ownerId } = await deps.ports.deals.brief(tx, tenantId, joined);
    const routeId = await deps.ports.deals.addCosellRoute(tx, context, joined, {
      system,
      ownerId,
      nextStep: `Meet ${invitation.sender} about ${invitation.title}`,
    });
    const viewId = await deps.ports.views.begin(tx, context, { dealId: joined, connectionId: invitation.connection_id, routeId, outsideId: done.outsideId });
    await deps.ports.views.touch(tx, tenantId, viewId);
  }
  const engagementId = done.engagementId ?? invitation.engagement_id;
  if (engagementId !== null)
    await keepEngagement(tx, tenantId, {
      connectionId: invitation.connection_id,
      outsideId: engagementId,
      dealId: joined,
      title: null,
      readAt: context.now.toISOString(),
    });
  await changeInvitation(tx, context, deps.ports.inbox, invitation, { status: 'accepted', deal_id: joined }, { with: name, outcome: 'Accepted' });
}

export async function rejectedInvitation(tx: Tx, deps: CloudsDeps, context: Context, step: Step, reason: string): Promise<void> {
  const invitation = await lockInvitation(tx, context.tenantId, step.invitation_id ?? '');
  const { name } = await nameOfConnection(tx, context.tenantId, invitation.connection_id);
  await changeInvitation(tx, context, deps.ports.inbox, invitation, { status: 'rejected', reason }, { with: name, outcome: `Rejected: ${reason}` });
}

/** It waits for an answer again, unless its time is over. */
export async function answerFailed(tx: Tx, deps: CloudsDeps, context: Context, step: Step, failed: Failed): Promise<void> {
  const invitation = await lockInvitation(tx, context.tenantId, step.invitation_id ?? '');
  const over = failed.issues.some(({ code }) => code === 'expired') || (invitation.expires_at !== null && invitation.expires_at <= context.now.toISOString());
  const { name } = await nameOfConnection(tx, context.tenantId, invitation.connection_id);
  await changeInvitation(tx, context, deps.ports.inbox, invitation, over ? { status: 'expired' } : { status: 'pending', decided_by: null, decided_at: null }, {
    with: name,
    outcome: over ? 'Expired' : null,
  });
}
