import type { Scope } from '@entente/contracts/permissions';
import { notFound, Problem } from '@entente/kernel';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Database, Tx } from '../../platform/db/database.ts';
import type { SharedDeal, SharingPorts } from './ports.ts';

export type SharingDeps = { readonly database: Database; readonly ports: SharingPorts; readonly now: () => Date };

/** The partner that acts is always the actor's own, never one that was sent. */
export function partnerOf(context: Context, scope: Scope): string {
  requireScope(context, scope);
  const { audience, partnerId } = context.actor;
  if (audience !== 'partner' || partnerId === null) throw new Problem('not_allowed', 'Only people of a partner can do this.');
  return partnerId;
}

/** A deal the partner takes part in; any other does not exist for it. */
export async function ownDeal(tx: Tx, ports: SharingPorts, tenantId: string, dealId: string, partnerId: string): Promise<SharedDeal> {
  const deal = await ports.deal(tx, tenantId, dealId);
  if (!deal || (await ports.rolesOn(tx, tenantId, dealId, partnerId)).length === 0) throw notFound('deal');
  return deal;
}
