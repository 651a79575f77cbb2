import type { Parsed } from '@entente/contracts';
import { notFound } from '@entente/kernel';
import { requireScope, type Context } from '../../platform/context.ts';
import type { PeopleDeps } from './people.ts';
import { partnerTeam, type Colleague } from './partner-team.ts';

export type PartnerPeople = ReturnType<typeof partnerPeople>;

/** A partner looks after its own people. Whose they are comes from the actor, never from what is sent. */
export function partnerPeople(deps: PeopleDeps) {
  const team = partnerTeam(deps);
  const own = ({ actor }: Context): string => {
    if (actor.partnerId === null) throw notFound('partner');
    return actor.partnerId;
  };
  return {
    list: async (context: Context): Promise<{ items: Colleague[] }> => {
      requireScope(context, 'portal:read');
      return team.list(context, own(context));
    },
    invite: async (context: Context, body: Parsed<'portalTeam.invite'>['body']): Promise<Colleague> => {
      requireScope(context, 'portal:team');
      return team.invite(context, { partnerId: own(context), operation: 'portalTeam.invite' }, body);
    },
    changeRole: async (context: Context, id: string, role: Parsed<'portalTeam.update'>['body']['role']): Promise<Colleague> => {
      requireScope(context, 'portal:team');
      return team.changeRole(context, { partnerId: own(context), operation: 'portalTeam.update' }, id, role);
    },
    remove: async (context: Context, id: string): Promise<Colleague> => {
      requireScope(context, 'portal:team');
      return team.remove(context, { partnerId: own(context), operation: 'portalTeam.remove' }, id);
    },
  };
}
