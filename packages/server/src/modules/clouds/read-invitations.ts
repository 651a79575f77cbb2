import { recordChange } from '../../platform/change.ts';
import type { ClockHandlers } from '../../platform/clocks.ts';
import type { Context } from '../../platform/context.ts';
import type { Tx } from '../../platform/db/database.ts';
import { systemContext } from '../../platform/system-actor.ts';
import { nameOfConnection, type CloudsDeps } from './deps.ts';
import { changeInvitation, EXPIRY_CLOCK, insertInvitation, lockByOutsideId, lockInvitation, REMINDER_CLOCK } from './invitation-store.ts';
import type { CloudInvitation } from './ports.ts';

/** Reads what a cloud offers us, and says how many are new. A connection that is no cloud has none. */
export async function readInvitations(deps: CloudsDeps, tenantId: string, connectionId: string): Promise<number> {
  const port = deps.ports.cosell(await deps.ports.access(tenantId, connectionId));
  if (port === null) return 0;
  let fresh = 0;
  for (const invitation of await port.invitations()) {
    const isNew = await deps.database.inTenant(tenantId, (tx) => keep(tx, deps, systemContext(tenantId, 'Co-sell', deps.now()), connectionId, invitation));
    if (isNew) fresh += 1;
  }
  return fresh;
}

/** All clouds of a workspace, one after another; one that cannot be read holds up no other. */
export async function sweepInvitations(deps: CloudsDeps, tenantId: string): Promise<number> {
  let fresh = 0;
  for (const connectionId of await deps.database.reading(tenantId, (tx) => deps.ports.connections(tx, tenantId))) {
    try {
      fresh += await readInvitations(deps, tenantId, connectionId);
    } catch (error) {
      deps.ports.onError(error instanceof Error ? error : new Error(String(error)), connectionId);
    }
  }
  return fresh;
}

async function keep(tx: Tx, deps: CloudsDeps, context: Context, connectionId: string, invitation: CloudInvitation): Promise<boolean> {
  const known = await lockByOutsideId(tx, context.tenantId, connectionId, invitation.outsideId);
  const { name } = await nameOfConnection(tx, context.tenantId, connectionId);
  if (known === null) return receive(tx, deps, context, connectionId, name, invitation);
  // An answer of ours that is under way brings its own end.
  if (known.status !== 'pending' || invitation.status === 'pending') return false;
  const outcome = invitation.status === 'expired' ? 'Expired' : `${invitation.status === 'accepted' ? 'Accepted' : 'Rejected'} over there`;
  await changeInvitation(tx, context, deps.ports.inbox, known, { status: invitation.status, decided_at: context.now.toISOString() }, { with: name, outcome });
  return false;
}

async function receive(tx: Tx, deps: CloudsDeps, context: Context, connectionId: string, name: string, invitation: CloudInvitation): Promise<boolean> {
  const id = await insertInvitation(tx, context, connectionId, invitation);
  if (id === null) return false;
  if (invitation.status === 'pending') {
    const customer = invitation.customer['name'] ?? null;
    await deps.ports.inbox.openAct(tx, context, {
      kind: 'cosell_invitation',
      title: `Answer ${invitation.sender}: ${invitation.title}`,
      detail: `${customer === null ? 'A customer' : customer}, by way of ${name}. Accept, join a deal that is there, or reject with a reason.`,
      dealId: null,
      partnerId: null,
      assigneeId: null,
      assigneeRole: 'alliance_manager',
      dueAt: invitation.expiresAt,
      recordId: id,
    });
  }
  await recordChange(tx, context, {
    operation: 'invitations.receive',
    recordType: 'cloud_invitation',
    recordId: id,
    after: { sender: invitation.sender, title: invitation.title, status: invitation.status },
    events: [{ type: 'invitation.received', payload: { with: name, sender: invitation.sender, title: invitation.title, expiresAt: invitation.expiresAt } }],
  });
  return true;
}

/** Nobody answered. An answer that is under way is let through or refused by the cloud, whose clock counts. */
export function invitationClocks(deps: CloudsDeps): ClockHandlers {
  return {
    [REMINDER_CLOCK]: async (tx, { tenantId, recordId, now }) => {
      const invitation = await lockInvitation(tx, tenantId, recordId);
      if (invitation.status !== 'pending') return;
      const { name } = await nameOfConnection(tx, tenantId, invitation.connection_id);
      await recordChange(tx, systemContext(tenantId, 'Co-sell', now), {
        operation: 'invitations.remind',
        recordType: 'cloud_invitation',
        recordId,
        events: [
          { type: 'invitation.expiring', payload: { with: name, sender: invitation.sender, title: invitation.title, expiresAt: invitation.expires_at } },
        ],
      });
    },
    [EXPIRY_CLOCK]: async (tx, { tenantId, recordId, now }) => {
      const invitation = await lockInvitation(tx, tenantId, recordId);
      if (invitation.status !== 'pending' || invitation.expires_at === null || invitation.expires_at > now.toISOString()) return;
      const { name } = await nameOfConnection(tx, tenantId, invitation.connection_id);
      await changeInvitation(
        tx,
        systemContext(tenantId, 'Co-sell', now),
        deps.ports.inbox,
        invitation,
        { status: 'expired' },
        { with: name, outcome: 'Expired' },
      );
    },
  };
}
