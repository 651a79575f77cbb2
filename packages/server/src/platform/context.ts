import type { Scope } from '@entente/contracts/permissions';
import { Problem } from '@entente/kernel';

/** Who acts, and for whom. A person of the workspace, a person of a partner, a key, or the system itself (plays, imports, clocks). */
export type Actor = {
  readonly kind: 'person' | 'api_key' | 'system';
  readonly id: string;
  readonly name: string;
  readonly memberId: string | null;
  readonly audience: 'workspace' | 'partner';
  readonly partnerId: string | null;
  readonly role: string;
  readonly scopes: ReadonlySet<Scope>;
  readonly onBehalfOf: string | null;
};

/** What every service call is given: whose data, who acts, when. Time comes from here so that tests and clocks can set it. */
export type Context = {
  readonly tenantId: string;
  readonly actor: Actor;
  readonly requestId: string;
  readonly now: Date;
};

/** The one place that says no. Services call it first; the transport has already checked the operation's scope. */
export function requireScope(context: Context, scope: Scope): void {
  if (!context.actor.scopes.has(scope))
    throw new Problem('not_allowed', `Your role (${context.actor.role.replaceAll('_', ' ')}) does not include this. Ask an owner or admin of the workspace.`);
}
