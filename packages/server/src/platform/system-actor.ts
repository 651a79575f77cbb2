import { scopes } from '@entente/contracts/permissions';
import { newId } from '@entente/kernel';
import type { Actor, Context } from './context.ts';

/** The system acts under a name that the timeline can show, and never by pretending to be a person. */
export function systemContext(tenantId: string, name: string, now: Date, onBehalfOf: string | null = null): Context {
  const actor: Actor = {
    kind: 'system',
    id: name,
    name,
    memberId: null,
    audience: 'workspace',
    partnerId: null,
    role: 'system',
    scopes: new Set(scopes),
    onBehalfOf,
  };
  return { tenantId, actor, requestId: newId(), now };
}
