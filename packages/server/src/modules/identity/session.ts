import type { Result } from '@entente/contracts';
import { isRole } from '@entente/contracts/permissions';
import { Problem } from '@entente/kernel';
import type { Context } from '../../platform/context.ts';
import type { Database } from '../../platform/db/database.ts';
import { findMember, workspacesOfUser } from './store.ts';

/** Who is signed in. `person.id` is the member's id in this workspace: what a deal's owner and an act's assignee name. */
export async function getSession(database: Database, context: Context): Promise<Result<'session.get'>> {
  const { actor, tenantId } = context;
  const viewing = actor.viewAs ?? null;
  const memberId = viewing?.memberId ?? actor.memberId;
  const { workspace, member } = await database.inTenant(tenantId, async (tx) => ({
    workspace: await tx.selectFrom('workspace').select(['id', 'slug', 'name', 'base_currency', 'sample']).where('id', '=', tenantId).executeTakeFirstOrThrow(),
    member: memberId === null ? undefined : await findMember(tx, tenantId, memberId),
  }));
  if (!isRole(actor.role)) throw new Problem('not_signed_in', 'Sign in, or send an API key.');
  const others = member && viewing === null ? await database.inSystem((tx) => workspacesOfUser(tx, member.user_id)) : [];
  const seen = new Set<string>();
  const workspaces = others.flatMap((each) => {
    if (seen.has(each.tenantId) || !isRole(each.role)) return [];
    seen.add(each.tenantId);
    return [{ id: each.tenantId, slug: each.slug, name: each.name, role: each.tenantId === tenantId ? actor.role : each.role }];
  });
  const here = { id: workspace.id, slug: workspace.slug, name: workspace.name };
  return {
    person: { id: viewing?.memberId ?? actor.id, name: member?.name ?? actor.name, email: member?.email ?? '', twoFactor: member?.two_factor ?? false },
    workspace: { ...here, baseCurrency: workspace.base_currency, sample: workspace.sample },
    audience: actor.audience,
    role: actor.role,
    permissions: [...actor.scopes],
    partner:
      viewing !== null
        ? { id: viewing.partnerId, name: viewing.partnerName }
        : member?.partner_id && member.partner_name !== null
          ? { id: member.partner_id, name: member.partner_name }
          : null,
    viewAs: viewing === null ? null : { partnerId: viewing.partnerId, partnerName: viewing.partnerName, by: viewing.by },
    workspaces: (workspaces.length > 0 ? workspaces : [{ ...here, role: actor.role }]) as Result<'session.get'>['workspaces'],
  };
}
