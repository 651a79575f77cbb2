import type { OperationId, Parsed, Result } from '@entente/contracts';
import { isRole, scopesOfRole } from '@entente/contracts/permissions';
import { addDays, newId } from '@entente/kernel';
import type { Actor, Context } from '../../platform/context.ts';
import type { Handlers } from '../../platform/http/handlers.ts';
import type { Modules } from '../modules.ts';

type Given<Id extends OperationId> = Partial<Parsed<Id>>;
export type Call = <Id extends OperationId>(id: Id, given: Given<Id>, ifVersion?: number) => Promise<Result<Id>>;
/** Nobody approves what they made themselves, in a sample neither. */
type Person = { readonly memberId: string; readonly name: string; readonly role: string; readonly partnerId: string | null };
export type People = Readonly<Record<'maker' | 'approver', Person>> & { readonly partner: Person | null };

/** The product as two people use it, through its operations, on days of the past. */
export type Scene = {
  readonly modules: Modules;
  readonly tenantId: string;
  readonly today: string;
  /** A day so many days from today. */
  day(days: number): string;
  as(who: 'maker' | 'approver', on: string): Call;
  /** As somebody of the partner; null where nobody of it can sign in. */
  asPartner(on: string): Call | null;
  context(who: 'maker' | 'approver', on: string): Context;
};

export function sceneOf(modules: Modules, tenantId: string, people: People, now: Date): Scene {
  const handlers = modules.handlers as Handlers;
  const today = now.toISOString().slice(0, 10);
  const contextOf = (person: Person, on: string): Context => ({
    tenantId,
    actor: actorOf(person),
    requestId: newId(),
    now: on === today ? now : new Date(`${on}T10:00:00.000Z`),
  });
  const callAs =
    (person: Person, on: string): Call =>
    (id, given, ifVersion) => {
      const input = { params: undefined, query: undefined, body: undefined, ...given };
      // Each operation takes its own input; what is given was checked against it by the caller's types.
      return (handlers[id] as (context: Context, input: unknown, extra: { ifVersion: number | null }) => Promise<Result<typeof id>>)(
        contextOf(person, on),
        input,
        {
          ifVersion: ifVersion ?? null,
        },
      );
    };
  return {
    modules,
    tenantId,
    today,
    day: (days) => addDays(today, days),
    context: (who, on) => contextOf(people[who], on),
    as: (who, on) => callAs(people[who], on),
    asPartner: (on) => (people.partner === null ? null : callAs(people.partner, on)),
  };
}

const actorOf = ({ memberId, name, role, partnerId }: Person): Actor => ({
  kind: 'person',
  id: memberId,
  name,
  memberId,
  audience: partnerId === null ? 'workspace' : 'partner',
  partnerId,
  role,
  scopes: new Set(isRole(role) ? scopesOfRole[role] : []),
  onBehalfOf: null,
});
