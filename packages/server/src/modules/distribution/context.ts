import type { Scope } from '@entente/contracts/permissions';
import { Problem } from '@entente/kernel';
import { requireScope, type Context } from '../../platform/context.ts';
import type { Database } from '../../platform/db/database.ts';
import type { DistributionPorts } from './ports.ts';

export type DistributionDeps = { readonly database: Database; readonly ports: DistributionPorts; readonly now: () => Date };

export const dayOf = (now: Date): string => now.toISOString().slice(0, 10);

/** The partner that acts is always the actor's own, never one that was sent. */
export function partnerOf(context: Context, scope: Scope): string {
  requireScope(context, scope);
  const { audience, partnerId } = context.actor;
  if (audience !== 'partner' || partnerId === null) throw new Problem('not_allowed', 'Only people of a partner can do this.');
  return partnerId;
}
