import { notFound } from '@entente/kernel';
import { requireScope, type Context } from '../../platform/context.ts';
import type { SomeHandlers } from '../../platform/http/handlers.ts';
import { partnerTeam } from './partner-team.ts';
import type { PeopleDeps } from './people.ts';

/** Whoever looks after a partner looks after its people too, without the right to change people of the workspace. */
export function peopleOfPartner(deps: PeopleDeps): SomeHandlers {
  const team = partnerTeam(deps);
  const known = async (context: Context, partnerId: string): Promise<string> => {
    const { tenantId } = context;
    const row = await deps.database.inTenant(tenantId, (tx) =>
      tx.selectFrom('partner').select('id').where('tenant_id', '=', tenantId).where('id', '=', partnerId).executeTakeFirst(),
    );
    if (!row) throw notFound('partner');
    return row.id;
  };
  return {
    'partners.people': async (context, { params }) => {
      requireScope(context, 'partners:read');
      return team.list(context, await known(context, params.id));
    },
    'partners.invitePerson': async (context, { params, body }) => {
      requireScope(context, 'partners:write');
      return team.invite(context, { partnerId: await known(context, params.id), operation: 'partners.invitePerson' }, body);
    },
    'partners.setPersonRole': async (context, { params, body }) => {
      requireScope(context, 'partners:write');
      return team.changeRole(context, { partnerId: await known(context, params.id), operation: 'partners.setPersonRole' }, params.childId, body.role);
    },
    'partners.removePerson': async (context, { params }) => {
      requireScope(context, 'partners:write');
      return team.remove(context, { partnerId: await known(context, params.id), operation: 'partners.removePerson' }, params.childId);
    },
  };
}
