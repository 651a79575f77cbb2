import { isRole } from '@entente/contracts/permissions';
import type { Tx } from '../../platform/db/database.ts';
import type { Holder } from './domain/run.ts';
import type { CosellDeal, CosellPorts } from './ports.ts';

export type Assigned = {
  readonly assigneeId: string | null;
  readonly assigneeRole: string | null;
  readonly partnerId: string | null;
  /** The partner whose answer it is, whoever of ours asks for it. */
  readonly askedPartnerId?: string | null;
};

/** Turns a duty into somebody: a person where one is known, else the role, so that no act waits for nobody. */
export async function assign(tx: Tx, ports: CosellPorts, tenantId: string, deal: CosellDeal, holder: Holder, partnerIds: readonly string[]): Promise<Assigned> {
  if (holder.startsWith('user:')) return { assigneeId: holder.slice('user:'.length), assigneeRole: null, partnerId: null };
  if (holder.startsWith('participant:')) {
    const role = holder.slice('participant:'.length);
    const partnerId = deal.facts.participants.find((participant) => participant.role === role)?.partnerId ?? null;
    const manager = partnerId === null ? null : await ports.partnerManager(tx, tenantId, partnerId);
    // Until partners have their own inbox, the one who manages the partner asks them.
    return {
      assigneeId: manager ?? deal.ownerId,
      assigneeRole: manager === null && deal.ownerId === null ? 'partner_manager' : null,
      partnerId,
      askedPartnerId: partnerId,
    };
  }
  if (holder === 'deal_owner')
    return deal.ownerId === null
      ? { assigneeId: null, assigneeRole: 'alliance_manager', partnerId: null }
      : { assigneeId: deal.ownerId, assigneeRole: null, partnerId: null };
  if (holder === 'partner_manager') {
    const first = partnerIds[0];
    const manager = first === undefined ? null : await ports.partnerManager(tx, tenantId, first);
    if (manager !== null) return { assigneeId: manager, assigneeRole: null, partnerId: first ?? null };
  }
  return { assigneeId: null, assigneeRole: isRole(holder) ? holder : 'admin', partnerId: null };
}
