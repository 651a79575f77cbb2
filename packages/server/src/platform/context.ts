import type { Scope } from '@entente/contracts/permissions';
import { Problem } from '@entente/kernel';

/**
 * Who acts, and for whom. A person of the workspace, a person of a partner, a key, the system itself (plays, imports, clocks), or
 * somebody who holds a link: they are a partner's person as far as the link's one purpose goes.
 */
export type Actor = {
  readonly kind: 'person' | 'api_key' | 'system' | 'link';
  readonly id: string;
  readonly name: string;
  readonly memberId: string | null;
  readonly audience: 'workspace' | 'partner';
  readonly partnerId: string | null;
  readonly role: string;
  readonly scopes: ReadonlySet<Scope>;
  readonly onBehalfOf: string | null;
  /** Set when somebody of the workspace looks through a partner's eyes. Such a caller only reads; sign-in sees to it. */
  readonly viewAs?: { readonly partnerId: string; readonly partnerName: string; readonly by: string; readonly memberId: string };
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

const NO_TENANT = '00000000-0000-0000-0000-000000000000';

/** Whoever calls what anybody may call: in no workspace and without a single right. What they bring, such as a link, says the rest. */
export function nobodyContext(requestId: string, now: Date): Context {
  const actor: Actor = {
    kind: 'system',
    id: 'nobody',
    name: 'Nobody',
    memberId: null,
    audience: 'partner',
    partnerId: null,
    role: 'nobody',
    scopes: new Set(),
    onBehalfOf: null,
  };
  return { tenantId: NO_TENANT, actor, requestId, now };
}
